"""Files in the formats and encodings people send, and files that are no rosters at all."""

import io
import zipfile

import pytest
import xlsxwriter

from services.members.roster_file import MAX_BYTES, read_sheets
from shared.kit.http.errors import Refused
from tests.services.members.desk import csv, xls, xlsx

ROWS = (("工号", "姓名", "部门"), ("1001", "王芳", "图书馆"), ("1002", "李静", "机电学院"))
TEXT = [list(row) for row in ROWS]


@pytest.mark.parametrize(
    "data",
    [
        xlsx(*ROWS),
        xls(*ROWS),
        csv(*ROWS),
        csv(*ROWS, encoding="utf-8-sig"),
        csv(*ROWS, encoding="gbk"),
        csv(*ROWS, encoding="gb18030"),
        "\r\n".join("\t".join(row) for row in ROWS).encode("utf-16"),
        "\n".join(";".join(row) for row in ROWS).encode(),
    ],
    ids=["xlsx", "xls", "utf-8", "utf-8 with mark", "gbk", "gb18030", "utf-16 with tabs", "semicolons"],
)
async def test_a_roster_is_read_in_every_usual_format(data: bytes) -> None:
    assert (await read_sheets(data))[0] == TEXT


async def test_rare_characters_of_names_survive_gb18030() -> None:
    data = csv(("工号", "姓名"), ("1001", "㛃𠮷"), encoding="gb18030")
    assert (await read_sheets(data))[0][1] == ["1001", "㛃𠮷"]


async def test_numbers_of_a_workbook_are_read_as_they_look() -> None:
    number, phone, rounded = (await read_sheets(xlsx((1001, 13800138000, 110105194912310021))))[0][0]
    assert (number, phone) == ("1001", "13800138000")
    assert "e+17" in rounded


async def test_a_unit_merged_over_its_people_stands_in_every_row() -> None:
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out)
    sheet = book.add_worksheet()
    sheet.write_row(0, 0, ("部门", "工号", "姓名"))
    sheet.merge_range(1, 0, 3, 0, "图书馆")
    for row in (1, 2, 3):
        sheet.write_row(row, 1, (f"100{row}", "王芳"))
    book.close()

    rows = (await read_sheets(out.getvalue()))[0]

    assert [row[0] for row in rows] == ["部门", "图书馆", "图书馆", "图书馆"]


async def test_a_workbook_that_claims_the_last_cell_of_the_sheet_is_refused_and_harms_nothing() -> None:
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out)
    book.add_worksheet().write(1_048_575, 16_383, "x")
    book.worksheets()[0].write(0, 0, "工号")
    book.close()

    with pytest.raises(Refused):
        await read_sheets(out.getvalue())

    assert (await read_sheets(xlsx(*ROWS)))[0] == TEXT


async def test_a_workbook_that_unfolds_to_more_than_memory_is_refused() -> None:
    with zipfile.ZipFile(io.BytesIO(xlsx(*ROWS))) as original:
        parts = {name: original.read(name) for name in original.namelist()}
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as bomb:
        for name, part in parts.items():
            with bomb.open(name, "w", force_zip64=True) as unfolding:
                head, mark, tail = part.partition(b"<t>" if name == "xl/sharedStrings.xml" else b"\x00")
                unfolding.write(head + mark)
                for _chunk in range(80 if mark else 0):
                    unfolding.write(b"a" * 10_000_000)
                unfolding.write(tail)
    assert len(out.getvalue()) < MAX_BYTES

    with pytest.raises(Refused, match=r"roster\.file_unreadable"):
        await read_sheets(out.getvalue())


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", "roster.file_empty"),
        (b"  \n ", "roster.file_empty"),
        (b"PK\x03\x04 no workbook", "roster.file_unreadable"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1 none either", "roster.file_unreadable"),
        (b"%PDF-1.7\x00\xff\xff", "roster.file_unreadable"),
        (b"a" * (MAX_BYTES + 1), "roster.file_too_large"),
        (b"1,2\n" * 60_000, "roster.too_many_rows"),
    ],
    ids=["empty", "blank", "broken xlsx", "broken xls", "pdf", "too large", "too many rows"],
)
async def test_what_is_no_roster_is_refused_with_a_sentence(data: bytes, code: str) -> None:
    with pytest.raises(Refused) as refused:
        await read_sheets(data)
    assert refused.value.code == code
