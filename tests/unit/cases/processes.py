"""Two processes as plain data, as a pack's YAML gives them: a grid case and a joint approval."""

from datetime import date, datetime, timedelta
from typing import Any

from pydantic import TypeAdapter

from lantu.engines.cases.apply import apply
from lantu.engines.cases.case import Actor, Case, Event, EventKind, Refusal
from lantu.engines.cases.process import Process
from lantu.kernel.workdays import Calendar, days_of, midnight

GRID: dict[str, Any] = {
    "name": "grid",
    "title": "网格事件",
    "version": "1",
    "start": "reported",
    "limit": {"amount": 10},
    "states": [
        {"name": "reported", "title": "立案", "duty": "acceptor",
         "limit": {"amount": 2, "unit": "hours"}},
        {"name": "filed", "title": "派遣", "duty": "dispatcher", "milestone": "filed"},
        {
            "name": "handling", "title": "处置", "duty": "handler", "own": True,
            "milestone": "dispatched",
            "limit": {
                "amount": 5, "by": "category",
                "cases": {"井盖缺失": {"amount": 4, "unit": "hours"}},
            },
        },
        {"name": "checking", "title": "核查", "duty": "checker", "limit": {"amount": 1}},
        {"name": "closed", "title": "结案", "kind": "closed"},
        {"name": "rejected", "title": "不予立案", "kind": "void"},
    ],
    "transitions": [
        {"origin": "reported", "to": "filed", "action": "file", "title": "立案",
         "who": ["acceptor"], "needs": ["category"], "papers": ["受理通知书"]},
        {"origin": "reported", "to": "closed", "action": "self_close", "title": "自办自结",
         "who": ["grid_worker"], "needs": ["before", "after"]},
        {"origin": "reported", "to": "rejected", "action": "reject", "title": "不予立案",
         "who": ["acceptor"], "flow": "return"},
        {"origin": "filed", "to": "handling", "action": "dispatch", "title": "派遣",
         "who": ["dispatcher"]},
        {"origin": "handling", "to": "checking", "action": "reply", "title": "反馈",
         "who": ["handler"], "needs": ["after"]},
        {"origin": "handling", "to": "filed", "action": "send_back", "title": "退回",
         "who": ["handler"], "flow": "return"},
        {"origin": "checking", "to": "handling", "action": "redo", "title": "返工",
         "who": ["checker"], "flow": "rework"},
        {"origin": "checking", "to": "closed", "action": "close", "title": "结案",
         "who": ["checker"]},
    ],
    "measures": [
        {"kind": "assign", "who": ["dispatcher"]},
        {"kind": "extend", "who": ["handler"], "approve": ["dispatcher"], "states": ["handling"],
         "times": 2, "most": 5},
        {"kind": "suspend", "who": ["handler"], "approve": ["leader"]},
        {"kind": "exclude", "who": ["handler"], "papers": ["扣除时间告知书"]},
        {"kind": "void", "who": ["dispatcher"], "approve": ["leader"]},
        {"kind": "reopen", "who": ["reporter"], "to": "filed", "within": 30},
        {"kind": "appeal", "who": ["handler"], "approve": ["leader"], "to": "filed"},
        {"kind": "escalate", "who": ["dispatcher"]},
        {"kind": "supervise", "who": ["leader"]},
        {"kind": "urge", "who": ["reporter"]},
        {"kind": "merge", "who": ["dispatcher"]},
        {"kind": "subcase", "who": ["dispatcher"]},
        {"kind": "feedback", "who": ["reporter"]},
    ],
}  # fmt: skip


def joint(join: str, quorum: int = 0, otherwise: str = "refused") -> dict[str, Any]:
    """Three departments at once, joined by `join`."""
    parts = ("fire", "health", "land")
    return {
        "name": "joint",
        "title": "并联审批",
        "start": "desk",
        "states": [
            {"name": "desk", "title": "受理"},
            {"name": "joint", "title": "并联审查", "kind": "fork",
             "fork": {"branches": {p: f"{p}_check" for p in parts}, "then": "sum", "join": join,
                      "quorum": quorum, "otherwise": otherwise}},
            *({"name": f"{p}_check", "title": p, "limit": {"amount": n + 2}}
              for n, p in enumerate(parts)),
            *({"name": f"{p}_done", "title": f"{p}完成", "kind": "done"} for p in parts),
            {"name": "sum", "title": "汇总"},
            {"name": "granted", "title": "发证", "kind": "closed"},
            *([{"name": "refused", "title": "不予许可", "kind": "void"}] if otherwise else []),
        ],
        "transitions": [
            {"origin": "desk", "to": "joint", "action": "send", "title": "转办", "who": ["clerk"]},
            *({"origin": f"{p}_check", "to": f"{p}_done", "action": "pass", "title": "通过",
               "who": [p]} for p in parts),
            {"origin": "sum", "to": "granted", "action": "grant", "title": "发证",
             "who": ["clerk"]},
            {"origin": "sum", "to": "joint", "action": "again", "title": "重审", "who": ["clerk"],
             "flow": "rework"},
        ],
        "measures": [{"kind": "void", "who": ["clerk"]}, {"kind": "note", "who": ["clerk"]}],
    }  # fmt: skip


def process(data: dict[str, Any]) -> Process:
    """The frozen value of a process given as plain data, as the pack loader makes it."""
    return TypeAdapter(Process).validate_python(data)


CALENDAR = Calendar(
    off=frozenset(days_of(date(2026, 5, 1), date(2026, 5, 5))),
    work=frozenset({date(2026, 5, 9)}),
    first_year=2026,
    last_year=2026,
)
MONDAY = midnight(date(2026, 3, 2)) + timedelta(hours=9)
AREAS = ("grid-07", "community-02", "street-01", "district")


def actor(*roles: str, organisation: str = "") -> Actor:
    return Actor(f"{roles[0]}甲", frozenset(roles), organisation)


class Story:
    """A case told event by event; every answer is kept, refused ones change nothing."""

    def __init__(self, process: Process, **values: object) -> None:
        self.process = process
        self.events: list[Event] = []
        self.at = MONDAY
        self.refusal: Refusal | None = None
        self.now: Case | None = None
        self.tell(EventKind.OPEN, actor("reporter"), target="案-1", areas=AREAS, values=values)

    @property
    def case(self) -> Case:
        assert self.now is not None
        return self.now

    def later(self, **span: float) -> "Story":
        self.at += timedelta(**span)
        return self

    def tell(
        self, kind: EventKind, by: Actor, seq: int | None = None, **rest: Any
    ) -> Case | Refusal:
        number = seq if seq is not None else (self.now.seq if self.now else 0) + 1
        event = Event(seq=number, at=self.at, by=by, kind=kind, **rest)
        answer = apply(self.process, self.now, event)
        if isinstance(answer, Refusal):
            self.refusal = answer
        else:
            self.now, self.refusal = answer, None
            self.events.append(event)
        return answer

    def step(self, action: str, role: str, organisation: str = "", **rest: Any) -> "Story":
        self.tell(EventKind.STEP, actor(role, organisation=organisation), action=action, **rest)
        return self

    def measure(self, action: str, role: str, organisation: str = "", **rest: Any) -> "Story":
        self.tell(EventKind.MEASURE, actor(role, organisation=organisation), action=action, **rest)
        return self

    def answer(self, granted: bool, role: str, request: int, **rest: Any) -> "Story":
        kind = EventKind.GRANT if granted else EventKind.DENY
        self.tell(kind, actor(role), request=request, **rest)
        return self

    def went(self) -> "Story":
        """The last event was taken."""
        assert self.refusal is None, self.refusal
        return self

    def moment(self, **span: float) -> datetime:
        """A moment counted from the first event."""
        return MONDAY + timedelta(**span)
