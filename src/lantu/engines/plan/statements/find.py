"""Facts and targets in running text: whose value, how much, by when, promised or achieved.

Reads one sentence after the other; a time governs its sentence until another comes, a subject the
clauses that name none. Refuses to guess: what the sentence does not say stays None.
"""

import re
from bisect import bisect_right
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

from lantu.engines.plan.model import Fact, Mint, Target, Unit
from lantu.engines.plan.named.project_boxes import describes_site
from lantu.engines.plan.statements import phrasing
from lantu.engines.plan.statements.stated_values import Mention, find_mentions
from lantu.engines.plan.statements.voice import (
    clause_voice,
    heading_voice,
    is_base,
    paragraph_voices,
    time_voice,
)
from lantu.engines.plan.structure.passages import Passage
from lantu.kernel import periods
from lantu.kernel.periods import Period
from lantu.kernel.spans import Span

Years = tuple[int, int]
_BREAK = re.compile(r"[；;。！？：:]|(?<!\d)[，,]|[，,](?!\d{3})")
_STOP = re.compile("[。！？]")
_JOIN = re.compile(r"[、，,和及与并以\s（(]+")
_CHANGED = "增加|增长|提高|上升|提升|下降|降低|减少|压缩|扩大|缩短|发展|调整|降|升|增"
_SHIFT = re.compile(
    rf"(?:左右|以上)?(?:逐步)?(?:{_CHANGED})(?:到|至|为)?(?:{phrasing.TIME}|的)*$"
    rf"|[一-龥]{{0,6}}?(?:优化|整合|合并|压减|精简)?(?:{_CHANGED}|优化|整合|合并)(?:到|至|为)$|至$"
)
_FRONT = re.compile(
    r"(?:[—―－]{1,2}\s*)?(?:[（(]?\d{1,2}[、.．）)])?(?:[”、，,\s和及与（(]|并|且|即|以及|其中|同时|预计|力争|确保|争取|努力)*"
)
_UNTIL = re.compile(r"(?:到|至|截至|截止到?)$")
_OPENS = re.compile(r"(?:到|至|展望|面向)$")
_TITLE = re.compile("规划|纲要|建议|普法|专项")
_LISTED = re.compile(r"[—―－–-]{1,2}|[（(]?[0-9一二三四五六七八九十]{1,2}[）).．、]|[①-⑳●○◆■★▲·•]")
_THING = re.compile(r"[^，。；、“”\s]*?圈|[^，。；、”\s]{1,16}")


@dataclass(frozen=True, slots=True)
class _Statement:
    """A value with everything its sentence says of it; span in the passage's text."""

    span: Span
    mention: Mention
    subject: str
    words: str
    time: Period | None
    due: int | None
    base_year: int | None
    base_value: Decimal | None
    promised: bool
    modality: str | None
    inferred: str | None


@dataclass(frozen=True, slots=True)
class _Frame:
    """A future time that stands before the sentence: at the start of its paragraph, in the line
    that opens its list (leads), or in the heading. words: for people."""

    time: Period
    words: str
    leads: bool


def find_statements(
    passages: Sequence[Passage],
    period: Years | None,
    notes: Collection[str] = (),
    units: Sequence[Unit] = (),
) -> tuple[list[Fact], list[Target]]:
    """The facts and the targets of `passages`, each in the order of the text.

    period: first and last year of the plan; None when the document does not say. notes: numbers
    of footnotes whose marks an export may have glued to a value. units: the outline, whose titles
    tell whether what stands below looks back, and when it falls due. `quote` holds the words
    without export noise.
    """
    texts = [passage.text for passage in passages]
    times = [periods.find(text) for text in texts]
    titles = _titles(passages, units)
    voices = paragraph_voices(texts, times, period, [heading_voice(t) for t in titles])
    facts: list[Fact] = []
    targets: list[Target] = []
    mint_fact, mint_target = Mint(Fact), Mint(Target)
    frame: _Frame | None = None
    before: Passage | None = None
    for passage, found, promises, above in zip(passages, times, voices, titles, strict=True):
        if frame is None or not (frame.leads and _LISTED.match(passage.text)):
            frame = _heading_frame(above, period)
        reader = _Reader(passage, found, period, promises, frame, describes_site(passage, before))
        before = passage
        frame = reader.leads_on() or frame
        for statement in reader.read(notes):
            if statement.promised:
                targets.append(_target(passage, statement, mint_target))
            else:
                facts.append(_fact(passage, statement, mint_fact))
    return facts, targets


def _titles(passages: Sequence[Passage], units: Sequence[Unit]) -> list[list[str]]:
    """For each passage the titles it stands under, innermost first."""
    chains: dict[str | None, list[str]] = {None: []}
    for unit in units:
        chains[unit.id] = [unit.title, *chains.get(unit.parent, [])]
    return [chains.get(passage.section, []) for passage in passages]


def _heading_frame(titles: Sequence[str], plan: Years | None) -> _Frame | None:
    """The future time that opens the innermost heading with one (2024年重点工作). A title that
    joins it to something else (今后五年思路和2035年目标) dates nothing."""
    for title in titles:
        dated = [time for time in periods.find(title) if time.last_year]
        if len(dated) == 1 and not title[: dated[0].span.start].strip("到“面向展望"):
            if time_voice(title, dated[0], plan) != 1:
                return None
            return _Frame(dated[0], f"{dated[0].span.of(title)} in the heading", leads=False)
    return None


class _Reader:
    """Reads the statements of one passage. frame: the time that stands above it;
    of_site: it describes one building."""

    def __init__(
        self,
        passage: Passage,
        times: Sequence[Period],
        plan: Years | None,
        promises: bool,
        frame: _Frame | None,
        of_site: bool,
    ) -> None:
        text = self._text = passage.text
        self._in_box, self._of_site = passage.box is not None, of_site
        self._plan, self._promises = plan, promises
        self._times = [t for t in times if not _TITLE.match(text, t.span.end)]
        self._masked = text
        for t in self._times:
            if t.kind == "each_year":
                continue
            mask = phrasing.TIME * (t.span.end - t.span.start)
            self._masked = self._masked[: t.span.start] + mask + self._masked[t.span.end :]
        self._breaks = [m.span() for m in _BREAK.finditer(text)]
        self._stops = [m.end() for m in _STOP.finditer(text)]
        self._frame = frame
        self._topics = self._opening_times(passage.lead)

    def leads_on(self) -> _Frame | None:
        """The future time of a passage that opens a list (到2030年，主要目标是：)."""
        if not self._text.rstrip().endswith(("：", ":")):
            return None
        time = self._time(len(self._text))
        if time is None or time_voice(self._text, time, self._plan) != 1:
            return None
        return _Frame(time, f"{time.span.of(self._text)} opens the list", leads=True)

    def read(self, notes: Collection[str]) -> Iterator[_Statement]:
        """The statements of the passage, in order."""
        mentions = find_mentions(self._text, notes, self._in_box, self._of_site)
        subject: str | None = None
        at = free = 0
        while at < len(mentions):
            clause = self._clause(mentions[at].span)
            begin = max(clause.start, free)
            if self._sentence(begin) > free:
                subject = self._earlier(clause)
            base, group = self._group(mentions, at, clause)
            at = next((i for i in range(at, len(mentions)) if mentions[i] is group[-1]), at) + 1
            statements = self._statements(begin, base, group, clause, subject)
            for statement in statements:
                subject, free = statement.subject, statement.span.end
                yield statement
            free = max(free, group[-1].span.end)

    def _group(
        self, mentions: list[Mention], at: int, clause: Span
    ) -> tuple[Mention | None, list[Mention]]:
        """The values that share their words: 7个、15个; or 由12家 (the base) and 增加到24家."""
        group = [mentions[at]]
        for following in mentions[at + 1 :]:
            between = self._masked[group[-1].span.end : following.span.start]
            if following.span.start >= clause.end:
                break
            if len(group) == 1 and _SHIFT.fullmatch(between):
                return group[0], [self._reached(mentions, following)]
            if not _JOIN.fullmatch(between):
                break
            group.append(following)
        return None, group

    def _reached(self, mentions: list[Mention], found: Mention) -> Mention:
        """The level in 由8%提升4个百分点至12%, when the change comes before it."""
        later = mentions[mentions.index(found) + 1 :]
        reached = later and self._masked[found.span.end : later[0].span.start] in ("至", "到")
        return later[0] if reached else found

    def _statements(
        self,
        begin: int,
        base: Mention | None,
        group: list[Mention],
        clause: Span,
        inherited: str | None,
    ) -> Iterator[_Statement]:
        first = base or group[0]
        words = self._masked[begin : first.span.start]
        subjects = self._subjects(words, group, inherited)
        if base:
            words += self._masked[base.span.end : group[0].span.start]
        own = self._time(group[0].span.start)
        compared = self._base(begin, group[0].span.start, base)
        span = self._span(begin, first, group[-1], own)
        promised = self._is_promised(begin, first, clause, own)
        frame = self._frame_at(begin) if promised and own is None else None
        due = own or (frame.time if frame else None)
        inferred = f"due: {frame.words}" if frame else None
        modality = phrasing.modality_of(self._text[begin : first.span.end], self._reach(begin, own))
        for mention, subject in zip(group, subjects, strict=True):
            yield _Statement(
                span, mention, subject, words, own, due.last_year if due else None,
                compared.last_year if compared else None, base.value if base else None,
                promised, modality, inferred,
            )  # fmt: skip

    def _subjects(self, words: str, group: list[Mention], inherited: str | None) -> list[str]:
        last = group[-1]
        after = self._text[last.span.end : last.span.end + 40]
        if last.kind == "relative":
            whole = phrasing.subject_of(words, "", None, keep_predicate=True)
        elif last.kind == "time" or last.core.of(self._text) == "人人享有":
            thing = _THING.match(after)
            whole = thing[0] if thing else None
        else:
            whole = phrasing.subject_of(words, after, last.unit)
        return phrasing.shared(whole or inherited or "", len(group))

    def _span(self, begin: int, first: Mention, last: Mention, time: Period | None) -> Span:
        """From subject (or the time directly before it) to value and unit, and the noun counted."""
        text = self._text
        after = text[last.span.end : last.span.end + 40]
        words = text[begin : first.span.start]
        if last.kind == "time" or last.core.of(text) == "人人享有":
            thing = _THING.match(after)
            return Span(first.core.start, last.span.end + (thing.end() if thing else 0))
        end = last.span.end + phrasing.tail_length(after, last.unit)
        if end > last.span.end and "、" in words:
            return Span(first.span.start, end)
        front = _FRONT.match(text, begin, first.span.start)
        start = front.end() if front else begin
        if time and time.span.end <= start and not text[time.span.end : start].strip("，, "):
            start = time.span.start
            until = _UNTIL.search(text, max(0, start - 2), start)
            start = until.start() if until else start
        return Span(start, end)

    def _is_promised(self, begin: int, first: Mention, clause: Span, time: Period | None) -> bool:
        if time and (voice := time_voice(self._text, time, self._plan)):
            return voice > 0
        before = self._text[begin : first.span.start]
        said = clause_voice(before, self._text[clause.start : clause.end])
        return self._promises if said is None else said

    def _reach(self, begin: int, time: Period | None) -> str:
        """What stands before the clause, from the time that governs it."""
        return self._text[max(0, time.span.start - 4) : begin] if time else ""

    def _time(self, before: int) -> Period | None:
        """The time that governs what stands at `before`: the last one of its sentence."""
        start = self._sentence(before)
        for time in reversed(self._times):
            if time.span.start < start:
                break
            says_when = time.kind not in ("each_year", "spell")
            if time.span.end <= before and says_when and not is_base(self._text, time):
                return time
        return None

    def _frame_at(self, place: int) -> _Frame | None:
        """The future time that opened the paragraph or an earlier sentence of it, else the one
        that stands above the paragraph."""
        topic = next((t for t in reversed(self._topics) if t.span.end <= place), None)
        if topic is None:
            return self._frame
        return _Frame(topic, f"{topic.span.of(self._text)} opens it", leads=False)

    def _opening_times(self, lead: int) -> list[Period]:
        """The future times that open a sentence (到2035年 …)."""
        openings = {lead, *(stop for stop in self._stops if stop >= lead)}
        return [
            time
            for time in self._times
            if time.last_year
            and (until := _OPENS.search(self._text, 0, time.span.start))
            and until.start() in openings
            and not is_base(self._text, time)
            and time_voice(self._text, time, self._plan) == 1
        ]

    def _base(self, begin: int, end: int, base: Mention | None) -> Period | None:
        """The time that the value is compared with: 比2020年, 由2020年的12家."""
        for time in self._times:
            compared = is_base(self._text, time) or (base and time.span.end <= base.span.start)
            if begin <= time.span.start and time.span.end <= end and compared:
                return time
        return None

    def _earlier(self, clause: Span) -> str | None:
        """The subject of the clause before, when it stands in the same sentence."""
        if clause.start <= self._sentence(clause.start):
            return None
        words = self._masked[
            self._clause(Span(clause.start - 1, clause.start - 1)).start : clause.start - 1
        ]
        return phrasing.subject_of(words, "", None)

    def _clause(self, span: Span) -> Span:
        at = bisect_right(self._breaks, (span.start, span.start))
        start = self._breaks[at - 1][1] if at else 0
        ends = (b for b, _ in self._breaks[at:] if b >= span.end)
        return Span(start, next(ends, len(self._text)))

    def _sentence(self, offset: int) -> int:
        at = bisect_right(self._stops, offset)
        return self._stops[at - 1] if at else 0


def _fact(passage: Passage, found: _Statement, mint: Mint) -> Fact:
    quote = found.span.of(passage.text)
    own, mention = found.mention.core.of(passage.text), found.mention
    return Fact(
        id=mint(quote),
        span=passage.span(*found.span),
        quote=quote,
        section=passage.section,
        subject=found.subject,
        comparator=mention.comparator,
        value=mention.value,
        value_high=mention.value_high,
        unit=mention.unit,
        period=found.time.span.of(passage.text) if found.time else None,
        direction=phrasing.direction_of(found.words, own),
        basis=phrasing.basis_of(found.words, own, mention.unit),
    )


def _target(passage: Passage, found: _Statement, mint: Mint) -> Target:
    quote = found.span.of(passage.text)
    own, mention = found.mention.core.of(passage.text), found.mention
    direction = phrasing.direction_of(found.words, own)
    basis = phrasing.basis_of(found.words, own, mention.unit)
    return Target(
        id=mint(quote),
        span=passage.span(*found.span),
        quote=quote,
        section=passage.section,
        inferred=found.inferred,
        subject=found.subject,
        comparator=mention.comparator,
        value=mention.value,
        value_high=mention.value_high,
        unit=mention.unit,
        reference=mention.reference,
        direction=direction,
        basis=basis,
        base_year=found.base_year,
        base_value=found.base_value,
        due=found.due,
        kind=mention.kind or phrasing.kind_of(basis, mention.unit, found.words, direction),
        modality=found.modality,
    )
