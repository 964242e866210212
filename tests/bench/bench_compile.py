"""The compiler: characters a second, growth with size, whole command, memory, start-up.

The plain baseline decodes the same bytes, splits them into lines and finds every number by one
regular expression: the least that any reader of plans has to do.
"""

import re
import resource
import subprocess
import sys
import tempfile
import time
import tracemalloc
from collections.abc import Callable
from pathlib import Path

from rich.table import Table

from lantu.engines.plan.compile import compile_document
from lantu.engines.plan.package import to_files
from lantu.engines.plan.readers import read

ROOT = Path(__file__).parents[2]
REAL = ROOT.parent / "shared/plans/weidu-14fyp-draft.txt"
EXAMPLE = ROOT / "examples/weidu/plan.md"


def seconds(work: Callable[[], object], runs: int = 3) -> float:
    """The shortest of `runs` runs."""
    best = float("inf")
    for _ in range(runs):
        start = time.perf_counter()
        work()
        best = min(best, time.perf_counter() - start)
    return best


def compiled(name: str, data: bytes) -> object:
    return to_files(compile_document(read(name, data)))


def baseline(data: bytes) -> object:
    return [re.findall(r"\d+(?:\.\d+)?", line) for line in data.decode().splitlines()]


def command(*words: str) -> float:
    """Seconds of a whole command, start-up included."""
    quiet = subprocess.DEVNULL
    lantu = [sys.executable, "-m", "lantu", *words]
    return seconds(lambda: subprocess.run(lantu, check=True, stdout=quiet, stderr=quiet))


def table() -> Table:
    """One row a size; the last rows are the whole command."""
    plan = REAL if REAL.exists() else EXAMPLE
    data = plan.read_bytes()
    compiled(plan.name, data)
    shown = Table(title=f"compile {plan.name}", title_justify="left")
    for column in ("what", "characters", "seconds", "characters/s", "growth", "× plain"):
        shown.add_column(column, justify="left" if column == "what" else "right")
    first = 0.0
    for times in (1, 2, 4, 8, 16):
        many = (data + b"\n") * times
        characters = len(many.decode())
        spent = seconds(lambda many=many: compiled(plan.name, many), 5 if times < 8 else 3)
        plain = seconds(lambda many=many: baseline(many))
        per = spent / characters
        first = first or per
        shown.add_row(
            f"×{times}", f"{characters:,}", f"{spent:.3f}", f"{characters / spent:,.0f}",
            f"{per / first:.2f}", f"{spent / plain:.0f}",
        )  # fmt: skip
    tracemalloc.start()
    compiled(plan.name, data)
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    with tempfile.TemporaryDirectory() as folder:
        out = str(Path(folder) / "package")
        whole = command("compile", str(plan), "--out", out, "--fail-on", "never")
    start = command("--version")
    shown.add_row("whole command", "", f"{whole:.2f}")
    shown.add_row("start-up", "", f"{start:.2f}", f"{start / whole:.0%} of it")
    shown.add_row("peak of the compiler", "", "", f"{peak / 2**20:.1f} MiB")
    resident = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 2**10
    shown.add_row("peak of the command", "", "", f"{resident:.0f} MiB")
    return shown
