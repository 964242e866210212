"""pg_dump and pg_restore as the machine has them, told about our database by the environment.

Passwords go by PGPASSWORD, never on a command line that other users can list.
"""

import os
import shutil
import subprocess
from pathlib import Path

from django.db import connection

from lantu.kernel.errors import Unavailable

SETTINGS = {"HOST": "PGHOST", "PORT": "PGPORT", "USER": "PGUSER", "PASSWORD": "PGPASSWORD"}


def dump(target: Path, snapshot: str) -> None:
    """The database as `snapshot` sees it."""
    _run("pg_dump", "--format=custom", f"--snapshot={snapshot}", f"--file={target}")


def put_back(source: Path) -> None:
    """All of it in one transaction, into the empty database."""
    _run(
        "pg_restore", "--no-owner", "--no-privileges", "--exit-on-error", "--single-transaction",
        f"--dbname={connection.settings_dict['NAME']}", str(source),
    )  # fmt: skip


def _run(tool: str, *words: str) -> None:
    path = shutil.which(tool)
    if path is None:
        raise Unavailable(
            "people.backup.tool_missing",
            f"这台机器上没有 {tool}。",
            "请安装与数据库服务器同版本或更新的 postgresql-client，再运行一次。",
        )
    given = connection.settings_dict
    environment = {name: str(given[key]) for key, name in SETTINGS.items() if given.get(key)}
    options = {f"PG{key.upper()}": str(value) for key, value in given["OPTIONS"].items()
               if key in ("sslmode", "sslrootcert", "sslcert", "sslkey")}  # fmt: skip
    run = subprocess.run(
        [path, *words],
        env=os.environ | {"PGDATABASE": given["NAME"]} | environment | options,
        capture_output=True,
        text=True,
        check=False,
    )
    if run.returncode:
        last = (run.stderr.strip() or "没有说明").splitlines()[-1]
        raise Unavailable(
            "people.backup.tool_failed", f"{tool} 没有成功。", f"请按其答复处理后再试：{last}"
        )
