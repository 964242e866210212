"""The linter: characters a second, growth with size, the slowest checks, whole command.

The plain baseline counts every run of three and four characters once: the least that a check for
slips has to do.
"""

import tempfile
from collections import Counter
from pathlib import Path

from rich.table import Table

from lantu.engines.plan.lint import CHECKS, lint, lint_draft, read_draft
from lantu.engines.plan.readers import read
from tests.bench.bench_compile import EXAMPLE, REAL, command, seconds

_SLOWEST = 5


def linted(name: str, data: bytes) -> object:
    return lint(read(name, data))


def baseline(data: bytes) -> object:
    text = data.decode()
    return Counter(text[at : at + size] for size in (3, 4) for at in range(len(text) - size))


def table() -> Table:
    """One row a size, then the slowest checks and the whole command."""
    plan = REAL if REAL.exists() else EXAMPLE
    data = plan.read_bytes()
    linted(plan.name, data)
    shown = Table(title=f"lint {plan.name}", title_justify="left")
    for column in ("what", "characters", "seconds", "characters/s", "growth", "× plain"):
        shown.add_column(column, justify="left" if column == "what" else "right")
    first = 0.0
    for times in (1, 2, 4, 8):
        many = (data + b"\n") * times
        characters = len(many.decode())
        spent = seconds(lambda many=many: linted(plan.name, many))
        plain = seconds(lambda many=many: baseline(many))
        per = spent / characters
        first = first or per
        shown.add_row(
            f"×{times}", f"{characters:,}", f"{spent:.3f}", f"{characters / spent:,.0f}",
            f"{per / first:.2f}", f"{spent / plain:.1f}",
        )  # fmt: skip
    draft = read_draft(read(plan.name, data))
    costs = {
        code: seconds(lambda c=check: lint_draft(draft, [c])) for code, check in CHECKS.items()
    }
    for code in sorted(costs, key=lambda c: -costs[c])[:_SLOWEST]:
        shown.add_row(f"{code} {CHECKS[code].english}", "", f"{costs[code]:.3f}")
    with tempfile.TemporaryDirectory() as folder:
        copy = Path(folder) / plan.name
        copy.write_bytes(data)
        whole = command("lint", str(copy), "--fail-on", "never")
    shown.add_row("whole command", "", f"{whole:.2f}")
    return shown
