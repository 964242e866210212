"""Working on plans in the browser: registering, comparing, proofreading, deciding."""

import io
import re
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from openpyxl import load_workbook

from integration.packages import FIRST, SECOND, outline_plan
from lantu.apps.people.actor import PUBLIC, Actor
from lantu.apps.people.models import AuditEvent
from lantu.apps.registry.actions import (
    decide_findings,
    decide_promise,
    load_version,
    open_plan,
    register_plan,
)
from lantu.apps.registry.deciding import Decided
from lantu.apps.registry.documents import kept
from lantu.apps.registry.models import (
    FindingDecision,
    Match,
    Plan,
    PlanVersion,
    Promise,
    PromiseDecision,
)
from lantu.apps.registry.queries.findings import findings
from lantu.apps.registry.queries.matches import succession
from lantu.apps.registry.queries.plans import newest_versions
from lantu.apps.registry.queries.promises import promise_detail
from lantu.apps.registry.words import Status, Verdict, VersionStatus
from lantu.apps.web.views.comparisons import WORDS
from lantu.kernel.errors import Conflict, Forbidden, Invalid
from lantu.reports.comparison import KIND_WORDS

EXAMPLE = Path(__file__).parents[2] / "examples/weidu/plan.docx"
LINT = "/plans/yunxi/1/lint/"


def _send(client: Client, data: bytes, name: str = "规划.txt") -> str:
    """Where the upload leads."""
    answer = client.post("/plans/new/", {"document": SimpleUploadedFile(name, data)})
    assert answer.status_code == 302, answer.content.decode()
    return answer.headers["Location"]


def _form(page: str) -> dict[str, str]:
    """What the confirmation form would send untouched."""
    fields = dict(
        re.findall(r'<input class="input[^"]*" [^>]*name="(\w+)"[^>]*value="([^"]*)"', page)
    )
    for name, options in re.findall(r'<select[^>]* name="(\w+)">(.*?)</select>', page, re.S):
        chosen = re.search(r'value="([^"]*)" selected', options)
        fields[name] = chosen[1] if chosen else ""
    status = re.search(r'name="status" value="(\w+)" checked', page)
    return fields | {"status": status[1] if status else "", "act": "register"}


def test_a_document_becomes_a_plan(officer: Actor, signed_in: Client) -> None:
    where = _send(signed_in, FIRST.encode())
    page = signed_in.get(where).content.decode()
    assert "云溪区" in page
    assert not Plan.objects.exists()
    answer = signed_in.post(where, _form(page))
    version = PlanVersion.objects.get()
    assert answer.headers["Location"] == f"/plans/{version.plan.key}/1/"
    assert (version.plan.kind, version.plan.first_year) == ("outline", 2026)
    assert kept(version.document_sha256) == FIRST.encode()
    assert AuditEvent.objects.filter(action="registry.load_version").exists()
    assert signed_in.get(where).status_code == 404, "the upload is gone"


def test_the_next_document_is_proposed_as_a_new_version(signed_in: Client, officer: Actor) -> None:
    for text in (FIRST, SECOND):
        where = _send(signed_in, text.encode())
        signed_in.post(where, _form(signed_in.get(where).content.decode()))
    assert [v.number for v in Plan.objects.get().versions.order_by("number")] == [1, 2]
    again = _send(signed_in, SECOND.encode())
    page = signed_in.get(again).content.decode()
    assert "完全相同" in page
    signed_in.post(again, _form(page))
    assert PlanVersion.objects.count() == 2, "nothing new was said"
    adopted = _form(page) | {
        "status": "adopted", "document_number": "云政〔2026〕3号", "adopted_on": "2026-03-01"
    }  # fmt: skip
    signed_in.post(_send(signed_in, SECOND.encode()), adopted)
    assert PlanVersion.objects.get(number=3).status == VersionStatus.ADOPTED


def test_a_document_of_another_area_becomes_a_version_only_when_meant(
    signed_in: Client, officer: Actor
) -> None:
    where = _send(signed_in, FIRST.encode())
    signed_in.post(where, _form(signed_in.get(where).content.decode()))
    plan = Plan.objects.get()
    where = _send(signed_in, FIRST.replace("云溪区", "青山县").encode())
    entered = _form(signed_in.get(where).content.decode()) | {"plan": plan.key}
    answer = signed_in.post(where, entered)
    page = answer.content.decode()
    assert (answer.status_code, plan.versions.count()) == (400, 1)
    assert "正文写的是青山县，所选的是云溪区的规划。" in page
    assert f'name="other_area" value="{plan.key}"' in page
    assert signed_in.post(where, entered | {"other_area": plan.key}).status_code == 302
    assert plan.versions.count() == 2


@pytest.mark.parametrize(
    ("name", "data", "words"),
    [
        ("规划.pdf", b"%PDF-1.7 ...", "PDF"),
        ("规划.docx", b"PK\x03\x04broken", "损坏"),
        ("空.txt", b"  \n ", "没有文字"),
        ("小说.txt", "天亮了，他推开窗，看见河上起了雾。".encode() * 40, "不像规划"),
        ("x.txt", b"\x00\x01\x02\xff", "文本文件"),
    ],
)
def test_what_cannot_be_read_says_what_to_do(
    signed_in: Client, name: str, data: bytes, words: str
) -> None:
    answer = signed_in.post("/plans/new/", {"document": SimpleUploadedFile(name, data)})
    assert answer.status_code == 400
    assert words in answer.content.decode()
    assert not Plan.objects.exists()


@pytest.mark.parametrize(
    "wrong",
    [
        {"status": "adopted"},
        {"status": "adjusted", "document_number": "云政〔2026〕3号", "adopted_on": "昨天"},
        {"first_year": "2030", "last_year": "2026"},
        {"first_year": "2026", "last_year": ""},
        {"first_year": "二〇二六", "last_year": "2O30"},
        {"plan": "nowhere"},
        {"upper": "nowhere"},
        {"document_number": "长" * 200},
    ],
)
def test_a_form_that_cannot_be_meant_is_shown_again(
    signed_in: Client, officer: Actor, wrong: dict[str, str]
) -> None:
    where = _send(signed_in, FIRST.encode())
    entered = _form(signed_in.get(where).content.decode())
    answer = signed_in.post(where, entered | wrong)
    assert answer.status_code in (400, 404)
    assert "fault-list" in answer.content.decode()
    assert not Plan.objects.exists()
    assert signed_in.post(where, {"act": "discard"}).status_code == 302
    assert signed_in.get(where).status_code == 404


def test_only_the_plan_office_registers(visitor: Client, version: PlanVersion) -> None:
    assert visitor.get("/plans/new/").status_code == 302
    answer = visitor.post("/plans/new/", {"document": SimpleUploadedFile("x.txt", b"x")})
    assert "/sign-in/" in answer.headers["Location"]


def test_many_matches_are_decided_at_once_and_the_rest_is_listed(
    version: PlanVersion, officer: Actor, signed_in: Client
) -> None:
    second = load_version(by=officer, plan=version.plan, package=outline_plan(SECOND))
    before = succession(second.pk)
    assert before.pending == len(before.rows) == 1
    signed_in.post("/plans/yunxi/2/matches/", {"match": [before.rows[0].id], "same": "0"})
    after = succession(second.pk)
    assert after.pending == 0
    assert [row.kind for row in after.fresh] == ["target"]
    assert [row.kind for row in after.dropped] == ["target"]
    for nothing in ({"same": "1"}, {"one": "x:1"}, {"match": ["999"], "same": "1"}):
        assert signed_in.post("/plans/yunxi/2/matches/", nothing).status_code == 404
    assert Match.objects.count() == 1


def test_two_versions_are_compared(version: PlanVersion, officer: Actor, visitor: Client) -> None:
    load_version(by=officer, plan=version.plan, package=outline_plan(SECOND))
    address = "/plans/yunxi/2/diff/1/"
    page = visitor.get(address).content.decode()
    assert "加强" in page
    assert "<del>5</del>" in page
    assert "<ins>6</ins>" in page
    assert "<ins>6</ins>" in visitor.get("/plans/yunxi/1/diff/2/").content.decode()
    assert "<ins>6</ins>" not in visitor.get(address + "?kind=dropped").content.decode()
    book = load_workbook(io.BytesIO(visitor.get(address + "?as=xlsx").content))
    assert "96%" in str(list(book.active.values)[1][3])
    assert visitor.get("/plans/yunxi/2/diff/9/").status_code == 404
    assert visitor.get(address + "?kind=%00&list=x").status_code == 200


def test_the_words_of_differences_are_those_of_the_command() -> None:
    assert {kind: str(word) for kind, word in WORDS.items()} == KIND_WORDS


def test_three_plans_at_once(version: PlanVersion, officer: Actor, visitor: Client) -> None:
    """Outline, special plan and annual plan: each its own pages, aligned with the upper one."""
    for key, kind, title in (
        ("water", "special", "云溪区河湖保护规划"),
        ("year", "annual", "云溪区2026年计划"),
    ):
        package = replace(outline_plan(name=f"{key}.txt"), kind=kind, title=title)
        softer = tuple(replace(i, nature="anticipated") for i in package.indicators)
        package = replace(package, indicators=softer)
        plan = register_plan(by=officer, key=key, package=package, upper=version.plan)
        open_plan(by=officer, plan=plan)
        load_version(by=officer, plan=plan, package=package)
    assert [head.key for head in newest_versions(PUBLIC)] == ["yunxi", "water", "year"]
    page = visitor.get("/plans/year/1/align/", follow=True).content.decode()
    assert "属性偏松" in page
    assert visitor.get("/plans/yunxi/1/align/").status_code == 200
    chosen = visitor.get("/plans/yunxi/1/align/?upper=water")
    assert chosen.headers["Location"] == "/plans/yunxi/1/align/water/1/"
    listed = visitor.get("/plans/").content.decode()
    assert all(title in listed for title in ("云溪区河湖保护规划", "云溪区2026年计划"))
    assert visitor.get("/plans/yunxi/1/align/nowhere/1/").status_code == 404


def test_a_promise_is_ended_by_a_document_only(
    version: PlanVersion, officer: Actor, signed_in: Client
) -> None:
    promise = Promise.objects.get(title="加强湿地科普宣传")
    address = f"/plans/yunxi/1/promises/{promise.pk}/"
    said = {"status": "terminated", "document": "云政〔2027〕8号", "day": "2027-05-01",
            "reason": "并入全区科普行动"}  # fmt: skip
    for wrong in (
        {"document": " "},
        {"day": "x"},
        {"reason": ""},
        {"status": "done"},
        {"status": ""},
    ):
        assert signed_in.post(address + "decide/", said | wrong).status_code == 400, wrong
    assert not PromiseDecision.objects.exists()
    assert signed_in.post(address + "decide/", said).status_code == 302
    promise.refresh_from_db()
    assert promise.status == Status.TERMINATED
    page = signed_in.get(address).content.decode()
    assert "云政〔2027〕8号" in page
    assert "并入全区科普行动" in page
    assert [d.day for d in promise_detail(officer, version.pk, promise.pk).decisions] == [
        date(2027, 5, 1)
    ]
    assert signed_in.post(address + "decide/", said).status_code == 409
    with pytest.raises(Forbidden):
        decide_promise(by=PUBLIC, promise=promise, status=Status.ADJUSTED, document="x",
                       day=date(2027, 1, 1), reason="x")  # fmt: skip


def test_a_finding_is_decided_and_stays_decided_in_the_next_version(
    version: PlanVersion, officer: Actor, signed_in: Client
) -> None:
    row = findings(version.pk)[0]
    page = signed_in.get(LINT).content.decode()
    assert f'data-finding="{row.number}"' in page
    assert signed_in.post(LINT, {"finding": row.key, "verdict": "dismissed"}).status_code == 400
    said = {"finding": row.key, "verdict": "dismissed", "reason": "表中已有年份"}
    answer = signed_in.post(LINT + "?verdict=all&severity=warning", said)
    assert answer.headers["Location"] == LINT + "?verdict=all&severity=warning"
    assert FindingDecision.objects.get().reason == "表中已有年份"
    assert row.message not in signed_in.get(LINT).content.decode()
    assert row.message in signed_in.get(LINT + "?verdict=dismissed").content.decode()
    assert row.message not in signed_in.get("/plans/yunxi/1/?findings=1").content.decode()
    later = outline_plan(FIRST.replace("在溪口街道新建", "计划在溪口街道新建"), name="下一稿.txt")
    second = load_version(by=officer, plan=version.plan, package=later)
    assert [f.verdict for f in findings(second.pk)] == [Verdict.DISMISSED]
    decide_findings(
        by=officer, plan=version.plan, findings={row.key: row.code}, verdict=Verdict.OPEN
    )
    assert findings(version.pk)[0].verdict is Verdict.OPEN


def test_findings_as_excel(version: PlanVersion, signed_in: Client) -> None:
    book = load_workbook(io.BytesIO(signed_in.get("/plans/yunxi/1/lint.xlsx").content))
    assert list(book.active.values)[1][1] == "plan.lint.target_year"
    assert signed_in.get("/plans/yunxi/1/lint.docx").status_code == 404


def test_findings_as_word_comments(officer: Actor, signed_in: Client) -> None:
    where = _send(signed_in, EXAMPLE.read_bytes(), "规划.docx")
    signed_in.post(where, _form(signed_in.get(where).content.decode()))
    version = PlanVersion.objects.get()
    base = f"/plans/{version.plan.key}/1/"
    assert "lint.docx" in signed_in.get(base + "lint/").content.decode()
    commented = signed_in.get(base + "lint.docx?verdict=all")
    assert commented.content.startswith(b"PK")
    assert signed_in.get(base + "document/").content == EXAMPLE.read_bytes()
    assert kept(version.document_sha256) == EXAMPLE.read_bytes(), "the original is untouched"


@pytest.mark.parametrize(
    "asked",
    ["?verdict=x&severity=%00&code=%FF&section=x&page=-1", "?section=999999&page=99999", "?code=x"],
)
def test_odd_questions_to_the_lint_page(
    version: PlanVersion, signed_in: Client, asked: str
) -> None:
    for address in (LINT, "/plans/yunxi/1/lint.xlsx"):
        assert signed_in.get(address + asked).status_code == 200
    assert signed_in.post(LINT + asked, {"finding": "nothing"}).status_code == 404


def test_findings_are_not_for_the_public(version: PlanVersion, visitor: Client) -> None:
    for address in (LINT, "/plans/yunxi/1/lint.xlsx", "/plans/yunxi/1/lint.docx"):
        assert visitor.get(address).status_code == 302
    assert visitor.get("/plans/yunxi/versions/").status_code == 200
    assert visitor.get("/plans/nowhere/versions/").status_code == 404


def test_an_adjusted_version_names_its_decision(version: PlanVersion, officer: Actor) -> None:
    with pytest.raises(Invalid):
        load_version(
            by=officer, plan=version.plan, package=outline_plan(SECOND),
            decided=Decided(VersionStatus.ADJUSTED),
        )  # fmt: skip
    adjusted = Decided(VersionStatus.ADJUSTED, "云人常〔2028〕2号", "2028-06-30")
    second = load_version(
        by=officer, plan=version.plan, package=outline_plan(SECOND), decided=adjusted
    )
    assert Decided.of(second) == adjusted


def test_an_ended_promise_is_not_ended_twice(version: PlanVersion, officer: Actor) -> None:
    promise = Promise.objects.get(kind="system")
    said = {"by": officer, "promise": promise, "document": "云政〔2027〕8号",
            "day": date(2027, 5, 1), "reason": "机构调整"}  # fmt: skip
    decide_promise(status=Status.ADJUSTED, **said)
    decide_promise(status=Status.TERMINATED, **said)
    with pytest.raises(Conflict):
        decide_promise(status=Status.ADJUSTED, **said)
    assert promise.decisions.count() == 2
