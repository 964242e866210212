"""The peer of `bench_http`: Django and ninja that write the same rows, and nothing else.

It knows no account, scope, process or clock: whoever asks, three posts make a case, change it and
end it, with as many rows in the same tables as our own program writes, and a search by words.
"""

from datetime import timedelta
from typing import Any

from django.db import transaction
from django.http import HttpRequest
from django.urls import path
from django.utils import timezone
from ninja import NinjaAPI, Schema

from lantu.apps.people.models import AuditEvent
from lantu.apps.tracking.cases.models import Case, CaseEvent, CaseParty, CaseTask, CaseWords, Paper
from lantu.kernel.bigrams import index_text, phrases

api = NinjaAPI(openapi_url=None)
PROCESS = "bare.visit"


class CaseIn(Schema):
    title: str
    area: int
    area_path: str
    pack: int


class StepIn(Schema):
    state: str
    organisation: int


@api.post("/cases")
def create(request: HttpRequest, given: CaseIn) -> dict[str, Any]:
    now = timezone.now()
    with transaction.atomic():
        case = Case.objects.create(
            process=PROCESS, title=given.title, state="received", opened_at=now, changed_at=now,
            area_id=given.area, area_path=given.area_path, pack_id=given.pack,
            data={"subject": given.title, "topic": "求助"}, due=now + timedelta(days=10),
        )  # fmt: skip
        CaseTask.objects.create(
            case=case, process=PROCESS, branch="main", state="received", entered=now,
            opened_at=now, area_id=given.area, area_path=given.area_path, due=case.due,
        )  # fmt: skip
        CaseWords.objects.create(case=case, grams=index_text(given.title))
        _noted(case, 1, "open")
    return _said(case)


@api.post("/cases/{pk}/steps")
def step(request: HttpRequest, pk: int, given: StepIn) -> dict[str, Any]:
    now = timezone.now()
    with transaction.atomic():
        case = Case.objects.select_for_update().get(pk=pk)
        case.row_version += 1
        case.state, case.changed_at = given.state, now
        tasks = CaseTask.objects.filter(case=case)
        if given.state == "answered":
            case.outcome, case.ended_at = "closed", now
            tasks.delete()
            Paper.objects.create(
                case=case, seq=case.row_version, pack="bare", document="reply", year=now.year,
                n=pk, number=f"{pk}", title="答复", body=case.title, at=now, by="",
            )  # fmt: skip
        else:
            case.organisation_id = given.organisation
            tasks.update(state=given.state, organisation=given.organisation, entered=now)
            CaseParty.objects.create(case=case, organisation_id=given.organisation)
        case.save(
            update_fields=["row_version", "state", "changed_at", "outcome", "ended_at",
                           "organisation"]
        )  # fmt: skip
        _noted(case, case.row_version, "step")
    return _said(case)


@api.get("/cases")
def found(request: HttpRequest, words: str) -> list[dict[str, Any]]:
    ids = CaseWords.objects.saying(phrases(words)).values_list("case", flat=True)[:50]
    return [_said(case) for case in Case.objects.filter(pk__in=list(ids))]


def _noted(case: Case, seq: int, kind: str) -> None:
    CaseEvent.objects.create(case=case, seq=seq, at=case.changed_at, kind=kind, branch="main")
    AuditEvent.objects.create(
        action="bare.step", object_kind="tracking.case", object_id=str(case.pk), object_version=seq
    )


def _said(case: Case) -> dict[str, Any]:
    return {
        "id": case.pk, "title": case.title, "state": case.state, "opened_at": case.opened_at,
        "outcome": case.outcome, "version": case.row_version,
    }  # fmt: skip


urlpatterns = [path("", api.urls)]
