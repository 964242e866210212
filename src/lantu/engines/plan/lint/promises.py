"""Promises: slogans that nothing explains, projects that stand in the text or in the boxes only,
one project in two boxes, honours that are held and promised again.

What is normal for a plan is told once, as a summary, not for each item.
"""

import re
from collections import defaultdict
from collections.abc import Iterable

from lantu.engines.plan.lint.draft import Draft
from lantu.engines.plan.lint.registry import Hit, check
from lantu.engines.plan.model import Programme, Project
from lantu.kernel.findings import Severity

_COUNTED = re.compile(
    r"\d{2,}|[一二两三四五六七八九十百千][^“”]{0,3}[一二两三四五六七八九十百千]|[一二两三四五六七八九十](?:个|大|改|提|清|治|区|线)|十百千"
)


def _core(programme: Programme) -> str:
    """What names the programme: the words in quotation marks, without 行动计划 and the like."""
    quoted = re.search("“([^”]+)”", programme.name)
    name = quoted[1] if quoted else programme.name
    return re.sub(r"(?:行动)?计划$|专项行动$|工程$|[、\s]", "", name)


@check(
    "LT-P01", "数字简称没有解释", "numbered slogan that nothing explains", Severity.WARNING,
    "“1234”“三区两带”一类的简称全文没有解释，读者不知道要做什么，任务也无法分解。",
)  # fmt: skip
def slogans(draft: Draft) -> Iterable[Hit]:
    names: dict[str, list[Programme]] = defaultdict(list)
    for programme in draft.package.programmes:
        names[_core(programme)].append(programme)
    for core, mentions in names.items():
        if any(m.explained_at for m in mentions) or not _COUNTED.search(core):
            continue
        times = f"出现 {len(mentions)} 次，" if len(mentions) > 1 else ""
        yield Hit(
            mentions[0].span,
            f"{mentions[0].name}{times}全文没有说明它指哪几项。",
            "在首次出现处用括号说明内容，或加脚注。",
        )


def _title(project: Project) -> str:
    return re.sub(r"[“”\s]|(?:建设)?(?:项目|工程)$", "", project.name)


_MANY = 10
"""A few projects outside the boxes are normal."""


@check(
    "LT-P02", "正文的项目不在专栏里", "projects of the text that are in no box", Severity.INFO,
    "正文写了要建、专栏没有列的项目，容易在任务分解时漏掉。全文合为一条。",
)  # fmt: skip
def in_no_box(draft: Draft) -> Iterable[Hit]:
    boxed = {p.cluster for p in draft.package.projects if p.box is not None}
    loose = [p for p in draft.package.projects if p.box is None and p.cluster not in boxed]
    names = list(dict.fromkeys(_title(p) for p in loose))
    if draft.package.boxes and len(names) >= _MANY:
        yield Hit(
            loose[0].span,
            f"正文有 {len(names)} 个具体项目没有列入专栏或项目表：{'、'.join(names[:6])}"
            f"{'等' if len(names) > 6 else ''}。",
            "逐项核对：列入专栏，或确认不作为重点项目。",
        )


@check(
    "LT-P03", "专栏的项目正文没有提到", "projects of boxes that the text never mentions",
    Severity.INFO, "整个专栏的项目正文都没有交代，任务缺少出处。按专栏合为一条。",
)  # fmt: skip
def only_in_boxes(draft: Draft) -> Iterable[Hit]:
    told = {p.cluster for p in draft.package.projects if p.box is None}
    body = "".join(p.text for p in draft.prose)
    unmentioned = []
    for box in draft.package.boxes:
        mine = [p for p in draft.package.projects if box.span.holds(p.span) and p.parent is None]
        if len(mine) > 1 and not any(p.cluster in told or _title(p) in body for p in mine):
            unmentioned.append((box, len(mine)))
    if unmentioned:
        said = "、".join(f"专栏{b.number or ''}“{b.title}”（{n} 项）" for b, n in unmentioned)
        yield Hit(
            unmentioned[0][0].span._replace(end=unmentioned[0][0].span.start + 6),
            f"下列专栏的项目，正文一项也没有提到：{said}。",
            "在正文相应段落交代，或调整专栏位置。",
        )


@check(
    "LT-P04", "同一项目列入两个专栏", "one project in two boxes", Severity.WARNING,
    "一个项目在两个专栏里各列一次，项目数和投资会重复计算。",
)  # fmt: skip
def twice_boxed(draft: Draft) -> Iterable[Hit]:
    seen: dict[str, Project] = {}
    for project in draft.package.projects:
        if project.box is None or project.parent is not None or len(_title(project)) < 5:
            continue
        first = seen.setdefault(_title(project), project)
        if first.box != project.box:
            yield Hit(
                project.span,
                f"“{project.name}”在专栏{first.box}和专栏{project.box}各列一次。",
                "只保留一处，另一处改为“见专栏”。",
            )


_HONOUR = r"“[^”]{6,30}(?:区|市|县|城市|称号|基地|单位|中心)”"
_HELD = re.compile(
    rf"(?:荣获|获得|获评|获批|入选|成功创[成建]|被(?:评为|授予|命名为))[^，。；]{{0,12}}({_HONOUR})"
)
_WANTED = re.compile(rf"(?:积极创建|争创|创建|争取|申报|争当|创成)[^，。；]{{0,12}}({_HONOUR})")


@check(
    "LT-P05", "已获得的称号又写“创建”", "an honour that is held and promised again",
    Severity.WARNING,
    "前文说已经获得，后文又说积极创建，前后矛盾；应改为“巩固提升”。",
)  # fmt: skip
def held_already(draft: Draft) -> Iterable[Hit]:
    lines = draft.lines
    held = {m[1]: p.span(*m.span()) for p in draft.passages for m in _HELD.finditer(p.text)}
    for passage in draft.passages:
        for match in _WANTED.finditer(passage.text):
            if match[1] in held and not _HELD.search(match.group()):
                yield Hit(
                    passage.span(*match.span()),
                    f"第 {lines.at(held[match[1]].start)[0]} 行说已经获得{match[1]}，这里又说"
                    f"“{match.group()}”。",
                    f"巩固{match[1]}创建成果",
                )
