"""Lists of entries as people write them, into lines of clues: who is meant, with which seed. Knows no member.

A list has a heading row (工号, 姓名, 单位, 种子, 搭档, 队名 …, or in English), or is free: one entry a line, the
players of a pair parted by `/`, a seed in brackets, as in `1001 张三 / 1002 李四 [3]`; a team by its name and a
colon, its captain first, as in `机电一队：1001 张三、1002`. Rows of a table that give the same team make one entry.
A work of several authors is written as a team is, its category in front: `【朗诵】《黄河颂》：1001 张三、1002`.
"""

import re
from collections.abc import Sequence

from msgspec import Struct
from msgspec.structs import replace

from shared.rules.model import Discipline

MOST_IN_TEAM = 60
PLAYERS: dict[Discipline, range] = {"singles": range(1, 2), "doubles": range(2, 3), "team": range(1, MOST_IN_TEAM + 1)}
"""How many members make an entry."""
NUMBER_HEADINGS = frozenset(
    ["工号", "职工号", "教工号", "员工号", "员工编号", "编号", "staffnumber", "staffno", "staffno.", "number", "id"]
)
NAME_HEADINGS = frozenset(
    [
        "姓名",
        "名字",
        "选手",
        "运动员",
        "队员",
        "成员",
        "作者",
        "参赛者",
        "name",
        "player",
        "fullname",
        "author",
        "authors",
    ]
)
UNIT_HEADINGS = frozenset(["单位", "部门", "院系", "学院", "所在单位", "unit", "department"])
TEAM_HEADINGS = frozenset(["队名", "队伍", "代表队", "参赛队", "team", "teamname"])
WORK_HEADINGS = frozenset(["作品", "作品名称", "作品题目", "题目", "节目", "节目名称", "work", "title"])
CATEGORY_HEADINGS = frozenset(["类别", "作品类别", "组别", "门类", "category"])
SEED_HEADINGS = frozenset(["种子", "种子号", "种子序号", "种子排名", "seed", "seeding"])
PARTNER = re.compile(r"^(搭档|同伴|配对|partner)(的|'s)?")
SECOND = re.compile(r"([12一二])$")
PAIR = re.compile(r"\s*[/／+＋&＆、]\s*")
TEAM_NAME = re.compile(r"^(《[^》]{1,100}》|[^:：]{1,60})[:：]")
CATEGORY = re.compile(r"^\s*【([^】]{1,40})】\s*")
TEAM_MATE = re.compile(r"\s*[,，;；、/／\t+＋]\s*")
CELL = re.compile(r"\s*[\t,，;；]\s*|\s{2,}")
SEED = re.compile(
    r"\s*(?:[\[(（【](?:种子|seed)?\s*(\d{1,3})[\])）】]|(?:种子|seed\s|#)\s*(\d{1,3}))\s*$",
    re.IGNORECASE,
)


class Line(Struct, frozen=True):
    """One entry as it was written."""

    number: int
    """Which line of the list, from 1."""
    players: tuple[tuple[str, ...], ...]
    """For each player what was written of them: staff number, name, unit, in any order."""
    seed: int | None
    name: str = ""
    """Of a team or a work, where the list gives one."""
    category: str = ""

    @property
    def text(self) -> str:
        """The line as a free list has it, so that it can be mended and sent again."""
        seed = f" [{self.seed}]" if self.seed else ""
        if self.category:
            return f"【{self.category}】" + replace(self, category="").text
        if self.name:
            return f"{self.name}: " + " / ".join(" ".join(clues) for clues in self.players) + seed
        return " / ".join(", ".join(clues) for clues in self.players) + seed


class Column(Struct, frozen=True):
    kind: str
    player: int


def lines_of_text(text: str, discipline: Discipline) -> list[Line]:
    """The lines of a pasted list."""
    written = [(number, line.strip()) for number, line in enumerate(text.splitlines(), start=1) if line.strip()]
    if not written:
        return []
    heading = columns_of(CELL.split(written[0][1]))
    if heading is not None:
        return as_teams([tabled(number, split_cells(line), heading) for number, line in written[1:]])
    return [free(number, line, discipline) for number, line in written]


def split_cells(line: str) -> list[str]:
    return [cell.strip() for cell in (line.split("\t") if "\t" in line else CELL.split(line))]


def lines_of_rows(rows: Sequence[Sequence[str]], discipline: Discipline) -> list[Line]:
    """The lines of a table read from a file."""
    if not rows:
        return []
    heading = columns_of(rows[0])
    if heading is not None:
        return as_teams([tabled(number, row, heading) for number, row in enumerate(rows[1:], start=2)])
    return [free(number, "\t".join(row).strip(), discipline) for number, row in enumerate(rows, start=1)]


def as_teams(lines: Sequence[Line]) -> list[Line]:
    """Lines that give the same team are one entry, its captain the first; lines without a team stay as they are."""
    found: dict[str, Line] = {}
    for line in lines:
        key = line.name or f"\n{line.number}"
        known = found.get(key)
        found[key] = (
            line
            if known is None
            else replace(
                known,
                players=(*known.players, *line.players),
                seed=known.seed or line.seed,
                category=known.category or line.category,
            )
        )
    return list(found.values())


def columns_of(cells: Sequence[str]) -> list[Column | None] | None:
    """What each column holds, if this row is a heading."""
    columns = [column_of(cell) for cell in cells]
    return columns if any(column and column.kind in ("number", "name") for column in columns) else None


def column_of(cell: str) -> Column | None:
    words = "".join(cell.lower().replace("_", " ").split())
    partner = PARTNER.match(words)
    words = words[partner.end() :] if partner else words
    numbered = SECOND.search(words)
    player = 1 if partner or (numbered and numbered.group(1) in "2二") else 0
    kind = kind_of(words[: numbered.start()] if numbered else words, named=partner is not None)
    return Column(kind, player) if kind else None


def kind_of(words: str, named: bool) -> str:
    if words in NUMBER_HEADINGS:
        return "number"
    if words in NAME_HEADINGS or (named and not words):
        return "name"
    if words in UNIT_HEADINGS:
        return "unit"
    if words in TEAM_HEADINGS | WORK_HEADINGS:
        return "team"
    if words in CATEGORY_HEADINGS:
        return "category"
    return "seed" if words in SEED_HEADINGS else ""


def tabled(number: int, cells: Sequence[str], heading: Sequence[Column | None]) -> Line:
    players: dict[int, list[str]] = {}
    seed, team, category = None, "", ""
    for cell, column in zip(cells, heading, strict=False):
        if column is None or not cell:
            continue
        if column.kind == "seed":
            digits = re.search(r"\d+", cell)
            seed = int(digits.group()) if digits else None
            continue
        if column.kind == "team":
            team = cell
            continue
        if column.kind == "category":
            category = cell
            continue
        parts = PAIR.split(cell) if column.kind != "unit" else [cell]
        for offset, part in enumerate(parts):
            players.setdefault(column.player + offset, []).append(part)
    return Line(number, tuple(tuple(players[place]) for place in sorted(players)), seed or None, team, category)


def free(number: int, line: str, discipline: Discipline) -> Line:
    found = SEED.search(line)
    seed = int(found.group(1) or found.group(2)) if found else None
    rest = line[: found.start()] if found else line
    if discipline == "team":
        return team_of(number, rest, seed or None)
    parts = [part for part in PAIR.split(rest) if part]
    if len(parts) > 1:
        return Line(number, tuple(clues_of(part) for part in parts), seed or None)
    clues = clues_of(rest)
    half = len(clues) // 2
    if discipline == "doubles" and half and len(clues) % 2 == 0:
        return Line(number, (clues[:half], clues[half:]), seed or None)
    return Line(number, (clues,), seed or None)


def team_of(number: int, line: str, seed: int | None) -> Line:
    """`Team: captain, mate, mate`; the name may be left out."""
    category = CATEGORY.match(line)
    line = line[category.end() :] if category else line
    named = TEAM_NAME.match(line)
    rest = line[named.end() :] if named else line
    players = tuple(tuple(part.split()) for part in TEAM_MATE.split(rest.strip()) if part)
    name = named.group(1).strip() if named else ""
    return Line(number, players, seed, name, category.group(1).strip() if category else "")


def clues_of(part: str) -> tuple[str, ...]:
    return tuple(cell for cell in CELL.split(part.strip()) if cell)
