"""衔接: a lower plan held against its upper plan.

Finds binding indicators of the upper plan that the lower one lacks, weaker targets, differing
units, natures or base years, and projects that both name differently. A lower plan may lack what
concerns other places, so a missing project is no finding here.
"""

from collections.abc import Iterator
from enum import StrEnum

from lantu.engines.plan.comparison.matching import Difference, match
from lantu.engines.plan.comparison.weakening import target_cell, value_shift
from lantu.engines.plan.model import Column, Indicator, Project
from lantu.engines.plan.package import Package

SAME_INDICATOR = 72.0
SAME_PROJECT = 82.0
"""Least likeness (0-100) at which two names mean one thing in two plans of different authors."""


class GapKind(StrEnum):
    """Worst first."""

    MISSING_BINDING = "missing_binding"
    WEAKER_TARGET = "weaker_target"
    WEAKER_NATURE = "weaker_nature"
    DIFFERENT_UNIT = "different_unit"
    DIFFERENT_BASE_YEAR = "different_base_year"
    DIFFERENT_NAME = "different_name"
    MISSING_ANTICIPATED = "missing_anticipated"


def align(upper: Package, lower: Package) -> list[Difference]:
    """Every gap, worst kind first, in the order of the upper plan."""
    found = [*_indicator_gaps(upper, lower), *_project_gaps(upper, lower)]
    order = list(GapKind)
    return sorted(found, key=lambda gap: order.index(GapKind(gap.kind)))


def planned(package: Package) -> list[Indicator]:
    """The indicators with a target for the plan period: those of tables with a target column, the
    last period's results left out when another table looks ahead."""
    ahead = [t.id for t in package.tables if any(c.role == "target" for c in t.columns)]
    reports = {t.id for t in package.tables if any(c.role == "actual" for c in t.columns)}
    chosen = [t for t in ahead if t not in reports] or ahead
    return [i for i in package.indicators if not chosen or i.table_id in chosen]


def _indicator_gaps(upper: Package, lower: Package) -> Iterator[Difference]:
    pairs, missing, _ = match(
        planned(upper), planned(lower), title=lambda i: i.name, least=SAME_INDICATOR
    )
    for item in missing:
        binding = item.nature == "binding"
        kind = GapKind.MISSING_BINDING if binding else GapKind.MISSING_ANTICIPATED
        nature = "约束性" if binding else "预期性"
        yield Difference(kind, "indicators", item, None, (f"上位规划的{nature}指标，本规划没有",))
    for pair in pairs:
        above, below = pair.old, pair.new
        if above.nature == "binding" and below.nature == "anticipated":
            why = "上位规划为约束性，本规划为预期性"
            yield Difference(GapKind.WEAKER_NATURE, "indicators", above, below, (why,))
        if (above.unit or "") != (below.unit or ""):
            why = f"单位：上位规划“{above.unit or '无'}”，本规划“{below.unit or '无'}”"
            yield Difference(GapKind.DIFFERENT_UNIT, "indicators", above, below, (why,))
        else:
            yield from _value_gaps(upper, lower, above, below)
        if pair.likeness < 100 and above.name != below.name:
            why = f"名称：上位规划“{above.name}”，本规划“{below.name}”"
            yield Difference(GapKind.DIFFERENT_NAME, "indicators", above, below, (why,))


def _value_gaps(
    upper: Package, lower: Package, above: Indicator, below: Indicator
) -> Iterator[Difference]:
    first, second = _columns(upper, above), _columns(lower, below)
    goal = target_cell(above, {c.name: c.role for c in first})
    ours = target_cell(below, {c.name: c.role for c in second})
    if goal and ours:
        shift = value_shift(above.name, goal.value, ours.value)
        if shift and shift.weaker:
            why = f"目标：上位规划 {goal.raw}，本规划 {ours.raw}"
            yield Difference(GapKind.WEAKER_TARGET, "indicators", above, below, (why,))
    base, other = _base_year(first), _base_year(second)
    if base and other and base != other:
        why = f"基期：上位规划 {base} 年，本规划 {other} 年"
        yield Difference(GapKind.DIFFERENT_BASE_YEAR, "indicators", above, below, (why,))


def _columns(package: Package, indicator: Indicator) -> tuple[Column, ...]:
    return next((t.columns for t in package.tables if t.id == indicator.table_id), ())


def _base_year(columns: tuple[Column, ...]) -> int | None:
    return next((c.year for c in columns if c.role == "base"), None)


def _project_gaps(upper: Package, lower: Package) -> Iterator[Difference]:
    pairs, _, _ = match(_named(upper), _named(lower), title=lambda p: p.name, least=SAME_PROJECT)
    for pair in pairs:
        if "".join(pair.old.name.split()) != "".join(pair.new.name.split()):
            why = f"名称：上位规划“{pair.old.name}”，本规划“{pair.new.name}”"
            yield Difference(GapKind.DIFFERENT_NAME, "projects", pair.old, pair.new, (why,))


def _named(package: Package) -> list[Project]:
    """One mention of each real project."""
    return [project for project in package.projects if project.cluster == project.id]
