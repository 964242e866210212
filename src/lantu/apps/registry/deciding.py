"""What a decision must say before it is written, and what a new plan is called in addresses."""

from dataclasses import dataclass
from datetime import date
from hashlib import sha256
from typing import Self

from lantu.apps.places.models import Area
from lantu.apps.registry.models import Plan, PlanVersion
from lantu.apps.registry.words import Status, VersionStatus
from lantu.engines.plan.package import Package
from lantu.kernel.errors import Invalid

NUMBER = 60
"""Most characters of a document's number; the column is as long."""


@dataclass(frozen=True, slots=True)
class Decided:
    """How a version stands, and by which document of which day (YYYY-MM-DD); "" for a draft."""

    status: VersionStatus
    document_number: str = ""
    adopted_on: str = ""

    @classmethod
    def by(cls, package: Package) -> Self:
        """As the document says of itself."""
        return cls(
            VersionStatus(package.status or VersionStatus.DRAFT),
            package.document_number or "",
            package.adopted_on or "",
        )

    @classmethod
    def of(cls, version: PlanVersion) -> Self:
        """As a version stands."""
        status = VersionStatus(version.status)
        return cls(status, version.document_number, version.adopted_on)


def must_be_dated(decided: Decided) -> None:
    """Invalid unless an adopted or adjusted version names its document and day."""
    if decided.adopted_on:
        a_day(decided.adopted_on)
    if decided.status is not VersionStatus.DRAFT and not (
        decided.document_number and decided.adopted_on
    ):
        raise Invalid(
            "registry.version.undecided",
            f"状态为“{decided.status.label}”的版本没有写明文号或日期。",
            "请填写批准或调整它的文件名称或文号，以及文件的日期；还没有批准的，请选“草案”。",
        )
    if len(decided.document_number) > NUMBER:
        raise Invalid("registry.version.number", "文号太长。", "请只写文号，例如 云政〔2026〕3号。")


def a_day(given: str) -> date:
    """The day that a person typed. Invalid when it is none."""
    try:
        return date.fromisoformat(given.strip())
    except ValueError as error:
        raise Invalid(
            "registry.day", f"日期“{given[:20]}”不能用。", "请按 2026-03-01 的样子填写。"
        ) from error


def must_decide(status: Status, document: str, reason: str) -> None:
    """Invalid unless a promise is adjusted or ended by a document, with a reason."""
    if status not in (Status.ADJUSTED, Status.TERMINATED):
        raise Invalid(
            "registry.promise.decision",
            f"状态“{status.label}”不能由决定给出。",
            "只有“已调整”和“已终止”须有文件；其他状态由数据推出。",
        )
    if not document.strip() or not reason.strip():
        raise Invalid(
            "registry.promise.undocumented",
            "没有写明决定的文件或理由。",
            "请填写文件名称或文号、日期和理由。",
        )


def plan_key(package: Package, area: Area | None) -> str:
    """The plan's name in URLs: area code, kind, first year, as far as they are known.

    An area has many special plans and other papers, so their title tells them apart.
    """
    alone = package.kind in ("outline", "annual", "report") and package.period
    title = package.title or package.source.name
    parts = (
        area.code if area else "",
        package.kind,
        str(package.period.first_year) if package.period else "",
        "" if alone else sha256(title.encode()).hexdigest()[:6],
    )
    return "-".join(part for part in parts if part)


def free_key(key: str) -> str:
    """`key`, or the first of key-2, key-3, … that no plan has."""
    taken = set(Plan.objects.filter(key__startswith=key).values_list("key", flat=True))
    number = 1
    while (found := key if number == 1 else f"{key}-{number}") in taken:
        number += 1
    return found
