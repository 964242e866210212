"""The sentence around a promise."""

import pytest

from lantu.apps.registry.sentences import FAR, Sentence, sentence_around
from lantu.kernel.spans import Span


def _around(text: str, words: str) -> Sentence:
    start = text.index(words)
    return sentence_around(text, Span(start, start + len(words)))


@pytest.mark.parametrize(
    ("text", "words", "expected"),
    [
        (
            "修路。建成公园三处，并开放；植树。",
            "公园三处",
            Sentence("建成", "公园三处", "，并开放；"),
        ),
        ("标题\n建公园\n植树", "建公园", Sentence("", "建公园", "\n".strip())),
        ("甲[footnoteRef:1]乙丙。", "丙", Sentence("甲乙", "丙", "。")),
        ("1\t绿地\t\t12\n", "1\t绿地\t\t12", Sentence("", "1 · 绿地 · 12", "")),
    ],
)
def test_sentence(text: str, words: str, expected: Sentence) -> None:
    assert _around(text, words) == expected


def test_long_sentences_are_cut() -> None:
    found = _around("长" * 900 + "园" + "长" * 900, "园")
    assert len(found.before) == len(found.after) == FAR
