"""The linter as a whole: choice of codes, order, places, robustness, the real plan."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lantu.engines.plan.lint import CHECKS, lint
from lantu.engines.plan.readers import read
from lantu.kernel.errors import Invalid
from tests.bench.bench_compile import REAL

FAULTY = """第一章 产业发展
加快产业发展,推进项目建设，。完善企业的的服务机制。
第三章 保障
加强组织领导。
"""


def codes(text: str, **chosen: list[str]) -> list[str]:
    return [finding.code for finding in lint(read("云溪.txt", text.encode()), **chosen)]


def test_findings_stand_in_the_order_of_the_text() -> None:
    assert codes(FAULTY) == ["LT-M01", "LT-M03", "LT-W02", "LT-S01"]


def test_codes_are_chosen_by_their_beginnings() -> None:
    assert codes(FAULTY, select=["M"]) == ["LT-M01", "LT-M03"]
    assert codes(FAULTY, select=["LT-M", "lt-s01"], ignore=["M03"]) == ["LT-M01", "LT-S01"]


def test_an_unknown_code_is_refused_with_the_known_ones() -> None:
    with pytest.raises(Invalid) as caught:
        codes(FAULTY, select=["LT-Q"])
    assert caught.value.code == "plan.lint.code"
    assert "LT-S01" in caught.value.detail


def test_every_check_explains_itself() -> None:
    for code, check in CHECKS.items():
        assert check.code == code
        assert all((check.title, check.english))
        assert check.why.endswith("。")


@settings(max_examples=40, deadline=None)
@given(
    st.text(
        alphabet="建设项目第一二章节、，。“”（）()12三个等 \t\n表专栏：:%％亿元年", max_size=300
    )
)
def test_any_text_is_linted_or_refused(text: str) -> None:
    document = read("云溪.txt", ("推进发展建设。\n" + text).encode())
    for finding in lint(document):
        assert finding.span is None or 0 <= finding.span.start < finding.span.end
        assert finding.span is None or finding.span.end <= len(document.text)


@pytest.mark.skipif(not REAL.exists(), reason="the real plan is not beside the project")
def test_the_real_plan_gives_what_an_editor_can_work_through() -> None:
    found = lint(read(REAL.name, REAL.read_bytes()))
    assert len(found) <= 150
    told = " ".join(f.message for f in found)
    for words in ("专栏8", "颍汝干渠", "20条", "第1节", "栏 33 行全空"):
        assert words in told
