"""Plain text is used as it stands; runs of tab-led lines are tables; encodings are found out."""

from pathlib import Path
from time import process_time

import pytest

from lantu.engines.plan.document import BlockKind, Document
from lantu.engines.plan.readers import read

SAMPLE = "第一章 总则\r\n云溪区坚持生态优先，培育茶叶、核桃两大产业。\r\n"
REAL = Path(__file__).parents[4] / "shared/plans"


def stretches(text: str) -> list[tuple[str, str]]:
    document = read("规划.txt", text.encode())
    return [(b.kind.value, b.span.of(text)) for b in document.blocks]


@pytest.mark.parametrize(
    "data",
    [
        SAMPLE.encode(),
        SAMPLE.encode("utf-8-sig"),
        SAMPLE.encode("gb18030"),
        SAMPLE.encode("utf-16"),
        b"\xfe\xff" + SAMPLE.encode("utf-16-be"),
    ],
)
def test_encodings_give_the_same_text_and_keep_line_ends(data: bytes) -> None:
    document = read("规划.txt", data)
    assert (document.text, document.findings) == (SAMPLE, ())
    assert [b.span.of(document.text) for b in document.blocks] == SAMPLE.split("\r\n")[:2]


def codes(document: Document) -> list[str]:
    return [finding.code for finding in document.findings]


def test_mixed_encodings_are_read_line_by_line() -> None:
    lines = ["第一章 总则\n", "云溪区地处山区。\n", "第二章 目标\n"]
    data = lines[0].encode() + lines[1].encode("gb18030") + lines[2].encode()
    document = read("规划.txt", data)
    assert document.text == "".join(lines)
    assert codes(document) == ["plan.read.mixed_encoding"]
    span = document.findings[0].span
    assert span is not None
    assert span.of(document.text) == lines[1]


@pytest.mark.parametrize("encoding", ["utf-8", "gb18030"])
def test_file_cut_inside_a_character(encoding: str) -> None:
    whole = "云溪区坚持生态优先。\n" * 30 + "建设茶园"
    document = read("规划.txt", whole.encode(encoding)[:-1])
    assert document.text.startswith(whole[:-1])
    assert codes(document) == ["plan.read.undecodable"]


def test_few_control_characters_are_kept_and_said() -> None:
    document = read("规划.txt", ("云溪区" * 200 + "\x07").encode())
    assert document.text.endswith("\x07")
    assert codes(document) == ["plan.read.control_characters"]


def test_same_bytes_same_document() -> None:
    assert read("规划.txt", SAMPLE.encode()) == read("规划.txt", SAMPLE.encode())


def test_table_with_cells_of_two_lines_and_empty_lines_in_rows() -> None:
    table = (
        "\t序号\n\t2020年\n完成情况\n\t属性\n\n"
        "\t1\n\t\n\n\t预期性\n\n\t注：1.按可比价。\n  2.累计数。\n\t"
    )
    assert stretches(f"前文。\n{table}\n\n\n\n后文。\n") == [
        ("paragraph", "前文。"),
        ("table", table),
        ("paragraph", "后文。"),
    ]


def test_box_is_one_run_and_ends_with_its_empty_line() -> None:
    long = "2、新建水厂一座，改造供水管网，" + "提升农村供水保障能力，" * 8 + "。"
    box = f"\t专栏1：水网项目\n\n\t1、新建水库。\n{long}\n3、灌区改造。"
    assert stretches(f"{box}\n\n\n正文。\n第二章 目标\n") == [
        ("table", box),
        ("paragraph", "正文。"),
        ("paragraph", "第二章 目标"),
    ]


def test_lost_empty_lines_do_not_draw_running_text_into_a_table() -> None:
    found = stretches("\t专栏1：项目\n\t1、水库。\n第二章 目标\n云溪区建设茶园。\n第三章 任务\n\n")
    assert [kind for kind, _ in found] == ["table", "paragraph", "paragraph", "paragraph"]


def test_tabs_that_indent_paragraphs_are_no_cells() -> None:
    text = "".join(f"\t{'云溪区坚持绿色发展，' * 6}第{n}段。\n" for n in range(5))
    assert {kind for kind, _ in stretches(text)} == {"paragraph"}


def test_footnotes_of_the_export_are_blocks() -> None:
    text = "采用EOD[footnoteRef:0]模式。 [0:  以生态为导向的模式。] \n"
    assert ("footnote", "[0:  以生态为导向的模式。]") in stretches(text)


def test_long_text_in_time() -> None:
    data = ("云溪区坚持生态优先、绿色发展，建设山水园林城市。\n" * 24_000).encode()
    start = process_time()
    document = read("规划.txt", data)
    assert process_time() - start < 0.3
    assert len(document.text) >= 600_000


def test_real_plan_is_kept_to_the_letter() -> None:
    plans = sorted(REAL.glob("*.txt"))
    if not plans:
        pytest.skip("the real plan is not on this machine (../shared/plans)")
    for plan in plans:
        document = read(plan.name, plan.read_bytes())
        assert document.text.encode() == plan.read_bytes()
        tables = [b for b in document.blocks if b.kind is BlockKind.TABLE]
        assert len(tables) == 11
        assert all(b.span.of(document.text).startswith("\t") for b in tables)
