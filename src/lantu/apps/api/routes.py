"""Every address of the interface; each route carries the permission that its endpoint declares."""

from typing import Any

from django.urls import path, re_path

from lantu.apps.api import open311
from lantu.apps.api.endpoints import DECLARED
from lantu.apps.api.v1 import api
from lantu.apps.people.permissions import Permission

OWN = {"openapi-json": Permission.READ_PLANS, "api-root": Permission.READ_PLANS}
"""Routes that the framework adds: the document of the interface, and its root, which is empty."""

_patterns, _name, _namespace = api.urls
_pattern: Any
for _pattern in _patterns:
    _pattern.callback.permission = (DECLARED | OWN)[_pattern.name or ""]

_FORM = r"\.(?P<form>json|xml)$"
_KEY = r"(?P<%s>[-A-Za-z0-9_]{1,60})"
_REPORTS = "^open311/v2/"
urlpatterns = [
    path("api/v1/", (_patterns, _name, _namespace)),
    re_path(_REPORTS + "discovery" + _FORM, open311.discovery, name="open311-discovery"),
    re_path(_REPORTS + "services" + _FORM, open311.service_list, name="open311-services"),
    re_path(
        _REPORTS + "services/" + _KEY % "code" + _FORM,
        open311.service_definition,
        name="open311-service",
    ),
    re_path(_REPORTS + "requests" + _FORM, open311.requests, name="open311-requests"),
    re_path(
        _REPORTS + "requests/" + _KEY % "number" + _FORM,
        open311.one_request,
        name="open311-request",
    ),
    path("open311/v2/media/<slug:number>/<int:place>.jpg", open311.media, name="open311-media"),
    re_path(_REPORTS + "tokens/" + _KEY % "token" + _FORM, open311.token, name="open311-token"),
    re_path(_REPORTS + "servicerequestupdates" + _FORM, open311.updates, name="open311-updates"),
]
