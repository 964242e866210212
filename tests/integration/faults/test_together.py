"""Two handlers act at once, on both databases: one goes on, the other is told why not."""

from integration.faults.machine import Machine

SCENE = """
import sys, threading
sys.path[:0] = ["tests"]
from django.conf import settings
from django.db import connection
settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
from integration.grid import HANDLING, deploy, report
from lantu.apps.tracking.cases import actions
from lantu.apps.tracking.cases.actions import Act
from lantu.apps.tracking.cases.models import Case, CaseEvent, CaseTask, Paper
from lantu.kernel.errors import LantuError
grid = deploy()
by = grid.people["受理员"]

def at_once(*deeds):
    start, answers = threading.Barrier(len(deeds)), [None] * len(deeds)
    def run(place, deed):
        start.wait()
        try:
            deed()
        except LantuError as error:
            answers[place] = [type(error).__name__, error.code, dict(error.data)]
        finally:
            connection.close()
    threads = [threading.Thread(target=run, args=pair) for pair in enumerate(deeds)]
    [thread.start() for thread in threads]
    [thread.join() for thread in threads]
    return answers

def opened():
    return actions.open_case(by=grid.people["网格员"], process=HANDLING,
                             values=report(grid.paths)).case

def step(case, action, **values):
    return lambda: actions.step(by=by, case=case.pk, seen=1,
                                what=Act(action=action, reason="理由", values=values))
"""


def test_one_of_two_wins(machine: Machine) -> None:
    answer = machine.ask(
        SCENE
        + """
case = opened()
answers = at_once(step(case, "file", small_class="雨水井盖"), step(case, "reject"))
print(json.dumps([answers, CaseEvent.objects.filter(case=case).count()]))
"""
    )
    answers, events = answer
    lost = [one for one in answers if one]
    assert [one[:2] for one in lost] == [["Conflict", "cases.order"]]
    assert lost[0][2]["now"] == 2
    assert events == 2


def test_papers_are_numbered_without_gap_or_double(machine: Machine) -> None:
    answer = machine.ask(
        SCENE
        + """
cases = [opened() for _ in range(6)]
answers = at_once(*(step(case, "file", small_class="雨水井盖") for case in cases))
print(json.dumps([answers, sorted(Paper.objects.values_list("n", flat=True))]))
"""
    )
    assert answer == [[None] * 6, [1, 2, 3, 4, 5, 6]]


def test_a_button_pressed_twice_makes_one_case(machine: Machine) -> None:
    answer = machine.ask(
        SCENE
        + """
seen = []
def press():
    made = actions.open_case(by=grid.people["网格员"], process=HANDLING, once="mark",
                             values=report(grid.paths))
    seen.append(made.case.pk)
answers = at_once(*[press] * 6)
print(json.dumps([answers, len(seen), len(set(seen)), Case.objects.count()]))
"""
    )
    assert answer == [[None] * 6, 6, 1, 1]


def test_events_cannot_be_changed_behind_the_back(machine: Machine) -> None:
    answer = machine.ask(
        SCENE
        + """
from django.db import DatabaseError
opened()
try:
    CaseEvent.objects.update(reason="改过")
    print("false")
except DatabaseError:
    print("true")
"""
    )
    assert answer is True
