"""Settings: one table, documented, and a start that says how to put a bad value right."""

import os
import subprocess
import sys
from datetime import date
from pathlib import Path

import pytest

from lantu import settings

ROOT = Path(__file__).parents[2]


def test_the_reference_page_is_what_the_table_says() -> None:
    page = (ROOT / "docs/reference/settings.md").read_text(encoding="utf-8")
    assert page == settings.reference()


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("LANTU_SECRET_KEY", ""),
        ("LANTU_TODAY", "tomorrow"),
        ("LANTU_DEMO", "yes"),
        ("LANTU_KEEP_ACCOUNTS", "2028-01-01=365"),
        ("LANTU_KEEP_ACCOUNTS", "730 2028-01-01=0"),
        ("LANTU_KEEP_ACCOUNTS", "730 365"),
        ("LANTU_KEEP_ACCOUNTS", "730 2029-01-01=1 2028-01-01=1"),
        ("LANTU_KEEP_SIGN_INS", "183"),
        ("DATABASE_URL", "mysql://x/y"),
        ("DATABASE_URL", "postgresql://127.0.0.1"),
        ("DATABASE_URL", "postgresql://u:p@host:port/name"),
    ],
)
def test_a_bad_value_is_refused_with_the_fix(name: str, value: str) -> None:
    run = subprocess.run(
        [sys.executable, "-c", "import lantu.settings"],
        env=os.environ | {"LANTU_SECRET_KEY": "x", name: value},
        capture_output=True,
        text=True,
        check=False,
    )
    last = run.stderr.strip().splitlines()[-1]
    assert last.startswith("lantu.kernel.errors.Invalid")
    assert f"export {name}=" in last


def test_terms_are_days_each_from_its_own_day() -> None:
    assert settings._terms("730 2028-01-01=365") == ((None, 730), (date(2028, 1, 1), 365))


def test_a_database_address_is_understood() -> None:
    found = settings.database("postgresql://lantu:p%40ss@db:5433/plans?sslmode=require")
    assert (found["NAME"], found["PASSWORD"], found["PORT"]) == ("plans", "p@ss", 5433)
    assert found["OPTIONS"] == {"sslmode": "require"}
