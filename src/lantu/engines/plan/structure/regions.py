"""Where a table stands among the lines of a text export, before anyone asks what it says.

Formats with real tables mark their lines; in plain text a table is a run of lines that begin with
a tab (one cell or one row each), or of lines split by tabs, pipes or wide gaps. Tab-indented prose
is not a table.
"""

import re

from lantu.engines.plan.structure.headings import Style
from lantu.engines.plan.structure.lines import Line, Role

CAPTION = re.compile(
    r"(?:附\s*)?表\s*(?P<number>[0-9０-９]{1,3}(?:-\d{1,2})?|[一二三四五六七八九十]{1,3})?"
    r"(?:\s*[：:、.．]\s*|\s+|(?=[“\w《]))(?P<title>[^。；]{2,60})"
)
BOX_TITLE = re.compile(
    r"[【\[]?专\s*栏\s*(?P<number>[0-9０-９]{1,3}|[一二三四五六七八九十]{1,3})?\s*[】\]]?"
    r"\s*[：:、.．—-]?\s*(?P<title>[^。；，,]{2,60}|(?=$))"
)
NOTE = re.compile(
    r"[（(]?(?:备\s*)?注\s*(?:[：:]|[1-9①一]|$)|说明\s*[：:]|资料来源\s*[：:]|数据来源\s*[：:]"
)
GLUED_ROW = re.compile(r"[（(][^（）()]{1,20}[）)][^。；（）()]{0,30}?(?:约束性|预期性)")
_GLUED_LINE = re.compile(
    r"[^。；，\s]{3,70}[\d—–\-－％%〕\]内上下右务标步高①-⑳](?:约束性|预期性)(?:[^。；，\d\s]{0,20})"
)
_HEAD_WORD = re.compile(
    r"序号|编号|类别|领域|分类|(?:主要)?指标(?:名称|属性)?|单位|20\d\d年|属性|性质|年均|增[长速]|累计|基[数期]|目标"
)
_LIST_HEAD = re.compile(
    r"序号|编号|(?:项目|工程)名称|(?:建设|主要)(?:内容|规模|地点|性质|年限|时间|单位)(?:及规模)?|起止年限"
    r"|(?:工作|重点)?任务|(?:总|计划|估算)?投资(?:额|估算)?(?:[（(][万亿]元[）)])?|备注|规模|地点|所在地"
    r"|(?:责任|牵头|实施|配合|参与)(?:单位|部门)|(?:完成|起止)(?:时限|时间)|(?:资金|投资)来源"
)
_NOTE_GOES_ON = re.compile(r"[（(]?[1-9][.、．)）]|[①-⑳]|[*＊]|[\[〔]\s*[\]〕]")
_FIRST_CELL = re.compile(
    r"序\s*号|(?:主要)?指\s*标(?:名称)?|类\s*别|领\s*域|分\s*类|维\s*度|方\s*面"
)
_NATURE = re.compile(r"约束性|预期性")
GAP = re.compile(r"[ \u3000\xa0]{3,}|\t+")
"""What parts the cells of a row that stands on one line."""
_REFERENCE = re.compile(r"(?:中|所|和|与|的)|明确|提出|列出")


def box_title(words: str) -> re.Match[str] | None:
    """The title line of a 专栏; a sentence that mentions one is not."""
    match = BOX_TITLE.fullmatch(words)
    if match is None or _REFERENCE.match(match["title"] or "") or words.endswith(("：", ":")):
        return None
    return match


def caption(words: str) -> re.Match[str] | None:
    """The caption line of a table (表1：…, 表 2 …, 附表：…)."""
    match = CAPTION.fullmatch(words)
    if match is None or _REFERENCE.match(match["title"]) or words.endswith(("：", "，")):
        return None
    if match["number"] is None and not re.search(r"表\s*[：:]|情况|指标|表$", words):
        return None
    return match


def mark_tables(lines: list[Line]) -> list[tuple[int, int]]:
    """Sets the role TABLE on the lines of tables, caption and notes included, and returns the
    (first, last + 1) line numbers of each table."""
    found = []
    index = 0
    while index < len(lines):
        end = _end_of_table(lines, index)
        if end > index:
            start = _with_caption(lines, index)
            end = _with_notes(lines, end)
            for line in lines[start:end]:
                if line.role is Role.BODY:
                    line.role = Role.TABLE
            found.append((start, end))
            index = end
        else:
            index += 1
    return found


def _end_of_table(lines: list[Line], first: int) -> int:
    """The line after the last of the table that begins at `first`; `first` when none does."""
    line = lines[first]
    if line.block is not None:
        end = first
        while end < len(lines) and lines[end].block == line.block:
            end += 1
        opens = first == 0 or lines[first - 1].block != line.block
        return end if opens and _is_wide(lines[first:end]) else first
    if line.role is not Role.BODY or box_title(line.words):
        return first
    glued = _end_of_glued(lines, first)
    glued = max(glued, _end_of_glued_list(lines, first))
    if glued > first:
        return glued
    if line.tabbed:
        return first if _is_judged(lines, first) else _end_of_tabbed(lines, first)
    return _end_of_bare_cells(lines, first) or _end_of_rows(lines, first)


def _is_wide(block: list[Line]) -> bool:
    """A marked table of one column is framed text; one that opens with a box title has to have
    three columns to be a table."""
    needed = 3 if box_title(block[0].words) else 2
    return any(_cells(line) >= needed for line in block)


def _is_judged(lines: list[Line], index: int) -> bool:
    """Whether the line lies inside a run of tabbed lines that was found to be no table."""
    before = lines[index - 1] if index else None
    if before is None or not before.tabbed or not before.words or caption(lines[index].words):
        return False
    headed = before.heading is not None and before.heading.style <= Style.SECTION
    return not headed and box_title(before.words) is None


def _end_of_tabbed(lines: list[Line], first: int) -> int:
    end = first
    index = first
    cells: list[int] = []
    empty = 0
    while index < len(lines):
        line = lines[index]
        if line.tabbed:
            if line.words and index > first and (box_title(line.words) or caption(line.words)):
                break
            if line.words and line.heading and line.heading.style <= Style.SECTION:
                break
            empty += not line.words
            cells.append(len(line.words))
            end = index + 1
        elif line.words and not _goes_on(lines, index):
            break
        index += 1
    short = sum(1 for length in cells if length <= 30)
    wide = sum(1 for line in lines[first:end] if _cells(line) > 2)
    if wide or (len(cells) >= 4 and (empty or len(cells) >= 8) and short * 3 >= len(cells) * 2):
        return end
    return first


def _goes_on(lines: list[Line], index: int) -> bool:
    """Whether an untabbed line is the second line of the cell above, or of the notes."""
    line, before = lines[index], lines[index - 1]
    if line.role is not Role.BODY:
        return line.role is Role.FURNITURE
    if before.words and _NOTE_GOES_ON.match(line.words):
        return any(NOTE.match(b.words) for b in lines[max(index - 6, 0) : index])
    if not before.words or len(line.words) > 20 or line.words.endswith(("。", "；")):
        return False
    if line.heading and line.heading.style <= Style.HAN_PAREN:
        return False
    following = next((n for n in lines[index + 1 : index + 4] if n.tabbed or n.words), None)
    return following is not None and following.tabbed


def _cells(line: Line) -> int:
    if line.words.startswith("|"):
        return line.words.count("|") - 1
    return len(GAP.split(line.words)) if line.words else 0


def _end_of_bare_cells(lines: list[Line], first: int) -> int:
    """A table copied with one cell a line and no tabs, from its first header cell on; 0 if none.
    Only its natures, each alone on a line, prove it."""
    if not _FIRST_CELL.fullmatch(lines[first].words):
        return 0
    end, natures, index = first, 0, first
    while index < len(lines):
        words = lines[index].words
        if len(words) > 40 or "。" in words or NOTE.match(words):
            break
        if _NATURE.fullmatch(words):
            natures, end = natures + 1, index + 1
        index += 1
    return end if natures >= 3 else 0


def is_glued(line: Line) -> bool:
    """Whether whole rows of an indicator table stand in the line without separators."""
    if "。" in line.words or _cells(line) >= 3:
        return False
    return bool(GLUED_ROW.search(line.words) or _GLUED_LINE.fullmatch(line.words))


def _end_of_glued(lines: list[Line], first: int) -> int:
    end, rows, index = first, 0, first
    while index < len(lines):
        line = lines[index]
        if line.words and line.role is Role.BODY:
            rows += max(len(GLUED_ROW.findall(line.words)), 1) if is_glued(line) else 0
            if not is_glued(line) and not _is_glued_head(line):
                break
            end = index + 1
        elif index - end > 1:
            break
        index += 1
    return end if rows >= 3 else first


def _end_of_glued_list(lines: list[Line], first: int) -> int:
    """A table of projects or duties whose cells run together, without natures to part its rows:
    a header of nothing but column names, and lines numbered 1, 2, 3 below it. 0 if none. Its lines
    are no prose; nothing is read from them."""
    heads = _LIST_HEAD.findall(lines[first].words)
    if len(heads) < 3 or sum(map(len, heads)) * 10 < len(lines[first].words) * 9:
        return 0
    end, expected, index = first + 1, 1, first + 1
    while index < len(lines) and index - end < 2:
        words = lines[index].words
        if re.match(rf"{expected}[.、．]?\s*[^\d.\s]", words) and "。" not in words:
            end, expected = index + 1, expected + 1
        elif words and (expected == 1 or lines[index].heading is not None or "。" in words):
            break
        index += 1
    return end if expected > 2 else 0


def _is_glued_head(line: Line) -> bool:
    """A header or group title of a glued table."""
    if re.match(r"(?:序号|指标)|[一二三四五六七八九十]{1,2}、[^，。]{2,10}$", line.words):
        return len(line.words) <= 60
    heads = _HEAD_WORD.findall(line.words)
    return len(heads) >= 4 and sum(map(len, heads)) * 2 > len(line.words)


def _end_of_rows(lines: list[Line], first: int) -> int:
    """A table whose rows are whole lines with tabs, pipes or wide gaps inside."""
    end, rows, index = first, 0, first
    width = _blank_width(lines[first])
    while index < len(lines):
        line = lines[index]
        if (
            _is_row(line)
            or _is_short_row(lines, index)
            or (width and line.role is Role.BODY and _blank_cells(line) == width)
        ):
            rows += 1
            end = index + 1
        elif line.words:
            if line.role is not Role.FURNITURE and not _is_page_number(lines, index):
                break
        elif index - end > 1:
            break
        index += 1
    if rows < 3:
        return first
    for line in lines[first:end]:
        if re.fullmatch(r"\d{1,3}", line.words):
            line.role = Role.FURNITURE
    return end


def _blank_width(line: Line) -> int:
    """How many cells a header has whose cells are split by single blanks; 0 when it is none."""
    count = _blank_cells(line)
    head = line.words.split()[0] if count >= 4 else ""
    return count if _FIRST_CELL.fullmatch(head) and not GAP.search(line.words) else 0


def _blank_cells(line: Line) -> int:
    return len(line.words.split())


def _is_page_number(lines: list[Line], index: int) -> bool:
    """A bare number between two rows of a table that goes on over the page."""
    if not re.fullmatch(r"\d{1,3}", lines[index].words) or index + 1 >= len(lines):
        return False
    return _is_row(lines[index - 1]) and _is_row(lines[index + 1])


def _is_short_row(lines: list[Line], index: int) -> bool:
    """A row between rows whose last cells are empty: 一 | 基础设施."""
    if not 0 < index < len(lines) - 1 or "\t" not in lines[index].words:
        return False
    return _is_row(lines[index - 1]) and _is_row(lines[index + 1])


def _is_row(line: Line) -> bool:
    if line.role is not Role.BODY or (line.heading and line.heading.style <= Style.SECTION):
        return False
    return _cells(line) >= 3


def _with_caption(lines: list[Line], first: int) -> int:
    """Takes in the caption line above, past blank lines and a line for the unit."""
    index = first - 1
    while index >= 0 and first - index <= 4:
        line = lines[index]
        if line.words and line.role is not Role.FURNITURE:
            if line.role is Role.BODY and (
                caption(line.words) or box_title(line.words) or _is_title(line)
            ):
                return index
            if not re.match(r"[（(]?单位\s*[：:]", line.words):
                return first
        index -= 1
    return first


def _is_title(line: Line) -> bool:
    return bool(re.search(r"(?:指标|情况|一览|分解|项目|任务|清单)表?$|表$", line.words)) and (
        len(line.words) <= 40 and line.heading is None and line.level is None
    )


def _with_notes(lines: list[Line], end: int) -> int:
    """Takes in the notes directly below, past blank lines."""
    index = end
    noted = any(NOTE.match(line.words) for line in lines[max(end - 4, 0) : end])
    while index < len(lines) and index - end <= 2:
        line = lines[index]
        if line.words and line.role is Role.BODY and line.block is None:
            if not NOTE.match(line.words) and not (noted and _NOTE_GOES_ON.match(line.words)):
                break
            noted, end = True, index + 1
        elif line.words:
            break
        index += 1
    return end
