"""Pictures that a page draws itself, as inline SVG: codes to scan, and outlines of areas.

No secret leaves the page for an image, and outlines need no tiles.
"""

from collections.abc import Iterator, Mapping, Sequence
from math import cos, radians
from typing import Any

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from qrcode import QRCode

from lantu.apps.places.outlines import Outline


def qr_code(words: str) -> SafeString:
    """A QR code of `words`; black on white whatever the theme, so that telephones read it."""
    code = QRCode(border=4)
    code.add_data(words)
    matrix = code.get_matrix()
    path = "".join(
        f"M{x} {y}h1v1h-1z" for y, row in enumerate(matrix) for x, dark in enumerate(row) if dark
    )
    return format_html(
        '<svg class="qr" role="img" aria-label="{1}" width="200" height="200" '
        'viewBox="0 0 {0} {0}"><path fill="#fff" d="M0 0h{0}v{0}H0z"/><path d="{2}"/></svg>',
        len(matrix),
        "二维码",
        path,
    )


WIDTH = 600
"""Of the drawing of outlines, in its own units."""
_HIGHEST = 1.5


def outlines(found: Sequence[Outline]) -> SafeString:
    """The outlines of areas, north up, each named; "" when there is no surface to draw.

    Degrees are drawn equally long at the middle latitude.
    """
    named = [(outline.name, list(rings(outline.geometry))) for outline in found]
    points = [point for _, rings in named for ring in rings for point in ring]
    if not points:
        return SafeString("")
    west, south = min(p[0] for p in points), min(p[1] for p in points)
    east, north = max(p[0] for p in points), max(p[1] for p in points)
    narrow = cos(radians((south + north) / 2))
    scale = WIDTH / max((east - west) * narrow, (north - south) / _HIGHEST, 1e-6)

    def path(rings: list[Any]) -> str:
        return "".join(
            "M" + "L".join(
                f"{(x - west) * narrow * scale:.1f} {(north - y) * scale:.1f}" for x, y, *_ in ring
            ) + "z"
            for ring in rings
        )  # fmt: skip

    shapes = format_html_join(
        "", '<path d="{}"><title>{}</title></path>', ((path(rings), name) for name, rings in named)
    )
    height = round((north - south) * scale) + 2
    return format_html(
        '<svg class="outlines" viewBox="-1 -1 {} {}" fill="none" stroke="currentColor" '
        'fill-rule="evenodd" pointer-events="all">{}</svg>',
        WIDTH + 2, height, shapes,
    )  # fmt: skip


def rings(geometry: Mapping[str, Any]) -> Iterator[Any]:
    """The rings of a polygon, or of many."""
    if geometry["type"] == "Polygon":
        yield from geometry["coordinates"]
    elif geometry["type"] == "MultiPolygon":
        for polygon in geometry["coordinates"]:
            yield from polygon
