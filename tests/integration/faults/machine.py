"""A deployment of its own, in processes of its own, that a test may kill.

Made once for each database and copied for each test: a home folder, and on PostgreSQL a database.
"""

import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import textwrap
import time
import urllib.request
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import psycopg

SERVER = "postgresql://postgres@127.0.0.1:5432/"
OPENED = """
import json, os, sys
from pathlib import Path
from lantu.demo.home import open_home
open_home(Path(os.environ["LANTU_HOME"]), create=True, prepare=PREPARE)
"""


def answers() -> bool:
    """Whether PostgreSQL is there."""
    with socket.socket() as probe:
        probe.settimeout(0.5)
        return probe.connect_ex(("127.0.0.1", 5432)) == 0


@dataclass(frozen=True)
class Machine:
    """database: the name of a PostgreSQL database, "" for SQLite."""

    home: Path
    database: str = ""

    @property
    def environment(self) -> dict[str, str]:
        kept = {k: v for k, v in os.environ.items() if not k.startswith(("LANTU_", "DATABASE_"))}
        url = {"DATABASE_URL": SERVER + self.database} if self.database else {}
        return kept | url | {"LANTU_HOME": str(self.home), "LANTU_DEMO": "1"}

    def run(self, *words: str) -> subprocess.CompletedProcess[str]:
        """A `lantu` command."""
        return subprocess.run(
            [sys.executable, "-m", "lantu", *words, "--home", str(self.home)],
            env=self.environment, capture_output=True, text=True, check=False,
        )  # fmt: skip

    def start(self, code: str, *, prepare: bool = False) -> "subprocess.Popen[str]":
        """Python inside the deployment."""
        script = OPENED.replace("PREPARE", str(prepare)) + textwrap.dedent(code)
        return subprocess.Popen(
            [sys.executable, "-c", script], env=self.environment, text=True,
            stdout=subprocess.PIPE, stderr=subprocess.PIPE, start_new_session=True,
        )  # fmt: skip

    def ask(self, code: str, *, prepare: bool = False) -> Any:
        """What `code` prints as JSON."""
        said, wrong = (process := self.start(code, prepare=prepare)).communicate()
        assert process.returncode == 0, wrong
        return json.loads(said.splitlines()[-1])

    def change(self, *statements: str) -> None:
        """SQL behind everybody's back, with the triggers out of the way."""
        quoted = json.dumps(statements)
        self.ask(f"""
            from django.db import connection
            from lantu.apps.people.audit.guarding import lift
            lift()
            with connection.cursor() as cursor:
                for statement in {quoted}:
                    cursor.execute(statement)
            print("true")
        """)

    def fresh_copy(self, home: Path) -> "Machine":
        """The same deployment again, under `home`."""
        shutil.copytree(self.home, home)
        return Machine(home, make_database(self.database) if self.database else "")

    def empty_neighbour(self, home: Path) -> "Machine":
        """An empty place of the same kind, to restore into."""
        return Machine(home, make_database() if self.database else "")

    def remove(self) -> None:
        if self.database:
            with psycopg.connect(SERVER, autocommit=True) as connection:
                connection.execute(f'DROP DATABASE IF EXISTS "{self.database}" WITH (FORCE)')

    @contextmanager
    def serving(self) -> Iterator[tuple[int, "subprocess.Popen[bytes]"]]:
        """`lantu serve`, answering; (port, process). Killed afterwards with all it started."""
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            port = probe.getsockname()[1]
        process = subprocess.Popen(
            [sys.executable, "-m", "lantu", "serve", "--home", str(self.home), "--port", str(port)],
            env=self.environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
            start_new_session=True,
        )  # fmt: skip
        try:
            _wait_for(f"http://127.0.0.1:{port}/plans/", process)
            yield port, process
        finally:
            kill(process)


def make_database(template: str = "template1") -> str:
    name = f"lantu_fault_{uuid.uuid4().hex[:12]}"
    with psycopg.connect(SERVER, autocommit=True) as connection:
        connection.execute(f'CREATE DATABASE "{name}" TEMPLATE "{template}"')
    return name


def kill(process: "subprocess.Popen[Any]") -> None:
    """SIGKILL to the process and to all of its group: nothing gets to tidy up."""
    try:
        os.killpg(process.pid, signal.SIGKILL)
    except ProcessLookupError:
        return
    process.wait()


def _wait_for(address: str, process: "subprocess.Popen[bytes]") -> None:
    end = time.monotonic() + 120
    while time.monotonic() < end and process.poll() is None:
        try:
            with urllib.request.urlopen(address, timeout=5):
                return
        except OSError:
            time.sleep(0.1)
    raise AssertionError("lantu serve did not answer")
