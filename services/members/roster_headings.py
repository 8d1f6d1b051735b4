"""Which column is which: the headings colleges really use, in Chinese and English. Knows no values."""

import re
import unicodedata
from collections.abc import Sequence

from msgspec import Struct

from shared.kit.http.errors import Refused
from shared.kit.words import _

SEARCHED_ROWS = 20
NAMES: dict[str, str] = {
    "staff_number": (
        "工号 职工号 教工号 教职工号 员工号 职工编号 教工编号 教职工编号 员工编号 人员编号 职工工号 "
        "教工工号 人事编号 工作证号 工资号 账号 staffnumber staffno staffid staffnum employeenumber "
        "employeeno employeeid personnelnumber jobnumber"
    ),
    "name": ("姓名 名字 职工姓名 教工姓名 教职工姓名 员工姓名 中文姓名 真实姓名 name fullname staffname employeename"),
    "unit": (
        "部门 单位 分工会 学院 院系 院部 系部 二级单位 二级学院 所在部门 所在单位 所在学院 所属部门 "
        "所属单位 所属分工会 所属学院 所在分工会 部门名称 单位名称 工作单位 工作部门 工会小组 unit "
        "department dept college faculty school branch division"
    ),
    "gender": "性别 gender sex",
    "phone": (
        "手机 手机号 手机号码 电话 电话号码 联系电话 联系方式 移动电话 手机电话 phone phonenumber phoneno "
        "mobile mobilephone mobilenumber mobileno telephone tel cell cellphone"
    ),
    "id_number": (
        "身份证 身份证号 身份证号码 证件号 证件号码 公民身份号码 居民身份证号 idnumber idcard idcardnumber "
        "idno nationalid identitynumber identitycard"
    ),
    "category": (
        "人员类别 人员类型 人员性质 职工类别 职工类型 会员类别 会员类型 类别 类型 在职状态 在职情况 在职退休 "
        "category membertype type"
    ),
    "leader": "是否干部 干部 是否领导 领导 领导干部 是否领导干部 处级干部 是否处级 是否处级干部 leader isleader cadre",
    "birth_year": (
        "出生年份 出生年 出生年月 出生日期 出生年月日 出生 生日 birthyear yearofbirth born birthdate "
        "dateofbirth birthday dob"
    ),
    "first_password": "初始密码 首次密码 初始口令 密码 firstpassword initialpassword password",
}
FIELDS = {word: field for field, words in NAMES.items() for word in words.split()}
REMARK = re.compile(r"[（(\[【].*?[）)\]】]|[*＊:：\s_\-.。、/]|必填|选填")


class Columns(Struct, frozen=True):
    """Where the fields stand; `row` is the heading's index, `ignored` the headings not understood."""

    row: int
    places: dict[str, int]
    ignored: tuple[str, ...]


def field_of(heading: str) -> str | None:
    bare = REMARK.sub("", unicodedata.normalize("NFKC", heading)).lower()
    return FIELDS.get(bare)


def find_columns(rows: Sequence[Sequence[str]]) -> Columns:
    """The heading row: the first with a staff number and a name; titles may stand above it.

    Raises:
        Refused: there is none.
    """
    for index, row in enumerate(rows[:SEARCHED_ROWS]):
        found = columns_of(index, row)
        if found is not None:
            return found
    raise Refused(
        "roster.no_headings",
        _("No row with the headings “staff number” and “name” was found in the first {rows} rows."),
        rows=SEARCHED_ROWS,
    )


def columns_of(index: int, row: Sequence[str]) -> Columns | None:
    places: dict[str, int] = {}
    ignored: list[str] = []
    for place, heading in enumerate(row):
        field = field_of(heading)
        if field is not None and field not in places:
            places[field] = place
        elif heading.strip():
            ignored.append(heading.strip())
    if "staff_number" not in places or "name" not in places:
        return None
    return Columns(index, places, tuple(ignored))
