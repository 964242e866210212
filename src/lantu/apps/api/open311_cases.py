"""Public cases as Open311 requests, and submissions as reports.

Which field is the category, the place, the words, the picture and who reported is the pack's
declaration (`columns`); what is shown of a case is what the pack marks as public. Pictures come as
`media`; an address of a picture elsewhere is not fetched, since nobody here would vouch for it.
"""

from collections.abc import Callable, Mapping, Sequence

from django.core.files.uploadedfile import UploadedFile
from django.utils import timezone

from lantu.apps.api.open311_services import Kept, asked, jurisdiction_path, kept
from lantu.apps.people.actor import SYSTEM, Actor
from lantu.apps.people.files.actions import keep_file
from lantu.apps.people.permissions import Permission
from lantu.apps.places.queries import place_of_code
from lantu.apps.tracking.cases.actions import open_case
from lantu.apps.tracking.cases.models import Case
from lantu.apps.tracking.cases.queries.published import Published
from lantu.apps.tracking.enabling.offering import Offer, known_outside
from lantu.apps.tracking.moments import moment
from lantu.formats.open311 import Request, Submission
from lantu.kernel.errors import Invalid
from lantu.packs.words import Column

MOST_MEDIA = 9
"""Pictures that one report may bring."""


def shower(media: Callable[[str], str]) -> Callable[[Published], Request]:
    """How to show cases. media: the address of the first public picture of a number."""
    codes = {(one.offer.kind, one.category): one.code for one in kept()}

    def shown(case: Published) -> Request:
        return Request(
            service_request_id=case.number,
            status="closed" if case.outcome else "open",
            status_notes="：".join(filter(None, (case.outcome or case.state, case.reply))),
            service_name=case.category,
            service_code=codes.get((case.process, case.category), ""),
            description=case.title,
            agency_responsible=case.organisation,
            requested_datetime=timezone.localtime(case.opened_at),
            updated_datetime=timezone.localtime(case.changed_at),
            expected_datetime=timezone.localtime(case.due) if case.due else None,
            address=case.area + case.address,
            address_id=case.area_path.rstrip("/").rpartition("/")[2],
            lat=case.place[1] if case.place else None,
            long=case.place[0] if case.place else None,
            media_url=media(case.number) if case.photos else None,
        )

    return shown


def open_from(
    actor: Actor,
    one: Kept,
    given: Submission,
    attributes: Mapping[str, tuple[str, ...]],
    media: "Sequence[UploadedFile[bytes]]" = (),
) -> Case:
    """The case of a submission. Invalid when the pack needs what it does not say."""
    actor.must(Permission.OPEN_CASE)
    home = one.offer.home
    today = timezone.localtime(moment()).date().isoformat()
    values: dict[str, object] = {
        field.name: "、".join(attributes[field.name])
        for field in asked(one.offer)
        if field.name in attributes
    }
    values |= known_outside(home, one.offer.found, today)
    if one.offer.found.category:
        values[one.offer.found.category] = one.category
    values |= _said(one, given)
    if Column.AREA in home.columns:
        values[home.columns[Column.AREA]] = _area(actor, given)
    values |= _pictures(one.offer, media)
    return open_case(by=actor, process=one.offer.kind, values=values).case


def _said(one: Kept, given: Submission) -> dict[str, object]:
    """What the standard's arguments say, by the fields that the pack has for it."""
    columns = one.offer.home.columns
    words = " ".join(given.description.split()) or one.name
    said = {
        columns[Column.TITLE]: words,
        columns.get(Column.ADDRESS, ""): given.address,
        columns.get(Column.REPORTER, ""): f"{given.last_name}{given.first_name}"[:60],
        columns.get(Column.PHONE, ""): given.phone[:60],
        columns.get(Column.EMAIL, ""): given.email[:100],
    }
    if given.lat is not None:
        said[columns.get(Column.POINT, "")] = f"{given.long},{given.lat}"
    return {name: value for name, value in said.items() if name and value}


def _pictures(offer: Offer, media: "Sequence[UploadedFile[bytes]]") -> dict[str, object]:
    """The pictures, kept: a token is no account, so that the software signs for the file."""
    name = offer.home.columns.get(Column.PHOTO, "")
    if not media:
        return {}
    if not name:
        raise Invalid("open311.media", "这类事项不收照片。", "请去掉 media 后再提交。")
    most = MOST_MEDIA if offer.home.register.by_name[name].many else 1
    if len(media) > most:
        raise Invalid("open311.media_many", f"照片最多 {most} 张。", f"现有 {len(media)} 张。")
    rows = [keep_file(by=SYSTEM, name=f.name or "media.jpg", data=f.read()) for f in media]
    return {name: "、".join(dict.fromkeys(row.sha256 for row in rows))}


def _area(actor: Actor, given: Submission) -> str:
    """The area of address_id, else of the jurisdiction, else the one that the token is for."""
    if given.address_id:
        if path := place_of_code(given.address_id):
            return path
        raise Invalid("open311.address_id", "没有这个 address_id。", "它是区划代码，如社区的代码。")
    if given.jurisdiction_id:
        return jurisdiction_path(given.jurisdiction_id)
    held = {path for post in actor.posts for path in post.area_paths or ()}
    if not held:
        raise Invalid(
            "open311.place", "没有说明在哪个社区。", "请给出 address_id：社区或网格的区划代码。"
        )
    return min(held, key=lambda path: (-len(path), path))
