"""A list of judges as it is pasted from a sheet or a message: one a line. Knows text, no panel.

>>> given = people("张三\\t文学院\\n李四，理学院，组长\\n王五 工学院 候补")
>>> [(each.name, each.unit, each.role, each.reserve) for each in given]
[('张三', '文学院', 'judge', False), ('李四', '理学院', 'chief', False), ('王五', '工学院', 'judge', True)]
"""

import re
import unicodedata

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
RESERVE_WORDS = ("reserve", "候补", "备用", "候补评委", "备用评委", "替补")
ROLE_OF = {word: role for role, words in ROLE_WORDS.items() for word in words}


class Person(Struct, frozen=True, kw_only=True):
    name: str
    unit: str = ""
    role: str = "judge"
    reserve: bool = False
    staff_number: str = ""


def people(pasted: str) -> list[Person]:
    """Everybody in the list, in its order; blank lines are passed over.

    Raises:
        Refused: more people than a panel holds, or a line that is no person.
    """
    lines = [line for line in unicodedata.normalize("NFKC", pasted).splitlines() if line.strip()]
    if len(lines) > MOST:
        raise Refused("panel.too_many", _("{count} lines are more than a panel holds: {most}."), count=len(lines),
                      most=MOST)  # fmt: skip
    return [person(line.strip()) for line in lines]


def person(line: str) -> Person:
    """One line: name, unit, then role, reserve and staff number in any order."""
    marked = [part.strip() for part in APART.split(line)]
    parts = marked if len(marked) > 1 else line.split()
    name, unit, role, number, reserve = parts[0], "", "judge", "", False
    for part in [part for part in parts[1:] if part]:
        if part.casefold() in RESERVE_WORDS:
            reserve = True
        elif part.casefold() in ROLE_OF:
            role = ROLE_OF[part.casefold()]
        elif STAFF_NUMBER.fullmatch(part):
            number = part
        else:
            unit = f"{unit} {part}".strip()
    if not name or len(name) > LONGEST or len(unit) > LONGEST:
        raise Refused("panel.line", _("This line is not understood: {line}"), line=line[:60])
    return Person(name=name, unit=unit, role=role, reserve=reserve, staff_number=number)
