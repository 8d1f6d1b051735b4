"""Makes one tournament of a file's rows: its contests, their brackets and their players. Knows no network."""

from pathlib import Path

from deploy.replay.bracket import Bracket
from deploy.replay.file import read
from deploy.replay.model import Contest, Row, Tournament, Unreadable
from deploy.replay.people import Crew, entrants

QUALIFYING = "Qualification"


def load(path: Path, contest: str | None = None) -> Tournament:
    """The tournament in the file, or the one contest of it that was asked for."""
    heading, rows = read(path)
    _refuse_groups(path, rows)
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
    bracket = Bracket(name, rows)
    notes.extend(dict.fromkeys(bracket.notes))
    everybody = entrants(name, rows, crew)
    sizes = {len(entrant.players) for entrant in everybody.values()}
    if len(sizes) != 1:
        raise Unreadable(f"{name} has single players and pairs mixed.")
    return Contest(
        name=name,
        discipline="doubles" if sizes == {2} else "singles",
        entrants=everybody,
        lines=bracket.lines,
        meetings=bracket.meetings,
    )


def _left_aside(qualifying: int) -> list[str]:
    """Qualifying ends with four winners, not with a champion: no bracket of one contest, so it is not replayed."""
    return [f"{qualifying} qualifying matches were left aside."] if qualifying else []


def _refuse_groups(path: Path, rows: tuple[Row, ...]) -> None:
    groups = sorted({row.round for row in rows if row.round.startswith("Round ") and row.round[6:].isdigit()})
    if groups:
        raise Unreadable(
            f"{path.name} is played in groups ({', '.join(groups)}): groups come with another format, "
            "and a replay plays knockout draws only."
        )
