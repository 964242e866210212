"""The same tests on PostgreSQL, where one answers."""

import os
import socket
import subprocess
import sys
from pathlib import Path

import pytest

HERE = Path(__file__).parent
URL = "postgresql://postgres@127.0.0.1:5432/postgres"


def _answers() -> bool:
    with socket.socket() as probe:
        probe.settimeout(0.5)
        return probe.connect_ex(("127.0.0.1", 5432)) == 0


@pytest.mark.skipif("DATABASE_URL" in os.environ, reason="this already is the second run")
@pytest.mark.skipif(not _answers(), reason="no PostgreSQL answers on 127.0.0.1:5432")
def test_everything_holds_on_postgresql() -> None:
    run = subprocess.run(
        [sys.executable, "-m", "pytest", "-p", "no:xdist", str(HERE)],
        env=os.environ | {"DATABASE_URL": URL},
        cwd=HERE.parents[1],
        capture_output=True,
        text=True,
        check=False,
    )
    assert run.returncode == 0, run.stdout + run.stderr
