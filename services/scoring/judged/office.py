"""An office document without what it tells beside its pages: properties, and the names of those who commented."""

import re
from io import BytesIO
from zipfile import ZIP_DEFLATED, BadZipFile, ZipFile

from services.scoring.judged.sniff import broken

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


def plain_office(data: bytes) -> bytes:
    """The document as judges get it.

    Raises:
        Refused: it cannot be opened.
    """
    out = BytesIO()
    done: set[str] = set()
    try:
        with ZipFile(BytesIO(data)) as packed, ZipFile(out, "w", ZIP_DEFLATED) as plain:
            for each in packed.infolist():
                if each.filename not in done:
                    plain.writestr(each.filename, plain_part(each.filename, packed.read(each)))
                done.add(each.filename)
    except (BadZipFile, OSError, ValueError, RuntimeError, NotImplementedError, EOFError) as error:
        raise broken() from error
    return out.getvalue()


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
