"""What a Word style means for a paragraph: heading level, contents line, numbering.

Styles inherit by basedOn; what the paragraph says itself goes before its style. Refuses nothing:
a style that is missing or inherits from itself simply says nothing.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from lxml import etree

from lantu.engines.plan.readers.word_parts import W

_HEADING = re.compile(r"(?:heading|标题)\s*([1-9])$", re.I)
_CONTENTS = re.compile(r"(?:toc|目录)\s*(?:[1-9]|heading|标题)$", re.I)


@dataclass(frozen=True, slots=True)
class Style:
    """heading: 1-9. number: (numId, level), either None when not said here."""

    heading: int | None = None
    listing: bool = False
    num_id: str | None = None
    level: int | None = None


class Styles:
    """The styles of one document, resolved on demand."""

    def __init__(self, root: etree._Element | None) -> None:
        found = [] if root is None else root.findall(f"{W}style")
        self._raw = {style.get(f"{W}styleId", ""): style for style in found}
        self._default = next(
            (
                style.get(f"{W}styleId", "")
                for style in found
                if style.get(f"{W}type") == "paragraph"
                and style.get(f"{W}default") in ("1", "true")
            ),
            "",
        )
        self._known: dict[str, Style] = {}

    def of(self, properties: etree._Element | None) -> Style:
        """The style that holds for a paragraph with these `w:pPr`."""
        named = value(properties, "pStyle") or self._default
        if named not in self._known:
            self._known[named] = self._resolve(named)
        style = self._known[named]
        own = _own(properties)
        outline = value(properties, "outlineLvl")
        return Style(
            style.heading if outline is None else own.heading,
            style.listing,
            style.num_id if own.num_id is None else own.num_id,
            style.level if own.level is None else own.level,
        )

    def numbered(self, style_id: str) -> str | None:
        """numId of a numbering style."""
        style = self._raw.get(style_id)
        return None if style is None else _own(style.find(f"{W}pPr")).num_id

    def _resolve(self, style_id: str) -> Style:
        """Every value from the nearest style of the chain that says it."""
        heading = num_id = level = None
        listing = outlined = False
        for style in self._chain(style_id):
            properties = style.find(f"{W}pPr")
            own = _own(properties)
            name = value(style, "name") or ""
            listing = listing or _CONTENTS.match(name) is not None
            if not outlined:
                titled = _HEADING.match(name)
                outlined = value(properties, "outlineLvl") is not None or titled is not None
                heading = own.heading or (int(titled[1]) if titled else None)
            num_id = own.num_id if num_id is None else num_id
            level = own.level if level is None else level
        return Style(heading, listing, num_id, level)

    def _chain(self, style_id: str | None) -> Iterator[etree._Element]:
        seen: set[str] = set()
        while style_id in self._raw and style_id not in seen:
            seen.add(style_id)
            yield self._raw[style_id]
            style_id = value(self._raw[style_id], "basedOn")


def _own(properties: etree._Element | None) -> Style:
    number = None if properties is None else properties.find(f"{W}numPr")
    outline = integer(properties, "outlineLvl")
    heading = outline + 1 if outline is not None and 0 <= outline <= 8 else None
    return Style(heading, False, value(number, "numId"), integer(number, "ilvl"))


def value(parent: etree._Element | None, name: str) -> str | None:
    """`w:val` of the child `w:name`; None when there is none."""
    child = None if parent is None else parent.find(f"{W}{name}")
    return None if child is None else child.get(f"{W}val")


def integer(parent: etree._Element | None, name: str) -> int | None:
    """`value` as a whole number, None when it is none."""
    raw = value(parent, name) or ""
    return int(raw) if re.fullmatch(r"-?[0-9]{1,9}", raw) else None
