"""The pages of a plan of 60,000 characters with 200 and with 2,000 promises, side by side.

Server seconds (the shortest of several), bytes as sent (gzip) with style sheet and scripts, and the
largest paint in Chromium. The plan is invented: sentences that promise, and some that describe.
"""

import gzip
import re
import subprocess
import tempfile
from dataclasses import dataclass
from itertools import zip_longest
from pathlib import Path
from urllib.request import Request, urlopen

from playwright.sync_api import Browser, sync_playwright
from rich.table import Table

from tests.bench.bench_compile import seconds
from tests.browser import chromium
from tests.browser.demonstration import LANTU, ROOT, environment, serve

CHARACTERS = 60_000
SIZES = (200, 2_000)
PAGES = {
    "living plan": "{plan}",
    "register": "{plan}promises/",
    "promise": "{plan}promises/{promise}/",
    "systems": "{plan}systems/",
    "overview": "/",
}
LARGEST_PAINT = """() => new Promise(done => new PerformanceObserver(list =>
    done(list.getEntries().pop().startTime))
    .observe({type: "largest-contentful-paint", buffered: true}))"""
CHAPTERS = 12
TELLING = "回顾过去，规划所说的目标、任务、项目和制度，为这一带的经济社会发展留下了很深的印记。"
STEMS = "东西南北上下前后左右春夏秋冬山水林田湖草云溪柳岭"


@dataclass(frozen=True, slots=True)
class Measured:
    """server, paint: seconds. sent: bytes of the page; whole: with all that it loads."""

    server: float
    sent: int
    whole: int
    paint: float


def plan_text(promises: int) -> str:
    """Twelve chapters, CHARACTERS characters in all, with about `promises` promises."""
    names = (f"{a}{b}{c}" for a in STEMS for b in STEMS for c in STEMS)
    share = promises // CHAPTERS
    lines = ["云溪区国民经济和社会发展第十五个五年规划纲要", ""]
    for chapter in range(1, CHAPTERS + 1):
        clauses = [f"建设{next(names)}信息平台" for _ in range(share)]
        promising = ["，".join(clauses[at : at + 4]) + "。" for at in range(0, share, 4)]
        rest = CHARACTERS // CHAPTERS - sum(map(len, promising))
        telling = [TELLING] * max(0, rest // len(TELLING))
        lines.append(f"第{_han(chapter)}章　{STEMS[chapter]}部发展")
        lines += [a + b for a, b in zip_longest(promising, telling, fillvalue="")]
    return "\n".join(lines)


def _han(number: int) -> str:
    digits = "零一二三四五六七八九十"
    return digits[number] if number <= 10 else f"十{digits[number - 10]}"


def measure(browser: Browser, server: str, path: str) -> Measured:
    """One page, warm."""
    request = Request(server + path, headers={"Accept-Encoding": "gzip"})
    body = urlopen(request).read()
    spent = seconds(lambda: urlopen(request).read(), 7)
    html = gzip.decompress(body).decode() if body[:2] == b"\x1f\x8b" else body.decode()
    assets = re.findall(r'(?:src|href)="(/static/[^"]+\.(?:js|css|svg))"', html)
    weights = (
        len(urlopen(Request(server + a, headers={"Accept-Encoding": "gzip"})).read())
        for a in set(assets)
    )
    context = browser.new_context(viewport={"width": 1440, "height": 900})
    page = context.new_page()
    paints = []
    for _ in range(3):
        page.goto(server + path)
        paints.append(float(page.evaluate(LARGEST_PAINT)) / 1000)
    context.close()
    return Measured(spent, len(body), len(body) + sum(weights), min(paints))


def _deployment(folder: Path, promises: int) -> Path:
    plan = folder / f"plan-{promises}.txt"
    plan.write_text(plan_text(promises), encoding="utf-8")
    home = folder / f"home-{promises}"
    subprocess.run(
        [*LANTU, "demo", "--plan", str(plan), "--home", str(home), "--no-serve"],
        cwd=ROOT, env=environment(), check=True, stdout=-3,
    )  # fmt: skip
    return home


def _measured(folder: Path, browser: Browser, promises: int) -> tuple[str, dict[str, Measured]]:
    process, server = serve(_deployment(folder, promises))
    try:
        overview = urlopen(f"{server}/").read().decode()
        plan = re.findall(r'href="(/plans/[^/"]+/1/)"', overview)[0]
        shown = urlopen(f"{server}{plan}").read().decode()
        promise = re.findall(r'id="p-(\d+)"', shown)[9]
        total = re.findall(r'class="note">(\d+) 项承诺', shown)[0]
        there = {name: path.format(plan=plan, promise=promise) for name, path in PAGES.items()}
        return total, {name: measure(browser, server, path) for name, path in there.items()}
    finally:
        process.terminate()
        process.wait(20)


def table() -> Table:
    """One row a page; ratio: of the large plan's figure to the small one's."""
    path = chromium.find()
    if path is None:
        raise SystemExit(chromium.REASON)
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=list(chromium.ARGUMENTS))
        totals, found = zip(
            *(_measured(Path(folder), browser, size) for size in SIZES), strict=True
        )
    shown = Table(title=f"pages, {totals[0]} and {totals[1]} promises", title_justify="left")
    heads = ("page", "server ms", "ratio", "sent KB", "whole KB", "paint ms", "ratio")
    for column in heads:
        shown.add_column(column, justify="left" if column == "page" else "right")
    for name in PAGES:
        small, large = (measured[name] for measured in found)
        shown.add_row(
            name,
            f"{small.server * 1e3:.0f} → {large.server * 1e3:.0f}",
            f"{large.server / small.server:.2f}",
            f"{small.sent / 1e3:.0f} → {large.sent / 1e3:.0f}",
            f"{large.whole / 1e3:.0f}",
            f"{small.paint * 1e3:.0f} → {large.paint * 1e3:.0f}",
            f"{large.paint / small.paint:.2f}",
        )
    return shown
