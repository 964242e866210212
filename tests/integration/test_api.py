"""The interface: who may, problems, writes through actions, and schemathesis over its document."""

from collections.abc import Iterator
from datetime import timedelta

import pytest
import schemathesis
from django.core.cache import cache
from django.core.signals import request_finished, request_started
from django.core.wsgi import get_wsgi_application
from django.db import close_old_connections
from django.test import Client
from hypothesis import HealthCheck, given, settings

from integration.packages import SECOND, outline_plan
from integration.test_people import office, person
from lantu.apps.people.actions import Place
from lantu.apps.people.actor import SYSTEM, Actor
from lantu.apps.people.models import ApiToken, AuditEvent, Organisation, day_of_today
from lantu.apps.people.permissions import GRANTS, Role
from lantu.apps.people.token_actions import make_token
from lantu.apps.registry.actions import load_version
from lantu.apps.registry.models import Match, Plan, PlanVersion, Promise

pytestmark = pytest.mark.django_db
BASE = "/api/v1"


def token_of(role: Role, organisation: Organisation | None = None, *may: object) -> str:
    bureau = organisation or office("云溪区发展改革局")
    _, secret = make_token(
        by=SYSTEM, organisation=bureau, name="平台", role=role,
        may=list(may or GRANTS[role]), until=day_of_today() + timedelta(days=9),  # type: ignore[arg-type]
    )  # fmt: skip
    return secret


def bearer(secret: str) -> Client:
    return Client(headers={"Authorization": f"Bearer {secret}"})


def test_the_public_reads_what_is_open(version: PlanVersion) -> None:
    client = Client()
    plans = client.get(f"{BASE}/plans").json()
    assert [plan["key"] for plan in plans] == ["yunxi"]
    found = client.get(f"{BASE}/plans/yunxi/1/promises", {"kind": "target"}).json()
    assert found["total"] == 1
    one = client.get(f"{BASE}/plans/yunxi/1/promises/{found['items'][0]['id']}").json()
    assert one["targets"][0]["value"] == "95"
    assert client.get(f"{BASE}/plans/yunxi/versions").json()[0]["number"] == 1
    assert client.get(f"{BASE}/areas", {"q": "yxq"}).json()[0]["name"] == "云溪区"
    assert client.get(f"{BASE}/areas/2025/990102").json()["children"]
    assert client.get(f"{BASE}/me").json()["roles"] == ["public"]


def test_errors_are_problems(version: PlanVersion) -> None:
    for address, status in (
        ("/plans/none/versions", 404), ("/plans/yunxi/9/promises", 404), ("/areas/2025/1", 404),
        ("/plans/yunxi/1/promises?kind=nothing", 422), ("/plans/yunxi/1/matches", 403),
    ):  # fmt: skip
        answer = Client().get(BASE + address)
        assert answer.status_code == status, address
        assert answer.headers["Content-Type"].startswith("application/problem+json")
        assert answer.json()["detail"]


def test_a_token_that_is_none_is_refused_everywhere() -> None:
    answer = bearer("lantu_nothing").get(f"{BASE}/plans")
    assert answer.status_code == 401
    assert answer.headers["WWW-Authenticate"] == "Bearer"


def test_writes_need_a_token_and_leave_a_trail(version: PlanVersion, signed_in: Client) -> None:
    body = {"public": False}
    address = f"{BASE}/plans/yunxi/publication"
    refused = signed_in.put(address, body, content_type="application/json")
    assert (refused.status_code, refused.json()["type"]) == (403, "api.session")
    plan_office = office("云溪区发展改革局")
    everywhere = person("x", Role.PLAN_OFFICER).actor()
    assert everywhere.posts
    limited = token_of(Role.REPORTER, plan_office)
    assert bearer(limited).put(address, body, content_type="application/json").status_code == 403
    secret = token_of(Role.PLAN_OFFICER, plan_office)
    ApiToken.objects.filter(role="plan_officer").update(area=version.plan.area)
    done = bearer(secret).put(address, body, content_type="application/json")
    assert done.status_code == 204
    assert not Plan.objects.get().public
    assert AuditEvent.objects.filter(action="registry.open_plan").last().actor_name == "接口：平台"
    assert Client().get(f"{BASE}/plans").json() == []


def test_a_match_is_decided_once(version: PlanVersion, officer: Actor) -> None:
    load_version(by=officer, plan=version.plan, package=outline_plan(SECOND))
    client = bearer(token_of(Role.PLAN_OFFICER))
    waiting = client.get(f"{BASE}/plans/yunxi/2/matches").json()
    address = f"{BASE}/plans/yunxi/2/matches/{waiting[0]['id']}"
    assert client.post(address, {"same": True}, content_type="application/json").status_code == 204
    assert client.post(address, {"same": True}, content_type="application/json").status_code == 409
    assert Match.objects.get().decision == "accepted"
    assert Promise.objects.exists()


def test_an_organisation_is_registered_by_a_token() -> None:
    client = bearer(token_of(Role.PLAN_OFFICER))
    made = client.post(f"{BASE}/organisations", {"name": "甲局"}, content_type="application/json")
    assert made.status_code == 201
    assert client.get(f"{BASE}/organisations/{made.json()['id']}").json()["name"] == "甲局"
    wrong = client.post(
        f"{BASE}/organisations", {"name": "乙局", "uscc": "1"}, content_type="application/json"
    )
    assert wrong.status_code == 400


@pytest.fixture
def open_connection() -> Iterator[None]:
    """Requests do not close the connection that the test's own transaction stands on."""
    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)
    yield
    for signal in (request_started, request_finished):
        signal.connect(close_old_connections)


@pytest.mark.usefixtures("open_connection")
@pytest.mark.parametrize("role", [Role.PUBLIC, Role.PLAN_OFFICER])
def test_no_server_error_and_no_lie_in_the_schema(version: PlanVersion, role: Role) -> None:
    """schemathesis: whatever is sent, the answer is one that the document announces."""
    headers = {"Accept-Encoding": "identity"}
    if role is Role.PLAN_OFFICER:
        headers["Authorization"] = f"Bearer {token_of(role)}"
    schema = schemathesis.openapi.from_wsgi(
        f"{BASE}/openapi.json", get_wsgi_application(), headers=headers
    )
    checks = [
        schemathesis.checks.not_a_server_error,
        schemathesis.checks.CHECKS.get_one("status_code_conformance"),
        schemathesis.checks.CHECKS.get_one("content_type_conformance"),
        schemathesis.checks.CHECKS.get_one("response_schema_conformance"),
    ]
    seen = 0
    for operation in schema.get_all_operations():
        strategy = operation.ok().as_strategy()

        @settings(max_examples=25, deadline=None, database=None,
                  suppress_health_check=list(HealthCheck))  # fmt: skip
        @given(strategy)
        def probe(case):  # type: ignore[no-untyped-def]
            cache.clear()
            case.call_and_validate(headers=headers, checks=checks)

        probe()
        seen += 1
    assert seen > 20


def test_the_grid_worker_sees_only_the_own_county(version: PlanVersion) -> None:
    area = version.plan.area
    assert area is not None
    worker = person("grid", Role.GRID_WORKER, place=Place(area=area))
    client = Client()
    client.force_login(worker, backend="django.contrib.auth.backends.ModelBackend")
    assert client.get(f"{BASE}/me").json()["roles"] == ["grid_worker", "public"]
