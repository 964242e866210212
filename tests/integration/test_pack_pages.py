"""The pages that every pack gets: a case from report to end, in the browser's own steps."""

import io
import re

import pytest
from django.test import Client
from docx import Document
from openpyxl import load_workbook

from integration import grid_world
from integration.grid_world import photo, signed_in
from lantu.apps.places.models import Area
from lantu.apps.tracking.cases.models import Case

pytestmark = pytest.mark.django_db
HOME = "/systems/grid_governance/"
PAGES = (
    "/systems/", HOME, f"{HOME}reports/", f"{HOME}handling/", f"{HOME}reports.xlsx",
    f"{HOME}handling/board/", f"{HOME}reports/map/", f"{HOME}reports/map/?ended=1",
    f"{HOME}handling/league/?by=area", f"{HOME}handling/league/?by=unit&from=2020-01-01&to=x",
    f"{HOME}reports/chart/?by=small_class", f"{HOME}reports/chart/?by=area",
    f"{HOME}reports/chart/?by=unit", f"{HOME}grids/", f"{HOME}grids.xlsx", f"{HOME}grids/new/",
    f"{HOME}reports/new/", f"{HOME}reports/at-once/", f"{HOME}reports/?state=open&late=1",
    f"{HOME}reports/?order=due&column=address&column=unit&q=井盖",
)  # fmt: skip


@pytest.fixture
def county(monkeypatch: pytest.MonkeyPatch) -> Area:
    return grid_world.make(monkeypatch)


def _grid() -> Area:
    return Area.objects.filter(kind="grid").order_by("code")[0]


def _report(client: Client, subject: str = "东关大街路面塌陷", **more: object) -> Case:
    given = {
        "subject": subject, "channel": "网格员", "area": _grid().path,
        "reported_on": "2026-03-02", "before": photo(), **more,
    }  # fmt: skip
    answer = client.post(f"{HOME}reports/new/", given)
    assert answer.status_code == 302, answer.content.decode()[:3000]
    return Case.objects.get(pk=int(answer.headers["Location"].strip("/").split("/")[-1]))


def _step(name: str, case: Case, title: str, **values: object) -> str:
    """Takes the step with this title, as its form on the page says; the page afterwards."""
    client = signed_in(name)
    page = client.get(f"/cases/{case.pk}/").content.decode()
    buttons = re.findall(r'data-step="([^"]+)".*?button-main">([^<]+)<', page, re.S)
    keys = {words: key for key, words in buttons}
    assert title in keys, (title, buttons)
    version = re.search(r'name="version" value="(\d+)"', page)
    assert version is not None
    sent = {"choice": keys[title], "version": version[1], **values}
    answer = client.post(f"/cases/{case.pk}/step/", sent, follow=True)
    assert answer.status_code == 200, answer.content.decode()[:3000]
    return str(answer.content.decode())


@pytest.mark.parametrize("name", ["wangge", "chengban", "shenhe", "chuzhi", "lingdao", "guihua"])
def test_every_page_answers(county: Area, name: str) -> None:
    client = signed_in(name)
    for page in (*PAGES, *(f"/cases/{pk}/" for pk in Case.objects.values_list("pk", flat=True))):
        assert client.get(page).status_code in (200, 403, 404), page
    assert client.get(HOME).status_code == 200


def test_a_form_sent_twice_makes_one_case(county: Area) -> None:
    page = signed_in("wangge").get(f"{HOME}reports/new/").content.decode()
    mark = re.search(r'name="mark" value="(\w{22})"', page)
    assert mark is not None
    first = _report(signed_in("wangge"), mark=mark[1])
    assert _report(signed_in("wangge"), mark=mark[1]) == first
    assert _report(signed_in("wangge"), mark="x" * 22) != first


def test_the_public_must_sign_in(county: Area) -> None:
    for page in PAGES:
        assert Client().get(page).status_code == 302, page


def test_a_case_from_report_to_end(county: Area) -> None:
    case = _report(signed_in("wangge"))
    assert "东关大街路面塌陷" in signed_in("chengban").get(f"{HOME}reports/").content.decode()
    _step("chengban", case, "立案", small_class="路灯")
    unit = str(Case.objects.exclude(organisation=None).first().organisation_id)  # type: ignore[union-attr]
    _step("shenhe", case, "任务派遣", unit=unit)
    page = signed_in("chuzhi").get(f"/cases/{case.pk}/").content.decode()
    assert "你的一步" in page
    assert "剩余" in page
    _step("chuzhi", case, "处理反馈", after=photo("后.jpg", "#557733"), measure_taken="已修复。")
    _step("shenhe", case, "转核查")
    page = _step("wangge", case, "结案", check_photo=photo("查.jpg", "#775533"))
    assert "已结案" in page
    assert page.count("<figure>") == 3
    paper = re.search(r"/papers/\d+\.docx", page)
    assert paper is not None
    word = signed_in("wangge").get(paper[0])
    assert "受理" in "".join(p.text for p in Document(io.BytesIO(word.content)).paragraphs)


def test_found_and_solved_on_one_screen(county: Area) -> None:
    given = {
        "subject": "门前堆放杂物", "channel": "网格员", "area": _grid().path,
        "reported_on": "2026-03-02", "small_class": "路灯", "before": photo(),
        "after": photo("后.jpg", "#557733"),
    }  # fmt: skip
    answer = signed_in("wangge").post(f"{HOME}reports/at-once/", given, follow=True)
    assert "已结案" in answer.content.decode()
    without = signed_in("wangge").post(
        f"{HOME}reports/at-once/", given | {"before": photo(), "after": ""}
    )
    assert without.status_code == 400
    assert "处置后照片" in without.content.decode()


def test_faults_stand_beside_their_fields_and_nothing_is_lost(county: Area) -> None:
    given = {"subject": "", "channel": "天上", "area": _grid().path, "address": "东关大街 8 号"}
    answer = signed_in("wangge").post(f"{HOME}reports/new/", given)
    page = answer.content.decode()
    assert answer.status_code == 400
    assert page.count('class="fault"') >= 2
    assert "东关大街 8 号" in page


def test_who_comes_second_is_told_what_the_first_did(county: Area) -> None:
    case = _report(signed_in("wangge"))
    page = signed_in("chengban").get(f"/cases/{case.pk}/").content.decode()
    key = re.search(r'data-step="(step\.file[^"]+)"', page)
    assert key is not None
    _step("chengban", case, "立案", small_class="路灯")
    sent = {"choice": key[1], "version": "1", "small_class": "路灯"}
    again = signed_in("chengban").post(f"/cases/{case.pk}/step/", sent)
    assert again.status_code == 409
    assert "刷新" in again.content.decode()


def test_a_step_that_is_not_ones_own_is_not_offered_and_is_refused(county: Area) -> None:
    case = _report(signed_in("wangge"))
    page = signed_in("lingdao").get(f"/cases/{case.pk}/").content.decode()
    assert "step.file" not in page
    sent = {"choice": "step.file.main.0", "version": "1", "small_class": "路灯"}
    assert signed_in("lingdao").post(f"/cases/{case.pk}/step/", sent).status_code == 409


def test_bulk_urging_answers_for_each(county: Area) -> None:
    case = _report(signed_in("wangge"))
    given = {"chosen": [f"{case.pk}.{case.row_version}", "999999.1"], "action": "urge"}
    page = signed_in("chengban").post(f"{HOME}reports/bulk/", given).content.decode()
    assert "办了 1 件" in page
    assert "1 件没有办成" in page


def test_no_cell_of_the_export_is_a_formula(county: Area) -> None:
    _report(signed_in("wangge"), subject="=cmd()")
    content = signed_in("chengban").get(f"{HOME}reports.xlsx").content
    sheet = load_workbook(io.BytesIO(content)).active
    words = {str(cell.value) for row in sheet for cell in row}
    assert "'=cmd()" in words
    assert not any(word.startswith("=") for word in words)


SHEET = (
    "云溪区网格基本情况表,,,\n序号,管理单位,网格名称*,类型,启用日期,区域\n"
    "1,城市管理局,柳堤一格,基础网格,2026-01-01,柳堤社区\n"
    "2,没有这个单位,柳堤二格,基础网格,2026-01-01,柳堤社区\n"
    "3,城市管理局,=cmd(),随便,2026-01-01,柳堤社区\n"
)


def test_any_sheet_comes_in_and_bad_rows_go_back(county: Area) -> None:
    client = signed_in("guihua")
    address = f"{HOME}grids/import/"
    table = io.BytesIO(SHEET.encode())
    table.name = "网格表.csv"
    page = client.post(address, {"table": table}).content.decode()
    token = re.search(r'name="upload" value="(\w+)"', page)
    assert token is not None
    columns = {"name": 2, "unit": 1, "kind": 3, "since": 4, "area": 5}
    for field, at in columns.items():
        part = page.split(f'name="column-{field}"')[1].split("</select>")[0]
        assert f'value="{at}" selected' in part or field in ("kind", "area"), field
    given = {"upload": token[1], "confirmed": "1", "row": "2"}
    given |= {f"column-{field}": str(at) for field, at in columns.items()}
    tried = client.post(address, given | {"wish": "check"}).content.decode()
    assert "1 行可以写入" in tried
    assert "2 行有错" in tried
    back = client.post(address, given | {"wish": "return"})
    sheet = load_workbook(io.BytesIO(back.content)).active
    assert [cell.value for cell in sheet[1]][2] == "网格名称*"
    assert "没有登记过" in sheet["B2"].comment.text
    assert sheet["C3"].value == "'=cmd()"
    written = client.post(address, given | {"wish": "import"}).content.decode()
    assert "已写入 1 行" in written
    listed = client.get(f"{HOME}grids/").content.decode()
    assert "柳堤一格" in listed
    assert "柳堤二格" not in listed


def test_a_record_is_kept_changed_and_read_as_it_was(county: Area) -> None:
    client = signed_in("guihua")
    given = {
        "name": "梨园一格", "area": _grid().path, "kind": "基础网格", "since": "2026-01-01",
        "unit": "城市管理局", "households": "120",
    }  # fmt: skip
    made = client.post(f"{HOME}grids/new/", given)
    assert made.status_code == 302, made.content.decode()[:3000]
    address = made.headers["Location"]
    page = client.get(address).content.decode()
    assert "120" in page
    version = re.search(
        r'name="version" value="(\d+)"', client.get(f"{address}change/").content.decode()
    )
    assert version is not None
    changed = given | {"households": "150", "version": version[1], "reason": "复核"}
    assert client.post(f"{address}change/", changed).status_code == 302
    after = client.get(address).content.decode()
    assert "150" in after
    assert "复核" in after
    assert client.get(f"{address}?at=2020-01-01").status_code == 200
    again = client.post(f"{address}change/", changed)
    assert again.status_code == 400
    exported = client.get(f"{HOME}grids.xlsx").content
    assert "梨园一格" in {
        str(c.value) for r in load_workbook(io.BytesIO(exported)).active for c in r
    }


def test_a_list_is_kept_as_a_view(county: Area) -> None:
    client = signed_in("chengban")
    sent = {"title": "逾期的", "query": "late=1&column=address"}
    answer = client.post(f"{HOME}reports/view/", sent, follow=True)
    assert "逾期的" in answer.content.decode()
    assert "逾期的" not in signed_in("chuzhi").get(f"{HOME}reports/").content.decode()
