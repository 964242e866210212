"""`lantu verify` ends with 1 and names the first entry that is altered, missing or moved."""

from pathlib import Path

import pytest

from integration.faults.machine import Machine

TAMPERED = [
    ("altered", "event 3", ["UPDATE people_auditevent SET actor_name = 'x' WHERE number = 3"]),
    ("missing", "event 2", ["DELETE FROM people_auditevent WHERE number = 2"]),
    ("reordered", "event 1", [
        "UPDATE people_auditevent SET number = -1 WHERE number = 1",
        "UPDATE people_auditevent SET number = 1 WHERE number = 4",
        "UPDATE people_auditevent SET number = 4 WHERE number = -1",
    ]),
]  # fmt: skip


@pytest.mark.parametrize(("what", "entry", "statements"), TAMPERED)
def test_verify_names_the_first_bad_entry(
    machine: Machine, what: str, entry: str, statements: list[str]
) -> None:
    machine.change(*statements)
    found = machine.run("verify")
    assert found.returncode == 1, found.stdout + found.stderr
    first = found.stdout.splitlines()[0]
    assert first.startswith(f"error {entry}: "), found.stdout
    assert f"audit.event.{what}" in found.stdout


def test_verify_is_content_with_a_sound_trail_and_check_with_the_machine(machine: Machine) -> None:
    sound = machine.run("verify")
    assert (sound.returncode, "完好" in sound.stdout) == (0, True), sound.stdout + sound.stderr
    checked = machine.run("check")
    assert checked.returncode == 0, checked.stdout + checked.stderr
    machine.change()
    checked = machine.run("check")
    assert checked.returncode == 1
    assert checked.stdout.count("check.guard") >= 4


def test_verify_of_no_deployment_says_what_to_do(tmp_path: Path) -> None:
    nowhere = Machine(tmp_path / "nowhere").run("verify")
    assert (nowhere.returncode, "demo.home.missing" in nowhere.stderr) == (2, True)
    assert "Traceback" not in nowhere.stderr
