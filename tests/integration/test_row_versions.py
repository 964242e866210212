"""Rows that two people may edit: the second is told both versions, and what goes round the actions
is named, whichever table it is in."""

from collections.abc import Callable
from typing import Any

import pytest
from django.apps import apps
from django.db import connection, models
from django.test import Client
from django.utils import timezone

from integration.grid import Deployment
from integration.test_cases import opened
from integration.test_manage import client_of
from integration.test_people import WORD, office, person
from integration.test_records import firm
from integration.test_records import grid as grid
from lantu.apps.people.actions import (
    Place,
    close_account,
    end_membership,
    grant_role,
    set_password,
    sign_out_everywhere,
)
from lantu.apps.people.actor import SYSTEM
from lantu.apps.people.audit.contents import versioned
from lantu.apps.people.audit.sealing import seal_all
from lantu.apps.people.audit.verifying import verify
from lantu.apps.people.inbox.actions import lend_inbox, set_contact
from lantu.apps.people.models import Membership, Organisation, User, day_of_today
from lantu.apps.people.organisation_actions import Particulars, keep_organisation, reform
from lantu.apps.people.permissions import Role
from lantu.kernel.errors import Conflict

pytestmark = pytest.mark.django_db


def codes() -> list[tuple[str, str]]:
    seal_all()
    found = verify(timezone.now()).faults
    return [(fault.code, fault.place.split(" ")[0]) for fault in found]


def test_every_deed_on_people_leaves_rows_that_are_explained() -> None:
    old, new = office("甲局"), office("乙局")
    user = person("zhang", Role.REPORTER, place=Place(organisation=old))
    person("li", Role.LEADER)
    set_password(by=SYSTEM, user=user, password=WORD + "x")
    sign_out_everywhere(by=SYSTEM, user=user)
    close_account(by=SYSTEM, user=user)
    close_account(by=SYSTEM, user=user, closed=False)
    grant_role(by=SYSTEM, user=user, role=Role.LEADER)
    end_membership(by=SYSTEM, membership=Membership.objects.last())
    keep_organisation(by=SYSTEM, given=Particulars("甲管理局"), organisation=old)
    reform(by=SYSTEM, old=old, new=new, day=day_of_today(), document="云编〔2026〕1号")
    assert User.objects.get(pk=user.pk).row_version == 5
    assert Organisation.objects.get(pk=old.pk).row_version == 3
    assert codes() == []


@pytest.mark.parametrize(
    "change",
    [
        lambda user: close_account(by=SYSTEM, user=user, seen=1),
        lambda user: set_password(by=SYSTEM, user=user, password=WORD, seen=1),
        lambda user: end_membership(by=SYSTEM, membership=user.memberships.get(), seen=9),
    ],
)
def test_a_stale_change_of_an_account_is_refused(change: Callable[[User], object]) -> None:
    user = person("zhang", Role.LEADER)
    sign_out_everywhere(by=SYSTEM, user=user)
    before = list(User.objects.values()), list(Membership.objects.values())
    with pytest.raises(Conflict) as refused:
        change(user)
    assert refused.value.code == "people.changed_meanwhile"
    assert (list(User.objects.values()), list(Membership.objects.values())) == before


def test_two_open_forms_of_an_organisation() -> None:
    first, second = client_of(Role.SYSTEM_ADMIN), client_of(Role.PLAN_OFFICER)
    row = office("甲局")
    address = f"/organisations/{row.pk}/"
    form = {"wish": "change", "version": 1, "name": "甲局", "contact": "李四 1"}
    assert first.post(address, form).status_code == 302
    late = second.post(address, form | {"name": "甲管理局", "contact": "王五 2"})
    page = late.content.decode()
    assert late.status_code == 409
    assert "您打开的是第 1 版，xitong已改到第 2 版" in page
    assert "<dd>李四 1</dd>" in page
    assert 'value="甲管理局"' in page
    assert 'name="version" value="2"' in page
    assert second.post(address, form | {"version": 2, "name": "甲管理局"}).status_code == 302
    assert Organisation.objects.get().row_version == 3


def test_two_open_pages_of_an_account() -> None:
    client: Client = client_of(Role.SYSTEM_ADMIN)
    user = person("zhang", Role.LEADER)
    address = f"/manage/accounts/{user.pk}/"
    assert 'name="version" value="1"' in client.get(address).content.decode()
    assert client.post(address, {"wish": "out", "version": 1}).status_code == 302
    late = client.post(address, {"wish": "close", "version": 1})
    assert late.status_code == 409
    assert "第 1 版" in late.content.decode()
    assert client.post(address, {"wish": "close", "version": 2}).status_code == 302
    security = client_of(Role.SECURITY_ADMIN)
    held = user.memberships.get()
    stale = {"wish": "end", "post": held.pk, "version": 7}
    assert security.post(address, stale).status_code == 409
    assert security.post(address, stale | {"version": 1}).status_code == 302


def _one_of_each(grid: Deployment) -> None:
    """A row of every versioned table that people, records, cases and packs have."""
    opened(grid)
    firm(grid, "甲公司")
    leader = grid.people["受理员"]
    set_contact(by=leader, email="a@yunxi.example")
    mate = person("mate", Role.REVIEWER, place=Place(organisation=grid.units["网格中心"]))
    today = day_of_today()
    lend_inbox(by=leader, taker=mate.pk, first=today, last=today, today=today)


SPOILT: dict[str, tuple[str, Any]] = {
    "people.user": ("display_name", "别人"),
    "people.membership": ("role", "leader"),
    "people.organisation": ("uscc", "11411000005747138B"),
    "people.contact": ("email", "x@evil.example"),
    "people.delegation": ("last", "2099-01-01"),
    "tracking.case": ("title", "别的事"),
    "tracking.record": ("sealed", "x"),
    "tracking.enabledpack": ("enabled", False),
}


@pytest.mark.parametrize("label", sorted(SPOILT))
def test_sql_behind_our_back_is_named(grid: Deployment, label: str) -> None:
    _one_of_each(grid)
    assert codes() == []
    model: type[models.Model] = apps.get_model(label)
    column, value = SPOILT[label]
    table, key = model._meta.db_table, model._default_manager.order_by("pk").last()
    assert key is not None
    with connection.cursor() as cursor:
        cursor.execute(f"UPDATE {table} SET {column} = %s WHERE id = %s", [value, key.pk])
    assert codes() == [("audit.row.altered", label)]
    with connection.cursor() as cursor:
        cursor.execute(f"UPDATE {table} SET row_version = row_version + 7 WHERE id = %s", [key.pk])
    assert ("audit.row.unexplained", label) in codes()


def test_every_versioned_table_is_looked_at() -> None:
    known = {model._meta.label_lower for model in versioned()}
    assert known >= set(SPOILT)
