"""The working calendar as the pure engine takes it, out of the dated table.

Years that are not in the table are provisional: weekdays only. What fills it is an action.
"""

from lantu.apps.places.models import CalendarDay, CalendarYear
from lantu.kernel.workdays import Calendar


def working_calendar() -> Calendar:
    """The years that follow each other without a gap, up to the last known one."""
    years = list(CalendarYear.objects.order_by("-year").values_list("year", flat=True))
    if not years:
        return Calendar(frozenset(), frozenset(), 1, 0)
    first = last = years[0]
    for year in years[1:]:
        if year != first - 1:
            break
        first = year
    days = CalendarDay.objects.filter(year__gte=first).values_list("day", "works")
    return Calendar(
        frozenset(day for day, works in days if not works),
        frozenset(day for day, works in days if works),
        first,
        last,
    )
