"""Two plans side by side as one HTML page that stands alone: nothing is loaded from anywhere.

Takes the differences that `diff` or `align` found; judges nothing itself.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from html import escape

from lantu.engines.plan.comparison.matching import Difference
from lantu.engines.plan.comparison.wording import Run, mark_differences
from lantu.engines.plan.model import Item
from lantu.engines.plan.package import LIST_WORDS, Package

KIND_WORDS = {
    "dropped": "取消", "weakened": "弱化", "changed": "改动", "strengthened": "加强",
    "reworded": "改写", "added": "新增",
    "missing_binding": "缺约束性指标", "weaker_target": "目标偏低", "weaker_nature": "属性偏松",
    "different_unit": "单位不同", "different_base_year": "基期不同", "different_name": "名称不同",
    "missing_anticipated": "缺预期性指标",
}  # fmt: skip
"""How each kind of difference is called in Chinese."""

_STYLE = """
body{margin:0 auto;max-width:1200px;padding:24px;color:#17191c;background:#fbfbf9;
font:14px/1.65 "Noto Sans SC","Noto Sans CJK SC","PingFang SC","Microsoft YaHei",sans-serif}
h1,h2{font-family:"Noto Serif SC","Noto Serif CJK SC","Songti SC",SimSun,serif}
h1{font-size:26px;border-bottom:3px double #17191c;padding-bottom:8px;margin:0 0 12px}
h2{font-size:18px;margin:28px 0 8px}
table{width:100%;border-collapse:collapse;border-block:2px solid #17191c;table-layout:fixed}
th,td{padding:6px 8px;text-align:left;vertical-align:top;border-bottom:1px solid #dcddd8}
th{font-weight:500;color:#42464b;border-bottom-color:#17191c}
th:first-child{width:6em}th:last-child{width:26%}
td.words{font-family:"Noto Serif SC","Noto Serif CJK SC","Songti SC",SimSun,serif}
.none{color:#5f646a}del{color:#9e1c13}ins{color:#145346;text-decoration-thickness:2px}.lead{font-size:17px}
@media print{@page{size:A3 landscape}thead{display:table-header-group}}
"""


@dataclass(frozen=True, slots=True)
class Row:
    """One difference as a line of a table. first, second: the wordings cut into what they share
    and what is their own; empty where a plan lacks the item."""

    difference: Difference
    first: tuple[Run, ...]
    second: tuple[Run, ...]


def row_of(difference: Difference) -> Row:
    """Marks what differs when both plans have the item."""
    first, second = words_of(difference.first), words_of(difference.second)
    if first and second:
        return Row(difference, *mark_differences(first, second))
    return Row(difference, *(((Run(words, False),) if words else ()) for words in (first, second)))


def words_of(item: Item | None) -> str:
    """The item's words in one line, "" for none."""
    return " ".join(item.quote.split()) if item else ""


def comparison_page(
    title: str, first: Package, second: Package, differences: Sequence[Difference]
) -> str:
    """The page. title: what was compared; first and second: the older or upper, the newer or lower
    plan."""
    counts = "，".join(f"{KIND_WORDS[kind]} {n} 项" for kind, n in tally(differences).items())
    names = [escape(p.title or p.source.name) for p in (first, second)]
    sections = "".join(
        f"<h2>{KIND_WORDS[kind]}</h2>{_table(names, [d for d in differences if d.kind == kind])}"
        for kind in tally(differences)
    )
    return (
        '<!doctype html><html lang="zh-Hans"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width,initial-scale=1">'
        f"<title>{escape(title)}</title><style>{_STYLE}</style></head><body>"
        f"<h1>{escape(title)}</h1><p>{names[0]}<br>{names[1]}</p>"
        f'<p class="lead">{counts or "没有差异"}。</p>{sections}</body></html>\n'
    )


def tally(differences: Iterable[Difference]) -> dict[str, int]:
    """How many differences of each kind, in the order in which the kinds first occur."""
    counts: dict[str, int] = {}
    for difference in differences:
        counts[difference.kind] = counts.get(difference.kind, 0) + 1
    return counts


def _table(names: Sequence[str], differences: Iterable[Difference]) -> str:
    head = "".join(f'<th scope="col">{word}</th>' for word in ("类别", *names, "说明"))
    body = "".join(
        f"<tr><td>{LIST_WORDS[row.difference.list]}</td>{_cell(row.first, 'del')}"
        f"{_cell(row.second, 'ins')}"
        f"<td>{'；'.join(escape(why) for why in row.difference.why)}</td></tr>"
        for row in map(row_of, differences)
    )
    return f"<table><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>"


def _cell(runs: Sequence[Run], tag: str) -> str:
    if not runs:
        return '<td class="none">—</td>'
    words = "".join(
        f"<{tag}>{escape(run.words)}</{tag}>" if run.own else escape(run.words) for run in runs
    )
    return f'<td class="words">{words}</td>'
