"""From a file to rows of text: workbooks, and CSV in the encodings people really send. Knows no headings."""

import asyncio
import csv
import io

import msgspec

from services.members.roster_reader import MAX_COLUMNS, MAX_ROWS
from shared.kit.apart import work_apart
from shared.kit.http.errors import Refused
from shared.kit.words import _

MAX_BYTES = 10 * 1024 * 1024
SECONDS = 30
WORKBOOKS = (b"PK\x03\x04", b"\xd0\xcf\x11\xe0")
"""How an .xlsx and an .xls begin."""
Rows = list[list[str]]


async def read_sheets(data: bytes) -> list[Rows]:
    """The sheets of a file, each a list of rows of text. The kind of file is told by its first bytes, not its name.

    Raises:
        Refused: the file is too large, has too many rows, or cannot be read.
    """
    if len(data) > MAX_BYTES:
        raise Refused("roster.file_too_large", _("The file is larger than 10 MB."), status=413)
    if not data.strip():
        raise Refused("roster.file_empty", _("The file is empty."))
    if data.startswith(WORKBOOKS):
        return await read_workbook(data)
    return [await asyncio.to_thread(read_text, data)]


async def read_workbook(data: bytes) -> list[Rows]:
    ended = await work_apart("services.members.roster_reader", data, SECONDS)
    if ended.code == 3:
        raise too_many_rows()
    if ended.code != 0:
        raise unreadable()
    return msgspec.json.decode(ended.out, type=list[Rows])


def read_text(data: bytes) -> Rows:
    text = decoded(data)
    if "\x00" in text:
        raise unreadable()
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter_of(text))
    rows: Rows = []
    try:
        for row in reader:
            rows.append([cell.removeprefix('="').removesuffix('"') for cell in row[:MAX_COLUMNS]])
            if len(rows) > MAX_ROWS + 50:
                raise too_many_rows()
    except csv.Error as error:
        raise unreadable() from error
    return rows


def decoded(data: bytes) -> str:
    """Strictly by what the bytes allow: a mark at the start, then UTF-8, then GB18030, which contains GBK."""
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return attempt(data, "utf-16")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return attempt(data, "gb18030")


def attempt(data: bytes, encoding: str) -> str:
    try:
        return data.decode(encoding)
    except UnicodeDecodeError as error:
        raise unreadable() from error


def delimiter_of(text: str) -> str:
    head = text[:4000]
    return max(",\t;", key=head.count)


def unreadable() -> Refused:
    return Refused("roster.file_unreadable", _("The file cannot be read. Please save it as .xlsx, .xls or .csv."))


def too_many_rows() -> Refused:
    return Refused("roster.too_many_rows", _("The file has more than {rows} rows."), rows=MAX_ROWS)
