"""What looks back and what promises: by words, by the paragraph before, by headings."""

from lantu.engines.plan.model import Unit
from lantu.engines.plan.systems.reviews import deedless_units, past_units, reviews
from lantu.kernel.spans import Span


def unit(id_: str, title: str, parent: str | None = None) -> Unit:
    span = Span(0, 1)
    return Unit(
        id=id_,
        span=span,
        quote=title,
        level="section",
        number=None,
        title=title,
        parent=parent,
        heading_span=span,
    )


def test_a_review_lasts_until_something_is_promised() -> None:
    texts = ("五年来，荣获省级表彰。", "全市路网四通八达。", "加快打通断头路。", "路网四通八达。")
    assert list(reviews(texts)) == [True, True, False, False]


def test_values_alone_are_no_review() -> None:
    assert list(reviews(["覆盖率达到95%，合格率达到98%。"])) == [False]


def test_headings_that_look_back_pass_it_on() -> None:
    units = [unit("a", "“十四五”发展成就"), unit("b", "产业", "a"), unit("c", "发展基础和目标")]
    assert past_units(units) == {"a", "b"}
    assert deedless_units([unit("d", "指导思想"), unit("e", "重点任务")]) == {"d"}
