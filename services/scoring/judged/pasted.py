"""A list of judges as it is pasted from a sheet or a message: one a line. Knows text, no panel.

>>> given = people("张三\\t文学院\\n李四，理学院，组长\\n王五 工学院 候补")
>>> [(each.name, each.unit, each.role, each.reserve) for each in given]
[('张三', '文学院', 'judge', False), ('李四', '理学院', 'chief', False), ('王五', '工学院', 'judge', True)]
"""

import re
import unicodedata
from collections.abc import Collection

from msgspec import Struct

from shared.kit.http.errors import Refused
from shared.kit.words import _

MOST = 60
LONGEST = 100
APART = re.compile(r"\s*[\t,;，；、|]\s*")
STAFF_NUMBER = re.compile(r"[A-Za-z]{0,3}\d{4,20}")
ROLE_WORDS = {
    "judge": ("judge", "评委", "评审", "专家", "裁判"),
    "chief": ("chief", "组长", "主任评委", "评委主任", "裁判长", "主评委", "评委会主任"),
    "supervisor": ("supervisor", "监督", "监督员", "监审", "纪检", "仲裁"),
    "timekeeper": ("timekeeper", "计时", "计时员"),
    "recorder": ("recorder", "scorer", "记分", "记分员", "记录", "记录员", "统分", "统分员", "计分员"),
}
RESERVE_WORDS = ("reserve", "候补", "后备", "备用", "替补", "备选", "候补评委", "后备评委", "备用评委", "替补评委")
LIKE_A_ROLE = re.compile(
    r".*(主席|主任|组长|队长|会长|秘书|秘书长|委员|评委|评审|专家|裁判|员|主持|主持人|候补|后备|替补|备用|备选|judge|chief|chair|"
    r"chairman|president|supervisor|referee|reserve|substitute|deputy|timekeeper|recorder|scorer)"
)
"""Words that tell what somebody does, not where they come from."""
ROLE_OF = {word: role for role, words in ROLE_WORDS.items() for word in words}


class Person(Struct, frozen=True, kw_only=True):
    name: str
    unit: str = ""
    role: str = "judge"
    reserve: bool = False
    staff_number: str = ""


def people(pasted: str, numbers: Collection[str] = ()) -> list[Person]:
    """Everybody in the list, in its order; blank lines are passed over. `numbers` are staff numbers that are known.

    Raises:
        Refused: more people than a panel holds, or a line that is no person.
    """
    lines = lines_of(pasted)
    if len(lines) > MOST:
        raise Refused("panel.too_many", _("{count} lines are more than a panel holds: {most}."), count=len(lines),
                      most=MOST)  # fmt: skip
    return [person(line, numbers) for line in lines]


def words_of(pasted: str) -> list[str]:
    """Every part of the list that could be a staff number."""
    return [part for line in lines_of(pasted) for part in parts_of(line)[1:] if part]


def lines_of(pasted: str) -> list[str]:
    return [line.strip() for line in unicodedata.normalize("NFKC", pasted).splitlines() if line.strip()]


def parts_of(line: str) -> list[str]:
    marked = [part.strip() for part in APART.split(line)]
    return marked if len(marked) > 1 else line.split()


def person(line: str, numbers: Collection[str] = ()) -> Person:
    """One line: name, unit, then role, reserve and staff number in any order.

    Raises:
        Refused: what a part means is not certain. A unit read wrongly would recuse nobody.
    """
    name, *parts = parts_of(line)
    roles: list[str] = []
    units: list[str] = []
    staff: list[str] = []
    for part in filter(None, parts):
        if part.casefold() in RESERVE_WORDS:
            roles.append("reserve")
        elif part.casefold() in ROLE_OF:
            roles.append(ROLE_OF[part.casefold()])
        elif part in numbers or STAFF_NUMBER.fullmatch(part):
            staff.append(part)
        elif LIKE_A_ROLE.fullmatch(part.casefold()) or (units and APART.search(line)):
            raise Refused("panel.word", _("“{word}” is no role known here, in the line: {line}"), word=part[:40],
                          line=line[:60])  # fmt: skip
        else:
            units.append(part)
    duties = set(roles) - {"judge"} if "reserve" in roles else set(roles)
    if len(duties) > 1:
        raise Refused("panel.roles", _("One person has one role; this line names several: {line}"), line=line[:60])
    unit = " ".join(units)
    if not name or len(name) > LONGEST or len(unit) > LONGEST or len(staff) > 1:
        raise Refused("panel.line", _("This line is not understood: {line}"), line=line[:60])
    role = next(iter(duties - {"reserve"}), "judge")
    return Person(name=name, unit=unit, role=role, reserve="reserve" in duties, staff_number="".join(staff))
