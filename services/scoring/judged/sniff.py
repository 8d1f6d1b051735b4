"""What a file is, by its content. A name and what a browser says about a file prove nothing and are not asked.

Few kinds are taken, so the test is strict: a kind is told by its first bytes, and what can be opened (pictures, office
documents) is opened when all of it is there. Whatever a browser could run as a page (HTML, SVG) is none of them.
"""

from msgspec import Struct

from shared.kit.http.errors import Refused
from shared.kit.words import _

MB = 1024 * 1024
OFFICE = "application/vnd.openxmlformats-officedocument."
PARTS_OF_OFFICE = {
    "word/document.xml": (OFFICE + "wordprocessingml.document", "docx"),
    "ppt/presentation.xml": (OFFICE + "presentationml.presentation", "pptx"),
    "xl/workbook.xml": (OFFICE + "spreadsheetml.sheet", "xlsx"),
}
QUICKTIME = b"qt  "


class Kind(Struct, frozen=True):
    """What a file is: `kind` is document, image or video."""

    kind: str
    content_type: str
    suffix: str


MOST = {"document": 20 * MB, "image": 20 * MB, "video": 500 * MB}
"""Bytes a file of a kind may have."""
PDF = Kind("document", "application/pdf", "pdf")
JPEG = Kind("image", "image/jpeg", "jpg")
PNG = Kind("image", "image/png", "png")
WEBP = Kind("image", "image/webp", "webp")
MP4 = Kind("video", "video/mp4", "mp4")
MOV = Kind("video", "video/quicktime", "mov")
WEBM = Kind("video", "video/webm", "webm")
PACKED = Kind("document", "application/zip", "zip")
"""An office document until all of it is there and tells which."""
SUFFIXES = {each.content_type: each.suffix for each in (PDF, JPEG, PNG, WEBP, MP4, MOV, WEBM)} | dict(
    PARTS_OF_OFFICE.values()
)


def kind_of(head: bytes) -> Kind:
    """What a file is that begins like this.

    Raises:
        Refused: it is nothing that is taken.
    """
    for found, told in (
        (PDF, head.startswith(b"%PDF-")),
        (JPEG, head.startswith(b"\xff\xd8\xff")),
        (PNG, head.startswith(b"\x89PNG\r\n\x1a\n")),
        (WEBP, head[:4] == b"RIFF" and head[8:12] == b"WEBP"),
        (MOV, head[4:8] == b"ftyp" and head[8:12] == QUICKTIME),
        (MP4, head[4:8] == b"ftyp" and head[8:11] in (b"iso", b"mp4", b"avc", b"M4V", b"das", b"MSN", b"3gp", b"mmp")),
        (WEBM, head.startswith(b"\x1aE\xdf\xa3") and b"webm" in head[:64]),
        (PACKED, head.startswith(b"PK\x03\x04")),
    ):
        if told:
            return found
    raise Refused(
        "material.kind",
        _("The file is none of PDF, Word, PowerPoint, Excel, JPEG, PNG, WebP, MP4, WebM, MOV: please save it as one."),
    )


def with_macros() -> Refused:
    return Refused("material.macros", _("Documents with macros are not taken. Please save it without them."))


def broken() -> Refused:
    return Refused("material.broken", _("This file cannot be opened. It may be damaged, or not be what its name says."))
