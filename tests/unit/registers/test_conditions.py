"""Conditions and ladders: results, reasons in words, dated parameters."""

from datetime import date
from decimal import Decimal

import pytest
from pydantic import TypeAdapter

from lantu.engines.registers.conditions import Condition, Join, Op, Operand, Rule, evaluate
from lantu.engines.registers.fields import Field, Kind, Mask, Register, Retention, Value
from lantu.engines.registers.ladders import Ladder, Move, Tier, TierChange, propose, tier_on
from lantu.engines.registers.soundness import check_ladder, check_register, check_rule

TODAY = date(2026, 6, 1)
FIRMS = Register(
    name="firms",
    title="企业",
    fields=(
        Field(name="share", title="研发投入占比", kind=Kind.NUMBER, unit="%"),
        Field(name="patents", title="发明专利", kind=Kind.NUMBER, unit="件"),
        Field(name="sales", title="营业收入", kind=Kind.MONEY, unit="万元"),
        Field(name="kind", title="类型", kind=Kind.CHOICE, options=("制造业", "服务业")),
        Field(name="expires", title="证书到期日", kind=Kind.DATE),
        Field(name="veto", title="失信记录"),
        Field(name="tags", title="标签", many=True),
    ),
)
SHARE = Condition(field="share", op=Op.GE, value=10)
PATENTS = Condition(field="patents", op=Op.GE, value=Decimal(1))


@pytest.mark.parametrize(
    ("condition", "value", "met"),
    [
        (("share", Op.GE, 10), Decimal(10), True),
        (("share", Op.GE, 10), Decimal("9.99"), False),
        (("share", Op.LE, Decimal("0.8")), Decimal("0.8"), True),
        (("share", Op.BETWEEN, (3, 5)), Decimal(5), True),
        (("share", Op.BETWEEN, (3, 5)), Decimal("5.01"), False),
        (("share", Op.EQ, 0), Decimal("0.0"), True),
        (("kind", Op.EQ, "制造业"), "制造业", True),
        (("kind", Op.IN, ("制造业", "服务业")), "服务业", True),
        (("kind", Op.IN, ("制造业",)), "服务业", False),
        (("tags", Op.EQ, "绿色"), ("绿色", "智能"), True),
        (("tags", Op.IN, ("绿色",)), ("智能",), False),
        (("veto", Op.EMPTY, True), None, True),
        (("veto", Op.EMPTY, True), "有", False),
        (("veto", Op.EMPTY, False), "", False),
        (("expires", Op.BEFORE, date(2026, 6, 1)), date(2026, 5, 31), True),
        (("expires", Op.BEFORE, 0), date(2026, 6, 1), False),
        (("expires", Op.BEFORE, -365), date(2025, 5, 31), True),
        (("expires", Op.WITHIN_DAYS, 30), date(2026, 7, 1), True),
        (("expires", Op.WITHIN_DAYS, 30), date(2026, 5, 31), False),
        (("expires", Op.WITHIN_DAYS, -30), date(2026, 5, 2), True),
        (("share", Op.GE, 10), None, False),
        (("share", Op.GE, 10), "十", False),
    ],
)
def test_operations(condition: tuple[str, Op, Operand], value: Value, met: bool) -> None:
    field, op, wanted = condition
    rule = Rule((Condition(field=field, op=op, value=wanted),))
    answer = evaluate(rule, FIRMS, {field: value}, TODAY)
    assert answer.met is met
    assert FIRMS.by_name[field].title in str(answer)


def test_reasons_read_as_sentences() -> None:
    answer = evaluate(Rule((SHARE, PATENTS)), FIRMS, {"share": Decimal(12)}, TODAY)
    assert str(answer) == "符合：研发投入占比 12 % ≥ 10 %；缺：发明专利（要求 ≥ 1 件）"
    assert [reason.missing for reason in answer.reasons] == [False, True]
    short = evaluate(Rule((SHARE,)), FIRMS, {"share": Decimal(8)}, TODAY)
    assert str(short) == "不符合：研发投入占比 8 %，要求 ≥ 10 %，差 2 %"


def test_any_needs_one_row() -> None:
    rule = Rule((SHARE, PATENTS), Join.ANY)
    assert evaluate(rule, FIRMS, {"patents": Decimal(2)}, TODAY).met
    assert not evaluate(rule, FIRMS, {}, TODAY).met


def test_the_same_reading_is_judged_by_its_day() -> None:
    old = Condition(field="share", op=Op.GE, value=5, valid_to=date(2026, 3, 31))
    new = Condition(field="share", op=Op.GE, value=10, valid_from=date(2026, 4, 1))
    rule, record = Rule((old, new)), {"share": Decimal(7)}
    assert evaluate(rule, FIRMS, record, date(2026, 3, 31)).met
    assert not evaluate(rule, FIRMS, record, date(2026, 4, 1)).met


def test_no_rule_in_force_promotes_nobody() -> None:
    gone = Condition(field="share", op=Op.GE, value=0, valid_to=date(2020, 1, 1))
    answer = evaluate(Rule((gone,)), FIRMS, {"share": Decimal(99)}, TODAY)
    assert not answer.met
    assert "没有生效的条件" in str(answer)


def _at_least(sales: int) -> Rule:
    return Rule((Condition(field="sales", op=Op.GE, value=sales),))


LADDER = Ladder(
    name="growth",
    title="企业梯度",
    tiers=(
        Tier(name="seed", title="入库", entry=_at_least(100)),
        Tier(name="grown", title="成长", entry=_at_least(500), stay=_at_least(400)),
        Tier(name="leader", title="领航", entry=_at_least(2000)),
    ),
)
FREE = Ladder(name="free", title="可越级", tiers=LADDER.tiers, stepwise=False)


@pytest.mark.parametrize(
    ("ladder", "current", "sales", "move", "proposed"),
    [
        (LADDER, None, 99, Move.KEEP, None),
        (LADDER, None, 9999, Move.PROMOTE, "seed"),
        (FREE, None, 9999, Move.PROMOTE, "leader"),
        (LADDER, "seed", 500, Move.PROMOTE, "grown"),
        (LADDER, "grown", 450, Move.KEEP, "grown"),
        (LADDER, "grown", 399, Move.DEMOTE, "seed"),
        (LADDER, "leader", 50, Move.DEMOTE, None),
        (LADDER, "leader", 3000, Move.KEEP, "leader"),
        (LADDER, "abolished", 150, Move.PROMOTE, "seed"),
    ],
)
def test_proposals(
    ladder: Ladder, current: str | None, sales: int, move: Move, proposed: str | None
) -> None:
    found = propose(ladder, FIRMS, {"sales": Decimal(sales)}, current, TODAY)
    assert (found.move, found.proposed) == (move, proposed)
    assert "营业收入" in str(found)


def test_the_tier_of_a_day() -> None:
    history = [
        TierChange(date(2026, 5, 1), "grown", "工信局", "复核通过"),
        TierChange(date(2025, 5, 1), "seed", "工信局", "首次入库"),
        TierChange(date(2026, 9, 1), None, "工信局", "迁出"),
    ]
    days = [date(2025, 4, 30), date(2025, 5, 1), date(2026, 5, 1), date(2026, 9, 1)]
    assert [tier_on(history, day) for day in days] == [None, "seed", "grown", None]


@pytest.mark.parametrize(
    ("condition", "word"),
    [
        (Condition(field="nothing", op=Op.EQ, value="x"), "没有栏目"),
        (Condition(field="kind", op=Op.GE, value=3), "不能用 ge 比较"),
        (Condition(field="share", op=Op.GE, value="十"), "不能配"),
        (Condition(field="share", op=Op.BETWEEN, value=(5, 3)), "不能配"),
        (Condition(field="veto", op=Op.EMPTY, value="yes"), "不能配"),
        (Condition(field="expires", op=Op.WITHIN_DAYS, value="30"), "不能配"),
        (Condition(field="kind", op=Op.EQ, value="采矿业"), "不是“类型”的可选项"),
        (
            Condition(
                field="share", op=Op.GE, value=1, valid_from=TODAY, valid_to=date(2020, 1, 1)
            ),
            "生效日期晚于失效日期",
        ),
    ],
)
def test_faults_of_a_condition(condition: Condition, word: str) -> None:
    findings = check_rule(Rule((SHARE, condition)), FIRMS, "entry")
    assert word in findings[0].message
    assert findings[0].place == "entry.1"
    assert findings[0].fix


def test_a_rule_given_as_plain_data() -> None:
    rows = [{"field": "share", "op": "between", "value": [3, 5.5]}]
    rule = TypeAdapter(Rule).validate_python({"rows": rows, "join": "any"})
    assert rule.rows[0].value == (3, Decimal("5.5"))
    assert check_rule(rule, FIRMS, "entry") == ()


def test_sound_declarations_have_no_faults() -> None:
    assert check_ladder(LADDER, FIRMS) == ()
    assert check_register(FIRMS) == ()


@pytest.mark.parametrize(
    ("register", "word"),
    [
        (Register(name="r", title="R", fields=(Field(name="a", title="甲"),) * 2), "写了 2 次"),
        (Register(name="r", title="R", fields=(), key="b"), "没有栏目“b”"),
        (Register(name="r", title="R", fields=(Field(name="a", title="甲", kind=Kind.CHOICE),)),
         "没有写出可选的词"),
        (Register(name="r", title="R", fields=(Field(name="a", title="甲", kind=Kind.REFERENCE),)),
         "没有写引用哪个登记簿"),
        (Register(name="r", title="R", fields=(Field(name="a", title="甲", unit="元"),)),
         "不是数"),
        (Register(name="r", title="R", fields=(Field(name="a", title="甲", sensitive=Mask.NAME),)),
         "没有写保存期限"),
        (Register(name="r", title="R", fields=(Field(name="a", title="甲"),),
                  retention=Retention(since="a", years=1)), "不是日期栏目"),
        (Register(name="r", title="R",
                  fields=(Field(name="a", title="甲", many=True, unique=True),)),
         "不能要求唯一"),
    ],
)  # fmt: skip
def test_faults_of_a_register(register: Register, word: str) -> None:
    assert any(word in finding.message for finding in check_register(register))
