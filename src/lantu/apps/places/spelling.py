"""Names of areas and organisations as the search index holds them: character pairs and initials.

Initials are those of the pinyin, the usual reading of each word: 重庆 is cq.
"""

from functools import lru_cache

from pypinyin import Style, lazy_pinyin

from lantu.kernel.bigrams import index_text


def grams(name: str) -> str:
    """The tokens of `name` for the index.

    >>> grams("青川县")
    '青川 川县 县 qcx'
    """
    return f"{index_text(name)} {initials(name)}".strip()


@lru_cache(maxsize=100_000)
def initials(name: str) -> str:
    """First letters of the pinyin; digits and Latin letters stay.

    >>> initials("重庆市")
    'cqs'
    """
    letters = lazy_pinyin(name, style=Style.FIRST_LETTER)
    return "".join(part for part in letters if part.isascii() and part.isalnum()).lower()
