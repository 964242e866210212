"""A copy of a Word document with comments at given places.

A place is a line of the text that the plan reader made of the document, and characters in it. The
copy differs from the document by its comments only. A place that cannot be found again (a text box,
an automatic number) gets its comment on the nearest paragraph that can; none is lost.
"""

import copy
import io
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from docx import Document
from docx.text.paragraph import Paragraph
from docx.text.run import Run

from lantu.kernel.errors import Invalid
from lantu.kernel.findings import Finding, Severity
from lantu.kernel.spans import Span

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_SEVERITY = {Severity.ERROR: "错误", Severity.WARNING: "警告", Severity.INFO: "提示"}


@dataclass(frozen=True, slots=True)
class Comment:
    """line: a line or cell of the document's text; nth: which of the equal lines, from 0.
    start, end: characters of the line. text: what the comment says."""

    line: str
    nth: int
    start: int
    end: int
    text: str


def comments_of(text: str, findings: Iterable[Finding]) -> list[Comment]:
    """The findings as comments on the lines and cells of `text`, which the reader made."""
    seen: dict[str, int] = defaultdict(int)
    pieces: list[tuple[Span, str, int]] = []
    for match in re.finditer(r"[^\t\n]*[^\t\n\s][^\t\n]*", text):
        words = match.group()
        pieces.append((Span(*match.span()), words, seen[words]))
        seen[words] += 1
    comments = []
    at = 0
    for finding in sorted((f for f in findings if f.span), key=lambda f: f.span or Span(0, 0)):
        span = finding.span or Span(0, 0)
        while at + 1 < len(pieces) and pieces[at][0].end <= span.start:
            at += 1
        if pieces:
            place, words, nth = pieces[at]
            start = min(max(span.start - place.start, 0), len(words) - 1)
            end = max(min(span.end - place.start, len(words)), start + 1)
            comments.append(Comment(words, nth, start, end, said(finding)))
    return comments


def said(finding: Finding) -> str:
    """The finding as one comment: code, severity, message, fix."""
    fix = f"\n建议：{finding.fix}" if finding.fix else ""
    return f"{finding.code} {_SEVERITY[finding.severity]}：{finding.message}{fix}"


def with_comments(
    data: bytes, comments: Sequence[Comment], author: str, when: datetime | None = None
) -> bytes:
    """The bytes of a copy of the .docx `data` with the comments. when: their time, as Word shows.

    Invalid (formats.docx.unreadable) when `data` is no Word document.
    """
    try:
        document = Document(io.BytesIO(data))
    except Exception as error:  # python-docx lets errors of zip, XML and its own through
        raise Invalid(
            "formats.docx.unreadable",
            "这不是 Word 文档。",
            "请给出 .docx 文件；旧版 .doc 先另存为 .docx。",
        ) from error
    index = _Paragraphs(document.element.body, document)
    for comment in comments:
        runs = index.runs_of(comment)
        if runs:
            made = document.add_comment(runs, comment.text, author, author[:2])
            if when is not None:
                made._comment_elm.date = when
    written = io.BytesIO()
    document.save(written)
    return written.getvalue()


class _Paragraphs:
    """The paragraphs of a document by their words."""

    def __init__(self, body: object, parent: object) -> None:
        self._all: list[tuple[str, Paragraph]] = []
        self._by_words: dict[str, list[Paragraph]] = defaultdict(list)
        for element in body.iter(f"{_W}p"):  # type: ignore[attr-defined]
            paragraph = Paragraph(element, parent)  # type: ignore[arg-type]
            words = _bare("".join(run.text for run in paragraph.runs))
            if words:
                self._all.append((words, paragraph))
                self._by_words[words].append(paragraph)

    def runs_of(self, comment: Comment) -> list[Run]:
        """The runs that hold the comment's characters, split where it begins and ends."""
        quote = _bare(comment.line[comment.start : comment.end])
        paragraph = self._find(comment, quote)
        if paragraph is None:
            return []
        before = len(_bare(comment.line[: comment.start]))
        words = _bare("".join(run.text for run in paragraph.runs))
        lost = len(_bare(comment.line)) - len(words)
        start = words.find(quote, max(before - max(lost, 0), 0))
        start = words.find(quote) if start < 0 else start
        if start < 0 or not quote:
            return [run for run in paragraph.runs if run.text.strip()]
        return list(_cut(paragraph, start, start + len(quote)))

    def _find(self, comment: Comment, quote: str) -> Paragraph | None:
        """The paragraph of the line: the same words, or (automatic numbers, cells of several
        paragraphs) part of them, or at least the quote."""
        line = _bare(comment.line)
        same = self._by_words.get(line, [])
        if same:
            return same[min(comment.nth, len(same) - 1)]
        parts = [(words, p) for words, p in self._all if words in line and quote in words]
        if parts:
            return max(parts, key=lambda part: len(part[0]))[1]
        holding = [p for words, p in self._all if quote in words]
        return next(iter(holding or [p for _, p in self._all]), None)


def _bare(words: str) -> str:
    """Words without white space and note marks, which the reader and Word count differently."""
    return re.sub(r"\s|\[(?:footnoteRef:)?\s*\d+(?::[^\]]*)?\]", "", words)


def _cut(paragraph: Paragraph, start: int, end: int) -> Iterator[Run]:
    """Runs of exactly the bare characters [start, end) where runs hold text alone; whole runs
    where they hold more."""
    at = 0
    for run in list(paragraph.runs):
        size = len(_bare(run.text))
        first, last = max(start - at, 0), min(end - at, size)
        at += size
        if first >= last:
            continue
        plain = {child.tag for child in run._r} <= {f"{_W}rPr", f"{_W}t"} and size == len(run.text)
        yield _part(run, first, last) if plain and last - first < size else run


def _part(run: Run, first: int, last: int) -> Run:
    """The run cut down to [first, last), its rest in copies before and behind it."""
    text = run.text
    for words, behind in ((text[:first], False), (text[last:], True)):
        if words:
            twin = copy.deepcopy(run._r)
            run._r.addnext(twin) if behind else run._r.addprevious(twin)
            Run(twin, run._parent).text = words
    run.text = text[first:last]
    return run
