"""One row of a roster: cells into values, with the reasons why a row cannot be taken. Knows no database."""

import re
import unicodedata
from collections.abc import Iterator, Sequence
from datetime import date

from msgspec import Struct

from services.members.roster_headings import Columns
from shared.kit.words import _

SPACE_IN_CHINESE = re.compile(r"(?<=[㐀-鿿])\s+(?=[㐀-鿿])")
NUMBER = re.compile(r"[\w.\-]{1,32}")
MOBILE = re.compile(r"1[3-9]\d{9}")
LANDLINE = re.compile(r"(0\d{2,3})?[2-9]\d{6,7}|\+\d{6,15}")
CARD = re.compile(r"\d{17}[\dX]")
OTHER_PAPER = re.compile(r"[A-Z]{1,2}[A-Z0-9]{5,14}")
WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
GENDERS = {
    **dict.fromkeys(("男", "男性", "male", "m"), "male"),
    **dict.fromkeys(("女", "女性", "female", "f"), "female"),
    "": "",
}
CATEGORIES = {
    **dict.fromkeys(("在职", "在岗", "在编", "在职在岗", "在职职工", "职工", "教职工", "staff", "active"), "staff"),
    **dict.fromkeys(("退休", "离休", "离退休", "已退休", "退休职工", "retired"), "retired"),
    "": "",
}
LEADER = {
    **dict.fromkeys(("是", "有", "√", "✓", "1", "y", "yes", "true", "干部", "领导", "处级", "leader"), "yes"),
    **dict.fromkeys(("否", "无", "不是", "×", "0", "n", "no", "false", "-", "—"), "no"),
    "": "",
}
BORN = re.compile(r"((?:19|20)\d\d)(?:年.*|[-/.].*|\d\d(?:\d\d)?)?")
"""A year, alone or at the head of a date; a day and a month are not kept."""


class Reason(Struct, frozen=True):
    """Why a row is refused: a code, and the sentence with what belongs into it."""

    code: str
    sentence: str
    params: dict[str, str | int] = {}


class Given(Struct, frozen=True, kw_only=True):
    """What a row says of a person. An empty text means: not said, keep what is known."""

    row: int
    staff_number: str
    name: str
    unit: str = ""
    gender: str = ""
    phone: str = ""
    id_number: str = ""
    category: str = ""
    leader: str = ""
    birth_year: str = ""
    first_password: str = ""
    reasons: tuple[Reason, ...] = ()


def read_rows(rows: Sequence[Sequence[str]], columns: Columns) -> Iterator[Given]:
    """Every row below the headings that is not blank, numbered as the file shows them."""
    for index in range(columns.row + 1, len(rows)):
        row = rows[index]
        cells = {field: row[place] if place < len(row) else "" for field, place in columns.places.items()}
        if any(cell.strip() for cell in cells.values()):
            yield given(index + 1, cells)


def given(row: int, cells: dict[str, str]) -> Given:
    values = {
        "staff_number": compact(cells["staff_number"]).lstrip("'"),
        "name": plain_name(cells["name"]),
        "unit": " ".join(cells.get("unit", "").split()),
        "gender": compact(cells.get("gender", "")),
        "phone": plain_phone(cells.get("phone", "")),
        "id_number": compact(cells.get("id_number", "")).upper().lstrip("'"),
        **{field: compact(cells.get(field, "")) for field in ("category", "leader", "birth_year")},
    }
    reasons = tuple(reasons_against(values))
    for field, known in (("gender", GENDERS), ("category", CATEGORIES), ("leader", LEADER)):
        values[field] = known.get(values[field].lower(), "")
    values["birth_year"] = birth_year(values["birth_year"], values["id_number"])
    return Given(row=row, first_password=cells.get("first_password", "").strip(), reasons=reasons, **values)


def birth_year(cell: str, id_number: str) -> str:
    """The year of a cell, or else of a resident's number."""
    found = BORN.fullmatch(cell)
    if found:
        return found[1]
    return id_number[6:10] if not cell and CARD.fullmatch(id_number) and good_id_number(id_number) else ""


def compact(cell: str) -> str:
    """Full-width digits and letters made narrow, all blanks taken out, 1001.0 read as 1001."""
    text = "".join(unicodedata.normalize("NFKC", cell).split())
    return text[:-2] if text.endswith(".0") and text[:-2].isdigit() else text


def plain_name(cell: str) -> str:
    """张　三 is 张三: blanks inside a Chinese name only serve to line it up."""
    return SPACE_IN_CHINESE.sub("", " ".join(cell.split()))


def plain_phone(cell: str) -> str:
    text = re.sub(r"[-()'—–]", "", compact(cell))
    return re.sub(r"^(\+|00)86", "", text)


def reasons_against(values: dict[str, str]) -> Iterator[Reason]:
    number, phone, id_number = values["staff_number"], values["phone"], values["id_number"]
    if not number:
        yield Reason("number.missing", _("The staff number is missing."))
    elif not NUMBER.fullmatch(number):
        yield Reason("number.bad", _("“{value}” cannot be a staff number."), {"value": number[:40]})
    if not values["name"]:
        yield Reason("name.missing", _("The name is missing."))
    if len(values["name"]) > 64 or len(values["unit"]) > 128:
        yield Reason("text.long", _("The name or the unit is too long."))
    if values["gender"].lower() not in GENDERS:
        yield Reason(
            "gender.bad", _("“{value}” is not a gender: 男, 女, male or female."), {"value": values["gender"][:20]}
        )
    if values["category"].lower() not in CATEGORIES:
        sentence = _("“{value}” is no kind of member: 在职, 退休, staff or retired.")
        yield Reason("category.bad", sentence, {"value": values["category"][:20]})
    if values["leader"].lower() not in LEADER:
        yield Reason("leader.bad", _("“{value}” is neither yes nor no: 是 or 否."), {"value": values["leader"][:20]})
    if values["birth_year"] and not BORN.fullmatch(values["birth_year"]):
        sentence = _("“{value}” is no year of birth, such as 1985.")
        yield Reason("birth_year.bad", sentence, {"value": values["birth_year"][:20]})
    if phone and not good_phone(phone):
        yield Reason("phone.bad", _("The phone number is not valid."))
    if id_number and not good_id_number(id_number):
        yield reason_against_id(id_number)


def good_phone(phone: str) -> bool:
    return bool(MOBILE.fullmatch(phone) or LANDLINE.fullmatch(phone))


def good_id_number(number: str) -> bool:
    """A resident's number with its birthday and check digit (GB 11643), or the number of another paper."""
    if not CARD.fullmatch(number):
        return bool(OTHER_PAPER.fullmatch(number))
    try:
        date(int(number[6:10]), int(number[10:12]), int(number[12:14]))
    except ValueError:
        return False
    total = sum(weight * int(digit) for weight, digit in zip(WEIGHTS, number, strict=False))
    return "10X98765432"[total % 11] == number[17]


def reason_against_id(number: str) -> Reason:
    if "E+" in number:
        return Reason(
            "id.rounded", _("The ID number was stored as a number and lost its last digits; store it as text.")
        )
    return Reason("id.bad", _("The ID number is not valid: its check digit or birthday does not fit."))
