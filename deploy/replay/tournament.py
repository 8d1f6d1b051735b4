"""Makes one tournament of a file's rows: its contests, their brackets and their players. Knows no network."""

from pathlib import Path

from deploy.replay.bracket import Bracket
from deploy.replay.file import read
from deploy.replay.groups import Groups, is_group_round
from deploy.replay.model import Contest, Row, Tournament, Unreadable
from deploy.replay.people import Crew, entrants
from shared.rules.formats import Format
from shared.rules.model import Discipline
from shared.rules.sports import regulation_of

QUALIFYING = "Qualification"
SPORT, PRESET = "badminton", "bwf_21x3"
IN_GROUPS = Format(kind="groups_knockout", groups=2, qualify=2, second_stage="redrawn")
"""Two groups, and semi-finals that were drawn once the groups were over."""


def load(path: Path, contest: str | None = None) -> Tournament:
    """The tournament in the file, or the one contest of it that was asked for."""
    heading, rows = read(path)
    main = tuple(row for row in rows if not row.round.startswith(QUALIFYING))
    names = list(dict.fromkeys(row.contest for row in main))
    if contest is not None and contest not in names:
        raise Unreadable(f"{path.name} has no contest {contest}; it has {', '.join(names)}.")
    crew, notes = Crew(), _left_aside(len(rows) - len(main))
    contests = tuple(_contest(name, main, crew, notes) for name in ([contest] if contest else names))
    days = [row.played_on for row in main]
    return Tournament(heading.name, heading.venue, min(days), max(days), contests, tuple(notes))


def _contest(name: str, main: tuple[Row, ...], crew: Crew, notes: list[str]) -> Contest:
    rows = tuple(row for row in main if row.contest == name)
    everybody = entrants(name, rows, crew)
    sizes = {len(entrant.players) for entrant in everybody.values()}
    if len(sizes) != 1:
        raise Unreadable(f"{name} has single players and pairs mixed.")
    discipline: Discipline = "doubles" if sizes == {2} else "singles"
    in_groups = any(is_group_round(row.round) for row in rows)
    found = Groups(name, rows, regulation_of(SPORT, PRESET, discipline)) if in_groups else Bracket(name, rows)
    notes.extend(dict.fromkeys(found.notes))
    return Contest(
        name=name,
        discipline=discipline,
        entrants=everybody,
        lines=found.lines,
        meetings=found.meetings,
        form=IN_GROUPS if in_groups else Format(),
        second_stage=found.second_stage if isinstance(found, Groups) else (),
    )


def _left_aside(qualifying: int) -> list[str]:
    """Qualifying ends with four winners, not with a champion: no bracket of one contest, so it is not replayed."""
    return [f"{qualifying} qualifying matches were left aside."] if qualifying else []
