"""Residents without an account: what they report, follow, say and have reopened; what they see."""

import re

import pytest
from django.core.cache import cache
from django.test import Client

from integration import grid_world
from integration.grid_world import photo
from lantu.apps.people.models import User
from lantu.apps.places.models import Area
from lantu.apps.tracking.cases.actions import Act, step
from lantu.apps.tracking.cases.models import Case

pytestmark = pytest.mark.django_db
FORM = "/report/grid_governance/reports/"


@pytest.fixture
def county(monkeypatch: pytest.MonkeyPatch) -> Area:
    cache.clear()
    return grid_world.make(monkeypatch, cases=1)


def _given(**more: object) -> dict[str, object]:
    community = Area.objects.filter(kind="community").order_by("code")[0]
    return {
        "subject": "楼下路灯三天不亮", "area": community.path, "reporter_name": "章小溪",
        "reporter_phone": "13800001234", "before": photo(), **more,
    }  # fmt: skip


def _code(page: str) -> str:
    found = re.search(r'class="receipt">([A-Z2-7-]+)<', page)
    assert found is not None, page
    return found[1]


def _close(case: Case) -> None:
    worker = User.objects.get(username="wangge").actor()
    sha = _photo_of(case)
    case.refresh_from_db()
    values = {"small_class": "路灯", "before": sha, "after": sha}
    step(by=worker, case=case.pk, seen=case.row_version,
         what=Act(action="self_close", values=values))  # fmt: skip


def _photo_of(case: Case) -> str:
    return str(Case.objects.get(pk=case.pk).data["before"][0])


def test_from_report_to_reopening(county: Area) -> None:
    visitor = Client()
    answer = visitor.post(FORM, _given())
    assert answer.status_code == 201, answer.content.decode()[:3000]
    code = _code(answer.content.decode())
    assert len(code.replace("-", "")) * 5 >= 60
    case = Case.objects.latest("pk")
    followed = visitor.post("/follow/", {"code": code.lower()}).content.decode()
    assert case.number in followed
    assert "催办" in followed
    case.area = Area.objects.filter(kind="grid").order_by("code")[0]
    case.area_path = case.area.path
    case.save()
    _close(case)
    closed = visitor.post("/follow/", {"code": code}).content.decode()
    assert "已结案" in closed
    rated = visitor.post("/follow/rate/", {"code": code, "solved": "no", "satisfaction": "2"})
    assert rated.status_code == 200
    again = visitor.post("/follow/reopen/", {"code": code, "reason": "还是不亮"})
    assert again.status_code == 200
    case.refresh_from_db()
    assert case.outcome == ""


def test_what_is_not_public_stays_inside(county: Area) -> None:
    visitor = Client()
    code = _code(visitor.post(FORM, _given()).content.decode())
    pages = [visitor.post("/follow/", {"code": code}).content.decode()]
    number = Case.objects.latest("pk").number
    pages += [
        visitor.get(f"/open311/v2/requests/{number}.{form}").content.decode()
        for form in ("json", "xml")
    ]
    for page in pages:
        assert "章小溪" not in page
        assert "13800001234" not in page
    assert all("楼下路灯" not in page for page in pages[1:])
    assert visitor.get(f"/cases/{Case.objects.latest('pk').pk}/").status_code == 302


def test_a_wrong_code_and_faults(county: Area) -> None:
    visitor = Client()
    assert visitor.post("/follow/", {"code": "AAAA-BBBB-CCCC-DDDD"}).status_code == 404
    assert visitor.post("/follow/rate/", {"code": "x"}).status_code == 404
    wrong = visitor.post(FORM, _given(subject=""))
    assert wrong.status_code == 400
    assert "问题描述" in wrong.content.decode()
    code = _code(visitor.post(FORM, _given()).content.decode())
    early = visitor.post("/follow/reopen/", {"code": code, "reason": "急"})
    assert early.status_code == 409


def test_too_many_reports_from_one_address(county: Area) -> None:
    visitor = Client()
    answers = [visitor.post(FORM, {}).status_code for _ in range(12)]
    assert answers[:10] == [400] * 10
    assert answers[-1] == 429
    page = visitor.post(FORM, {}).content.decode()
    assert "提交得太快了" in page
    assert "过一小时再试" in page


def test_a_picture_outlives_a_fault_elsewhere_and_none_can_be_named(county: Area) -> None:
    visitor = Client()
    wrong = visitor.post(FORM, _given(subject="", reporter_phone="13800001234")).content.decode()
    assert "已收到 1 个文件" in wrong
    kept = re.search(r'type="hidden" name="before" value="([^"]+)"', wrong)
    assert kept is not None
    again = visitor.post(FORM, _given(before=kept[1]))
    assert again.status_code == 201
    assert len(Case.objects.latest("pk").data["before"]) == 1
    sha = Case.objects.latest("pk").data["before"][0]
    named = visitor.post(FORM, _given(before=sha))
    assert named.status_code == 201
    assert "before" not in Case.objects.latest("pk").data


def test_what_offices_write_to_each_other_is_not_for_the_reporter(county: Area) -> None:
    visitor = Client()
    code = _code(visitor.post(FORM, _given()).content.decode())
    case = Case.objects.latest("pk")
    grid = Area.objects.filter(kind="grid").order_by("code")[0]
    Case.objects.filter(pk=case.pk).update(area=grid, area_path=grid.path)
    case.refresh_from_db()
    worker = User.objects.get(username="wangge").actor()
    sha = _photo_of(case)
    values = {"small_class": "路灯", "before": sha, "after": sha, "public_reply": "已换灯泡。"}
    step(by=worker, case=case.pk, seen=case.row_version,
         what=Act(action="self_close", values=values))  # fmt: skip
    page = visitor.post("/follow/", {"code": code.replace("O", "0")}).content.decode()
    assert "已换灯泡。" in page
    assert "楼下路灯三天不亮" in page
    assert sha not in page
    seen = visitor.get(f"/open311/v2/requests/{case.number}.json").json()[0]
    assert seen["status_notes"] == "已结案：已换灯泡。"
