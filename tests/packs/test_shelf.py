"""Versions, functions, the dictionary, the shelf, and the commands on it."""

import json
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from lantu.cli import app
from lantu.kernel.errors import Conflict, Invalid, NotFound
from lantu.packs.computing import complete
from lantu.packs.dictionary import dictionary, idle_fields
from lantu.packs.migrating import migrate, preview, summary
from lantu.packs.shelf import new_pack, take
from lantu.packs.snapshot import Pack
from packs.test_wrong import FILES, RIGHT, load

TODAY = date(2026, 3, 2)


def right() -> Pack:
    pack = load(RIGHT).pack
    assert pack is not None
    return pack


def test_a_migration_renames_fills_in_and_says_what_it_drops() -> None:
    moved = migrate(right(), "1.0", "covers", "r1", {"number": "A1", "colour": "黑"})
    assert moved.values == {"code": "A1", "grade": "中"}
    assert moved.lost == ("colour",)
    assert {change.field for change in moved.changes} == {"number", "colour", "code", "grade"}
    assert moved.findings == ()


def test_a_migration_keeps_what_a_person_entered_and_asks_for_what_is_missing() -> None:
    moved = migrate(right(), "1.0", "covers", "r1", {"grade": "差", "secret": "x"})
    assert moved.values["grade"] == "差"
    assert moved.lost == ("secret",)
    assert [finding.place for finding in moved.findings] == ["code"]


def test_a_case_moves_to_the_renamed_state_and_the_preview_counts() -> None:
    records = {"c1": ({"code": "A1"}, "waiting"), "c2": ({}, "checking")}
    rows = preview(right(), "1.0", "repair", records)
    assert [row.state for row in rows] == ["reported", "checking"]
    assert summary(rows) == {"records": 2, "changed": 0, "losing": 0, "incomplete": 1}


def test_there_is_no_way_from_a_version_that_nobody_declared() -> None:
    with pytest.raises(NotFound, match=r"没有从 0.9 版到 1.1 版的迁移"):
        migrate(right(), "0.9", "covers", "r1", {})


@pytest.mark.parametrize(
    ("sales", "share", "met"),
    [("5000", "5", "是"), ("5000", "4.99", "否"), ("5000.01", "4", "是"), ("20000", "4", "是"),
     ("20000", "3.9", "否"), ("20000.01", "3", "是")],
)  # fmt: skip
def test_the_share_of_research_by_sales(sales: str, share: str, met: str) -> None:
    """国科发火〔2016〕32号第十一条: 5 % up to 50 million yuan, 4 % up to 200, 3 % above."""
    record = {"sales": Decimal(sales), "rd_share": Decimal(share)}
    done = complete(take("high_tech_enterprises"), "enterprises", record, TODAY)
    assert done.values["rd_met"] == met
    assert done.reasons["rd_met"]


def test_a_check_that_does_not_hold_and_a_function_that_fails_are_findings() -> None:
    done = complete(right(), "covers", {}, TODAY)
    assert [finding.code for finding in done.findings] == ["packs.check"]
    files = {"pack.yaml": RIGHT, **FILES}
    files["rules.py"] = files["rules.py"].replace('bool(record.get("code"))', "1 / 0 > 0")
    from lantu.packs.load import load_files

    broken = load_files(files).pack
    assert broken is not None
    failed = complete(broken, "covers", {}, TODAY).findings[0]
    assert failed.code == "packs.function"
    assert "ZeroDivisionError" in failed.message


def test_the_dictionary_says_who_answers_for_a_field_and_what_needs_it() -> None:
    entries = {entry.field: entry for entry in dictionary(right()) if entry.register == "covers"}
    assert entries["unit"].owner == "权属单位"
    assert entries["code"].owner == "市政科"
    assert entries["kind"].options == ("雨水", "燃气")
    assert "步骤“派修”" in entries["unit"].used_by
    assert "文书“派修单”" in entries["code"].used_by
    assert "公开" in entries["grade"].marks


def test_fields_that_nobody_fills_in_are_told_apart_by_what_needs_them() -> None:
    filled = {("covers", field): 90 for field in ("code", "kind", "grade", "area", "width")}
    idle = idle_fields(right(), {"covers": 100}, filled)
    assert {entry.entry.field for entry in idle} == {
        "parts", "unit", "age", "laid_on", "next_check", "phone", "near", "place",
    }  # fmt: skip
    assert {i.entry.field for i in idle if i.can_go} == {"next_check", "near", "place"}


def test_what_the_shelf_does_not_hand_out(tmp_path: Path) -> None:
    with pytest.raises(NotFound, match="river_chief"):
        take("river_cheif")
    folder = new_pack("letters", "来信", tmp_path)
    with pytest.raises(Conflict):
        new_pack("letters", "来信", tmp_path)
    with pytest.raises(Invalid, match="不能作系统包的名称"):
        new_pack("来信", "来信", tmp_path)
    text = (folder / "pack.yaml").read_text("utf-8")
    (folder / "pack.yaml").write_text(text.replace("to: answering", "to: answring"), "utf-8")
    with pytest.raises(Invalid, match="是不是“answering”") as refused:
        take("letters", [tmp_path])
    assert "1 处错误" in refused.value.title


def run(home: Path, *words: object) -> Result:
    return CliRunner().invoke(app, ["packs", *map(str, words), "--home", str(home)])


def test_the_commands(tmp_path: Path) -> None:
    made = run(tmp_path, "new", "letters", "--title", "来信登记")
    assert made.exit_code == 0, made.output
    folder = tmp_path / "packs" / "letters"
    assert run(tmp_path, "check", folder).exit_code == 0
    cards = [json.loads(line) for line in run(tmp_path, "list", "--json").stdout.splitlines()]
    assert {"grid_governance", "letters"} <= {card["pack"] for card in cards}
    assert "来信登记" in run(tmp_path, "list").stdout
    text = (folder / "pack.yaml").read_text("utf-8")
    (folder / "pack.yaml").write_text(text.replace("layer: county", "layer: town"), "utf-8")
    told = run(tmp_path, "check", folder, "--json")
    assert told.exit_code == 1
    fault = json.loads(told.stdout.splitlines()[0])
    assert (fault["line"], fault["place"]) == (7, "layer")
    assert "“town”不在可选的词里" in run(tmp_path, "check", folder).stdout
