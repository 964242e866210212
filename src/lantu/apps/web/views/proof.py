"""The lint page (校核): findings beside the text, decided one by one or many at once; as files."""

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from lantu.apps.people.actor import Actor
from lantu.apps.people.permissions import Permission
from lantu.apps.registry.actions import DOCX, decide_findings
from lantu.apps.registry.documents import kept
from lantu.apps.registry.queries.findings import (
    FindingFilter,
    FindingRow,
    findings,
    proof,
    text_of,
)
from lantu.apps.registry.queries.living import Choice, living_plan
from lantu.apps.registry.queries.plans import plan_of
from lantu.apps.registry.words import Verdict
from lantu.apps.web.manuscript import manuscript_html
from lantu.apps.web.pages import number as whole
from lantu.apps.web.pages import one_of, page
from lantu.apps.web.views.living import head_of
from lantu.apps.web.views.versions import attachment
from lantu.formats.docx_comments import comments_of, with_comments
from lantu.formats.xlsx import XLSX, workbook
from lantu.kernel.errors import Invalid, NotFound
from lantu.kernel.findings import Finding
from lantu.kernel.spans import Span

ALL = "all"
PAGE = 100
SEVERITIES = {
    "error": gettext_lazy("错误"),
    "warning": gettext_lazy("警告"),
    "info": gettext_lazy("提示"),
}


def _filter(request: HttpRequest) -> FindingFilter:
    """Open findings unless the address says otherwise."""
    asked = request.GET
    verdict = asked.get("verdict") or Verdict.OPEN
    return FindingFilter(
        severity=one_of(asked.get("severity"), SEVERITIES),
        code=asked.get("code", "")[:60],
        verdict="" if verdict == ALL else one_of(verdict, Verdict.values) or Verdict.OPEN,
        section=whole(asked.get("section")),
    )


@page(Permission.READ_FINDINGS, methods=("GET", "HEAD", "POST"))
def lint_page(request: HttpRequest, actor: Actor, key: str, number: int) -> HttpResponse:
    head = head_of(request, actor, key, number)
    if request.method == "POST":
        return _decide(request, actor, key, number)
    chosen = _filter(request)
    found = proof(head.id, chosen)
    pages = Paginator(found.rows, PAGE)
    shown = pages.get_page(whole(request.GET.get("page")) or 1)
    plan = living_plan(head.id, Choice(promises=False, findings=True), shown.object_list)
    asked = request.GET.copy()
    asked.pop("page", None)
    context = {
        "proof": found,
        "shown": shown,
        "plan": plan,
        "manuscript": manuscript_html(plan, margin=False),
        "chosen": chosen,
        "asked": asked.urlencode(),
        "severities": SEVERITIES,
        "verdicts": Verdict,
        "may_decide": actor.may(Permission.DECIDE_FINDING),
        "word": head.document_name.lower().endswith(".docx")
        and kept(head.document_sha256) is not None,
    }
    return render(request, "lantu/lint.html", context)


def _decide(request: HttpRequest, actor: Actor, key: str, number: int) -> HttpResponse:
    """One finding by its own buttons, or those that are ticked."""
    actor.must(Permission.DECIDE_FINDING)
    head = head_of(request, actor, key, number)
    wanted = set(request.POST.getlist("finding"))
    rows = [row for row in findings(head.id) if row.key in wanted]
    if not rows or len(rows) < len(wanted):
        raise NotFound(
            "web.finding.missing", "没有选中校核意见。", "请返回勾选要处理的意见，再点按钮。"
        )
    decide_findings(
        by=actor,
        plan=plan_of(actor, key),
        findings={row.key: row.code for row in rows},
        verdict=Verdict(one_of(request.POST.get("verdict"), Verdict.values) or Verdict.OPEN),
        reason=request.POST.get("reason", "")[:2000],
    )
    answer = redirect("lint", key=key, number=number)
    if asked := request.META.get("QUERY_STRING"):
        answer.headers["Location"] += f"?{asked}"
    after = (row for row in proof(head.id, _filter(request)).rows if row.number > rows[-1].number)
    if following := next(after, None):
        answer.headers["Location"] += f"#n-{following.number}"
    return answer


@page(Permission.READ_FINDINGS)
def lint_sheet(request: HttpRequest, actor: Actor, key: str, number: int) -> HttpResponse:
    head = head_of(request, actor, key, number)
    rows = proof(head.id, _filter(request)).rows
    header = (
        _("序号"), _("代码"), _("类别"), _("程度"), _("原文"), _("意见"), _("建议"), _("处理"),
        _("理由"), _("处理人"),
    )  # fmt: skip
    lines = (
        (
            row.number, row.code, row.title, str(SEVERITIES[row.severity]), row.words[:300],
            row.message, row.fix or "", str(row.verdict.label), row.reason, row.who,
        )
        for row in rows
    )  # fmt: skip
    widths = (6, 22, 18, 8, 50, 50, 40, 10, 30, 12)
    name = f"{head.title}-{_('校核意见')}.xlsx"
    return attachment(workbook(_("校核意见"), header, lines, widths), name, XLSX)


@page(Permission.READ_FINDINGS)
def lint_word(request: HttpRequest, actor: Actor, key: str, number: int) -> HttpResponse:
    """A copy of the document with the findings as comments; the kept document stays as it is."""
    head = head_of(request, actor, key, number)
    data = kept(head.document_sha256)
    if data is None:
        raise NotFound(
            "web.document.missing", "这一版没有保存原文件。", "请重新上传 Word 文件登记后再导出。"
        )
    if not head.document_name.lower().endswith(".docx"):
        raise Invalid(
            "web.lint.not_word",
            "原文件不是 Word 文档。",
            "请改用 Excel 导出，或用 .docx 重新登记。",
        )
    rows = proof(head.id, _filter(request)).rows
    comments = comments_of(text_of(head.id), [_finding(row) for row in rows])
    name = f"{head.title}-{_('校核意见')}.docx"
    return attachment(with_comments(data, comments, _("蓝图校核")), name, DOCX)


def _finding(row: FindingRow) -> Finding:
    span = None if row.start is None or row.end is None else Span(row.start, row.end)
    return Finding(row.code, row.severity, row.message, span, row.fix)
