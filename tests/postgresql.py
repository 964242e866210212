"""The integration tests once more, on PostgreSQL where one answers: python -m tests.postgresql."""

import os
import socket
import subprocess
import sys

HOST, PORT = "127.0.0.1", 5432
URL = f"postgresql://postgres@{HOST}:{PORT}/postgres"


def answers() -> bool:
    """Whether anything listens where PostgreSQL does."""
    with socket.socket() as probe:
        probe.settimeout(0.5)
        return probe.connect_ex((HOST, PORT)) == 0


if __name__ == "__main__":
    if not answers():
        print(f"skipped: the tests on PostgreSQL, as none answers on {HOST}:{PORT}")
        sys.exit(0)
    print(f"the integration tests on PostgreSQL at {HOST}:{PORT}", flush=True)
    command = [sys.executable, "-m", "pytest", "-n", "auto", *sys.argv[1:], "tests/integration"]
    command += ["--ignore", "tests/integration/faults"]  # these ask both databases by themselves
    sys.exit(
        subprocess.run(command, env=os.environ | {"DATABASE_URL": URL}, check=False).returncode
    )
