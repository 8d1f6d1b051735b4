"""The printable scoresheet: every game rally by rally, and every mark ever made, with those taken back struck out.

Counts nothing itself: what stands and what the score was is asked of the rules, mark by mark.
"""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from litestar import Request, Response, Router, get
from litestar.di import NamedDependency
from litestar.params import FromPath
from msgspec import Struct

from services.scoring.hall import hall_of
from services.scoring.mark_words import detail_of, foul_of, kind_of, score_of
from services.scoring.sql import sheets
from services.scoring.sql.sheets import MarkRow, SheetRow
from shared.kit.db import Tx
from shared.kit.http.auth import signed_in, who_of
from shared.kit.http.errors import Refused
from shared.kit.http.replies import page
from shared.kit.words import _
from shared.rules.marks import Basket, Rally, Sheet, Undo
from shared.rules.model import Side
from shared.rules.sheets import apply, fold, open_sheet

CELLS = 30
"""Rallies in a line of the printed grid."""


class Cell(Struct, frozen=True):
    """A rally or basket in the grid: the points of who won it, after it."""

    side: Side
    points: int


class Line(Struct, frozen=True):
    """A mark in the list."""

    row: MarkRow
    kind: str
    foul: str
    detail: str
    score: str
    taken_back: bool


@get("/sheets/{sheet_id:uuid}/paper", guards=[signed_in])
async def show(request: Request[Any, Any, Any], sheet_id: FromPath[UUID], tx: NamedDependency[Tx]) -> Response[bytes]:
    row = await sheets.read_sheet(tx, sheet_id)
    if row is None:
        raise Refused("sheet.unknown", _("There is no such scoresheet."), status=404)
    event = await hall_of(request).events.require_organiser(who_of(request), row.match.event_id)
    marks = (await sheets.read_marks(tx, sheet_id))[: row.revision]
    sheet = fold(row.regulation, [each.mark for each in marks])
    grids = [in_lines(cells) for cells in rallies(row, sheet)]
    return page(
        request,
        "paper.html",
        event=event,
        row=row,
        match=row.match,
        sheet=sheet,
        games=grids,
        lines=list_of(row, marks),
    )


def rallies(row: SheetRow, sheet: Sheet) -> list[list[Cell]]:
    """The rallies and baskets in force, game by game."""
    games: list[list[Cell]] = []
    state = open_sheet(row.regulation)
    for mark in sheet.standing:
        before, state = state, apply(row.regulation, state, mark)
        if not isinstance(mark, Rally | Basket):
            continue
        number = len(before.games)
        while len(games) < number:
            games.append([])
        games[number - 1].append(Cell(mark.side, state.games[number - 1][mark.side - 1]))
    return games


def in_lines(cells: list[Cell]) -> list[list[Cell]]:
    return [cells[begin : begin + CELLS] for begin in range(0, len(cells), CELLS)]


def list_of(row: SheetRow, marks: Sequence[MarkRow]) -> list[Line]:
    """Every mark with the score after it."""
    gone = taken_back(marks)
    lines = []
    state = open_sheet(row.regulation)
    for each in marks:
        state = apply(row.regulation, state, each.mark)
        words = (kind_of(each.mark), foul_of(each.mark), detail_of(row.match, each.mark))
        lines.append(Line(each, *words, score_of(state), each.ordinal in gone))
    return lines


def taken_back(marks: Sequence[MarkRow]) -> set[int]:
    """Ordinals of the marks that an undo took back."""
    standing: list[int] = []
    gone: set[int] = set()
    for each in marks:
        if isinstance(each.mark, Undo):
            gone.add(standing.pop())
        else:
            standing.append(each.ordinal)
    return gone


router = Router("/scoring", route_handlers=[show])
