"""Where the name of an arrangement begins: behind its verb, behind the name before it, without
the clause that describes it (构建集…于一体的X平台 gives X平台)."""

import re
from dataclasses import dataclass

from lantu.engines.plan.systems.verbs import Governor, governors
from lantu.engines.plan.systems.words import BARE
from lantu.kernel.spans import Span

_BARE = frozenset(BARE)
_LONGEST_NAME = 20
_SHORT_ATTRIBUTE = 8
_LEAST_NAME = 4
_LEADING = re.compile(
    r"(?:[、，和与及并”）]|以及|等|了|好|的|在|对|把|将|由|向|以|为|各(?=类|项)|一批|一个|一套|一系列|更多|更加|更高|"
    r"统一|有关|相关|本地|新建|其他|包括)+(?=[\u4e00-\u9fff“]{3})"
)
_JOINTS = re.compile(r"(?:[、，]|以及|和|与|及|并)*")
_OTHER_WORK = re.compile(
    r"(?<=[\u4e00-\u9fff]{4})(?:保护|治理|防控|建设|管理|办学)和(?=[^，。、]{5})"
)
_FIELD = re.compile(r"等(?:重点)?(?:领域|方面|行业|环节|方式|区域|场所|地区)(?:的)?")
_DESCRIBES = re.compile(
    r"^(?:更|最|高|有|能|集|以|由|为|与|符合|适应|面向|覆盖|贯穿)|[、，]|相结合|相适应|配套|融合"
)


@dataclass(frozen=True, slots=True)
class Clause:
    """A clause with its governing verbs."""

    text: str
    span: Span
    governors: tuple[Governor, ...]

    @classmethod
    def read(cls, text: str, span: Span) -> "Clause":
        """The clause at `span` of `text`."""
        return cls(text, span, tuple(governors(text, span)))

    @property
    def words(self) -> str:
        """The clause as written."""
        return self.span.of(self.text)

    def edge(self, head: Span, begin: int, least: int) -> tuple[int, str | None]:
        """Where the phrase that ends in `head` begins, not before `begin`, and its verb.

        A verb that would leave a name of fewer than `least` characters is part of the name.
        """
        behind = [g for g in self.governors if g.end + least <= head.end]
        last = behind[-1].end if behind else self.span.start
        return max(last, begin), behind[-1].verb if behind else None

    def verb_before(self, place: int) -> str | None:
        """The last governing verb before `place`."""
        before = [g.verb for g in self.governors if g.end <= place]
        return before[-1] if before else None

    def governed_between(self, start: int, end: int) -> bool:
        """Whether a new verb begins there."""
        return any(start <= g.start < end for g in self.governors)


def tightened(text: str, phrase: Span, head: int, *, enumerated: bool = False) -> Span:
    """`phrase` without what only describes the name; `head` is where its head noun starts.

    enumerated: a 、 separates names, not parts of one.
    """
    start, end = phrase
    joint = _JOINTS.match(text, start)
    start = joint.end() if joint else start
    start = _after_last(_FIELD, text, start, end, head)
    start = _behind_attribute(text, start, end)
    comma = text.rfind("、", start, head)
    if comma >= 0 and (enumerated or _is_list(text, start, comma, end)):
        start = comma + 1
    leading = _LEADING.match(text, start, end)
    if leading and leading.end() <= head:
        start = leading.end()
    if not enumerated:
        start = _after_last(_OTHER_WORK, text, start, end, head)
    return _whole_quotes(text, Span(start, end))


def _after_last(pattern: re.Pattern[str], text: str, start: int, end: int, head: int) -> int:
    for match in pattern.finditer(text, start, end):
        if match.end() <= head:
            start = match.end()
    return start


def _behind_attribute(text: str, start: int, end: int) -> int:
    """Behind 的, when what stands before it describes rather than names."""
    mark = text.rfind("的", start, end)
    if mark < 0:
        return start
    attribute, name = text[start:mark], text[mark + 1 : end]
    if "、" in attribute or "，" in attribute:
        return mark + 1
    if name in _BARE or len(name) < _LEAST_NAME:
        return start
    long = len(attribute) > _SHORT_ATTRIBUTE
    return mark + 1 if long or _DESCRIBES.search(attribute) else start


def _is_list(text: str, start: int, comma: int, end: int) -> bool:
    """Whether a long phrase is rather an enumeration whose last part is the name."""
    quoted = text.count("“", start, comma) > text.count("”", start, comma)
    return end - start > _LONGEST_NAME and end - comma > _LEAST_NAME and not quoted


def _whole_quotes(text: str, name: Span) -> Span:
    """A name neither begins nor ends inside quotation marks."""
    start, end = name
    opened, closed = text.count("“", start, end), text.count("”", start, end)
    if closed > opened:
        start = max(text.rfind("“", 0, start), 0)
    elif opened > closed:
        end += text.startswith("”", end)
    return Span(start, end)
