"""One prepared deployment a database, copied for each test."""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from integration.faults.machine import Machine, answers, make_database

PREPARED = """
from importlib import import_module
from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from lantu.apps.people.actions import create_account
from lantu.apps.people.actor import SYSTEM
from lantu.apps.people.audit.sealing import seal_all
from lantu.apps.people.permissions import Role
settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
store = import_module(settings.SESSION_ENGINE).SessionStore
keys = []
for number in range(9):
    user = create_account(by=SYSTEM, username=f"w{number}", display_name=f"某{number}",
                          password="a-long-word-here", roles=[Role.PLAN_OFFICER])
    session = store()
    session[SESSION_KEY] = str(user.pk)
    session[BACKEND_SESSION_KEY] = settings.AUTHENTICATION_BACKENDS[-1]
    session[HASH_SESSION_KEY] = user.get_session_auth_hash()
    session.save()
    keys.append((session.session_key, user.pk))
seal_all()
(Path(os.environ["LANTU_HOME"]) / "sessions.json").write_text(json.dumps(keys))
print("true")
"""


@pytest.fixture(scope="session", params=["sqlite", "postgresql"])
def prepared(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Machine]:
    if "DATABASE_URL" in os.environ:
        pytest.skip("these tests bring their own databases: the first run has them all")
    on_postgresql = request.param == "postgresql"
    if on_postgresql and not answers():
        pytest.skip("no PostgreSQL answers on 127.0.0.1:5432")
    home = tmp_path_factory.mktemp(request.param) / "home"
    machine = Machine(home, make_database() if on_postgresql else "")
    machine.ask(PREPARED, prepare=True)
    yield machine
    machine.remove()


@pytest.fixture
def machine(prepared: Machine, tmp_path: Path) -> Iterator[Machine]:
    copy = prepared.fresh_copy(tmp_path / "home")
    yield copy
    copy.remove()
