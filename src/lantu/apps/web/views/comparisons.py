"""Two versions side by side (版本比对), and a plan beside its upper plan (衔接): page and Excel."""

from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.functional import Promise as Lazy
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from lantu.apps.people.actor import Actor
from lantu.apps.people.permissions import Permission
from lantu.apps.registry.queries.comparisons import (
    ComparedRow,
    Comparison,
    compare,
    upper_version,
)
from lantu.apps.registry.queries.plans import VersionHead, newest_versions, version_head
from lantu.apps.registry.words import PromiseKind
from lantu.apps.web.pages import one_of, page
from lantu.apps.web.views.living import head_of
from lantu.apps.web.views.versions import attachment
from lantu.formats.xlsx import XLSX, workbook
from lantu.reports.comparison import words_of

WORDS: dict[str, Lazy] = {
    "dropped": gettext_lazy("取消"),
    "weakened": gettext_lazy("弱化"),
    "changed": gettext_lazy("改动"),
    "strengthened": gettext_lazy("加强"),
    "reworded": gettext_lazy("改写"),
    "added": gettext_lazy("新增"),
    "missing_binding": gettext_lazy("缺约束性指标"),
    "weaker_target": gettext_lazy("目标偏低"),
    "weaker_nature": gettext_lazy("属性偏松"),
    "different_unit": gettext_lazy("单位不同"),
    "different_base_year": gettext_lazy("基期不同"),
    "different_name": gettext_lazy("名称不同"),
    "missing_anticipated": gettext_lazy("缺预期性指标"),
}
"""What each kind of difference is called."""

ALARMING = frozenset({"dropped", "weakened", "missing_binding", "weaker_target", "weaker_nature"})
LISTS = {f"{kind.value}s": kind.label for kind in PromiseKind}


@dataclass(frozen=True, slots=True)
class Group:
    """The differences of one kind; rows: those that the filter leaves."""

    kind: str
    label: Lazy
    alarming: bool
    count: int
    rows: tuple[ComparedRow, ...]


@dataclass(frozen=True, slots=True)
class Sheet:
    """Everything that page and file show. first: the older or upper side."""

    comparison: Comparison
    first: VersionHead
    second: VersionHead
    groups: tuple[Group, ...]
    lists: dict[str, int]
    kind: str
    list: str

    @property
    def total(self) -> int:
        return sum(group.count for group in self.groups)


def _sheet(
    request: HttpRequest, comparison: Comparison, first: VersionHead, second: VersionHead
) -> Sheet:
    found = compare(comparison, first, second)
    kind = one_of(request.GET.get("kind"), WORDS)
    chosen = one_of(request.GET.get("list"), LISTS)
    groups = tuple(
        Group(
            word,
            label,
            word in ALARMING,
            len(rows),
            tuple(row for row in rows if chosen in ("", row.list)) if kind in ("", word) else (),
        )
        for word, label in WORDS.items()
        if (rows := [row for row in found if row.kind == word])
    )
    lists = {name: sum(row.list == name for row in found) for name in LISTS}
    return Sheet(comparison, first, second, groups, lists, kind, chosen)


@page(Permission.READ_PLANS)
def diff_page(
    request: HttpRequest, actor: Actor, key: str, number: int, other: int
) -> HttpResponse:
    """The older of the two stands on the left, whichever comes first in the address."""
    head = head_of(request, actor, key, number)
    first, second = sorted((head, version_head(actor, key, other)), key=lambda h: h.number)
    return _answer(request, _sheet(request, Comparison.DIFF, first, second))


@page(Permission.READ_PLANS)
def align_choice(request: HttpRequest, actor: Actor, key: str, number: int) -> HttpResponse:
    """To the upper plan that is registered; else a choice of plans."""
    head = head_of(request, actor, key, number)
    chosen = request.GET.get("upper", "")
    plans = [plan for plan in newest_versions(actor) if plan.key != key]
    upper = next((p for p in plans if p.key == chosen), None)
    if upper is None and not chosen:
        upper = upper_version(actor, key)
    if upper is not None:
        return redirect("align", key, number, upper.key, upper.number)
    return render(request, "lantu/align_choice.html", {"plans": plans, "head": head})


@page(Permission.READ_PLANS)
def align_page(
    request: HttpRequest, actor: Actor, key: str, number: int, upper: str, upper_number: int
) -> HttpResponse:
    head = head_of(request, actor, key, number)
    above = version_head(actor, upper, upper_number)
    return _answer(request, _sheet(request, Comparison.ALIGN, above, head))


def _answer(request: HttpRequest, sheet: Sheet) -> HttpResponse:
    if request.GET.get("as") == "xlsx":
        name = f"{sheet.second.title}-{_('比对')}.xlsx"
        return attachment(_workbook(sheet), name, XLSX)
    asked = request.GET.copy()
    asked["as"] = "xlsx"
    lists = [(name, LISTS[name], count) for name, count in sheet.lists.items() if count]
    context = {"sheet": sheet, "lists": lists, "asked": asked.urlencode()}
    return render(request, "lantu/compare.html", context)


def _workbook(sheet: Sheet) -> bytes:
    header = (_("差异"), _("类别"), _side(sheet.first), _side(sheet.second), _("说明"))
    rows = (
        (
            str(group.label),
            str(LISTS[row.list]),
            words_of(row.row.difference.first),
            words_of(row.row.difference.second),
            "；".join(row.row.difference.why),
        )
        for group in sheet.groups
        for row in group.rows
    )
    return workbook(_("比对"), header, rows, (12, 10, 60, 60, 40))


def _side(head: VersionHead) -> str:
    return _("%(title)s 第 %(number)s 版") % {"title": head.title, "number": head.number}
