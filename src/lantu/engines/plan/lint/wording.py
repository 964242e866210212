"""Wording: wrong characters, doubled and dropped words, missed formulations, sentences told twice.

Tuned for precision on official prose: only words that are wrong wherever they stand, patterns that
have no right reading, and slips that the plan itself shows by writing the same words right
elsewhere. It refuses to judge style.
"""

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator

from lantu.engines.plan.lint.draft import Draft
from lantu.engines.plan.lint.registry import Hit, check
from lantu.engines.plan.lint.set_words import (
    ALIKE,
    BOUND,
    CONFUSED,
    FORMULATIONS,
    SET_PHRASES,
)
from lantu.engines.plan.named.proper import leftover
from lantu.engines.plan.structure.passages import Passage
from lantu.kernel.findings import Severity
from lantu.kernel.spans import Span


def _around(text: str, start: int, end: int, width: int = 8) -> str:
    return text[max(0, start - width) : end + width]


def _listed(draft: Draft, words: dict[str, str], what: str) -> Iterator[Hit]:
    """A hit for every place of the wrong words; right forms that are already there do not count."""
    compiled = [(re.compile(wrong), right) for wrong, right in words.items()]
    for line in draft.written:
        for pattern, right in compiled:
            for match in pattern.finditer(line.words):
                if match.group() == right:
                    continue
                yield Hit(
                    line.part(*match.span()),
                    f"“{_around(line.words, *match.span())}”中“{match.group()}”{what}“{right}”。",
                    right,
                )


@check(
    "LT-W01", "错别字", "wrong character", Severity.ERROR,
    "输入法和形近造成的错字，如“显着”应为“显著”。",
)  # fmt: skip
def wrong_words(draft: Draft) -> Iterable[Hit]:
    yield from _listed(draft, CONFUSED, "疑为")


_DOUBLED = re.compile(r"([的了和在是与及将把对为以被])\1(?![一-龥]?确)|([一-龥]{2,5})\2")
_NOT_DOUBLED = re.compile(
    r"^(?:一.|.一|等等|人人|常常|时时|处处|层层|步步|事事|家家|户户|天天|年年|代代|世世)"
)


@check(
    "LT-W02", "重复的字词", "word written twice", Severity.ERROR,
    "“的的”“建设建设”一类，多是修改时留下的。",
)  # fmt: skip
def doubled(draft: Draft) -> Iterable[Hit]:
    for passage in draft.passages:
        for match in _DOUBLED.finditer(passage.text):
            words = match.group()
            if match[2] and _NOT_DOUBLED.match(match[2]):
                continue
            if words in ("为为", "以以") or re.search(r"将将|对对", words):
                continue
            yield Hit(
                passage.span(*match.span()),
                f"“{_around(passage.text, *match.span())}”中“{words}”重复。",
                match[1] or match[2],
            )


_ENDS = "重点|抓手|主线|核心|导向|载体|依托|契机|引领|支撑|主体|龙头|突破口|目标|基础|纽带|落脚点"
_PATTERNS: tuple[tuple[re.Pattern[str], str, dict[str, str]], ...] = (
    (re.compile(r"以[^，。；]{2,24}为(抓(?!手)|导(?!向|师|线)|载(?!体)|契(?!机)|依(?!托|据|归)|突(?!破)|纽(?!带)|支(?!撑|点|柱|持|部))(?=[，。；])"),
     "疑缺字", {"抓": "抓手", "导": "导向", "载": "载体", "契": "契机",
      "依": "依托", "突": "突破口", "纽": "纽带", "支": "支撑"}),
    (re.compile(rf"(?:(?<=[，。；：])|^)以(?!及|上|下|来|期|便|免|此|后|前|往)[^，。；：、为是作当成]{{4,26}}(?<![的一大小新之项各])({_ENDS})(?=，)"),
     "疑缺“为”", {}),
    (re.compile(rf"(?:(?<=[，。；：])|^)以(?!为)[^，。；：]{{2,24}}为[^，。；：、为]{{2,10}}为(?:{_ENDS})"),
     "“为”用了两次", {}),
)  # fmt: skip


@check(
    "LT-W03", "句式缺字或多字", "pattern with a word dropped or added", Severity.ERROR,
    "“以……为抓手”缺“手”、缺“为”或多“为”，句子不通。",
)  # fmt: skip
def patterns(draft: Draft) -> Iterable[Hit]:
    for passage in draft.passages:
        for pattern, what, endings in _PATTERNS:
            for match in pattern.finditer(passage.text):
                fix = None
                if match.re.groups and match[1] in endings:
                    fix = f"为{endings[match[1]]}"
                elif what == "疑缺“为”":
                    fix = f"为{match[1]}"
                yield Hit(
                    passage.span(*match.span()),
                    f"“{match.group()}”{what}。",
                    fix or "删去一个“为”，或改写。",
                )


@check(
    "LT-W04", "规范表述不准确", "fixed formulation missed", Severity.WARNING,
    "中央文件中的固定表述应一字不差地引用。",
)  # fmt: skip
def formulations(draft: Draft) -> Iterable[Hit]:
    yield from _listed(draft, FORMULATIONS, "的规范表述是")


@check(
    "LT-W05", "疑似缺字或错字", "character outside the words it belongs to", Severity.WARNING,
    "有些字只在固定的词里用，单独出现往往是前后漏了字。",
)  # fmt: skip
def bound(draft: Draft) -> Iterable[Hit]:
    for passage in draft.passages:
        for at, char in enumerate(passage.text):
            if char not in BOUND:
                continue
            before, behind = BOUND[char]
            if passage.text[at + 1 : at + 2] in tuple(behind) or passage.text[at - 1 : at] in tuple(
                before
            ):
                continue
            if not _covered(passage.text, at):
                yield Hit(
                    passage.span(at, at + 1),
                    f"“{_around(passage.text, at, at + 1, 6)}”中“{char}”字前后疑缺字或有错字。",
                    f"多作“{char}{behind[0]}”" if behind else None,
                )


def _covered(text: str, at: int) -> bool:
    """Whether another check of words tells the same slip."""
    near = text[max(0, at - 6) : at + 7]
    return any(re.search(wrong, near) for wrong in CONFUSED)


_LETTERS = re.compile(r"[一-龥]+")


@check(
    "LT-W06", "疑似多字、错字", "slip that the plan writes right elsewhere", Severity.WARNING,
    "同一词组在别处写法不同：这里多了一个与后文相同的字，或固定词组中换了一个字。",
)  # fmt: skip
def slips(draft: Draft) -> Iterable[Hit]:
    grams = _grams(draft)
    ends = _word_ends(grams)
    for passage in draft.passages:
        yield from _echoes(passage, grams, ends)
        yield from _near_phrases(passage, grams)


def _grams(draft: Draft) -> Counter[str]:
    """How often every run of three and four characters is written."""
    found: Counter[str] = Counter()
    for line in draft.written:
        for run in _LETTERS.findall(line.words):
            for size in (3, 4):
                found.update(run[at : at + size] for at in range(len(run) - size + 1))
    return found


def _word_ends(grams: Counter[str]) -> set[str]:
    """Three characters after which a word ends, as far as the plan shows: written more than once,
    and not always with the same character behind (民生事 only in 民生事业 is no end)."""
    most: Counter[str] = Counter()
    for words, times in grams.items():
        if len(words) == 4:
            most[words[:3]] = max(most[words[:3]], times)
    return {w for w, times in grams.items() if len(w) == 3 and times > 1 and most[w] < times - 1}


def _echoes(passage: Passage, grams: Counter[str], ends: set[str]) -> Iterator[Hit]:
    """A character too many that comes again two or three places on (一化体化): without it the words
    stand elsewhere in the plan; with it neither they nor the word before it do."""
    text = passage.text
    for at in range(2, len(text) - 4):
        char, around = text[at], text[at - 2 : at + 4]
        if char not in text[at + 2 : at + 4] or not _LETTERS.fullmatch(around):
            continue
        if char == text[at - 1] or grams[around[1:4]] > 1 or around[:3] in ends:
            continue
        right = around[1] + around[3:5]
        if grams[right] and grams[around[:2] + around[3:5]] + grams[right + around[5]]:
            yield Hit(
                passage.span(at, at + 1),
                f"“{_around(text, at - 1, at + 4, 4)}”疑多一个“{char}”字，别处写作“{right}”。",
                f"删去“{char}”",
            )


def _phrase_index() -> dict[tuple[int, str], str]:
    return {
        (at, phrase[:at] + phrase[at + 1 :]): phrase
        for phrase in SET_PHRASES
        if len(phrase) == 4
        for at in range(4)
    }


_PHRASES = _phrase_index()
_KNOWN = frozenset(SET_PHRASES)


def _near_phrases(passage: Passage, grams: Counter[str]) -> Iterator[Hit]:
    """Four characters that are a set phrase but for one, written once, while the plan writes the
    phrase itself elsewhere."""
    text = passage.text
    for start in range(len(text) - 3):
        window = text[start : start + 4]
        for at in range(4):
            phrase = _PHRASES.get((at, window[:at] + window[at + 1 :]))
            if phrase is None or window in _KNOWN or not _LETTERS.fullmatch(window):
                continue
            if grams[window] == 1 and _alike(window[at], phrase[at]):
                yield Hit(
                    passage.span(start, start + 4),
                    f"“{_around(text, start, start + 4, 4)}”中“{window}”疑为“{phrase}”。",
                    phrase,
                )


_LIKE = {frozenset((a, b)) for group in ALIKE for a in group for b in group if a != b}


def _alike(one: str, other: str) -> bool:
    """Whether the two characters sound or look alike."""
    return frozenset((one, other)) in _LIKE


_CLAUSE = re.compile(r"[^，。；：！？\n]+")
_SHORTEST = 10


@check(
    "LT-W07", "同一句话两处差几个字", "one clause in two versions", Severity.INFO,
    "两处整句只差一两个字，多半有一处漏字或多字。",
)  # fmt: skip
def two_versions(draft: Draft) -> Iterable[Hit]:
    lines = draft.lines
    clauses = _clauses(draft)
    for words, (passage, span) in clauses.items():
        for size in (1, 2, 3):
            for at in range(2, len(words) - size - 1):
                shorter = words[:at] + words[at + size :]
                known = len(shorter) >= _SHORTEST - 1 and shorter in clauses
                if known and leftover(words[at : at + size]):
                    other_passage, other = clauses[shorter]
                    place = other_passage.span(*other)
                    yield Hit(
                        place,
                        f"“{shorter}”与第 {lines.at(passage.span(*span).start)[0]} 行“{words}”只差"
                        f"“{words[at : at + size]}”，疑有一处漏字或多字。",
                        "核对后统一。",
                    )
                    break
            else:
                continue
            break


def _clauses(draft: Draft) -> dict[str, tuple[Passage, Span]]:
    """Every clause of Chinese words, with the place where it first stands."""
    found: dict[str, tuple[Passage, Span]] = {}
    for passage in draft.passages:
        for match in _CLAUSE.finditer(passage.text):
            words = match.group().strip()
            if len(words) >= _SHORTEST - 1 and not re.search(r"\d", words):
                found.setdefault(words, (passage, Span(*match.span())))
    return found


_REPEATED = 24


@check(
    "LT-W08", "整句重复", "sentence told twice", Severity.INFO,
    "同一句话在两章各写一遍，应合并，或各写各的侧重。",
)  # fmt: skip
def repeated(draft: Draft) -> Iterable[Hit]:
    lines = draft.lines
    places: dict[str, list[tuple[Passage, Span]]] = defaultdict(list)
    for passage in draft.passages:
        for match in re.finditer(r"[^。；！？]+", passage.text):
            words = match.group().strip()
            for clause in _CLAUSE.finditer(words):
                if len(clause.group()) >= _REPEATED:
                    start = passage.text.index(clause.group(), match.start())
                    places[clause.group()].append(
                        (passage, Span(start, start + len(clause.group())))
                    )
    for words, found in places.items():
        if len(found) > 1:
            first, again = found[0], found[1]
            yield Hit(
                again[0].span(*again[1]),
                f"“{words[:24]}……”与第 {lines.at(first[0].span(*first[1]).start)[0]} 行整句相同。",
                "合并，或改写一处。",
            )
