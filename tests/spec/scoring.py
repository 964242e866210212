"""Measures a compiled plan against annotations made by people: precision, recall, F1 per list.

    PYTHONPATH=tests python tests/spec/scoring.py PACKAGE_DIR GOLD_DIR [--kind systems] [-v]

GOLD_DIR holds one JSON list per list of the package (`systems.json` …) of {"start", "end",
"quote", key fields}. `spans` are other stretches that are as good; a field that is a list gives
values that are all right; an entry marked "doubtful" neither rewards nor punishes.
"""

import argparse
import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Any

from spec.matching import LONGEST, Place, overlaps

Entry = dict[str, Any]

KEYS = {
    "outline": ("level", "title"),
    "indicators": ("name", "unit", "nature", "parent"),
    "facts": ("value", "unit"),
    "targets": ("value", "unit"),
    "projects": ("box",),
    "systems": (),
    "programmes": (),
    "places": (),
    "actors": (),
}
"""The fields that must agree for an item to count as found."""

REPORTED = {
    "facts": ("comparator", "basis"),
    "targets": ("kind", "due", "comparator", "direction"),
    "projects": ("status",),
    "systems": ("kind", "family", "existing", "led_by"),
    "places": ("kind",),
    "actors": ("kind",),
}
"""Fields whose accuracy is told of the items that were found."""

ANY_LENGTH = {"outline", "indicators"}  # found by a row or a heading, whatever stands around it
_MYRIADS = {"万": Decimal(10**4), "亿": Decimal(10**8)}


@dataclass(frozen=True, slots=True)
class Score:
    """matched: (item, gold) pairs. forgiven: items that only doubtful gold knows.
    accuracy: reported field -> (right, asked)."""

    matched: list[tuple[Entry, Entry]]
    missed: list[Entry]
    spurious: list[Entry]
    forgiven: list[Entry]
    accuracy: dict[str, tuple[int, int]]

    @property
    def precision(self) -> float:
        return _share(len(self.matched), len(self.matched) + len(self.spurious))

    @property
    def recall(self) -> float:
        return _share(len(self.matched), len(self.matched) + len(self.missed))

    @property
    def f1(self) -> float:
        return _share(2 * self.precision * self.recall, self.precision + self.recall)


def score(kind: str, items: list[Entry], gold: list[Entry]) -> Score:
    """Pairs the items of one list with the gold, firm entries first; each serves once."""
    firm = [entry for entry in gold if not entry.get("doubtful")]
    doubtful = [entry for entry in gold if entry.get("doubtful")]
    items = [item | _quantity(item) for item in items]
    matched = _pair(kind, items, firm)
    found = {id(item) for item, _ in matched}
    reached = {id(entry) for _, entry in matched}
    rest = [item for item in items if id(item) not in found]
    forgiven = [item for item in rest if any(_fits(kind, item, entry) for entry in doubtful)]
    return Score(
        matched,
        [entry for entry in firm if id(entry) not in reached],
        [item for item in rest if item not in forgiven],
        forgiven,
        {name: _accuracy(name, matched) for name in REPORTED.get(kind, ())},
    )


def _pair(kind: str, items: list[Entry], gold: list[Entry]) -> list[tuple[Entry, Entry]]:
    """The largest one-to-one pairing of items and entries that fit."""
    options = [[i for i, item in enumerate(items) if _fits(kind, item, entry)] for entry in gold]
    holder: dict[int, int] = {}

    def seat(row: int, tried: set[int]) -> bool:
        for i in options[row]:
            if i not in tried:
                tried.add(i)
                if i not in holder or seat(holder[i], tried):
                    holder[i] = row
                    return True
        return False

    for row in range(len(gold)):
        seat(row, set())
    return [(items[i], gold[row]) for i, row in sorted(holder.items())]


def _fits(kind: str, item: Entry, entry: Entry) -> bool:
    keys = all(_agree(name, entry, item) for name in KEYS[kind] if name in entry)
    return keys and any(
        overlaps(wanted, found)
        and (kind in ANY_LENGTH or found[1] - found[0] <= LONGEST * (wanted[1] - wanted[0]))
        for wanted in _places(entry)
        for found in _places(item)
    )


def _places(entry: Entry) -> Iterator[Place]:
    if "start" in entry:
        yield entry["start"], entry["end"]
    else:
        start, end = entry.get("heading_span") or entry["span"]
        yield start, end
    for start, end in entry.get("spans", ()):
        yield start, end


def _agree(name: str, entry: Entry, item: Entry) -> bool:
    """Whether a field agrees, spaces ignored; `302亿元` and `30200000000元` are one value."""
    wanted, found = entry.get(name), item.get(name)
    options = wanted if isinstance(wanted, list) else [wanted]
    if name == "value" and found is not None:
        scales = {_scale(unit)[0] for unit in _listed(entry.get("unit"))}
        return any(Decimal(str(o)) * s == found for o in options if o is not None for s in scales)
    if name == "unit":
        options = [_scale(unit)[1] for unit in options]
    return any(_plain(option) == _plain(found) for option in options)


def _quantity(item: Entry) -> Entry:
    """Value and unit of an item without 万 and 亿."""
    scale, unit = _scale(item.get("unit"))
    value = item.get("value")
    return {"unit": unit, "value": None if value is None else Decimal(str(value)) * scale}


def _scale(unit: str | None) -> tuple[Decimal, str | None]:
    scale, rest = Decimal(1), (unit or "").replace("％", "%")
    while rest and rest[0] in _MYRIADS:
        scale, rest = scale * _MYRIADS[rest[0]], rest[1:]
    return scale, rest or None


def _listed(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [value]


def _plain(value: Any) -> str:
    return "" if value is None else "".join(str(value).split())


def _accuracy(name: str, matched: list[tuple[Entry, Entry]]) -> tuple[int, int]:
    asked = [pair for pair in matched if name in pair[1]]
    return sum(_agree(name, entry, item) for item, entry in asked), len(asked)


def _share(part: float, whole: float) -> float:
    return part / whole if whole else 0.0


def report(kind: str, result: Score, *, verbose: bool = False) -> Iterator[str]:
    """The figures of one list, then what was missed, what is spurious, and wrong fields."""
    yield (
        f"{kind:11} P {result.precision:6.1%}  R {result.recall:6.1%}  F1 {result.f1:6.1%}"
        f"  ({len(result.matched)} found, {len(result.missed)} missed,"
        f" {len(result.spurious)} spurious, {len(result.forgiven)} doubtful)"
    )
    for name, (right, asked) in result.accuracy.items():
        yield f"    {name}: {right} of {asked}"
    yield from (f"  - {_line(kind, entry)}" for entry in result.missed)
    yield from (f"  + {_line(kind, item)}" for item in result.spurious)
    for item, entry in result.matched if verbose else ():
        for name in REPORTED.get(kind, ()):
            if name in entry and not _agree(name, entry, item):
                quote = _plain(item["quote"])
                yield f"  ~ {quote}  {name}: {item.get(name)}, wanted {entry[name]}"


def _line(kind: str, entry: Entry) -> str:
    fields = {name: str(entry[name]) for name in KEYS[kind] if entry.get(name) is not None}
    start = next(_places(entry))[0]
    return f"[{start}] {_plain(entry['quote'])}  {fields or ''}".rstrip()


def main(say: Callable[[str], None] = print) -> None:
    """The command line."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("package", type=Path, help="folder that lantu compile wrote")
    parser.add_argument("gold", type=Path, help="folder of <list>.json annotations")
    parser.add_argument("--kind", choices=tuple(KEYS), help="this list only")
    parser.add_argument("-v", action="store_true", help="also show fields that differ")
    options = parser.parse_args()
    plan = json.loads((options.package / "plan.json").read_text(encoding="utf-8"))
    for kind in [options.kind] if options.kind else KEYS:
        file = options.gold / f"{kind}.json"
        if file.exists():
            gold = json.loads(file.read_text(encoding="utf-8"))
            for line in report(kind, score(kind, plan[kind], gold), verbose=options.v):
                say(line)


if __name__ == "__main__":
    main()
