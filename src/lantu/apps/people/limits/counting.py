"""Counts visits in the database, in one statement: two processes never count the same one.

Django's own caches do not serve: that of a process counts for itself, and the one in the database
reads and writes in two steps and throws rows away when it is full. When the database does not
answer, the process counts for itself until it does: a limit gets wider then, never none.
"""

import logging
import time

from django.core.cache import cache
from django.db import DatabaseError, connection, transaction
from django.utils.crypto import salted_hmac

from lantu.apps.people.limits.models import VisitCount

log = logging.getLogger("lantu.limits")
COUNT = """
INSERT INTO people_visitcount (key, until, n) VALUES (%s, %s, 1)
ON CONFLICT (key) DO UPDATE SET
  n = CASE WHEN people_visitcount.until <= %s THEN 1 ELSE people_visitcount.n + 1 END,
  until = CASE WHEN people_visitcount.until <= %s THEN excluded.until
          ELSE people_visitcount.until END
RETURNING n
"""


def visits(deed: str, who: str, seconds: int) -> int:
    """How often `who` has done `deed` within a window of `seconds`, this time included."""
    key = salted_hmac("lantu.limits", f"{deed}\n{who}", algorithm="sha256").hexdigest()
    now = int(time.time())
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(COUNT, [key, now + seconds, now, now])
            return int(cursor.fetchone()[0])
    except DatabaseError:
        log.exception("visits are counted by this process alone")
        return _alone(f"lantu-limit:{key}", seconds)


def _alone(key: str, seconds: int) -> int:
    cache.add(key, 0, seconds)
    try:
        return cache.incr(key)
    except ValueError:  # its window ended between the two
        return 1


def clear_ended() -> int:
    """Remove rows whose window is over; how many."""
    removed, _ = VisitCount.objects.filter(until__lt=int(time.time())).delete()
    return removed
