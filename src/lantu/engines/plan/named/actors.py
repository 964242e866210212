"""The organisations that a plan names: party and government bodies, departments, firms, parks.

One entry per name with all its mentions. A kind of body (各职能部门, 龙头企业) is not an actor.
"""

import re
from collections.abc import Iterable, Iterator

from lantu.engines.plan.model import Actor, Mint
from lantu.engines.plan.named.enumerations import split
from lantu.engines.plan.named.name_start import start_of_name
from lantu.engines.plan.named.proper import any_of, is_proper, leftover
from lantu.engines.plan.structure.passages import Passage
from lantu.kernel.spans import Span

_OFFICES = any_of(
    """
    发展改革 发展和改革 发改 教育 教育体育 教体 科技 科学技术 工业和信息化 工信 公安 民政 司法
    财政 人力资源和社会保障 人力资源社会保障 人社 自然资源 自然资源和规划 生态环境
    住房和城乡建设 住房城乡建设 住建 交通运输 交通 水利 水务 农业农村 商务 文化和旅游 文化旅游
    文化广电和旅游 文旅 卫生健康 卫健 退役军人事务 应急管理 审计 市场监督管理 市场监管 统计
    医疗保障 医保 乡村振兴 林业 园林绿化 园林 城市管理 城管 信访 行政审批 政务服务
    政务服务和大数据管理 大数据管理 税务 气象 国防动员 人防 金融工作 机关事务 体育
    粮食和物资储备 烟草专卖 邮政管理 消防救援 民族宗教 招商 招商引资 房管 供销 广播电视 文物
    海关 档案 国资 国有资产监督管理
    """
)
_HEADS = re.compile(
    rf"(?P<department>[国省市县区]?(?:家)?{_OFFICES}(?:局|厅|委员会|委(?!员)|办公室|总局)"
    r"|[省市县区]委[一-龥]{2,6}工作委员会|管委会|管理委员会)"
    r"|(?P<party>党中央|[省市县区]委(?!员|托|会|[省市县区]政府))"
    r"|(?P<government>国务院|[省市县区]委[省市县区]政府|(?:[省市县区])?人民政府|[省市县区]政府)"
    r"|(?P<congress>[省市县区]?(?:人大常委会|人大(?!代表|会议|力|量|幅|多|部|规)|政协(?!委员)|人民代表大会))"
    r"|(?P<institution>[省市县区]?(?:纪检监察(?:机关)?|监察委|人民法院|人民检察院|法院|检察院)"
    r"|医院|卫生院|学院(?!派)|大学(?![生城])|研究院|研究所|科学院|设计院|研发中心|测试中心|(?<=[省市县区])(?:政务服务|疾病预防控制|行政服务|妇幼保健)中心)"
    r"|(?P<association>[省市县区]?(?:总工会|工会(?!组织)|共青团|妇联|工商联|残联|科协|红十字会)|总会|协会|商会|联合会)"
    r"|(?P<firm>有限公司|总公司|集团公司|股份公司|集团(?![化式])|公司)"
    r"|(?P<park>产业园区?|科技园|电商园|创业园|工业园区?|物流园区?|产业集聚区|开发区|高新区|科学城|化工园区|焦化园区)"
)
_WHOLE = re.compile(
    rf"党中央|国务院|工会|共青团|妇联|工商联|残联|科协|红十字会|[省市县区].+|政协|人大.*|纪检监察.*|人民政府|法院|检察院"
    rf"|{_OFFICES}(?:局|厅|委员会|委|办公室|总局)"
)
_FIRM_LIST = re.compile(
    r"(?:以|依托|支持|培育了?|鼓励|引导|引进|涌现出?了?)(?P<names>[^，。；：以]{2,60}?)"
    r"等(?![级])[^，。；、]{0,16}?(?:企业|公司)"
)
_FIRM_LEAD = re.compile(r"以(?P<names>[^，。；：]{2,30}?)为龙头")
_NO_ACTOR = re.compile(
    r"^(?:各|全|每|该|本|此|多|些|某|新|老|平台|创意|更多|行业|国有|大型|重点|一批|五大|相关|有关|上述|专业|知名)|产业$|平台公司"
)
_BARE_OWNER = re.compile(r"(?:中共)?[一-龥]{2,4}")
_OWNER = re.compile(r"[一-龥]{1,4}[省市县区州]")
_LONGEST, _LONGEST_OWNER = 12, 5


def find_actors(passages: Iterable[Passage]) -> list[Actor]:
    """The organisations named in `passages`, in the order of their first mention."""
    kinds: dict[str, str] = {}
    spans: dict[str, list[Span]] = {}
    sections: dict[str, str | None] = {}
    for passage in passages:
        for span, kind in sorted(_in_text(passage.text).items()):
            name = span.of(passage.text)
            kinds.setdefault(name, kind)
            sections.setdefault(name, passage.section)
            spans.setdefault(name, []).append(passage.span(*span))
    mint = Mint(Actor)
    return [
        Actor(
            id=mint(name),
            span=found[0],
            quote=name,
            section=sections[name],
            name=name,
            kind=kinds[name],
            spans=tuple(found),
        )
        for name, found in spans.items()
    ]


def _in_text(text: str) -> dict[Span, str]:
    """Each organisation of `text` and its kind; of two that overlap the first found stays."""
    found: dict[Span, str] = {}
    for source in (_firms(text), _headed(text)):
        for span, kind in source:
            if not any(span.meets(other) for other in found):
                found[span] = kind
    return found


def _headed(text: str) -> Iterator[tuple[Span, str]]:
    for head in _HEADS.finditer(text):
        kind = head.lastgroup or "other"
        if _WHOLE.fullmatch(head[0]):
            yield Span(_owner(text, head), head.end()), kind
            continue
        start = start_of_name(text, head.start(), _LONGEST, keep_area=True)
        if start is None:
            continue
        name = text[start : head.end()]
        named = kind != "firm" or leftover(text[start : head.start()])
        if named and is_proper(name) and not _NO_ACTOR.search(name):
            yield Span(start, head.end()), kind


def _owner(text: str, head: re.Match[str]) -> int:
    """Where 云溪 begins in 云溪县委, or 云溪县 in 云溪县人民政府; else where the head begins."""
    start = start_of_name(text, head.start(), _LONGEST_OWNER, keep_area=True)
    pattern = _BARE_OWNER if head[0][0] in "省市县区" else _OWNER
    if start is not None and pattern.fullmatch(text, start, head.start()):
        return start if leftover(text[start : head.start()]) else head.start()
    return head.start()


def _firms(text: str) -> Iterator[tuple[Span, str]]:
    """Firms by the company they keep: 以甲科技、乙股份等重点企业为龙头."""
    for pattern in (_FIRM_LIST, _FIRM_LEAD):
        for listing in pattern.finditer(text):
            if "项目" in listing["names"]:
                continue
            parts = split(text, Span(*listing.span("names")))
            known = [p for p in parts if p.end - p.start <= _LONGEST and leftover(p.of(text))]
            sure = sum(len(leftover(p.of(text))) > 1 for p in known)
            if sure * 2 >= len(parts):
                yield from ((part, "firm") for part in known)
