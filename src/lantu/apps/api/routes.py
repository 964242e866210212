"""Every address of the interface; each route carries the permission that its endpoint declares."""

from typing import Any

from django.urls import path

from lantu.apps.api.endpoints import DECLARED
from lantu.apps.api.v1 import api
from lantu.apps.people.permissions import Permission

OWN = {"openapi-json": Permission.READ_PLANS, "api-root": Permission.READ_PLANS}
"""Routes that the framework adds: the document of the interface, and its root, which is empty."""

_patterns, _name, _namespace = api.urls
_pattern: Any
for _pattern in _patterns:
    _pattern.callback.permission = (DECLARED | OWN)[_pattern.name or ""]

urlpatterns = [path("api/v1/", (_patterns, _name, _namespace))]
