"""A small county with grid governance: communities, grids, accounts, a few finished cases."""

import io

import pytest
from django.conf import settings
from django.test import Client
from PIL import Image

from integration.packages import AREAS
from lantu.apps.people.actor import SYSTEM
from lantu.apps.people.confidential import new_key
from lantu.apps.people.models import User
from lantu.apps.people.place_actions import import_areas, load_known_calendar
from lantu.apps.places.models import Area
from lantu.apps.tracking import grounds
from lantu.apps.tracking.cases import history
from lantu.apps.tracking.enabling import snapshots
from lantu.demo import grid
from lantu.demo.accounts import open_accounts

COMMUNITIES = (
    "990102001001,柳堤社区,community,990102001\n990102001002,梨园社区,community,990102001\n"
)
"""Below the street of the invented county."""


def make(monkeypatch: pytest.MonkeyPatch, cases: int = 6) -> Area:
    """The county, with the demonstration's people and `cases` cases."""
    for kept in (grounds, history, snapshots):
        kept.forget()
    monkeypatch.setattr(grid, "CASES", cases)
    monkeypatch.setattr(settings, "FIELD_KEY", new_key())
    rows = AREAS if "990102001," in AREAS else AREAS + "990102001,云溪街道,street,990102\n"
    assert import_areas(by=SYSTEM, vintage="2024", data=(rows + COMMUNITIES).encode()) == ()
    load_known_calendar(by=SYSTEM)
    county = Area.objects.get(code="990102", vintage="2024")
    open_accounts(county)
    assert grid.fill_grid(county, "2024") == cases
    snapshots.forget()
    return county


def signed_in(name: str) -> Client:
    """A browser of one of the demonstration's accounts."""
    client = Client()
    client.force_login(
        User.objects.get(username=name), backend="django.contrib.auth.backends.ModelBackend"
    )
    return client


def photo(name: str = "现场.jpg", shade: str = "#335577") -> io.BytesIO:
    """A picture to hand in."""
    written = io.BytesIO()
    Image.new("RGB", (64, 48), shade).save(written, "JPEG")
    written.seek(0)
    written.name = name
    return written
