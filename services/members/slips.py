"""First passwords as a workbook to be printed and cut: one row a member. Knows no account."""

import io
from collections.abc import Callable, Sequence

import xlsxwriter
from msgspec import Struct

from shared.kit.words import _

HEADINGS = ((_("Unit"), 24), (_("Staff number"), 16), (_("Name"), 16), (_("First password"), 20), (_("Sign in at"), 36))


class Slip(Struct, frozen=True):
    staff_number: str
    name: str
    unit: str
    password: str


def slips(made: Sequence[Slip], door: str, say: Callable[[str], str]) -> bytes:
    """Every cell is written as text, so that no name can become a formula."""
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False})
    sheet = book.add_worksheet()
    head = book.add_format({"bold": True, "bottom": 1})
    plain, code = book.add_format({"valign": "vcenter"}), book.add_format({"font_name": "Consolas", "font_size": 13})
    for column, (heading, width) in enumerate(HEADINGS):
        sheet.set_column(column, column, width, plain)
        sheet.write_string(0, column, say(heading), head)
    for row, slip in enumerate(made, start=1):
        sheet.set_row(row, 24)
        for column, text in enumerate((slip.unit, slip.staff_number, slip.name)):
            sheet.write_string(row, column, text)
        sheet.write_string(row, 3, slip.password, code)
        sheet.write_string(row, 4, f"{door}/members/sign-in")
    sheet.freeze_panes(1, 0)
    sheet.repeat_rows(0)
    sheet.set_landscape()
    sheet.fit_to_pages(1, 0)
    book.close()
    return out.getvalue()
