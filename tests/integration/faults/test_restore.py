"""A backup taken under load, put back elsewhere, is one moment of the deployment."""

import json
import time
from collections import defaultdict
from pathlib import Path

from integration.faults.machine import Machine, kill

WRITERS = """
import threading, time
from lantu.apps.people.acting import acting
from lantu.apps.people.permissions import Permission
from lantu.apps.people.actor import SYSTEM
from lantu.apps.people.audit.sealing import seal_all
from lantu.apps.people.duties import Duty, doing
from lantu.apps.people.files.actions import cite, keep_file
from lantu.apps.people.models import Organisation

def say(*words):
    sys.stdout.write(json.dumps([*words, time.time()]) + "\\n")
    sys.stdout.flush()

def write(writer):
    for number in range(100_000):
        name = f"{writer}-{number}"
        say("begun", name)
        file = keep_file(by=SYSTEM, name="a.txt", data=name.encode())
        with acting(Permission.KEEP_BACKGROUND, by=SYSTEM) as deed:
            row = Organisation.objects.create(name=name)
            deed.record(row, name=name)
            cite(deed, file, row, name="a.txt")
        say("done", name)

def close():
    while True:
        seal_all()
        time.sleep(0.1)

for writer in range(3):
    threading.Thread(target=write, args=(writer,)).start()
threading.Thread(target=close).start()
"""

STANDING = """
import hashlib
from lantu.apps.people.audit.models import AuditEvent
from lantu.apps.people.files.models import FileCitation
from lantu.apps.people.files.places import place
from lantu.apps.people.audit.sealing import seal_all
from lantu.apps.people.models import Organisation
seal_all()
names = {str(pk): name for pk, name in Organisation.objects.values_list("pk", "name")}
files = {c.object_id: c.file.sha256 for c in FileCitation.objects.select_related("file")}
told = AuditEvent.objects.filter(object_kind="people.organisation").values_list("object_id")
whole = all(
    place(files[pk]).read_bytes() == name.encode()
    and files[pk] == hashlib.sha256(name.encode()).hexdigest()
    for pk, name in names.items()
)
print(json.dumps([sorted(names.values()), whole, set(names) == {pk for (pk,) in told}]))
"""


def test_a_restored_backup_is_one_moment(machine: Machine, tmp_path: Path) -> None:
    load = machine.start(WRITERS)
    assert load.stdout is not None
    lines = [load.stdout.readline() for _ in range(60)]
    began = time.time()
    made = machine.run("backup", str(tmp_path / "backup"))
    ended = time.time()
    kill(load)
    assert made.returncode == 0, made.stdout + made.stderr
    said = [json.loads(line) for line in lines + load.stdout.readlines() if line.endswith("]\n")]
    other = machine.empty_neighbour(tmp_path / "other")
    try:
        put = other.run("restore", str(tmp_path / "backup"))
        assert put.returncode == 0, put.stdout + put.stderr
        names, whole, told = other.ask(STANDING)
        assert whole
        assert told
        assert {name for what, name, at in said if what == "done" and at < began} <= set(names)
        assert not {name for what, name, at in said if what == "begun" and at > ended} & set(names)
        by_writer = defaultdict(set)
        for name in names:
            writer, number = name.split("-")
            by_writer[writer].add(int(number))
        for numbers in by_writer.values():
            assert numbers == set(range(len(numbers)))
        verdict = other.run("verify")
        assert verdict.returncode == 0, verdict.stdout
        again = other.run("restore", str(tmp_path / "backup"))
        assert (again.returncode, "people.backup.not_empty" in again.stderr) == (2, True)
    finally:
        other.remove()


def test_a_backup_that_is_not_whole_is_refused(machine: Machine, tmp_path: Path) -> None:
    folder = tmp_path / "backup"
    assert machine.run("backup", str(folder)).returncode == 0
    database = next(folder.glob("database.*"))
    database.write_bytes(database.read_bytes()[:-1])
    other = machine.empty_neighbour(tmp_path / "other")
    try:
        refused = other.run("restore", str(folder))
        assert (refused.returncode, "people.backup.damaged" in refused.stderr) == (2, True)
        assert not (other.home / "lantu.sqlite3").exists()
        assert "Traceback" not in refused.stderr
    finally:
        other.remove()
