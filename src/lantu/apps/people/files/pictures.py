"""Small pictures for pages: turned upright, without the place and the camera that EXIF tells.

Refuses pictures that are broken or that would unpack to more than a page of memory can hold.
"""

import io
import warnings

from PIL import Image, ImageOps, UnidentifiedImageError

from lantu.kernel.errors import Invalid

SIDE = 480
"""The longer side of a thumbnail, in pixels."""
PUBLIC_SIDE = 1280
"""The same of a picture that everybody may see: enough for the fault, little for number plates."""
MOST_PIXELS = 80_000_000
FORMATS = ("PNG", "JPEG", "GIF", "WEBP")


def must_be_a_picture(name: str, data: bytes) -> None:
    """Invalid when it cannot be drawn."""
    try:
        _opened(data).verify()
    except (OSError, ValueError, SyntaxError, UnidentifiedImageError) as error:
        raise Invalid(
            "people.file.picture", f"图片“{name}”不能打开。", "请重新导出或重拍后再交。"
        ) from error


def thumbnail(data: bytes) -> bytes:
    """The picture as WebP, at most SIDE pixels on its longer side, nothing but pixels in it."""
    return _written(data, SIDE, "WEBP")


def bare(data: bytes) -> bytes:
    """The picture as JPEG for everybody, at most PUBLIC_SIDE pixels on its longer side, nothing but
    pixels in it: no place, no camera, no time."""
    return _written(data, PUBLIC_SIDE, "JPEG")


def _written(data: bytes, side: int, form: str) -> bytes:
    picture = ImageOps.exif_transpose(_opened(data))
    picture.thumbnail((side, side))
    plain = Image.new("RGB", picture.size, "white")
    picture = picture.convert("RGBA")
    plain.paste(picture, mask=picture.getchannel("A"))
    written = io.BytesIO()
    plain.save(written, form, quality=80)
    return written.getvalue()


def _opened(data: bytes) -> Image.Image:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", Image.DecompressionBombWarning)
        picture = Image.open(io.BytesIO(data), formats=FORMATS)
    if picture.width * picture.height > MOST_PIXELS:
        raise ValueError("too many pixels")
    return picture
