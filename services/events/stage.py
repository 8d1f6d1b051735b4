"""What a public draw shows at a moment: the lines revealed so far. Reads rows, changes nothing."""

from collections.abc import Sequence
from uuid import UUID

from msgspec import Struct
from msgspec.structs import replace

from services.events.lots import lines_of
from services.events.sql import contests as contest_sql
from services.events.sql import draws as sql
from services.events.sql import entries as entry_sql
from services.events.sql.contests import Contest
from services.events.sql.entries import Entry
from shared.kit.db import Tx
from shared.rules.draws.groups import letter
from shared.rules.formats import Format, format_file


class Place(Struct, frozen=True, kw_only=True):
    """A line as the public sees it."""

    line: int
    label: str
    """Its number, or its group and the place in it."""
    name: str | None
    unit: str = ""
    seed: int | None = None
    newest: bool = False
    group: str = ""
    """The letter of its group; empty where there are none."""


class Stage(Struct, frozen=True, kw_only=True):
    """What the big screen shows."""

    contest: str
    event: str
    shown: int
    steps: int
    places: tuple[Place, ...]

    @property
    def groups(self) -> dict[str, list[Place]]:
        """The lines by group, all under an empty name where there are none."""
        found: dict[str, list[Place]] = {}
        for each in self.places:
            found.setdefault(each.group, []).append(each)
        return found

    @property
    def over(self) -> bool:
        return self.shown >= self.steps


def order_of(entries: Sequence[Entry]) -> list[Entry]:
    """Who is revealed when: seeds in order, then lines from the top."""
    drawn = [entry for entry in entries if entry.line]
    return sorted(drawn, key=lambda each: (each.seed is None, each.seed or 0, each.line or 0))


def stage_of(contest: Contest, entries: Sequence[Entry], shown: int) -> Stage:
    order = order_of(entries)
    revealed = {str(entry.id): entry for entry in order[:shown]}
    newest = str(order[shown - 1].id) if 0 < shown <= len(order) else ""
    return Stage(
        contest=contest.name,
        event=contest.event_name,
        shown=min(shown, len(order)),
        steps=len(order),
        places=tuple(
            place(contest, line, revealed.get(who or ""), newest)
            for line, who in enumerate(lines_of(contest, entries), 1)
            # A bye, or a line of a group that has no more, is revealed once everybody stands.
            if who is not None or (shown >= len(order) and not grouped(contest.format))
        ),
    )


def place(contest: Contest, line: int, entry: Entry | None, newest: str) -> Place:
    group, number = place_of(contest.format, contest.size or 0, line)
    found = Place(line=line, label=f"{group}{number}", name=None, group=group)
    if entry is None:
        return found
    return replace(found, name=entry.name, unit=entry.unit, seed=entry.seed, newest=str(entry.id) == newest)


def place_of(form: Format, size: int, line: int) -> tuple[str, int]:
    """A line's group and its number in it; the group is empty where there are none."""
    if not grouped(form):
        return "", line
    width = max(size // form.groups, 1)
    return letter((line - 1) // width + 1), (line - 1) % width + 1


def grouped(form: Format) -> bool:
    return "groups" in format_file(form.kind).SETTINGS


async def staged(tx: Tx, contest_id: UUID) -> Stage | None:
    """What is revealed so far; None where no draw is staged."""
    contest = await contest_sql.contest(tx, contest_id)
    if contest is None or contest.size is None:
        return None
    if contest.regulation.exhibition is not None and contest.status != "decided":
        # Who made which work is told once all works are judged.
        return None
    entries = await entry_sql.entries(tx, contest_id)
    if contest.locked:
        return stage_of(contest, entries, len(entries))
    ceremony = await sql.ceremony(tx, contest_id)
    return stage_of(contest, entries, ceremony.shown) if ceremony is not None else None
