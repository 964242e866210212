"""What instructions are about, as an actor may be told: a promise, a case, or nothing.

A title is told to those only who may see the promise or the case itself; others get its number.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from lantu.apps.people.actor import Actor
from lantu.apps.registry.queries.addresses import PromisePlace, places_of_promises
from lantu.apps.tracking.cases.models import Case
from lantu.apps.tracking.instructions.models import Instruction


@dataclass(frozen=True, slots=True)
class Subject:
    """What it is about. title: "" to who may not see it. place: of a promise, where it is read."""

    kind: str
    id: int
    number: str
    title: str = ""
    place: PromisePlace | None = None


def subjects_of(actor: Actor, rows: Iterable[Instruction]) -> dict[int, Subject]:
    """By instruction; asked for together."""
    rows = list(rows)
    cases = _case_subjects(actor, [row.case_id for row in rows if row.case_id])
    places = places_of_promises(actor, [row.promise_id for row in rows if row.promise_id])
    found: dict[int, Subject] = {}
    for row in rows:
        if row.case_id:
            found[row.pk] = cases.get(row.case_id) or Subject("case", 0, "")
        elif row.promise_id:
            found[row.pk] = _promise_subject(row.promise_id, places.get(row.promise_id))
    return found


def _case_subjects(actor: Actor, cases: Iterable[int]) -> dict[int, Subject]:
    seen = Case.objects.visible_to(actor).filter(pk__in=list(cases)).defer("sealed", "data")
    return {row.pk: Subject("case", row.pk, row.number, row.title) for row in seen}


def _promise_subject(promise: int, place: PromisePlace | None) -> Subject:
    return Subject("promise", promise, f"P-{promise:04d}", place.title if place else "", place)


def subject_of(actor: Actor, *, promise: int | None, case: int | None) -> Subject | None:
    """What a new instruction would be about; None for nothing that the actor may see."""
    if case is not None:
        return _case_subjects(actor, [case]).get(case)
    if promise is not None and (place := places_of_promises(actor, [promise]).get(promise)):
        return _promise_subject(promise, place)
    return None


def likely_unit(actor: Actor, subject: Subject | None) -> int | None:
    """The unit that answers for the subject already: a promise's owner, a case's holder."""
    if subject is None:
        return None
    if subject.kind == "case":
        seen = Case.objects.visible_to(actor).filter(pk=subject.id)
        held: int | None = seen.values_list("organisation", flat=True).first()
        return held
    return subject.place.owner if subject.place else None
