"""Version 1 of the interface: plans, versions, promises, areas, organisations, me; a few writes."""

from typing import Annotated, Any

from django.http import HttpRequest
from ninja import Path, Query, Status
from pydantic import StringConstraints

from lantu import __version__
from lantu.apps.api import problems
from lantu.apps.api.area_changes import router as area_changes
from lantu.apps.api.endpoints import Unauthorised, actor_of, endpoint
from lantu.apps.api.instructions import router as instructions
from lantu.apps.api.packs import router as packs
from lantu.apps.api.problems import Problem
from lantu.apps.api.shapes import (
    AreaDetailOut,
    AreaOut,
    DecisionIn,
    MatchOut,
    MeOut,
    OrganisationIn,
    OrganisationOut,
    PlanOut,
    PromiseDetailOut,
    PromisePage,
    PublicationIn,
    VersionOut,
)
from lantu.apps.people.organisation_actions import Particulars, keep_organisation
from lantu.apps.people.permissions import Permission
from lantu.apps.people.queries import (
    OrganisationLine,
    organisation_detail,
    organisations,
    own_organisations,
)
from lantu.apps.places.queries import AreaLine, area_detail, find_areas
from lantu.apps.registry.actions import decide_match, open_plan
from lantu.apps.registry.queries.matches import match_of, matches
from lantu.apps.registry.queries.plans import (
    plan_of,
    plans,
    version_head,
    versions_of,
)
from lantu.apps.registry.queries.promises import PromiseRow, promise_detail
from lantu.apps.registry.queries.register import Filter, register
from lantu.apps.registry.words import PromiseKind
from lantu.apps.registry.words import Status as PromiseStatus

Slug = Annotated[str, Path(pattern=r"^[-a-zA-Z0-9_]+$", max_length=60)]
Row = Annotated[int, Path(ge=0, le=999_999_999)]
Code = Annotated[str, Path(pattern=r"^[-a-zA-Z0-9]+$", max_length=24)]
Words = Annotated[str, Query(max_length=60), StringConstraints(pattern=r"^[^\x00-\x1f]*$")]
PROBLEMS: dict[Any, Any] = dict.fromkeys((400, 401, 403, 404, 409, 422), Problem)

api = problems.Interface(
    title="蓝图 Lantu",
    version=__version__,
    urls_namespace="api-v1",
    docs_url=None,
    description="规划、承诺、区划、单位和各系统的案件。写入须用接口令牌。",
)
problems.install(api)
api.add_router("/packs", packs)
api.add_router("/instructions", instructions)
api.add_router("/areas", area_changes)


@api.exception_handler(Unauthorised)
def unauthorised(request: HttpRequest, error: Unauthorised) -> Any:
    response = problems.problem(api, request, 401, error.code, error.title, error.detail)
    response.headers["WWW-Authenticate"] = "Bearer"
    return response


@api.get("/me", response={200: MeOut} | PROBLEMS, tags=["me"])
@endpoint(Permission.READ_PLANS)
def me(request: HttpRequest) -> Any:
    actor = actor_of(request)
    return {
        "name": actor.name,
        "roles": sorted(actor.roles),
        "permissions": sorted(actor.permissions),
        "organisations": sorted(own_organisations(actor)),
    }


@api.get("/plans", response={200: list[PlanOut]} | PROBLEMS, tags=["plans"])
@endpoint(Permission.READ_PLANS)
def plan_list(request: HttpRequest) -> Any:
    return [
        {
            "key": row.head.key, "title": row.head.title, "kind": row.head.kind.value,
            "version": row.head.number, "status": row.head.status.value,
            "area_name": row.head.area_name, "first_year": row.head.first_year,
            "last_year": row.head.last_year, "promises": row.promises, "statuses": row.statuses,
        }
        for row in plans(actor_of(request))
    ]  # fmt: skip


@api.get("/plans/{key}/versions", response={200: list[VersionOut]} | PROBLEMS, tags=["plans"])
@endpoint(Permission.READ_PLANS)
def version_list(request: HttpRequest, key: Slug) -> Any:
    return [
        {
            "key": head.key, "number": head.number, "status": head.status.value,
            "document_name": head.document_name, "loaded_at": head.loaded_at,
        }
        for head in versions_of(actor_of(request), key)
    ]  # fmt: skip


@api.put("/plans/{key}/publication", response={204: None} | PROBLEMS, tags=["plans"])
@endpoint(Permission.OPEN_PLAN, writes=True)
def publication(request: HttpRequest, key: Slug, given: PublicationIn) -> Any:
    actor = actor_of(request)
    open_plan(by=actor, plan=plan_of(actor, key), public=given.public)
    return Status(204, None)


@api.get(
    "/plans/{key}/{number}/promises", response={200: PromisePage} | PROBLEMS, tags=["promises"]
)
@endpoint(Permission.READ_PLANS)
def promise_list(
    request: HttpRequest,
    key: Slug,
    number: Row,
    kind: PromiseKind | None = None,
    status: PromiseStatus | None = None,
    after: Annotated[int | None, Query(ge=0, le=999_999_999)] = None,
) -> Any:
    """A page of promises in the order of the text; `after` of one page asks for the next."""
    head = version_head(actor_of(request), key, number)
    chosen = Filter(kind=kind or "", status=status or "")
    found = register(head.id, chosen, after=after)
    items = [_promise(row) for row in found.rows]
    return {"total": found.total, "after": found.after, "items": items}


@api.get(
    "/plans/{key}/{number}/promises/{promise}",
    response={200: PromiseDetailOut} | PROBLEMS,
    tags=["promises"],
)
@endpoint(Permission.READ_PLANS)
def promise(request: HttpRequest, key: Slug, number: Row, promise: Row) -> Any:
    actor = actor_of(request)
    found = promise_detail(actor, version_head(actor, key, number).id, promise)
    return _promise(found.row) | {
        "reason": found.reason,
        "wording": found.wording,
        "targets": [
            {
                "subject": t.subject, "comparator": t.comparator, "unit": t.unit, "due": t.due,
                "value": None if t.value is None else f"{t.value.normalize():f}",
                "value_high": None if t.value_high is None else f"{t.value_high.normalize():f}",
            }
            for t in found.targets
        ],
    }  # fmt: skip


def _promise(row: PromiseRow) -> dict[str, Any]:
    return {
        "id": row.id, "number": row.number, "kind": row.kind.value, "status": row.status.value,
        "title": row.title, "owner": row.owner, "place": row.place,
    }  # fmt: skip


@api.get(
    "/plans/{key}/{number}/matches", response={200: list[MatchOut]} | PROBLEMS, tags=["promises"]
)
@endpoint(Permission.DECIDE_MATCH)
def match_list(request: HttpRequest, key: Slug, number: Row) -> Any:
    head = version_head(actor_of(request), key, number)
    return [_match(row) for row in matches(head.id)]


@api.post(
    "/plans/{key}/{number}/matches/{match}", response={204: None} | PROBLEMS, tags=["promises"]
)
@endpoint(Permission.DECIDE_MATCH, writes=True)
def match_decision(
    request: HttpRequest, key: Slug, number: Row, match: Row, given: DecisionIn
) -> Any:
    actor = actor_of(request)
    head = version_head(actor, key, number)
    decide_match(by=actor, match=match_of(head.id, match), same=given.same)
    return Status(204, None)


def _match(row: Any) -> dict[str, Any]:
    return {
        "id": row.id, "kind": row.kind.value, "earlier": row.earlier, "now": row.now,
        "likeness": row.likeness, "decision": row.decision.value,
    }  # fmt: skip


@api.get("/areas", response={200: list[AreaOut]} | PROBLEMS, tags=["areas"])
@endpoint(Permission.READ_PLANS)
def area_list(request: HttpRequest, q: Words = "", vintage: Words = "") -> Any:
    """The first areas that `q` names, by characters or by the initials of the pinyin."""
    return [_area(line) for line in find_areas(q, vintage[:10])]


@api.get("/areas/{vintage}/{code}", response={200: AreaDetailOut} | PROBLEMS, tags=["areas"])
@endpoint(Permission.READ_PLANS)
def area(request: HttpRequest, vintage: Code, code: Code) -> Any:
    found = area_detail(vintage, code)
    return _area(found.line) | {
        "children": [_area(line) for line in found.children],
        "geometry": found.shape,
    }


def _area(line: AreaLine) -> dict[str, Any]:
    return {
        "code": line.code, "vintage": line.vintage, "name": line.name, "kind": line.kind.value,
        "within": line.within,
    }  # fmt: skip


@api.get("/organisations", response={200: list[OrganisationOut]} | PROBLEMS, tags=["people"])
@endpoint(Permission.READ_ORGANISATIONS)
def organisation_list(request: HttpRequest, q: Words = "") -> Any:
    return [_organisation(line) for line in organisations(actor_of(request), q)]


@api.get("/organisations/{pk}", response={200: OrganisationOut} | PROBLEMS, tags=["people"])
@endpoint(Permission.READ_ORGANISATIONS)
def organisation(request: HttpRequest, pk: Row) -> Any:
    return _organisation(organisation_detail(actor_of(request), pk).line)


@api.post("/organisations", response={201: OrganisationOut} | PROBLEMS, tags=["people"])
@endpoint(Permission.KEEP_ORGANISATIONS, writes=True)
def organisation_new(request: HttpRequest, given: OrganisationIn) -> Any:
    actor = actor_of(request)
    particulars = Particulars(given.name, given.short_name, given.uscc, given.contact)
    made = keep_organisation(by=actor, given=particulars)
    return Status(201, _organisation(organisation_detail(actor, made.pk).line))


def _organisation(line: OrganisationLine) -> dict[str, Any]:
    return {
        "id": line.id, "name": line.name, "short_name": line.short_name, "uscc": line.uscc,
        "area": line.area, "contact": line.contact, "valid_from": line.since,
        "valid_to": line.until,
    }  # fmt: skip
