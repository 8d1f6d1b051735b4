"""Score sheets of each judge: what they gave, to sign; and blank ones to write on when tablets fail.

A sheet has order numbers and no names. Its code carries the ids of event and seat and nothing else.
"""

import io
from uuid import UUID

import segno

from services.scoring.judged.at_hand import numbered
from services.scoring.judged.document import (
    Block,
    Break,
    Cell,
    Code,
    Document,
    Facts,
    Heading,
    Signatures,
    Signing,
    Table,
    Text,
    cell,
    cells,
)
from services.scoring.judged.ground import StageGround
from services.scoring.judged.paper_ground import PaperGround, own_totals, scored
from services.scoring.judged.paper_parts import document, judge_name, several_panels
from services.scoring.sql.judged import PerformanceRow, SeatRow
from shared.kit.words import _
from shared.rules.exact import plain
from shared.rules.judged.judgement import Score
from shared.rules.judged.marks import leaves

MOST_UPRIGHT = 7
"""Columns of marks an upright page has room for."""
REASONS = {"recused": _("recused"), "absent": _("absent"), "pending": _("no marks")}


def sheets(papers: PaperGround) -> Document:
    """Each judge's marks of each stage, a page a judge."""
    say = papers.say
    blocks: list[Block] = []
    for ground in papers.grounds.values():
        given, _refused = scored(ground)
        for seat in markers(ground):
            rows = own_rows(papers, ground, seat, given)
            if rows:
                blocks += [
                    *top(papers, ground, seat),
                    sheet_table(papers, ground, rows),
                    *bottom(papers, seat),
                    Break(),
                ]
    return document(papers, say(_("Score sheets")), blocks or [nothing(papers)], wide=wide(papers))


def blank(papers: PaperGround, performances: dict[str, list[PerformanceRow]]) -> Document:
    """Sheets without marks for every judge, with the order numbers of each stage."""
    say = papers.say
    blocks: list[Block] = []
    for key, ground in papers.grounds.items():
        for seat in markers(ground):
            own = [each for each in performances.get(key, []) if each.panel_id == seat.panel_id]
            columns = len(leaves(ground.stage.criteria)) + 2
            rows = [[cell(numbered(each.order_no)), *cells(*[""] * (columns - 1))] for each in own]
            if rows:
                table = sheet_table(papers, ground, rows, tall=True)
                blocks += [*top(papers, ground, seat), code(papers, seat), table, *bottom(papers, seat), Break()]
    return document(papers, say(_("Paper score sheets")), blocks or [nothing(papers)], wide=wide(papers))


def nothing(papers: PaperGround) -> Text:
    return Text(papers.say(_("There is nobody and nothing to print a sheet for yet.")), muted=True)


def wide(papers: PaperGround) -> bool:
    return any(len(leaves(ground.stage.criteria)) > MOST_UPRIGHT for ground in papers.grounds.values())


def markers(ground: StageGround) -> list[SeatRow]:
    """Seats that give marks; reserves too where they gave some."""
    gave = {seat for _performance, seat in ground.ballots}
    found = [seat for seat in ground.seats.values() if (seat.marks and not seat.reserve) or seat.id in gave]
    return sorted(found, key=lambda seat: (str(seat.panel_id), seat.number))


def own_rows(papers: PaperGround, ground: StageGround, seat: SeatRow, given: dict[str, Score]) -> list[list[Cell]]:
    rows = []
    for performance in ground.performances:
        due = next((each for each in ground.due(performance) if each.seat.id == seat.id), None)
        if due is None or performance.status != "closed":
            continue
        score = given.get(str(performance.entry_id))
        rows.append(own_row(papers, ground, performance, seat, score, due.state, due.reason))
    return rows


def own_row(
    papers: PaperGround,
    ground: StageGround,
    performance: PerformanceRow,
    seat: SeatRow,
    score: Score | None,
    state: str,
    reason: str,
) -> list[Cell]:
    turn = ground.turn(performance)
    marks = turn.ballots.get(str(seat.id))
    keys = list(leaves(ground.stage.criteria))
    if marks is None:
        why = papers.say(REASONS.get(state, REASONS["pending"]))
        return [
            cell(numbered(performance.order_no)),
            *cells(*["–"] * len(keys)),
            cell(f"{why}: {reason}" if reason else why),
        ]
    total = own_totals(ground, turn, score).get(str(seat.id))
    return [
        cell(numbered(performance.order_no)),
        *cells(*(marks.get(key, "–") for key in keys)),
        cell("" if total is None else papers.score(total), bold=True),
    ]


def sheet_table(papers: PaperGround, ground: StageGround, rows: list[list[Cell]], *, tall: bool = False) -> Table:
    say = papers.say
    heads = [f"{leaf.name} ({plain(leaf.maximum)})" for leaf in leaves(ground.stage.criteria).values()]
    return Table(
        [say(_("No.")), *heads, say(_("Total"))], rows, wide=[0, *(1 for _head in heads), 1], left=[], tall=tall
    )


def top(papers: PaperGround, ground: StageGround, seat: SeatRow) -> list[Block]:
    say = papers.say
    seats = say(_("Seat {number}"), number=seat.number)
    panel = [papers.panel(seat.panel_id)] if several_panels(ground) else []
    return [
        Heading(" · ".join([ground.stage.name, *panel, judge_name(papers, seat)])),
        Facts(
            [
                (say(_("Contest")), papers.contest.name),
                (say(_("Seat")), seats),
                (say(_("Chain of ballots")), papers.head or "–"),
            ]
        ),
    ]


def bottom(papers: PaperGround, seat: SeatRow) -> list[Block]:
    say = papers.say
    return [Signatures([Signing(say(_("Judge's signature")), seat.name), Signing(say(_("Date and time")))])]


def code(papers: PaperGround, seat: SeatRow) -> Code:
    out = io.BytesIO()
    segno.make(seat_code(papers.contest.event_id, seat.id), error="m").save(out, kind="svg", xmldecl=False, scale=4)
    told = papers.say(
        _("One row a performance. Write every mark clearly, sign below; a mark changed by hand needs your initials.")
    )
    return Code(out.getvalue().decode(), told)


def seat_code(event_id: UUID, seat_id: UUID) -> str:
    """What the code on a paper sheet says: which event and which seat."""
    return f"saishi:{event_id}:{seat_id}"
