"""Django for the tests of this folder: its own home, SQLite unless DATABASE_URL says otherwise."""

import os
import tempfile

import django
import pytest

os.environ["LANTU_HOME"] = tempfile.mkdtemp(prefix="lantu-tests-")
os.mkdir(os.path.join(os.environ["LANTU_HOME"], "static"))
os.environ["LANTU_SECRET_KEY"] = "only for tests " * 4
os.environ["DJANGO_SETTINGS_MODULE"] = "lantu.settings"
django.setup()

from django.core.cache import cache  # noqa: E402
from django.test import Client  # noqa: E402
from pytest_django import Settings  # noqa: E402

from integration.packages import AREAS, outline_plan  # noqa: E402
from lantu.apps.people.actions import create_account, import_areas  # noqa: E402
from lantu.apps.people.actor import SYSTEM, Actor  # noqa: E402
from lantu.apps.people.permissions import Role  # noqa: E402
from lantu.apps.places.models import Area  # noqa: E402
from lantu.apps.registry.actions import load_version, open_plan, register_plan  # noqa: E402
from lantu.apps.registry.models import PlanVersion  # noqa: E402
from lantu.apps.tracking import grounds  # noqa: E402
from lantu.apps.tracking.cases import history  # noqa: E402
from lantu.apps.tracking.enabling import snapshots  # noqa: E402
from lantu.apps.web.views.living import shown  # noqa: E402


@pytest.fixture(autouse=True)
def quick(settings: Settings) -> None:
    """Nothing has been collected, and passwords need not be hard to guess here."""
    settings.STORAGES = settings.STORAGES | {
        "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    }
    shown.cache_clear()
    for kept in (grounds, history, snapshots):
        kept.forget()
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    settings.AXES_ENABLED = False
    cache.clear()


@pytest.fixture
def officer(db: None) -> Actor:
    return create_account(
        by=SYSTEM, username="officer", display_name="规划科", password="officer-word",
        roles=[Role.PLAN_OFFICER],
    ).actor()  # fmt: skip


@pytest.fixture
def version(officer: Actor) -> PlanVersion:
    """The invented plan's first version, open to the public."""
    assert import_areas(by=officer, vintage="2025", data=AREAS.encode()) == ()
    package = outline_plan()
    plan = register_plan(
        by=officer, key="yunxi", package=package, area=Area.objects.get(code="990102")
    )
    open_plan(by=officer, plan=plan)
    return load_version(by=officer, plan=plan, package=package)


@pytest.fixture
def visitor() -> Client:
    return Client()


@pytest.fixture
def signed_in(officer: Actor) -> Client:
    client = Client()
    assert client.login(username="officer", password="officer-word")
    return client
