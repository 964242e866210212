"""What the linter found in a version, with what people decided about it."""

import json
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from lantu.apps.registry.finding_keys import finding_keys
from lantu.apps.registry.models import FindingDecision, Section, StoredPackage
from lantu.apps.registry.words import Verdict
from lantu.engines.plan.lint import CHECKS
from lantu.kernel.findings import Severity


@dataclass(frozen=True, slots=True)
class FindingRow:
    """number: from 1, in the order of the document. title: of the check, "" for the compiler's.
    words: that it stands on. start, end: None when it concerns the whole."""

    number: int
    key: str
    code: str
    title: str
    severity: Severity
    message: str
    fix: str | None
    words: str
    start: int | None
    end: int | None
    verdict: Verdict
    reason: str
    who: str
    at: datetime | None


@dataclass(frozen=True, slots=True)
class FindingFilter:
    """Empty strings filter nothing. section: an outline unit, its sub-units included."""

    severity: str = ""
    code: str = ""
    verdict: str = Verdict.OPEN
    section: int | None = None


@dataclass(frozen=True, slots=True)
class Proof:
    """The findings of a version that a filter leaves, and what all of them are."""

    rows: tuple[FindingRow, ...]
    total: int
    severities: Mapping[str, int]
    codes: Mapping[str, int]
    titles: Mapping[str, str]
    verdicts: Mapping[str, int]
    sections: Mapping[int, int]


def findings(version: int) -> tuple[FindingRow, ...]:
    """Every finding of a version that the actor has been shown to see."""
    return findings_of(StoredPackage.objects.get(version=version))


def findings_of(stored: StoredPackage) -> tuple[FindingRow, ...]:
    rows = sorted(json.loads(stored.findings), key=lambda row: row["span"] or [0, 0])
    decided = {
        decision.key: decision
        for decision in FindingDecision.objects.filter(
            plan__versions=stored.version_id
        ).select_related("decided_by")
    }
    return tuple(
        _row(number, key, row, stored.text, decided.get(key))
        for number, (key, row) in enumerate(
            zip(finding_keys(rows, stored.text), rows, strict=True), 1
        )
    )


def _row(
    number: int, key: str, row: Mapping[str, object], text: str, decided: FindingDecision | None
) -> FindingRow:
    code, span = str(row["code"]), row["span"]
    start, end = span if isinstance(span, list) else (None, None)
    check = CHECKS.get(code)
    return FindingRow(
        number,
        key,
        code,
        check.title if check else "",
        Severity(str(row["severity"])),
        str(row["message"]),
        str(row["fix"]) if row["fix"] else None,
        "".join(text[start:end].split()) if start is not None else "",
        start,
        end,
        Verdict(decided.verdict) if decided else Verdict.OPEN,
        decided.reason if decided else "",
        str(decided.decided_by or "") if decided else "",
        decided.decided_at if decided else None,
    )


def proof(version: int, chosen: FindingFilter) -> Proof:
    """What the lint page and its files show."""
    everything = findings(version)
    units = list(Section.objects.filter(version=version).order_by("start", "pk"))
    unit = next((unit for unit in units if unit.pk == chosen.section), None)
    rows = [row for row in everything if _passes(row, chosen, unit)]
    return Proof(
        tuple(rows),
        len(everything),
        Counter(row.severity for row in everything),
        Counter(row.code for row in everything),
        {row.code: row.title for row in everything},
        Counter(row.verdict for row in everything),
        {unit.pk: _inside(rows, unit) for unit in units},
    )


def _passes(row: FindingRow, chosen: FindingFilter, unit: Section | None) -> bool:
    return (
        chosen.severity in ("", row.severity)
        and chosen.code in ("", row.code)
        and chosen.verdict in ("", row.verdict)
        and (chosen.section is None or (unit is not None and _inside([row], unit) == 1))
    )


def _inside(rows: Iterable[FindingRow], unit: Section) -> int:
    return sum(row.start is not None and unit.start <= row.start < unit.end for row in rows)


def text_of(version: int) -> str:
    """The text that the findings' places index into."""
    return StoredPackage.objects.values_list("text", flat=True).get(version=version)
