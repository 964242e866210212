"""Changes of area codes under /api/v1/areas/: the table, and codes of one vintage in another."""

from datetime import date
from typing import Annotated, Any

from django.http import HttpRequest
from ninja import Query, Router, Schema
from pydantic import StringConstraints

from lantu.apps.api.endpoints import endpoint
from lantu.apps.api.problems import Problem
from lantu.apps.people.permissions import Permission
from lantu.apps.places.changes import change_page, translate
from lantu.kernel.errors import Invalid

router = Router(tags=["areas"])
PROBLEMS: dict[Any, Any] = dict.fromkeys((400, 401, 403, 404, 422), Problem)
MOST = 1000
"""Codes that one question may hold."""
Vintage = Annotated[str, Query(max_length=10), StringConstraints(pattern=r"^[A-Za-z0-9]{1,10}$")]
Code = Annotated[str, Query(max_length=24), StringConstraints(pattern=r"^[-A-Za-z0-9]*$")]


class ChangeOut(Schema):
    """new_code: "" when the area is no more. kind: split, merged, renamed, recoded, both, ended."""

    old_code: str
    old_name: str
    new_code: str
    new_name: str
    kind: str
    day: date | None
    source: str


class ChangePageOut(Schema):
    """after: to be given to ask for the next page; null on the last."""

    after: int | None
    items: list[ChangeOut]


class CodesOut(Schema):
    """codes: each asked code -> its codes in the other vintage; an empty list when it has none."""

    codes: dict[str, list[str]]


@router.get("/changes", response={200: ChangePageOut} | PROBLEMS)
@endpoint(Permission.READ_PLANS)
def area_changes(
    request: HttpRequest,
    from_vintage: Vintage,
    to_vintage: Vintage,
    code: Code = "",
    after: Annotated[int, Query(ge=0, le=999_999_999)] = 0,
) -> Any:
    """What became of codes between two vintages. code: the beginning of an old or new code."""
    found = change_page((from_vintage, to_vintage), code=code, after=after)
    items = [
        {
            "old_code": line.old_code, "old_name": line.old_name, "new_code": line.new_code,
            "new_name": line.new_name, "kind": line.kind.value, "day": line.day,
            "source": line.source,
        }
        for line in found.lines
    ]  # fmt: skip
    return {"after": found.after, "items": items}


@router.get("/codes", response={200: CodesOut} | PROBLEMS)
@endpoint(Permission.READ_PLANS)
def area_codes(
    request: HttpRequest,
    from_vintage: Vintage,
    to_vintage: Vintage,
    codes: Annotated[
        str,
        Query(max_length=26_000),
        StringConstraints(pattern=r"^[-A-Za-z0-9]+(,[-A-Za-z0-9]+)*$"),
    ],
) -> Any:
    """Codes of one vintage, parted by commas, in another one, later or earlier."""
    wanted = codes.split(",")
    if len(wanted) > MOST:
        raise Invalid("api.areas.codes", f"一次最多问 {MOST} 个代码。", "请分几次查询。")
    found = translate(wanted, from_vintage, to_vintage)
    return {"codes": {code: list(now) for code, now in found.items()}}
