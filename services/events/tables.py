"""Files of people's tables into rows of text: xlsx, xls, csv in whatever encoding. Knows nothing of entries."""

import csv
import io

from python_calamine import CalamineError, CalamineWorkbook

from shared.kit.http.errors import Refused
from shared.kit.words import _

WORKBOOK_STARTS = (b"PK\x03\x04", b"\xd0\xcf\x11\xe0")
"""How a zip (xlsx) and an old compound file (xls) begin; everything else is taken for text."""
ENCODINGS = ("utf-8-sig", "gb18030")


def rows_of(data: bytes) -> list[list[str]]:
    """The rows of the first sheet, empty ones left out.

    Raises:
        Refused: `file.unreadable`.
    """
    rows = workbook_rows(data) if data.startswith(WORKBOOK_STARTS) else csv_rows(text_of(data))
    return [row for row in rows if any(row)]


def workbook_rows(data: bytes) -> list[list[str]]:
    try:
        sheet = CalamineWorkbook.from_filelike(io.BytesIO(data)).get_sheet_by_index(0)
    except (CalamineError, IndexError) as error:
        raise unreadable() from error
    return [[cell_text(cell) for cell in row] for row in sheet.to_python()]


def cell_text(cell: object) -> str:
    """A staff number typed as a number comes as a float."""
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return str(cell).strip()


def text_of(data: bytes) -> str:
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return data.decode("utf-16", errors="replace")
    for encoding in ENCODINGS:
        try:
            return data.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise unreadable()


def csv_rows(text: str) -> list[list[str]]:
    first = text.partition("\n")[0]
    delimiter = max("\t;,", key=first.count)
    return [[cell.strip() for cell in row] for row in csv.reader(io.StringIO(text), delimiter=delimiter)]


def unreadable() -> Refused:
    return Refused("file.unreadable", _("The file could not be read. Please send it as xlsx, xls or csv."))
