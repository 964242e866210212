"""The registry's tables."""

from lantu.apps.registry.models.decisions import FindingDecision, PromiseDecision
from lantu.apps.registry.models.definitions import (
    Indicator,
    Programme,
    Project,
    System,
    Target,
    Task,
)
from lantu.apps.registry.models.plans import Plan, PlanVersion, Section, StoredPackage
from lantu.apps.registry.models.promises import Appearance, Link, Match, Name, Promise
from lantu.apps.registry.models.search import SearchEntry

__all__ = [
    "Appearance",
    "FindingDecision",
    "Indicator",
    "Link",
    "Match",
    "Name",
    "Plan",
    "PlanVersion",
    "Programme",
    "Project",
    "Promise",
    "PromiseDecision",
    "SearchEntry",
    "Section",
    "StoredPackage",
    "System",
    "Target",
    "Task",
]
