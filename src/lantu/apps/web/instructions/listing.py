"""The dispatch list (督办): what stands, what is late, by unit; as a page and as Excel."""

from urllib.parse import quote

from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from lantu.apps.people.actor import Actor
from lantu.apps.people.permissions import Permission
from lantu.apps.tracking.instructions.queries import (
    VIEWS,
    InstructionFilter,
    InstructionLine,
    count_units,
    count_views,
    every_instruction,
)
from lantu.apps.tracking.instructions.queries import instruction_page as page_of
from lantu.apps.web.frame import today
from lantu.apps.web.instructions.rows import row_of
from lantu.apps.web.pages import number as whole
from lantu.apps.web.pages import one_of, page
from lantu.formats.xlsx import XLSX, workbook

WIDTHS = (18, 60, 12, 12, 8, 40, 24, 30, 12, 10, 10, 12)
TITLES = {
    "standing": gettext_lazy("未办结"),
    "late": gettext_lazy("逾期"),
    "replied": gettext_lazy("待审阅"),
    "done": gettext_lazy("已办结"),
    "withdrawn": gettext_lazy("已撤回"),
    "all": gettext_lazy("全部"),
}


def _filter(asked: QueryDict) -> InstructionFilter:
    return InstructionFilter(
        view=one_of(asked.get("view"), VIEWS) or VIEWS[0],
        unit=whole(asked.get("unit")),
        words=asked.get("q", "").strip()[:100],
    )


@page(Permission.READ_INSTRUCTIONS)
def listing(request: HttpRequest, actor: Actor) -> HttpResponse:
    chosen = _filter(request.GET)
    after = request.GET.get("after", "")[:30]
    found = page_of(actor, chosen, after=after)
    counts, units = count_views(actor, chosen), count_units(actor)
    asked = request.GET.copy()
    asked.pop("after", None)
    unviewed = asked.copy()
    unviewed.pop("view", None)
    context = {
        "rows": [row_of(line) for line in found.lines],
        "total": found.total,
        "after": found.after,
        "paged": bool(after),
        "chosen": chosen,
        "asked": asked.urlencode(),
        "unviewed": unviewed.urlencode(),
        "views": [(view, TITLES[view], counts[view]) for view in VIEWS],
        "counts": counts,
        "units": units,
        "narrowed": chosen.unit is not None or bool(chosen.words),
        "may_give": actor.may(Permission.GIVE_INSTRUCTION),
    }
    return render(request, "lantu/instructions/list.html", context)


@page(Permission.READ_INSTRUCTIONS)
def as_file(request: HttpRequest, actor: Actor) -> HttpResponse:
    """The whole list as Excel."""
    chosen = _filter(request.GET)
    header = (
        _("编号"), _("批示内容"), _("领导"), _("批示日期"), _("紧急程度"), _("针对"), _("主办单位"),
        _("协办单位"), _("期限"), _("状态"), _("逾期天数"), _("报送日期"),
    )  # fmt: skip
    rows = (_cells(line) for line in every_instruction(actor, chosen))
    body = workbook(_("批示督办清单"), header, rows, WIDTHS)
    name = quote(f"{_('批示督办清单')}-{today():%Y%m%d}.xlsx")
    return HttpResponse(
        body,
        content_type=XLSX,
        headers={"Content-Disposition": f"attachment; filename*=UTF-8''{name}"},
    )


def _cells(line: InstructionLine) -> tuple[str | int | None, ...]:
    row = row_of(line)
    return (
        line.number, line.text, line.leader, line.written_on.isoformat(), row.urgency,
        row.about, line.lead, "、".join(line.helping), line.due.isoformat(), row.state,
        line.late or None, line.replied_on.isoformat() if line.replied_on else "",
    )  # fmt: skip
