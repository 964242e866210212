"""The demonstration out of an empty folder, twice, and the ways it can be refused."""

from dataclasses import replace

import pytest
from pytest_django import Settings

from integration.packages import AREAS, FIRST, outline_plan
from lantu.apps.people.confidential import new_key
from lantu.apps.people.demonstration import ACCOUNTS
from lantu.apps.people.models import AuditEvent, User
from lantu.apps.places.models import Area
from lantu.apps.registry.deciding import plan_key
from lantu.apps.registry.models import Plan, PlanVersion
from lantu.demo.show import fill
from lantu.kernel.errors import Invalid

PLAN = FIRST.encode()


@pytest.mark.django_db
def test_again_and_again_without_harm(settings: Settings) -> None:
    settings.FIELD_KEY = new_key()
    first = fill("纲要.txt", PLAN, AREAS.encode())
    events, accounts = AuditEvent.objects.count(), User.objects.count()
    assert fill("纲要.txt", PLAN, AREAS.encode()) == first
    assert AuditEvent.objects.count() == events
    assert PlanVersion.objects.count() == 1
    assert Area.objects.count() == 4
    assert User.objects.count() == accounts
    assert {a.username for a in ACCOUNTS} <= set(User.objects.values_list("username", flat=True))


@pytest.mark.django_db
def test_another_document_of_the_plan_is_its_next_version() -> None:
    fill("纲要.txt", PLAN, None)
    second = fill("纲要.txt", PLAN.replace("湿地".encode(), "河滩".encode()), None)
    assert second.number == 2
    assert Plan.objects.count() == 1
    assert fill("纲要.txt", PLAN, None) == second, "an earlier document does not come back"


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("plan", "register"), [(b"", None), (b"\x00\x01\x02", None), (PLAN, b"code\n1\n")]
)
def test_what_cannot_be_used_is_refused(plan: bytes, register: bytes | None) -> None:
    with pytest.raises(Invalid):
        fill("x.docx", plan, register)
    assert not Plan.objects.exists()


@pytest.mark.django_db
def test_special_plans_of_one_year_have_keys_of_their_own() -> None:
    special = replace(outline_plan(), kind="special", title="水利规划")
    assert plan_key(special, None) != plan_key(replace(special, title="教育规划"), None)
