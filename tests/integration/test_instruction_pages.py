"""Pages and endpoints of written instructions, as each who has to do with one sees them."""

import io
from datetime import date, timedelta

import pytest
from django.test import Client
from openpyxl import load_workbook
from pytest_django import Settings

from integration.grid import person as make_person
from integration.grid_world import make, photo, signed_in
from integration.packages import outline_plan
from lantu.apps.people.actor import SYSTEM
from lantu.apps.people.models import Organisation, User
from lantu.apps.people.permissions import Role
from lantu.apps.places.models import Area
from lantu.apps.registry.actions import load_version, open_plan, register_plan
from lantu.apps.registry.models import PlanVersion
from lantu.apps.tracking.instructions.models import Instruction
from lantu.apps.tracking.instructions.words import InstructionState
from lantu.demo.accounts import BUREAU
from lantu.demo.grid import CENTRE, HANDLER
from lantu.demo.instructions import fill_instructions

TODAY = date(2024, 3, 31)
DONE, LATE, WAITING = 1, 2, 3
"""The demonstration's three, in the order of their numbers."""


@pytest.fixture
def shown(db: None, settings: Settings, monkeypatch: pytest.MonkeyPatch) -> dict[int, Instruction]:
    """A county with the demonstration's instructions, by their number."""
    settings.TODAY = TODAY
    county: Area = make(monkeypatch, cases=40)
    package = outline_plan()
    plan = register_plan(by=SYSTEM, key="yunxi", package=package, area=county)
    open_plan(by=SYSTEM, plan=plan)
    version: PlanVersion = load_version(by=SYSTEM, plan=plan, package=package)
    make_person("clerk", Role.HANDLER, Organisation.objects.get(name=HANDLER))
    assert fill_instructions(version) == 3
    assert fill_instructions(version) == 0, "again without harm"
    return {row.n: row for row in Instruction.objects.all()}


def unit(name: str) -> int:
    return Organisation.objects.get(name=name).pk


def entry(**more: object) -> dict[str, object]:
    leader = User.objects.get(username="lingdao")
    return {
        "leader": leader.pk, "text": "请发改局周五前报一份清单。", "lead": unit(BUREAU),
        "limit": "3", "written_on": "2024-03-30", "urgency": "urgent", **more,
    }  # fmt: skip


def words(client: Client, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200, address
    return answer.content.decode()


def test_the_demonstration_stands_in_three_states(shown: dict[int, Instruction]) -> None:
    assert [shown[n].state for n in (DONE, LATE, WAITING)] == ["done", "handling", "replied"]
    page = words(signed_in("lingdao"), "/instructions/")
    assert '未办结 <b>2</b> 件，其中 <b class="late">1</b> 件逾期，<b>1</b> 件待审阅。' in page
    assert "逾期 10 天" in page
    assert shown[LATE].text in page
    assert shown[DONE].text not in page
    assert shown[DONE].text in words(signed_in("lingdao"), "/instructions/?view=done")
    assert shown[WAITING].text not in words(signed_in("lingdao"), "/instructions/?view=late")


def test_who_may_not_read_has_no_page_and_no_link(shown: dict[int, Instruction]) -> None:
    assert Client().get("/instructions/").status_code == 302
    for name in ("wangge", "danwei"):
        client = signed_in(name)
        assert client.get("/instructions/").status_code == 403
        assert 'href="/instructions/"' not in words(client, "/")
    assert 'href="/instructions/"' in words(signed_in("tianbao"), "/")
    page = words(signed_in("tianbao"), "/instructions/?view=all")
    assert shown[LATE].text in page
    assert shown[WAITING].text not in page, "that is another unit's"
    assert "作批示" not in page
    assert signed_in("tianbao").get("/instructions/new/").status_code == 403
    assert signed_in("clerk").get(f"/instructions/{shown[LATE].pk}/").status_code == 404


def test_filters_words_and_excel(shown: dict[int, Instruction]) -> None:
    client = signed_in("guihua")
    page = words(client, f"/instructions/?view=all&unit={unit(CENTRE)}")
    assert shown[DONE].text in page
    assert shown[LATE].text not in page
    assert shown[WAITING].text in words(client, "/instructions/?q=到现场")
    assert "没有符合条件的" in words(client, "/instructions/?q=无此词句")
    assert client.get("/instructions/?view=wrong&unit=x&after=1.x").status_code == 200
    answer = client.get("/instructions.xlsx?view=all")
    rows = list(load_workbook(io.BytesIO(answer.content)).worksheets[0].values)
    assert [row[0] for row in rows[1:]] == [shown[n].number for n in (3, 2, 1)]
    assert rows[2][6:11] == (BUREAU, None, "2024-03-21", "办理中", 10)


def test_the_secretary_enters_the_paper_for_her_leader(shown: dict[int, Instruction]) -> None:
    client = signed_in("lianluo")
    form = words(client, "/instructions/new/")
    assert 'accept="image/*" capture="environment"' in form
    assert "3 个工作日（04-03）" in form
    sent = entry(photo=photo("批示.jpg"), helping=[unit(CENTRE)])
    answer = client.post("/instructions/new/", sent)
    made = Instruction.objects.latest("pk")
    assert answer.headers["Location"] == f"/instructions/{made.pk}/"
    assert (made.leader.username, made.entered_by.username) == ("lingdao", "lianluo")
    assert made.due == date(2024, 4, 3)
    page = words(client, f"/instructions/{made.pk}/")
    assert "联络员代录" in page
    assert "联络员（代领导）" in page
    assert "原件照片" in page
    sha = page.split('<img src="/files/')[1][:64]
    for name, status in (("tianbao", 200), ("guihua", 200), ("clerk", 404), ("wangge", 404)):
        got = signed_in(name).get(f"/files/{sha}/small/").status_code
        assert got == status, name
    assert Client().get(f"/files/{sha}/").status_code == 404


def test_what_is_wrong_in_the_form_is_said_and_kept(shown: dict[int, Instruction]) -> None:
    client = signed_in("lianluo")
    for wrong, said, status in (
        ({"lead": ""}, "没有选择主办单位", 400),
        ({"limit": "day", "due": "2024-03-01"}, "已经过去", 400),
        ({"limit": "day"}, "没有写明办理期限", 400),
        ({"written_on": ""}, "没有写明批示日期", 400),
        ({"written_on": "昨天"}, "不能用", 400),
        ({"written_on": "2024-04-01"}, "还没有到", 400),
        ({"leader": User.objects.get(username="guihua").pk}, "不能代规划科办理", 403),
        ({"leader": ""}, "不是领导", 403),
        ({"text": shown[LATE].text, "lead": shown[LATE].lead_id}, "已经录入", 409),
        ({"photo": io.BytesIO(b"no picture")}, "与文件名不符", 400),
    ):
        answer = client.post("/instructions/new/", entry(**wrong))
        page = answer.content.decode()
        assert (answer.status_code, said in page) == (status, True), wrong
    assert "请发改局周五前报一份清单。" in page, "what was typed is still there"
    assert Instruction.objects.count() == 3
    gone = client.post("/instructions/new/", entry(leader=999_999))
    assert gone.status_code == 404
    assert client.get("/instructions/new/?case=999999").status_code == 404


def test_the_unit_replies_with_files_and_the_leader_judges(shown: dict[int, Instruction]) -> None:
    row = shown[LATE]
    unit_client, address = signed_in("tianbao"), f"/instructions/{row.pk}/"
    page = words(unit_client, address)
    assert "报送办理情况" in page
    assert "撤回批示" not in page
    bad = unit_client.post(f"{address}reply/", {"deed": "reply", "version": 2, "text": " "})
    assert (bad.status_code, "没有写办理情况" in bad.content.decode()) == (400, True)
    sent = {"deed": "reply", "version": 2, "text": "进度和堵点见附件。", "file": photo()}
    assert unit_client.post(f"{address}reply/", sent).status_code == 302
    again = {"deed": "reply", "version": 2, "text": "又报一次。"}
    stale = unit_client.post(f"{address}reply/", again)
    assert (stale.status_code, "不能这样办" in stale.content.decode()) == (409, True)
    assert signed_in("lianluo").post(f"{address}reply/", again).status_code == 403

    leader = signed_in("lingdao")
    page = words(leader, address)
    assert "发展和改革局报送：" in page
    assert f"{row.number}附件-1.jpg" in page
    early = leader.post(f"{address}decide/", {"deed": "return", "version": 3, "text": "再核。"})
    assert (early.status_code, "没有写明办理期限" in early.content.decode()) == (400, True)
    back = {"deed": "return", "version": 3, "text": "再核。", "limit": "day", "due": "2024-04-02"}
    assert leader.post(f"{address}decide/", back).status_code == 302
    assert "还有 2 天" in words(unit_client, address)
    sent = {"deed": "reply", "version": 4, "text": "已核。"}
    assert unit_client.post(f"{address}reply/", sent).status_code == 302
    done = {"deed": "accept", "version": 5, "text": ""}
    assert signed_in("lianluo").post(f"{address}decide/", done).status_code == 302
    row.refresh_from_db()
    assert row.state == InstructionState.DONE
    assert "你的一步" not in words(leader, address)


def test_urging_helping_and_withdrawing(shown: dict[int, Instruction]) -> None:
    client = signed_in("lingdao")
    client.post("/instructions/new/", entry(helping=[unit(HANDLER)], limit="5"))
    row = Instruction.objects.latest("pk")
    address = f"/instructions/{row.pk}/"
    helps = {"deed": "assist", "version": 1, "text": "已提供清单。"}
    assert "报送协办情况" in words(signed_in("clerk"), address)
    assert signed_in("clerk").post(f"{address}reply/", helps).status_code == 302
    wrong = signed_in("clerk").post(f"{address}reply/", {**helps, "deed": "reply", "version": 2})
    assert (wrong.status_code, "不是" in wrong.content.decode()) == (403, True)
    assert client.post(f"{address}decide/", {"deed": "urge", "version": 2}).status_code == 302
    why = {"deed": "withdraw", "version": 3, "text": ""}
    assert client.post(f"{address}decide/", why).status_code == 400
    assert client.post(f"{address}decide/", {**why, "text": "另行安排。"}).status_code == 302
    page = words(signed_in("tianbao"), address)
    assert "已撤回" in page
    assert "另行安排。" in page
    assert signed_in("tianbao").post(f"{address}decide/", why).status_code == 403


def test_subjects_lead_to_their_instructions_and_back(shown: dict[int, Instruction]) -> None:
    leader = signed_in("lingdao")
    case, promise = shown[WAITING].case_id, shown[LATE].promise_id
    case_page = words(leader, f"/cases/{case}/")
    assert shown[WAITING].text[:20] in case_page
    assert f'href="/instructions/new/?case={case}"' in case_page
    promise_page = words(leader, f"/plans/yunxi/1/promises/{promise}/")
    assert shown[LATE].text[:20] in promise_page
    assert f'href="/instructions/new/?promise={promise}"' in promise_page
    assert shown[LATE].number not in words(Client(), f"/plans/yunxi/1/promises/{promise}/")
    assert "作批示" not in words(signed_in("tianbao"), f"/plans/yunxi/1/promises/{promise}/")
    form = words(leader, f"/instructions/new/?case={case}")
    assert f'<option value="{unit(HANDLER)}" selected>' in form, "the unit that holds the case"
    sent = entry(case=case, text="这一件本周办结。")
    assert leader.post("/instructions/new/", sent).status_code == 302
    assert Instruction.objects.latest("pk").case_id == case
    assert "这一件本周办结。" in words(leader, f"/cases/{case}/")


def test_the_inbox_leads_to_it(shown: dict[int, Instruction], settings: Settings) -> None:
    page = words(signed_in("tianbao"), "/inbox/")
    assert page.count(f'href="/instructions/{shown[LATE].pk}/"') == 1
    assert "逾期 10 天" in page
    for name in ("lingdao", "lianluo"):
        assert f'href="/instructions/{shown[WAITING].pk}/"' in words(signed_in(name), "/inbox/")
    settings.TODAY = TODAY + timedelta(days=1)
    assert "逾期 11 天" in words(signed_in("tianbao"), "/inbox/")


def test_endpoints_give_the_same_to_the_same(shown: dict[int, Instruction]) -> None:
    base = "/api/v1/instructions"
    assert Client().get(base).status_code == 403
    assert signed_in("wangge").get(base).status_code == 403
    leader = signed_in("lingdao")
    listed = leader.get(f"{base}?view=all&size=2").json()
    assert (listed["total"], len(listed["items"])) == (3, 2)
    rest = leader.get(f"{base}?view=all&size=2&after={listed['after']}").json()
    assert [item["number"] for item in rest["items"]] == [shown[DONE].number]
    late = leader.get(f"{base}?view=late").json()["items"]
    assert [(item["number"], item["late"]) for item in late] == [(shown[LATE].number, 10)]
    found = leader.get(f"{base}/{shown[LATE].pk}").json()
    assert (found["entered_by"], found["text"]) == ("联络员", shown[LATE].text)
    assert [step["kind"] for step in found["steps"]] == ["given", "urged"]
    assert len(found["photos"]) == 1
    own = signed_in("clerk")
    assert own.get(f"{base}?view=all").json()["total"] == 1
    assert own.get(f"{base}/{shown[LATE].pk}").status_code == 404
    assert leader.get(f"{base}?view=other").status_code == 422


def test_what_pasting_brings_along_is_dropped(shown: dict[int, Instruction]) -> None:
    """A character that PostgreSQL cannot keep neither fails nor is kept."""
    secretary = signed_in("lianluo")
    secretary.post("/instructions/new/", entry(text="请核\0实。"))
    assert Instruction.objects.order_by("pk").last().text == "请核实。"  # type: ignore[union-attr]
    assert secretary.get("/instructions/?q=%00%E6%A0%B8%00%E5%AE%9E").status_code == 200
