"""Pictures of a work as judges and the gallery see them: drawn anew, upright, without place, camera and names."""

from io import BytesIO

from msgspec import Struct
from PIL import Image, ImageOps

from services.scoring.judged.sniff import broken
from shared.kit.http.errors import Refused
from shared.kit.words import _

LARGE, SMALL = 3840, 480
"""Pixels of the longer side."""
MOST_PIXELS = 80_000_000
FORMATS = ("JPEG", "PNG", "WEBP")


class Pictures(Struct, frozen=True):
    """A picture without its hidden data, large and small, as JPEG."""

    large: bytes
    small: bytes


def pictures_of(data: bytes) -> Pictures:
    """A picture drawn anew, upright, without place, camera and names.

    Raises:
        Refused: it cannot be opened or has too many pixels.
    """
    try:
        with Image.open(BytesIO(data), formats=FORMATS) as opened:
            if opened.width * opened.height > MOST_PIXELS:
                raise Refused(
                    "material.pixels",
                    _("The picture is too large: {most} million pixels at most."),
                    most=MOST_PIXELS // 1_000_000,
                )
            opened.draft("RGB", (LARGE, LARGE))
            image = upright(opened)
    except (OSError, ValueError, SyntaxError, Image.DecompressionBombError, MemoryError) as error:
        raise broken() from error
    return Pictures(fitted(image, LARGE, 90), fitted(image, SMALL, 80))


def upright(opened: Image.Image) -> Image.Image:
    turned = ImageOps.exif_transpose(opened)
    if turned.mode in ("RGBA", "LA", "PA") or "transparency" in turned.info:
        seen = turned.convert("RGBA")
        ground = Image.new("RGB", seen.size, "white")
        ground.paste(seen, mask=seen.getchannel("A"))
        return ground
    return turned.convert("RGB")


def fitted(image: Image.Image, side: int, quality: int) -> bytes:
    copy = image.copy()
    copy.thumbnail((side, side), Image.Resampling.LANCZOS)
    out = BytesIO()
    # The colour profile stays: a photograph is judged by its colours, and it names nobody.
    copy.save(out, "JPEG", quality=quality, icc_profile=image.info.get("icc_profile"), exif=b"", comment=b"")
    return out.getvalue()
