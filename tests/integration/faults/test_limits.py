"""Limits hold for all processes of a deployment together, on both databases."""

import http.cookiejar
import json
import re
import time
import urllib.error
import urllib.parse
import urllib.request

from integration.faults.machine import Machine

COUNTS = """
from lantu.apps.people.limits.counting import visits
print(json.dumps([visits("deed", "203.0.113.7", 600) for _ in range(60)]))
"""
REPORTS = """
from django.test import RequestFactory
from lantu.apps.web.packs.views.public import _over
request = RequestFactory().post("/", REMOTE_ADDR="203.0.113.8")
print(json.dumps([_over(request, "report") for _ in range(8)]))
"""


def at_once(machine: Machine, code: str) -> list[list[int]]:
    """What two processes print that run at the same time."""
    running = [machine.start(code), machine.start(code)]
    said = [process.communicate() for process in running]
    assert [process.returncode for process in running] == [0, 0], said
    return [json.loads(out.splitlines()[-1]) for out, _ in said]


def test_no_visit_is_counted_twice_or_lost(machine: Machine) -> None:
    one, other = at_once(machine, COUNTS)
    assert sorted(one + other) == list(range(1, 121))
    assert one == sorted(one)


def test_residents_reports_are_counted_together(machine: Machine) -> None:
    one, other = at_once(machine, REPORTS)
    assert sorted(one + other) == [False] * 10 + [True] * 6


def test_two_servers_refuse_the_twenty_first_sign_in(machine: Machine) -> None:
    with machine.serving() as (first, _), machine.serving() as (second, _):
        visitors = [Visitor(first), Visitor(second)]
        answers = [visitors[n % 2].tries() for n in range(22)]
    assert answers == [400] * 20 + [429] * 2


class Visitor:
    """Somebody with a browser, who does not know the password."""

    def __init__(self, port: int) -> None:
        self.address = f"http://127.0.0.1:{port}/sign-in/"
        jar = urllib.request.HTTPCookieProcessor(http.cookiejar.CookieJar())
        self.opener = urllib.request.build_opener(jar)

    def tries(self) -> int:
        page = self.opener.open(self.address).read().decode()
        token = re.findall(r'name="csrfmiddlewaretoken" value="(\w+)"', page)[0]
        form = {"csrfmiddlewaretoken": token, "username": f"x{time.time()}", "password": "y"}
        try:
            with self.opener.open(self.address, urllib.parse.urlencode(form).encode()) as answer:
                return int(answer.status)
        except urllib.error.HTTPError as error:
            return error.code
