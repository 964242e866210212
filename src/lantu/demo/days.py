"""The days of a demonstration: it is lived through one by one, and ends where it stands."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date

from django.conf import settings


@contextmanager
def standing_at(day: date) -> Iterator[None]:
    """The deployment stands at `day`."""
    before, settings.TODAY = settings.TODAY, day
    try:
        yield
    finally:
        settings.TODAY = before
