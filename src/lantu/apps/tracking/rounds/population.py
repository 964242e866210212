"""Who a round is for, on the day it is asked."""

from collections.abc import Sequence

from django.db.models import QuerySet

from lantu.apps.tracking.enabling.snapshots import Pinned
from lantu.apps.tracking.records.models import Record
from lantu.apps.tracking.records.queries import in_view
from lantu.apps.tracking.words import RecordState
from lantu.packs.snapshot import PackRound


def members_of(pin: Pinned, found: PackRound) -> Sequence[Record]:
    """The population on this day; each with the organisation that answers for it."""
    kind = pin.kind(found.register)
    home = pin.pack.register(found.register)
    rows: QuerySet[Record] = Record.objects.filter(register=kind, state=RecordState.ACTIVE)
    rows = rows.defer("sealed")
    if found.view:
        rows = in_view(rows, kind, home, found.view)
    members = list(rows.order_by("pk"))
    for row in members:
        unit = row.data.get(found.responsible)
        row.organisation_id = int(str(unit)) if unit else row.organisation_id
    return members
