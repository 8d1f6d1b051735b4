"""Headings and rows as colleges really write them. No I/O."""

import pytest

from services.members.roster_headings import field_of, find_columns
from services.members.roster_rows import Given, good_id_number, read_rows
from shared.kit.http.errors import Refused

HEADINGS = ["序号", "工号", "姓名", "部门", "性别", "手机号", "身份证号"]
GOOD_ID = "11010519491231002X"


def only_row(*cells: str) -> Given:
    rows = [HEADINGS, ["1", *cells]]
    return next(read_rows(rows, find_columns(rows)))


def codes(found: Given) -> list[str]:
    return [reason.code for reason in found.reasons]


@pytest.mark.parametrize(
    ("heading", "field"),
    [
        ("工号", "staff_number"),
        ("*教职工号（必填）", "staff_number"),
        ("Staff No.", "staff_number"),
        ("employee_id", "staff_number"),
        ("姓　名", "name"),
        ("Full Name", "name"),
        ("所在分工会", "unit"),
        ("Department", "unit"),
        ("性别:", "gender"),
        ("手机号码(11位)", "phone"),
        ("ＰＨＯＮＥ", "phone"),
        ("身份证号码", "id_number"),
        ("初始密码", "first_password"),
        ("序号", None),
        ("备注", None),
    ],
)
def test_usual_headings_are_understood(heading: str, field: str | None) -> None:
    assert field_of(heading) == field


def test_the_heading_row_need_not_be_the_first() -> None:
    rows = [["某某学院教职工名册"], [], ["填表日期：2026年3月"], HEADINGS, ["1", "1001", "王芳"]]

    columns = find_columns(rows)

    assert columns.row == 3
    assert columns.ignored == ("序号",)
    assert [row.row for row in read_rows(rows, columns)] == [5]


def test_a_file_without_headings_is_refused() -> None:
    with pytest.raises(Refused, match=r"roster\.no_headings"):
        find_columns([["1001", "王芳"], ["1002", "李静"]])


@pytest.mark.parametrize("cell", ["1001", "1001.0", "１００１", " 1001 ", "\t1001", "'1001", "10 01"])
def test_a_staff_number_is_read_however_it_was_typed(cell: str) -> None:
    assert only_row(cell, "王芳").staff_number == "1001"


@pytest.mark.parametrize(
    ("cell", "name"),
    [("张 三", "张三"), ("张　三", "张三"), (" 王芳 ", "王芳"), ("Jan  O Jorgensen", "Jan O Jorgensen")],
)
def test_blanks_that_line_up_chinese_names_are_taken_out(cell: str, name: str) -> None:
    assert only_row("1001", cell).name == name


@pytest.mark.parametrize(
    ("cell", "gender"), [("男", "male"), ("女性", "female"), ("F", "female"), ("male", "male"), ("", "")]
)
def test_genders_are_read(cell: str, gender: str) -> None:
    assert only_row("1001", "王芳", "", cell).gender == gender


@pytest.mark.parametrize("cell", ["138 0013 8000", "+86 13800138000", "１３８００１３８０００", "13800138000.0"])
def test_a_phone_is_read_however_it_was_typed(cell: str) -> None:
    found = only_row("1001", "王芳", "", "", cell)
    assert found.phone == "13800138000"
    assert found.reasons == ()


@pytest.mark.parametrize(
    ("cells", "code"),
    [
        (("", "王芳"), "number.missing"),
        (("合计", ""), "name.missing"),
        (("10/01", "王芳"), "number.bad"),
        (("1001", "王芳", "", "未知"), "gender.bad"),
        (("1001", "王芳", "", "", "12345"), "phone.bad"),
        (("1001", "王芳", "", "", "1.38E+10"), "phone.bad"),
        (("1001", "王芳", "", "", "", "110105194912310021"), "id.bad"),
        (("1001", "王芳", "", "", "", "110105194913310020"), "id.bad"),
        (("1001", "王芳", "", "", "", "1.10105194912310e+17"), "id.rounded"),
        (("1001", "王" * 65), "text.long"),
    ],
)
def test_a_bad_row_says_why(cells: tuple[str, ...], code: str) -> None:
    assert codes(only_row(*cells)) == [code]


def test_a_row_names_all_its_faults() -> None:
    assert codes(only_row("", "", "图书馆", "x")) == ["number.missing", "name.missing", "gender.bad"]


@pytest.mark.parametrize(
    ("number", "good"),
    [(GOOD_ID, True), ("440524188001010014", True), ("440524188001010015", False), ("H12345678", True), ("123", False)],
)
def test_the_check_digit_of_an_id_number_is_looked_at(number: str, good: bool) -> None:
    assert good_id_number(number) is good


def test_blank_rows_are_passed_over() -> None:
    rows = [HEADINGS, [], ["", " ", ""], ["3", "1001", "王芳"]]
    assert [row.row for row in read_rows(rows, find_columns(rows))] == [4]


@pytest.mark.parametrize(
    ("heading", "field"),
    [("人员类别", "category"), ("是否领导干部", "leader"), ("出生年月", "birth_year"), ("Year of birth", "birth_year")],
)
def test_headings_of_what_eligibility_asks_are_understood(heading: str, field: str) -> None:
    assert field_of(heading) == field


def asked_of(category: str = "", leader: str = "", born: str = "", id_number: str = "") -> Given:
    rows = [
        ["工号", "姓名", "人员类别", "是否干部", "出生年月", "身份证号"],
        ["1", "王芳", category, leader, born, id_number],
    ]
    return next(read_rows(rows, find_columns(rows)))


@pytest.mark.parametrize(
    ("cells", "expected"),
    [
        (("在职", "是", "1985"), ("staff", "yes", "1985")),
        (("离退休", "否", "1956-05-01 00:00:00"), ("retired", "no", "1956")),
        (("", "√", "1985年3月"), ("", "yes", "1985")),
        (("retired", "", "198503"), ("retired", "", "1985")),
        (("", "", ""), ("", "", "")),
    ],
)
def test_kind_leader_and_year_are_read_as_people_write_them(
    cells: tuple[str, str, str], expected: tuple[str, str, str]
) -> None:
    found = asked_of(*cells)
    assert (found.category, found.leader, found.birth_year) == expected


def test_the_year_of_birth_is_taken_from_a_residents_number_where_no_cell_says_it() -> None:
    assert asked_of(id_number=GOOD_ID).birth_year == "1949"
    assert asked_of(born="1950", id_number=GOOD_ID).birth_year == "1950"


def test_unknown_kinds_leaders_and_years_are_refused() -> None:
    assert codes(asked_of("外星人", "也许", "五十")) == ["category.bad", "leader.bad", "birth_year.bad"]
