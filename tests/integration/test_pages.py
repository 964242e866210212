"""Every page, as every role: declared permissions, links that lead somewhere, bad input."""

import re
from collections import Counter
from collections.abc import Iterator
from html import unescape

import pytest
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver

from integration.packages import SECOND, outline_plan
from lantu.apps.people.actions import create_account
from lantu.apps.people.actor import SYSTEM, Actor
from lantu.apps.people.models import AuditEvent
from lantu.apps.people.permissions import Permission, Role
from lantu.apps.registry.actions import load_version, open_plan, stamp
from lantu.apps.registry.models import Match, PlanVersion, Promise
from lantu.apps.registry.words import Decision

LINK = re.compile(r'(?:href|action)="([^"#]+)')
BASE = "/plans/yunxi/1/"
ALIKE = 6
"""Addresses followed that differ only in what they ask for: filters and orders multiply."""


def _patterns(found: URLResolver) -> Iterator[URLPattern]:
    for entry in found.url_patterns:
        if isinstance(entry, URLResolver):
            yield from _patterns(entry)
        else:
            yield entry


def test_every_route_declares_a_permission() -> None:
    routes = list(_patterns(get_resolver()))
    assert len(routes) > 10
    for route in routes:
        assert isinstance(getattr(route.callback, "permission", None), Permission), route


@pytest.mark.parametrize("role", [None, Role.REPORTER, Role.LEADER, Role.PLAN_OFFICER])
def test_every_link_leads_to_a_page(version: PlanVersion, role: Role | None) -> None:
    client = Client()
    if role:
        create_account(
            by=SYSTEM, username="who", display_name="某人", password="who-word", roles=[role]
        )
        assert client.login(username="who", password="who-word")
    todo, seen, kinds = ["/"], set(), Counter[str]()
    while todo:
        address = todo.pop()
        seen.add(address)
        answer = client.get(address)
        assert answer.status_code in (200, 302, 405), (address, answer.status_code)
        if "text/html" not in answer.headers.get("Content-Type", ""):
            continue
        for link in LINK.findall(answer.content.decode()):
            full = _absolute(unescape(link), address)
            kind = re.sub(r"=[^&]*", "=", full or "")
            if full and full not in seen and full not in todo and kinds[kind] < ALIKE:
                kinds[kind] += 1
                todo.append(full)
    assert f"{BASE}promises.xlsx?kind=system" in seen
    assert len(seen) > 30


def _absolute(link: str, page: str) -> str | None:
    if link.startswith("/static/") or "sign-out" in link or "next=" in link:
        return None
    if link.startswith("/"):
        return link
    path = page.split("?")[0]
    return path + link if link.startswith("?") or path.endswith("/") else None


BAD = [
    "/plans/nowhere/",
    "/plans/yunxi/7/",
    "/plans/yunxi/999999999/",
    "/plans/yunxi/99999999999999999999/",
    BASE + "promises/999999999/",
    BASE + "promises/99999999999999999999/",
    BASE + "promises/0/card/",
    BASE + "?promise=999999",
    "/no-such-page",
]
ODD = [
    BASE + "?promise=x&kind=nothing&status=%00&only=%FF",
    BASE + "promises/?page=99999&kind=%00&section=x&name=-1",
    BASE + "promises/?section=999999&name=999999999",
    BASE + "systems/?family=nothing&status=x",
    "/search/?q=%00%FF%27%22",
    "/search/?q=" + "%E6%B2%B3" * 500,
    "/sign-in/?next=https://elsewhere.example/",
]


@pytest.mark.parametrize("address", BAD)
def test_a_wrong_address_gets_a_page_that_helps(version: PlanVersion, address: str) -> None:
    answer = Client().get(address)
    assert answer.status_code == 404
    assert "error-page" in answer.content.decode()


@pytest.mark.parametrize("address", ODD)
def test_odd_questions_are_answered(version: PlanVersion, address: str) -> None:
    answer = Client().get(address)
    assert answer.status_code == 200


def test_the_public_does_not_know_of_a_closed_plan(version: PlanVersion, officer: Actor) -> None:
    open_plan(by=officer, plan=version.plan, public=False)
    visitor = Client()
    for address in (BASE, BASE + "promises/", BASE + "promises.xlsx", BASE + "systems/"):
        assert visitor.get(address).status_code == 404, address
    assert "云溪区国民经济" not in visitor.get("/").content.decode()


def test_a_page_beyond_the_role_sends_the_public_to_sign_in(version: PlanVersion) -> None:
    answer = Client().get(BASE + "matches/")
    assert answer.status_code == 302
    assert answer.headers["Location"].startswith("/sign-in/?next=")


def test_the_text_stands_whole_with_its_promises(version: PlanVersion, visitor: Client) -> None:
    page = visitor.get(BASE).content.decode()
    assert "[bookmark" not in page
    target = Promise.objects.get(kind="target")
    assert f'id="p-{target.pk}"' in page
    task = Promise.objects.get(title="区水利局牵头建立河湖巡查台账")
    assert f'data-outer="{task.pk}"' in page
    assert "31.5" in page


def test_only_promises_leaves_other_paragraphs_out(version: PlanVersion, visitor: Client) -> None:
    system = visitor.get(BASE, {"kind": "system", "only": "1"}).content.decode()
    assert "河湖巡查台账" in system
    assert "新建步道" not in system


def test_margin_notes_are_for_those_who_may_read_them(
    version: PlanVersion, visitor: Client, signed_in: Client
) -> None:
    address = BASE + "?findings=1"
    assert "目标没有年份" in signed_in.get(address).content.decode()
    assert "目标没有年份" not in visitor.get(address).content.decode()


def test_the_number_of_queries_does_not_grow_with_the_plan(
    version: PlanVersion, visitor: Client, django_assert_max_num_queries: object
) -> None:
    with django_assert_max_num_queries(12):  # type: ignore[operator]
        visitor.get(BASE)


def test_a_match_is_confirmed_on_its_page(
    version: PlanVersion, officer: Actor, signed_in: Client
) -> None:
    load_version(by=officer, plan=version.plan, package=outline_plan(SECOND))
    page = signed_in.get("/plans/yunxi/2/matches/").content.decode()
    assert "<ins>稳定</ins>达到9<ins>6</ins>%以上" in page
    match = Match.objects.get()
    signed_in.post("/plans/yunxi/2/matches/", {"match": match.pk, "same": "1"})
    match.refresh_from_db()
    assert match.decision == Decision.ACCEPTED
    again = signed_in.post("/plans/yunxi/2/matches/", {"match": match.pk, "same": "1"})
    assert again.status_code == 409


def test_signing_in_is_in_the_audit_trail(officer: Actor, visitor: Client) -> None:
    answer = visitor.post(
        "/sign-in/", {"username": "officer", "password": "officer-word", "next": "//evil.example"}
    )
    assert answer.headers["Location"] == "/"
    assert AuditEvent.objects.get(action=Permission.SIGN_IN).actor_id == officer.user
    refused = Client().post("/sign-in/", {"username": "officer\x00", "password": "wrong"})
    assert refused.status_code == 400


def test_the_language_is_switched_and_kept(version: PlanVersion, visitor: Client) -> None:
    assert 'lang="zh-Hans"' in visitor.get("/", headers={"Accept-Language": "en"}).content.decode()
    visitor.post("/language/", {"language": "en", "next": BASE})
    page = visitor.get(BASE).content.decode()
    assert 'lang="en"' in page
    assert "Living plan" in page


def test_every_page_carries_the_policy(version: PlanVersion, visitor: Client) -> None:
    for address in ("/", BASE, "/no-such-page"):
        policy = visitor.get(address).headers["Content-Security-Policy"]
        assert "script-src 'self'" in policy
    page = visitor.get(BASE).content.decode()
    assert " style=" not in page
    assert "http://" not in page.replace("http://www.w3.org", "")


def test_a_change_of_status_is_on_the_page_at_once(version: PlanVersion, visitor: Client) -> None:
    task = Promise.objects.get(title="加强湿地科普宣传")
    assert 'data-status="lagging" data-promise' not in visitor.get(BASE).content.decode()
    task.status = "lagging"
    task.save()
    stamp([task])
    assert f'data-status="lagging" data-promise="{task.pk}"' in visitor.get(BASE).content.decode()
