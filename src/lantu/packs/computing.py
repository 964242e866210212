"""Runs the functions of a pack on a record: fields that are computed, checks that must hold.

Refuses to let a fault in a function stop an entry: it becomes a finding that names the function.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from lantu.engines.registers.fields import Record
from lantu.kernel.findings import Finding, Severity
from lantu.packs.snapshot import Outcome, Pack


@dataclass(frozen=True, slots=True)
class Completed:
    """values: the record with its computed fields. reasons: field or check -> why. findings: checks
    that do not hold, and functions that failed."""

    values: Record
    reasons: Mapping[str, tuple[str, ...]]
    findings: tuple[Finding, ...]


def complete(pack: Pack, register: str, record: Record, today: date) -> Completed:
    """`record` of `register` with what the pack computes and checks on `today`."""
    home = pack.register(register)
    values, reasons, findings = dict(record), {}, []
    for name, note in home.notes.items():
        if not note.function:
            continue
        outcome = _run(pack, note.function, values, today)
        if isinstance(outcome, Finding):
            findings.append(outcome)
        elif not isinstance(outcome.result, bool):
            values[name], reasons[name] = outcome.result, outcome.reasons
    for check in home.checks:
        outcome = _run(pack, check, values, today)
        if isinstance(outcome, Finding):
            findings.append(outcome)
            continue
        reasons[check] = outcome.reasons
        if not outcome.result:
            findings.append(_fails(check, outcome))
    return Completed(values, reasons, tuple(findings))


def _run(pack: Pack, name: str, record: Record, today: date) -> Outcome | Finding:
    try:
        return pack.functions[name](record, today)
    except Exception as error:
        return Finding(
            "packs.function",
            Severity.WARNING,
            f"“{pack.title}”的 {name} 没有算出结果（{type(error).__name__}：{error}）。",
            fix="请核对这一条的数；如数无误，请转告系统包的作者。",
            place=name,
        )


def _fails(check: str, outcome: Outcome) -> Finding:
    return Finding(
        "packs.check",
        Severity.ERROR,
        f"{'；'.join(outcome.reasons) or check}。",
        fix="请核对后改正。",
        place=check,
    )
