"""The people of the browser tests, and the roster file an organiser would have of them."""

from pathlib import Path

import xlsxwriter

FIRST_PASSWORD = "Shuttle-2026"
PEOPLE = (
    ("20100101", "王芳", "机电学院", "女"),
    ("20100102", "李静", "机电学院", "女"),
    ("20100103", "赵敏", "图书馆", "女"),
    ("20100104", "周婷", "图书馆", "女"),
    ("20100105", "吴丹", "后勤处", "女"),
    ("20100106", "郑洁", "信息学院", "女"),
)
BROKEN = ("", "无号之人", "机电学院", "女")
HEADINGS = ("工号", "姓名", "部门", "性别", "初始密码")


def roster_file(folder: Path) -> Path:
    """An Excel file with a title row above the headings and one row that cannot be taken."""
    path = folder / "教职工名册.xlsx"
    book = xlsxwriter.Workbook(str(path))
    sheet = book.add_worksheet("名册")
    sheet.merge_range(0, 0, 0, 4, "某职业学院教职工名册")
    sheet.write_row(1, 0, HEADINGS)
    for row, person in enumerate((*PEOPLE, BROKEN), start=2):
        sheet.write_row(row, 0, (*person, FIRST_PASSWORD))
    book.close()
    return path


def names() -> list[str]:
    return [name for _, name, _, _ in PEOPLE]
