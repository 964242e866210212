"""The moment at which something happens: now, or now on the fixed day of a demonstration."""

from datetime import datetime

from django.conf import settings
from django.utils import timezone


def moment() -> datetime:
    """Aware, in UTC; the time of day is always the real one."""
    now = timezone.now()
    if settings.TODAY is None:
        return now
    clock = timezone.localtime(now)
    return clock.replace(
        year=settings.TODAY.year, month=settings.TODAY.month, day=settings.TODAY.day
    )
