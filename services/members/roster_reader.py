"""Reads the cells of a workbook from standard input and writes them as JSON. Knows cells, not members.

It runs as a process of its own with limits on memory and time: a workbook of a few kilobytes can claim a cell in the
last corner of the sheet or unfold to gigabytes, and the parser is native code. What goes wrong here ends only here.
"""

import io
import sys
from typing import Any

import msgspec
from python_calamine import CalamineSheet, CalamineWorkbook

from shared.kit.apart import limit

MEMORY = 700_000_000
CPU_SECONDS = 20
MAX_ROWS = 50_000
MAX_COLUMNS = 200
MAX_SHEETS = 10
EXACT = 2**53
"""Above this a spreadsheet number has lost digits; it stays in the form that shows so."""


def main() -> None:
    limit(MEMORY, CPU_SECONDS)
    workbook = CalamineWorkbook.from_filelike(io.BytesIO(sys.stdin.buffer.read()))
    sheets = [cells_of(workbook.get_sheet_by_name(name)) for name in workbook.sheet_names[:MAX_SHEETS]]
    sys.stdout.buffer.write(msgspec.json.encode(sheets))


def cells_of(sheet: CalamineSheet) -> list[list[str]]:
    if sheet.total_height > MAX_ROWS + 50:
        raise SystemExit(3)
    rows = [[as_text(cell) for cell in row[:MAX_COLUMNS]] for row in sheet.to_python(skip_empty_area=False)]
    fill_down(rows, sheet.merged_cell_ranges or [])
    return rows


def fill_down(rows: list[list[str]], merged: list[tuple[tuple[int, int], tuple[int, int]]]) -> None:
    """A unit merged over the rows of its people stands in each of them."""
    for (top, left), (bottom, _right) in merged:
        if top >= len(rows) or left >= len(rows[top]):
            continue
        for row in rows[top + 1 : bottom + 1]:
            row[left] = row[left] or rows[top][left]


def as_text(cell: Any) -> str:
    if isinstance(cell, float) and cell.is_integer() and abs(cell) < EXACT:
        return str(int(cell))
    return str(cell)


if __name__ == "__main__":
    main()
