"""Search over every plan that the visitor may read."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from lantu.apps.people.actor import Actor
from lantu.apps.people.permissions import Permission
from lantu.apps.registry.queries.search import search
from lantu.apps.web.pages import page


@page(Permission.READ_PLANS)
def search_page(request: HttpRequest, actor: Actor) -> HttpResponse:
    query = request.GET.get("q", "").strip()[:200]
    hits, more = search(actor, query)
    context = {
        "query": query,
        "promises": [hit for hit in hits if hit.promise is not None],
        "paragraphs": [hit for hit in hits if hit.promise is None],
        "more": more,
    }
    return render(request, "lantu/search.html", context)
