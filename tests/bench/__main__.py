"""`make bench`: run every bench, or those named: `python -m tests.bench compile`."""

import importlib
import sys

from rich.console import Console

BENCHES = ("audit", "cases", "compile", "http", "lint", "pages", "scope")

if __name__ == "__main__":
    console = Console()
    for name in sys.argv[1:] or BENCHES:
        console.print(importlib.import_module(f"tests.bench.bench_{name}").table())
