"""What can be done to the register of areas and to the working calendar. Only actions write."""

from collections.abc import Callable, Mapping
from datetime import date
from importlib import metadata

import chinese_calendar

from lantu.apps.people.acting import acting
from lantu.apps.people.actor import Actor
from lantu.apps.people.models import day_of_today
from lantu.apps.people.permissions import Permission
from lantu.apps.places.columns import Layout, propose
from lantu.apps.places.loading import BATCH, prepared, write
from lantu.apps.places.models import (
    Area,
    AreaKind,
    CalendarDay,
    CalendarYear,
    ImportLayout,
    Vintage,
)
from lantu.apps.places.register import Checked, Told, check
from lantu.formats.sheets import Sheet, read_sheets
from lantu.kernel.errors import Invalid
from lantu.kernel.findings import Finding, Severity


def import_areas(
    *,
    by: Actor,
    vintage: str,
    data: bytes,
    name: str = "areas.csv",
    told: Told | None = None,
    layout: Layout | None = None,
    sheet: int = 0,
    sender: str = "",
    dry_run: bool = False,
    advance: Callable[[int], object] = lambda rows: None,
) -> tuple[Finding, ...]:
    """Put a table of one vintage in place: every row, or none and the faults by row.

    layout: as confirmed; None takes the proposal. sender: for whom to remember it. An area that is
    there already keeps its row and takes the new name. advance: told how many rows were written.
    """
    by.must(Permission.IMPORT_AREAS)
    told = told or Told()
    table = _sheet(name, data, sheet)
    layout = layout or propose(table, sender)
    if layout.missing:
        return (_no_columns(layout),)
    checked = check(table, layout, told, *_stored(vintage))
    if checked.faults or dry_run:
        return listed(checked)
    with (
        prepared(checked, advance) as batches,
        acting(Permission.IMPORT_AREAS, by=by) as deed,
    ):
        edition, _ = Vintage.objects.get_or_create(name=vintage, defaults={"source": name[:200]})
        changed = write(vintage, told, batches, name[:200], advance, many=checked.count > BATCH)
        if sender and not layout.remembered:
            ImportLayout.objects.update_or_create(
                sender=sender, header=layout.digest, defaults={"columns": dict(layout.columns)}
            )
        if changed:
            deed.record(
                edition, file=name, hierarchy=told.hierarchy, rows=checked.count, changed=changed
            )
    return ()


def listed(checked: Checked) -> tuple[Finding, ...]:
    """The faults, and how many more there are."""
    if not checked.unlisted:
        return tuple(checked.faults)
    more = Finding(
        "places.areas.more", Severity.ERROR, f"另有 {checked.unlisted} 处错误未列出。", None,
        "请先更正已列出的各行，再导入一次。",
    )  # fmt: skip
    return (*checked.faults, more)


def _sheet(name: str, data: bytes, number: int) -> Sheet:
    sheets = read_sheets(name, data)
    if not 0 <= number < len(sheets):
        raise Invalid(
            "places.areas.sheet", f"{name} 里没有第 {number + 1} 张表。", "请选择文件里有的表。"
        )
    return sheets[number]


def _no_columns(layout: Layout) -> Finding:
    words = {"code": "代码", "name": "名称"}
    missing = "、".join(words[field] for field in layout.missing)
    return Finding(
        "places.areas.columns",
        Severity.ERROR,
        f"认不出哪一列是{missing}。",
        None,
        "请在导入页面上指定，或把表头写成：代码、名称、上级代码。",
    )


def _stored(vintage: str) -> tuple[Callable[[str], bool], int]:
    """Whether a code is in the vintage, and the digits of the shortest one there."""
    here = Area.objects.filter(vintage=vintage)
    wide = set(here.exclude(kind=AreaKind.COMMUNITY).values_list("code", flat=True))
    top = min((len(code) for code in wide), default=12)
    known: dict[str, bool] = {}

    def stored(code: str) -> bool:
        if code in wide or (code.isdigit() and len(code) < 12):
            return code in wide
        if code not in known:
            known[code] = here.filter(code=code).exists()
        return known[code]

    return stored, top


def load_calendar(
    *, by: Actor, source: str, off: Mapping[date, str], work: Mapping[date, str]
) -> tuple[int, ...]:
    """The years for which days off and worked weekends are known; a loaded year is replaced."""
    days = {day: (False, name) for day, name in off.items()}
    days |= {day: (True, name) for day, name in work.items()}
    years = sorted({day.year for day in days})
    with acting(Permission.IMPORT_AREAS, by=by) as deed:
        for year in years:
            row, _ = CalendarYear.objects.update_or_create(
                year=year, defaults={"source": source, "loaded_on": day_of_today()}
            )
            row.days.all().delete()
            CalendarDay.objects.bulk_create(
                CalendarDay(day=day, year=row, works=works, name=name)
                for day, (works, name) in sorted(days.items())
                if day.year == year and works != (day.weekday() < 5)
            )
            deed.record(row, source=source)
    return tuple(years)


def load_known_calendar(*, by: Actor) -> tuple[int, ...]:
    """The years that the installed chinese-calendar package knows and the table does not."""
    there = set(CalendarYear.objects.values_list("year", flat=True))
    off = {day: name for day, name in chinese_calendar.holidays.items() if day.year not in there}
    work = {day: name for day, name in chinese_calendar.workdays.items() if day.year not in there}
    if not off:
        return ()
    version = metadata.version("chinese-calendar")
    return load_calendar(by=by, source=f"chinese-calendar {version}", off=off, work=work)
