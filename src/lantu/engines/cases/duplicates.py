"""Cases that may be one and the same: near in place, near in time, alike in words.

Only proposes, with the three distances; a person merges. Refuses to call two cases alike that the
reporter put into different categories.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from math import asin, cos, radians, sin, sqrt

from rapidfuzz.fuzz import ratio

EARTH_METRES = 6_371_008.8
"""Mean radius of the earth (IUGG)."""

Place = tuple[float, float]
"""Degrees east, degrees north."""


@dataclass(frozen=True, slots=True)
class Report:
    """What is known of a case when it comes in. place: None when nobody said where."""

    key: str
    at: datetime
    category: str
    text: str
    place: Place | None = None


@dataclass(frozen=True, slots=True)
class Nearness:
    """How near two cases may be to be proposed: metres, days, likeness of words in percent.
    placeless: the likeness that is asked for when a place is missing."""

    metres: float = 50
    days: int = 7
    likeness: float = 45
    placeless: float = 85


@dataclass(frozen=True, slots=True)
class Likely:
    """A case that may be the same. metres: None when a place is missing."""

    key: str
    metres: float | None
    days: float
    likeness: float

    def __str__(self) -> str:
        place = "位置不详" if self.metres is None else f"相距 {self.metres:.0f} 米"
        return f"{self.key}：{place}、相隔 {self.days:.0f} 天、文字相似 {self.likeness:.0f} %"


def metres_between(here: Place, there: Place) -> float:
    """Great-circle distance in metres (haversine); good to 0.5 %, better than a phone's position.

    >>> round(metres_between((113.82, 34.03), (113.82, 34.04)))
    1112
    """
    (lon1, lat1), (lon2, lat2) = (tuple(map(radians, place)) for place in (here, there))
    half = sin((lat2 - lat1) / 2) ** 2 + cos(lat1) * cos(lat2) * sin((lon2 - lon1) / 2) ** 2
    return 2 * EARTH_METRES * asin(sqrt(min(1.0, half)))


def likely_duplicates(
    report: Report, others: Iterable[Report], near: Nearness | None = None
) -> tuple[Likely, ...]:
    """The cases among `others` that may be the same as `report`, the likeliest first."""
    bounds = near or Nearness()
    pairs = (_compare(report, other) for other in others if _may_be(report, other, bounds))
    found = [pair for pair in pairs if _is_near(pair, bounds)]
    return tuple(sorted(found, key=lambda p: (-p.likeness, p.metres or 0, p.days, p.key)))


def _may_be(report: Report, other: Report, bounds: Nearness) -> bool:
    same = not report.category or not other.category or report.category == other.category
    recent = abs(report.at - other.at) <= timedelta(days=bounds.days)
    return report.key != other.key and same and recent


def _compare(report: Report, other: Report) -> Likely:
    apart = None
    if report.place is not None and other.place is not None:
        apart = metres_between(report.place, other.place)
    days = abs(report.at - other.at) / timedelta(days=1)
    return Likely(other.key, apart, days, ratio(report.text, other.text))


def _is_near(pair: Likely, bounds: Nearness) -> bool:
    if pair.metres is None:
        return pair.likeness >= bounds.placeless
    return pair.metres <= bounds.metres and pair.likeness >= bounds.likeness
