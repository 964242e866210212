"""Records: entered, changed, imported, on a ladder, erased, and as they stood at any moment."""

from datetime import date

import pytest
from django.utils import timezone
from pytest_django import Settings

from integration.grid import Deployment, deploy, pack
from lantu.apps.people.audit.sealing import seal_all
from lantu.apps.people.audit.verifying import verify
from lantu.apps.people.confidential import new_key
from lantu.apps.tracking.enabling.actions import enable_pack
from lantu.apps.tracking.enabling.snapshots import register_of
from lantu.apps.tracking.records import actions
from lantu.apps.tracking.records.conditions import Where, by_rule
from lantu.apps.tracking.records.models import IndexedValue, Record, RecordChange
from lantu.apps.tracking.records.queries import (
    RecordFilter,
    as_of,
    count_records,
    record_detail,
    record_page,
    saved_views,
)
from lantu.apps.tracking.records.values import decode
from lantu.engines.registers.conditions import Condition, Join, Op, Rule, evaluate
from lantu.kernel.errors import Conflict, Invalid
from lantu.packs.load import load_files
from lantu.packs.snapshot import Pack

GRIDS = "grid_governance.grids"
FIRMS = "firms.firms"
FIRM_PACK = """
pack: firms
title: {zh: 企业梯度培育, en: Firms}
version: "1.0"
layer: county
source: {title: 示例办法, number: 示例〔2026〕1号, date: 2026-01-01}
authored_by: 示例
checked_by: 示例
review_by: 2027-12-31
serves:
  - any: [梯度培育库]
roles:
  desk: {title: 受理员, post: reporter}
registers:
  firms:
    title: 企业
    owner: 工信局
    key: name
    purpose: 联系企业
    fields:
      name: {title: 企业名称, required: true, unique: true}
      town: {title: 所在街道, kind: area}
      income: {title: 营业收入, kind: money, unit: 万元, index: true}
      kind: {title: 行业, kind: choice, options: [制造, 服务], index: true}
      since: {title: 成立日期, kind: date, index: true}
      contact: {title: 联系人电话, sensitive: phone, index: true}
      unit: {title: 主管单位, kind: organisation}
    retention: {since: since, years: 5, erases: [contact], source: 示例}
    ladder:
      title: 梯度
      tiers:
        small: {title: 入库, entry: {all: [{field: income, op: ge, value: "100"}]}}
        large: {title: 上规, entry: {all: [{field: income, op: ge, value: "2000"}]}}
    views:
      makers:
        title: 制造业
        where: {all: [{field: kind, op: eq, value: 制造}]}
pages:
  - {page: list, of: firms}
"""


def firms() -> Pack:
    loaded = load_files({"pack.yaml": FIRM_PACK})
    assert loaded.pack is not None, [str(fault) for fault in loaded.faults]
    return loaded.pack


@pytest.fixture
def grid(db: None, settings: Settings) -> Deployment:
    settings.FIELD_KEY = new_key()
    found = deploy()
    enable_pack(by=found.people["规划科"], pack=firms())
    return found


def firm(grid: Deployment, name: str, **more: object) -> Record:
    values = {"name": name, "income": "1200", "kind": "制造", "since": "2020-01-01",
              "contact": "13812345678", "unit": "市政所", **more}  # fmt: skip
    return actions.add_record(by=grid.people["规划科"], register=FIRMS, values=values)


def test_a_record_and_its_history(grid: Deployment) -> None:
    officer = grid.people["规划科"]
    row = firm(grid, "清溪机械")
    before = timezone.now()
    changed = actions.change_record(
        by=officer, record=row.pk, seen=1, values={"营业收入": "0.3亿元"}, reason="年报"
    )
    assert changed.row_version == 2
    detail = record_detail(officer, row.pk)
    assert detail.history[-1].fields == (("营业收入", "1200 万元", "3000 万元"),)
    assert "138****5678" in {words for _, _, words, _ in detail.values}
    assert str(detail.proposal.proposed) == "small"  # type: ignore[union-attr]
    assert as_of(officer, row.pk, before)["income"] == 1200  # type: ignore[index]
    with pytest.raises(Conflict) as caught:
        actions.change_record(by=officer, record=row.pk, seen=1, values={"income": "1"})
    assert (caught.value.data["seen"], caught.value.data["now"]) == (1, 2)
    assert "13812345678" not in str(RecordChange.objects.values_list("values", flat=True))
    assert not IndexedValue.objects.filter(text__contains="138").exists()


def test_unique_and_checked(grid: Deployment) -> None:
    firm(grid, "清溪机械")
    with pytest.raises(Invalid, match="已经有了"):
        firm(grid, "清溪机械")
    with pytest.raises(Invalid, match="企业名称没有填写"):
        firm(grid, "")


def test_import_is_all_or_nothing_unless_told(grid: Deployment) -> None:
    officer = grid.people["规划科"]
    rows = [{"企业名称": f"企业{n}", "行业": "制造", "营业收入": str(n)} for n in range(20)]
    rows[3]["行业"] = "捕鱼"
    rows[7]["企业名称"] = "企业6"
    answer = actions.import_records(by=officer, register=FIRMS, rows=rows)
    assert not answer.written
    assert set(answer.faults) == {3, 7}
    assert not Record.objects.filter(register=FIRMS).exists()
    answer = actions.import_records(by=officer, register=FIRMS, rows=rows, only_sound=True)
    assert (answer.added, set(answer.faults)) == (18, {3, 7})
    seal_all()
    assert verify(timezone.now()).faults == ()


def test_filter_sort_and_page(grid: Deployment) -> None:
    officer = grid.people["规划科"]
    for n in range(9):
        firm(grid, f"企业{n}", income=str(n * 500) if n else None, kind="制造" if n % 2 else "服务")
    for order in ("income", "-income", "name", "-since", "id"):
        found, after = [], ""
        while True:
            page = record_page(
                officer, RecordFilter(register=FIRMS), order=order, after=after, size=2,
                columns=["income"],
            )  # fmt: skip
            found += [line.title for line in page.lines]
            after = page.after
            if not after:
                break
        assert sorted(found) == [f"企业{n}" for n in range(9)], order
        if order == "income":
            assert found == [*(f"企业{n}" for n in range(1, 9)), "企业0"]
    for wheres, n in (
        ((Where("kind", "eq", "制造"),), 4),
        ((Where("income", "ge", "2000"), Where("kind", "eq", "服务")), 3),
        ((Where("since", "le", "2020-01-01"),), 9),
        ((Where("income", "empty"),), 1),
        ((Where("contact", "eq", "13812345678"),), 9),
    ):
        assert count_records(officer, RecordFilter(register=FIRMS, where=wheres)).n == n
    assert count_records(officer, RecordFilter(register=FIRMS, view="makers")).n == 4
    with pytest.raises(Invalid, match="不能按"):
        record_page(officer, RecordFilter(register=FIRMS), order="town")


RULES = [
    Condition(field="income", op=Op.GE, value=1500),
    Condition(field="income", op=Op.BETWEEN, value=(500, 2000)),
    Condition(field="income", op=Op.EMPTY, value=True),
    Condition(field="kind", op=Op.IN, value=("制造", "服务")),
    Condition(field="kind", op=Op.EMPTY, value=False),
    Condition(field="since", op=Op.BEFORE, value=-365),
    Condition(field="since", op=Op.WITHIN_DAYS, value=-365),
    Condition(field="income", op=Op.EQ, value=1500, valid_to=date(2020, 1, 1)),
]


def test_views_as_sql_answer_as_the_engine_does(grid: Deployment) -> None:
    for n in range(6):
        firm(
            grid, f"企业{n}", income=str(n * 500) if n else None,
            kind=["制造", "服务", None][n % 3],
            since=["2019-05-01", "2026-02-01", None][n % 3],
        )  # fmt: skip
    _, home = register_of(FIRMS)
    today, rows = date(2026, 5, 6), Record.objects.filter(register=FIRMS)
    pairs = [Rule((one,)) for one in RULES]
    pairs += [Rule((a, b), join) for a in RULES for b in RULES[:3] for join in Join]
    for rule in pairs:
        found = by_rule(rows, FIRMS, home.register, rule, today)
        assert found is not None
        expected = {
            row.pk for row in rows
            if evaluate(rule, home.register, decode(home.register, row.data), today).met
        }  # fmt: skip
        assert {row.pk for row in found} == expected, rule


def test_tiers_are_decided_with_paper(grid: Deployment) -> None:
    officer = grid.people["规划科"]
    row = firm(grid, "清溪机械")
    with pytest.raises(Invalid, match="理由"):
        actions.decide_tier(by=officer, record=row.pk, seen=1, tier="small", reason="")
    actions.decide_tier(
        by=officer, record=row.pk, seen=1, tier="small", reason="符合", document="云工信〔2026〕3号"
    )
    actions.decide_tier(by=officer, record=row.pk, seen=2, tier="", reason="注销")
    tiers = [line.tier for line in record_detail(officer, row.pk).history]
    assert tiers == [None, "small", ""]


def test_erased_and_the_trail_stays_whole(grid: Deployment) -> None:
    officer = grid.people["规划科"]
    row = firm(grid, "清溪机械")
    actions.change_record(by=officer, record=row.pk, seen=1, values={"contact": "13900000000"})
    actions.erase_record(by=officer, record=row.pk, reason="本人要求", fields=("contact",))
    assert actions.reveal(by=officer, record=row.pk, reason="核对") == {}
    assert set(RecordChange.objects.values_list("sealed", flat=True)) == {""}
    actions.erase_record(by=officer, record=row.pk, reason="保存期满")
    assert count_records(officer, RecordFilter(register=FIRMS)).n == 0
    assert not IndexedValue.objects.filter(record=row).exists()
    seal_all()
    assert verify(timezone.now()).faults == ()


def test_saved_views_are_ones_own_or_shared(grid: Deployment) -> None:
    officer, boss = grid.people["规划科"], grid.people["领导"]
    actions.save_view(by=officer, of=FIRMS, title="制造业", query={"view": "makers"})
    actions.save_view(by=officer, of=FIRMS, title="全部", query={}, shared=True)
    assert [view.title for view in saved_views(boss, FIRMS)] == ["全部"]
    assert len(saved_views(officer, FIRMS)) == 2


def test_a_changed_pack_needs_a_new_version(grid: Deployment) -> None:
    changed = FIRM_PACK.replace("title: 梯度\n", "title: 台阶\n")
    loaded = load_files({"pack.yaml": changed})
    assert loaded.pack is not None
    with pytest.raises(Conflict, match="内容与已启用过的不同"):
        enable_pack(by=grid.people["规划科"], pack=loaded.pack)
    newer = load_files({"pack.yaml": changed.replace('"1.0"', '"1.1"')}).pack
    row = firm(grid, "清溪机械")
    assert newer is not None
    enable_pack(by=grid.people["规划科"], pack=newer)
    assert record_detail(grid.people["规划科"], row.pk).pin.startswith("1.0+")
    assert firm(grid, "另一家").pack_id != row.pack_id
    assert pack().name == "grid_governance"
