"""The outcome of a replay as a table for a person or as one JSON object for a program."""

from typing import Any

import msgspec
from msgspec import Struct
from rich.console import Console
from rich.table import Table

from deploy.replay.hall import Played
from deploy.replay.model import Tournament
from deploy.replay.organiser import Event

SHOWN = 20


class Summary(Struct):
    tournament: str
    event_id: str
    contests: int
    players: int
    courts: int
    matches: int
    marks: int
    seconds: float
    marks_per_s: float
    ack_p50_ms: float
    ack_p99_ms: float
    ack_max_ms: float
    retries: int
    inboxes: int | None
    """How many inboxes were looked into; None when that was not asked for."""
    differences: list[str]
    notes: list[str]


def summary(
    tournament: Tournament, event: Event, played: Played, differences: list[str], inboxes: int | None
) -> Summary:
    tablets = {id(done.tablet): done.tablet for done in played.done}.values()
    return Summary(
        tournament=tournament.name,
        event_id=event.id,
        contests=len(event.contests),
        players=len(tournament.persons),
        courts=len(event.courts),
        matches=len(played.done),
        marks=played.marks,
        seconds=round(played.seconds, 3),
        marks_per_s=round(played.marks / played.seconds, 1) if played.seconds else 0.0,
        ack_p50_ms=round(quantile(played.waits, 0.5) * 1000, 2),
        ack_p99_ms=round(quantile(played.waits, 0.99) * 1000, 2),
        ack_max_ms=round(quantile(played.waits, 1.0) * 1000, 2),
        retries=sum(tablet.door.retries for tablet in tablets),
        inboxes=inboxes,
        differences=differences,
        notes=list(tournament.notes),
    )


def quantile(ordered: list[float], share: float) -> float:
    """The value below which a share of the sorted values lies; 0 where there are none."""
    if not ordered:
        return 0.0
    return ordered[min(len(ordered) - 1, int(len(ordered) * share))]


def as_json(found: Summary) -> str:
    return msgspec.json.encode(found).decode()


def show(console: Console, found: Summary) -> None:
    table = Table(title=found.tournament, show_header=False)
    for name, value in _rows(found):
        table.add_row(name, str(value))
    console.print(table)
    for note in found.notes:
        console.print(f"note: {note}", highlight=False, markup=False)
    for difference in found.differences[:SHOWN]:
        console.print(f"difference: {difference}", highlight=False, markup=False, style="red")
    more = len(found.differences) - SHOWN
    if more > 0:
        console.print(f"and {more} more differences")


def _rows(found: Summary) -> list[tuple[str, Any]]:
    rows: list[tuple[str, Any]] = [
        ("contests", found.contests),
        ("players", found.players),
        ("courts", found.courts),
        ("matches", found.matches),
        ("marks acknowledged and stored", found.marks),
        ("time", f"{found.seconds:.1f} s"),
        ("marks a second", found.marks_per_s),
        ("acknowledgement p50 / p99 / longest", f"{found.ack_p50_ms} / {found.ack_p99_ms} / {found.ack_max_ms} ms"),
        ("requests repeated", found.retries),
    ]
    if found.inboxes is not None:
        rows.append(("inboxes looked into", found.inboxes))
    return [*rows, ("differences", len(found.differences))]
