"""Lines of clues into members, and members into entries: who is meant, and why a line cannot be entered."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import Any
from uuid import UUID

from msgspec import Struct
from msgspec.structs import replace

from services.events.lists import MOST_IN_TEAM, PLAYERS, Line
from services.events.sql.entries import EntryRow
from services.events.sql.roster import Person
from shared.kit.words import _
from shared.rules.model import Discipline

MOST_ENTRIES = 512
MOST_LETTERS = 120
"""Of a name or a category."""
SIZES: dict[Discipline, str] = {
    "singles": _("An entry of singles is one member."),
    "doubles": _("An entry of doubles is two members."),
    "team": _("A team is 1 to {most} members."),
}


class Problem(Struct, frozen=True):
    """Why one line cannot be entered: an English msgid with its values."""

    line: int
    code: str
    sentence: str
    params: dict[str, Any] = {}


class Wanted(Struct, frozen=True, kw_only=True):
    """An entry somebody asks for. Empty `name` and `unit` are made of the members'."""

    line: int
    members: tuple[Person, ...]
    seed: int | None = None
    name: str = ""
    unit: str = ""
    category: str = ""

    @property
    def row(self) -> EntryRow:
        units = list(dict.fromkeys(member.unit for member in self.members if member.unit))
        return EntryRow(
            name=self.name or " / ".join(member.name for member in self.members),
            unit=self.unit or " / ".join(units),
            seed=self.seed,
            members=tuple(member.id for member in self.members),
            category=self.category,
        )


class Present(Struct, frozen=True):
    """What a contest has already."""

    discipline: Discipline
    entered: int
    members: Mapping[UUID, str]
    """Who cannot be entered once more, each with an entry."""
    seeds: Mapping[int, str]
    most_each: int = 1
    times: Mapping[UUID, int] = {}
    """How often the others are entered, where one may be several times."""
    names: Sequence[str] = ()
    """Of the entries there are."""
    works: bool = False
    """Entries go by their title or their authors; two may have the same."""


def keys_of(lines: Iterable[Line]) -> list[str]:
    """Everything in the lines that may be a staff number or a name."""
    clues = {clue for line in lines for player in line.players for clue in player}
    return sorted(clues | {word for clue in clues for word in clue.split()})


def named(lines: Sequence[Line], people: Sequence[Person]) -> tuple[list[Wanted], list[Problem]]:
    """The lines with their members, and the lines that name nobody or more than one."""
    known: dict[str, list[Person]] = {}
    for person in people:
        known.setdefault(person.staff_number, []).append(person)
        if person.name != person.staff_number:
            known.setdefault(person.name, []).append(person)
    wanted, problems = [], []
    for line in lines:
        found = [who_is(line.number, clues, known) for clues in line.players]
        wrong = [each for each in found if isinstance(each, Problem)]
        problems += wrong
        members = tuple(each for each in found if isinstance(each, Person))
        if not wrong:
            wanted.append(
                Wanted(line=line.number, members=members, seed=line.seed, name=line.name, category=line.category)
            )
    return wanted, problems


def who_is(line: int, clues: Sequence[str], known: Mapping[str, Sequence[Person]]) -> Person | Problem:
    """The one member all clues agree on."""
    words = [word for clue in clues for word in ([clue] if clue in known else clue.split())]
    meant = [known[word] for word in words if word in known]
    if not meant:
        return Problem(line, "member.unknown", _("There is no member {clue}."), {"clue": " ".join(clues)})
    found = [person for person in meant[0] if all(person in others for others in meant)]
    for word in (word for word in words if word not in known):
        if not any(word == person.unit for people in meant for person in people):
            return Problem(line, "member.unknown", _("There is no member {clue}."), {"clue": " ".join(clues)})
        found = [person for person in found if person.unit == word]
    if not found:
        return Problem(line, "member.mixed", _("“{clue}” means different members."), {"clue": " ".join(clues)})
    if len(found) > 1:
        numbers = ", ".join(f"{person.staff_number} {person.unit}".strip() for person in found)
        sentence = _("More than one member is called {clue}: {numbers}. Please give the staff number.")
        return Problem(line, "member.ambiguous", sentence, {"clue": " ".join(clues), "numbers": numbers})
    return found[0]


def with_team_names(wanted: Sequence[Wanted], present: Present) -> list[Wanted]:
    """Teams without a name go by their unit; a second team of a unit gets a number."""
    if present.discipline != "team" or present.works:
        return list(wanted)
    taken = Counter(present.names)
    found = []
    for each in wanted:
        units = list(dict.fromkeys(member.unit for member in each.members if member.unit))
        base = each.name or each.unit or (units[0] if units else each.row.name)
        taken[base] += 1
        while not each.name and taken[base] > 1 and f"{base} {taken[base]}" in taken:
            taken[base] += 1
        name = base if each.name or taken[base] == 1 else f"{base} {taken[base]}"
        found.append(replace(each, name=name, unit=each.unit or (units[0] if units else "")))
    return found


def problems_of(wanted: Sequence[Wanted], present: Present) -> list[Problem]:
    """Why some of the entries asked for cannot be entered."""
    members, seeds, times = dict(present.members), dict(present.seeds), Counter(present.times)
    problems = []
    for each in wanted:
        problems += [problem for problem in own_problems(each, present, members, seeds) if problem]
        times.update(member.id for member in each.members)
        members.update({member.id: each.row.name for member in each.members if times[member.id] >= present.most_each})
        if each.seed:
            seeds[each.seed] = each.row.name
    if present.entered + len(wanted) > MOST_ENTRIES:
        sentence = _("A contest holds {most} entries at most; this would make {entries}.")
        params = {"most": MOST_ENTRIES, "entries": present.entered + len(wanted)}
        problems.append(Problem(wanted[-1].line, "contest.full", sentence, params))
    return problems


def own_problems(
    each: Wanted, present: Present, members: Mapping[UUID, str], seeds: Mapping[int, str]
) -> Iterable[Problem]:
    if len(each.members) not in PLAYERS[present.discipline]:
        yield Problem(each.line, "entry.players", SIZES[present.discipline], {"most": MOST_IN_TEAM})
    elif len({member.id for member in each.members}) != len(each.members):
        sentence = (
            _("A pair is two different members.")
            if present.discipline == "doubles"
            else _("Somebody is named twice in this team.")
        )
        yield Problem(each.line, "entry.players", sentence)
    if present.discipline == "team" and each.name in present.names:
        yield Problem(each.line, "team.taken", _("There is a team named {name} already."), {"name": each.name})
    for text in (each.name, each.category):
        if len(text) > MOST_LETTERS:
            sentence = _("“{text}…” is too long: {most} characters at most.")
            yield Problem(each.line, "entry.long", sentence, {"text": text[:30], "most": MOST_LETTERS})
    for member in each.members:
        if member.id in members:
            sentence = _("{member} is entered already, as {entry}.")
            params = {"member": member.name, "entry": members[member.id]}
            yield Problem(each.line, "member.entered", sentence, params)
    if each.seed is not None and each.seed < 1:
        yield Problem(each.line, "seed.invalid", _("A seed is a number from 1."))
    elif each.seed is not None and each.seed in seeds:
        sentence = _("Seed {seed} is given already, to {entry}.")
        yield Problem(each.line, "seed.taken", sentence, {"seed": each.seed, "entry": seeds[each.seed]})
