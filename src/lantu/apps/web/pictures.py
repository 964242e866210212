"""Pictures that a page draws itself, as inline SVG: no image leaves the page for a secret."""

from django.utils.html import format_html
from django.utils.safestring import SafeString
from qrcode import QRCode


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
