"""Holds a compiled plan against the expectations of a page, and says readably what differs.

Works on `plan.json` as any other program would read it, never on the compiler's own objects. The
span rule is the one that the package is measured with: an item is found when the spans overlap by
half of the shorter, its span is at most 2.5 times the words, and all given fields agree.
"""

import re
from collections.abc import Iterator
from decimal import Decimal, InvalidOperation
from typing import Any

from spec.documents import Absent, BadPage, Expected, Row, locate

Plan = dict[str, Any]
Item = dict[str, Any]
Place = tuple[int, int]

LONGEST = 2.5
BY_CONTAINMENT = {"subject", "object", "section", "parent", "from", "to", "explained_at"}
_WHOLE = {"outline", "tables", "boxes", "indicators", "links"}  # quoted by a part of themselves
_ROLE = re.compile(r"^(base|target|actual|growth|cumulative)(?: (\d{4}))?$")


def faults(check: Expected | Absent, plan: Plan, text: str) -> list[str]:
    """What of `check` does not hold, one readable line each; empty when all does."""
    if isinstance(check, Absent):
        return list(_unwanted(check, plan, text))
    if check.list == "document":
        return list(_document_faults(check, plan))
    found = pair(check, plan, text)
    wrong = [_missing(check.list, row, plan, text) for row in check.rows if row.line not in found]
    wrong += _cluster_faults(check, found)
    if check.exact:
        taken = {item["id"] for item in found.values()}
        extra = [item for item in plan[check.list] if item["id"] not in taken]
        wrong += [f"+ {_words(item['quote'])}  is no {check.list[:-1]}" for item in extra]
    return wrong


def pair(check: Expected, plan: Plan, text: str) -> dict[int, Item]:
    """Line of each row that was found -> its item; every item serves one row."""
    options = {
        row.line: [i for i in plan[check.list] if _fits(check.list, row, i, plan, text)]
        for row in check.rows
    }
    holder: dict[str, int] = {}

    def seat(line: int, tried: set[str]) -> bool:
        for item in options[line]:
            if item["id"] not in tried:
                tried.add(item["id"])
                if item["id"] not in holder or seat(holder[item["id"]], tried):
                    holder[item["id"]] = line
                    return True
        return False

    for line in options:
        seat(line, set())
    items = {item["id"]: item for item in plan[check.list]}
    return {line: items[id_] for id_, line in holder.items()}


def place_of(list_: str, item: Item, plan: Plan) -> Place:
    """Where the item's words stand: a heading for a unit, its first end for a link."""
    if list_ == "outline":
        start, end = item["heading_span"]
    elif list_ == "links":
        start, end = _index(plan)[item["from"]]["span"]
    else:
        start, end = item["span"]
    return start, end


def overlaps(one: Place, other: Place) -> bool:
    """Whether the two share at least half of the shorter.

    >>> overlaps((0, 4), (2, 20)), overlaps((0, 4), (3, 20))
    (True, False)
    """
    shared = min(one[1], other[1]) - max(one[0], other[0])
    return shared > 0 and 2 * shared >= min(one[1] - one[0], other[1] - other[0])


def _fits(list_: str, row: Row, item: Item, plan: Plan, text: str) -> bool:
    return _stands(list_, row, item, plan, text) and not list(_differences(row, item, plan, text))


def _stands(list_: str, row: Row, item: Item, plan: Plan, text: str) -> bool:
    wanted, place = locate(text, row.quote), place_of(list_, item, plan)
    short = list_ in _WHOLE or place[1] - place[0] <= LONGEST * (wanted[1] - wanted[0])
    return short and overlaps(wanted, place)


def _differences(row: Row, item: Item, plan: Plan, text: str) -> Iterator[str]:
    for column, wanted in row.fields.items():
        if column != "cluster":
            shown = show(column, item, plan, text)
            if not _agree(column, wanted, shown):
                yield f"{column}: wanted {wanted}, found {shown}"


def show(column: str, item: Item, plan: Plan, text: str) -> str:
    """A field of an item in the notation of the pages."""
    if column == "mentions":
        return str(len(item["spans"]))
    if column == "columns":
        return ", ".join(_column(c) for c in item["columns"])
    if column not in item and (role := _ROLE.match(column)):
        return _cell(item, role[1], role[2], plan)
    if column not in item:
        raise BadPage(f"no such field: {column}")
    value = item[column]
    if column == "explained_at" and value:
        return _words(text[value[0] : value[1]])
    if isinstance(value, str) and value in (index := _index(plan)):
        return _words(index[value]["quote"])
    return _plain(value)


def _plain(value: Any) -> str:
    if value is None:
        return "–"
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, dict):
        return f"{value['first_year']}–{value['last_year']}"
    return str(value)


def _column(column: Item) -> str:
    return column["role"] + (f" {column['year']}" if column["year"] else "")


def _cell(indicator: Item, role: str, year: str | None, plan: Plan) -> str:
    for column in _index(plan)[indicator["table_id"]]["columns"]:
        if column["role"] == role and year in (None, str(column["year"])):
            return _cell_value(indicator["cells"].get(column["name"]))
    return f"(no {role} column)"


def _cell_value(cell: Item | None) -> str:
    if cell is None or cell["value"] is None:
        return (cell and cell["reference"]) or "–"
    value = str(cell["value"])
    if cell["value_high"] is not None:
        value = f"{value}-{cell['value_high']}"
    if cell["comparator"] in (">=", "<=", ">", "<", "~"):
        value = cell["comparator"] + value
    return f"[{value}]" if cell["bracketed"] else value


def _agree(column: str, wanted: str, shown: str) -> bool:
    if "–" in (wanted, shown):
        return wanted == shown
    if column in BY_CONTAINMENT:
        one, other = _words(wanted), _words(shown)
        return one in other or other in one
    try:
        return Decimal(wanted) == Decimal(shown)
    except InvalidOperation:
        return _words(wanted) == _words(shown)


def _index(plan: Plan) -> dict[str, Item]:
    return {i["id"]: i for list_ in plan.values() if isinstance(list_, list) for i in list_}


def _words(quote: str) -> str:
    return "".join(quote.split())


def _missing(list_: str, row: Row, plan: Plan, text: str) -> str:
    """The row, and how the nearest items differ from it."""
    near = [i for i in plan[list_] if overlaps(locate(text, row.quote), place_of(list_, i, plan))]
    line = f"- line {row.line}: {row.quote}  {row.fields or ''}".rstrip()
    for item in near:
        different = "; ".join(_differences(row, item, plan, text)) or "its span is too long"
        line += f"\n    ~ {_words(item['quote'])}  {different}"
    return line


def _unwanted(check: Absent, plan: Plan, text: str) -> Iterator[str]:
    for list_ in check.lists:
        if not check.words:
            yield from (f"+ {_words(i['quote'])}  is no {list_[:-1]}" for i in plan[list_])
        for words in check.words:
            place = locate(text, words)
            for item in plan[list_]:
                if overlaps(place, place_of(list_, item, plan)):
                    yield f"+ {_words(item['quote'])}  is no {list_[:-1]} ({words})"


def _document_faults(check: Expected, plan: Plan) -> Iterator[str]:
    for row in check.rows:
        wanted, shown = next(iter(row.fields.values())), _plain(plan[row.quote])
        if _words(wanted) != _words(shown):
            yield f"- line {row.line}: {row.quote}: wanted {wanted}, found {shown}"


def _cluster_faults(check: Expected, found: dict[int, Item]) -> Iterator[str]:
    labels: dict[str, str] = {}
    for row in check.rows:
        if "cluster" in row.fields and row.line in found:
            label, cluster = row.fields["cluster"], found[row.line]["cluster"]
            if labels.setdefault(label, cluster) != cluster:
                yield f"- line {row.line}: {row.quote} is not in the cluster of {label}"
    if len(set(labels.values())) < len(labels):
        yield f"- line {check.line}: clusters that should differ are one: {', '.join(labels)}"
