"""Codes of areas: their level by length (GB/T 2260, statistical codes), their place in the tree.

Knows how lists in use write them: 2, 4, 6, 9 and 12 digits, or padded with zeros to 6 or 12.
"""

from collections.abc import Collection, Container

from lantu.apps.places.models import LEVELS

CODE_LENGTH = dict(zip(LEVELS, (2, 4, 6, 9, 12), strict=True))
"""Digits of the code at each level."""
LEVEL_OF = {length: level for level, length in CODE_LENGTH.items()}
_STEPS = (9, 6, 4, 2)


def is_code(code: str) -> bool:
    """Whether `code` is of a length that has a level.

    >>> is_code("990102"), is_code("99010"), is_code("9901a2")
    (True, False, False)
    """
    return code.isascii() and code.isdigit() and len(code) in LEVEL_OF


def unpadded(code: str) -> str:
    """A code that was padded with zeros to one length, without them.

    >>> unpadded("990000"), unpadded("990102001000"), unpadded("990102000000")
    ('99', '990102001', '990102')
    """
    for length in _STEPS[::-1]:
        if len(code) in (6, 12) and length < len(code) and not code[length:].strip("0"):
            return code[:length]
    return code


def is_padded(codes: Collection[str]) -> bool:
    """Whether a list writes all codes with one length of 6 or 12, higher levels among them.

    A city without counties has a code that ends in zeros as well: nothing lies below it.

    >>> is_padded(["990000", "990100", "990102"]), is_padded(["990102", "990300"])
    (True, False)
    """
    if {len(code) for code in codes} not in ({6}, {12}):
        return False
    short = {plain for code in codes if (plain := unpadded(code)) != code}
    return any(
        code[:length] in short and unpadded(code) != code[:length]
        for code in codes
        for length in _STEPS
    )


def parent_of(code: str, known: Container[str]) -> str:
    """The code of the level above among `known`; "" when there is none.

    A level is skipped only where the code itself says so, by zeros: a city without counties.

    >>> parent_of("990100001", {"99", "9901"}), parent_of("990102001", {"99", "9901"})
    ('9901', '')
    """
    for length in _STEPS:
        if length < len(code):
            if code[:length] in known:
                return code[:length]
            if code[length - 2 : length] != "00":
                break
    return ""
