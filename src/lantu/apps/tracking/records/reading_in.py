"""What people hand in, turned into typed values of a register, with every fault by field.

Fields that a function of the pack computes are computed, its checks are asked. Refuses nothing by
itself: it answers with findings.
"""

from collections.abc import Mapping
from datetime import date

from lantu.engines.registers.fields import Value
from lantu.engines.registers.reading import Directories, read_row
from lantu.kernel.errors import Invalid
from lantu.kernel.findings import Finding, Severity
from lantu.packs.snapshot import Pack, PackRegister

Values = dict[str, Value]


def read_values(
    pack: Pack,
    home: PackRegister,
    raw: Mapping[str, object],
    known: Directories,
    today: date,
) -> tuple[Values, tuple[Finding, ...]]:
    """The values of a whole record and what is wrong with it."""
    reading = read_row(home.register, raw, known)
    values = dict(reading.values)
    found = list(reading.findings)
    if reading.is_usable:
        found += computed(pack, home, values, today)
    return values, tuple(found)


def computed(pack: Pack, home: PackRegister, values: Values, today: date) -> list[Finding]:
    """Set the fields that functions compute, in place; what the pack's checks say against it."""
    found = []
    for name, note in home.notes.items():
        if note.function in pack.functions:
            result, _ = pack.functions[note.function](values, today)
            values[name] = None if isinstance(result, bool) else result
    for check in home.checks:
        if check in pack.functions:
            result, reasons = pack.functions[check](values, today)
            if result is False:
                message = "；".join(reasons) or f"没有通过检查 {check}"
                found.append(
                    Finding("registers.check", Severity.ERROR, f"{message}。", fix="请核对后再填。")
                )
    return found


def must_be_usable(findings: tuple[Finding, ...]) -> None:
    """Invalid with every error in `data["findings"]`: (field, message, fix)."""
    wrong = [finding for finding in findings if finding.severity is Severity.ERROR]
    if wrong:
        raise Invalid(
            "tracking.values",
            "".join(finding.message for finding in wrong),
            "".join(finding.fix or "" for finding in wrong),
            {"findings": [(f.place, f.message, f.fix) for f in wrong]},
        )
