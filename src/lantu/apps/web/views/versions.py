"""The versions of a plan, how each follows the one before, and its document as it was sent."""

from urllib.parse import quote

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from lantu.apps.people.actor import Actor
from lantu.apps.people.permissions import Permission
from lantu.apps.registry.actions import decide_matches
from lantu.apps.registry.documents import kept
from lantu.apps.registry.queries.matches import matches_of, succession
from lantu.apps.registry.queries.plans import versions_of
from lantu.apps.web.pages import number as whole
from lantu.apps.web.pages import page
from lantu.apps.web.views.living import head_of
from lantu.kernel.errors import NotFound


@page(Permission.READ_PLANS)
def version_list(request: HttpRequest, actor: Actor, key: str) -> HttpResponse:
    found = versions_of(actor, key)
    request.lantu_version = found[0]  # type: ignore[attr-defined]
    context = {"versions": [(head, kept(head.document_sha256) is not None) for head in found]}
    return render(request, "lantu/versions.html", context)


@page(Permission.READ_PLANS)
def document(request: HttpRequest, actor: Actor, key: str, number: int) -> HttpResponse:
    """The bytes that were sent, as a file to be saved and never shown."""
    head = head_of(request, actor, key, number)
    data = kept(head.document_sha256)
    if data is None:
        raise NotFound(
            "web.document.missing", "这一版没有保存原文件。", "它是在没有原文件的情况下登记的。"
        )
    return attachment(data, head.document_name, "application/octet-stream")


def attachment(data: bytes, name: str, media_type: str) -> HttpResponse:
    """An answer that the browser saves under `name`."""
    where = f"attachment; filename*=UTF-8''{quote(name)}"
    return HttpResponse(data, content_type=media_type, headers={"Content-Disposition": where})


@page(Permission.DECIDE_MATCH, methods=("GET", "HEAD", "POST"))
def match_list(request: HttpRequest, actor: Actor, key: str, number: int) -> HttpResponse:
    """One form for all rows: `one` is a row's own button, else those that are ticked."""
    head = head_of(request, actor, key, number)
    if request.method == "POST":
        one, _, same = request.POST.get("one", "").partition(":")
        wanted = [one] if one else request.POST.getlist("match")
        decide_matches(
            by=actor,
            matches=matches_of(head.id, [whole(given) or 0 for given in wanted]),
            same=(same or request.POST.get("same", "")) == "1",
        )
        return redirect("matches", key=key, number=number)
    return render(request, "lantu/matches.html", {"succession": succession(head.id)})
