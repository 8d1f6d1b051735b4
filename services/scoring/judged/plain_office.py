"""Reads an office document from standard input and writes its kind, a line's end, and the document without what it
tells beside its pages: properties, and the names of those who commented.

It runs as a process of its own: some kilobytes can unfold to gigabytes. Knows the formats, not people.
"""

import re
import sys
from collections.abc import Mapping
from io import BytesIO
from zipfile import ZIP_DEFLATED, BadZipFile, ZipFile, ZipInfo

from services.scoring.judged.plain import BROKEN, MACROS
from services.scoring.judged.sniff import MB, PARTS_OF_OFFICE
from shared.kit.apart import limit

MEMORY = 1_000_000_000
CPU_SECONDS = 30
MOST_UNPACKED = 200 * MB
NOT_READABLE = (BadZipFile, OSError, ValueError, RuntimeError, NotImplementedError, EOFError, MemoryError)
TYPES = "[Content_Types].xml"

HEAD = b'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'
EMPTY = {
    "docProps/core.xml": HEAD + b"<cp:coreProperties xmlns:cp="
    b'"http://schemas.openxmlformats.org/package/2006/metadata/core-properties"/>',
    "docProps/app.xml": HEAD
    + b'<Properties xmlns="http://schemas.openxmlformats.org/officeDocument/2006/extended-properties"/>',
    "docProps/custom.xml": HEAD
    + b'<Properties xmlns="http://schemas.openxmlformats.org/officeDocument/2006/custom-properties"/>',
}
AUTHORS = re.compile(rb'((?:w:author|w:initials|w15:author)=")[^"]*(")')
"""Of comments and of changes in Word."""
NAMES = re.compile(rb'((?:displayName|name|initials|userId)=")[^"]*(")')
NAME_LISTS = re.compile(r"ppt/(?:commentAuthors|authors)\.xml|xl/persons/.+\.xml")


def main() -> None:
    limit(MEMORY, CPU_SECONDS)
    data = sys.stdin.buffer.read()
    try:
        kind, made = plain(data)
    except NOT_READABLE:
        sys.exit(BROKEN)
    sys.stdout.buffer.write(kind.encode() + b"\n" + made)


def plain(data: bytes) -> tuple[str, bytes]:
    """Which office document it is, and the document as judges get it."""
    out = BytesIO()
    with ZipFile(BytesIO(data)) as packed, ZipFile(out, "w", ZIP_DEFLATED) as made:
        parts = {each.filename: each for each in packed.infolist()}
        kind = kind_of(packed, parts)
        for name, each in parts.items():
            made.writestr(name, plain_part(name, packed.read(each)))
    return kind, out.getvalue()


def kind_of(packed: ZipFile, parts: Mapping[str, ZipInfo]) -> str:
    """The content type of the document; ends the process where it is none or holds programs."""
    if sum(each.file_size for each in parts.values()) > MOST_UNPACKED or TYPES not in parts:
        sys.exit(BROKEN)
    types = packed.read(TYPES)
    if b"macroEnabled" in types or any(name.endswith("vbaProject.bin") for name in parts):
        sys.exit(MACROS)
    kind = next((kind for name, (kind, _suffix) in PARTS_OF_OFFICE.items() if name in parts), "")
    if not kind or kind.encode() not in types:
        sys.exit(BROKEN)
    return kind


def plain_part(name: str, data: bytes) -> bytes:
    if name in EMPTY:
        return EMPTY[name]
    if name.startswith("docProps/"):
        return b""
    if NAME_LISTS.fullmatch(name):
        return NAMES.sub(rb"\1\2", data)
    if name.startswith("word/") and name.endswith(".xml"):
        return AUTHORS.sub(rb"\1\2", data)
    return data


if __name__ == "__main__":
    main()
