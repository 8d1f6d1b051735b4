"""What may change of a panel's make-up, and what follows: a version with its reason, recusals anew, tablets told.

Knows no form. Once the panel has judged, who gives marks is fixed: a judge who is away is replaced by a reserve who
stands in, another stage gets a panel of its own.
"""

from datetime import UTC, datetime
from uuid import UUID

from msgspec.structs import replace

from services.scoring.hall import Hall
from services.scoring.judged.recused import recusals_by_rule
from services.scoring.judged.watch import moved
from services.scoring.sql import judged
from services.scoring.sql import panels as sql
from services.scoring.sql.judged import SeatRow
from services.scoring.sql.panels import PanelRow, SeatTyped
from shared.kit.db import Tx
from shared.kit.http.errors import Refused
from shared.kit.words import _

MOST_NUMBER = 99


async def add_seats(tx: Tx, panel: PanelRow, seats: list[SeatTyped]) -> None:
    """Give the panel further seats; those without a number get the next ones."""
    taken = await sql.numbers_taken(tx, panel.id)
    if await sql.panel_balloted(tx, panel.id) and any(each.marks and not each.reserve for each in seats):
        raise Refused(
            "panel.judged",
            _("{panel} has judged already: a further judge can only be a reserve who stands in."),
            status=409,
            panel=panel.name,
        )
    numbered = []
    for each in seats:
        number = each.number or next((n for n in range(1, MOST_NUMBER + 1) if n not in taken), 0)
        if number in taken or not 1 <= number <= MOST_NUMBER:
            raise Refused(
                "panel.number", _("Seat number {number} is taken, or no seat can have it."), status=409, number=number
            )
        taken.add(number)
        numbered.append(replace(each, number=number))
    await sql.insert_seats(tx, panel.id, numbered)


async def change_seat(tx: Tx, panel: PanelRow, seat: SeatRow, typed: SeatTyped) -> None:
    """Make a seat what was typed; what decides whose marks count stays once the panel has judged."""
    if typed.number != seat.number and typed.number in await sql.numbers_taken(tx, panel.id):
        raise Refused(
            "panel.number",
            _("Seat number {number} is taken, or no seat can have it."),
            status=409,
            number=typed.number,
        )
    duty = (typed.marks, typed.reserve, typed.role == "chief")
    if duty != (seat.marks, seat.reserve, seat.role == "chief") and await sql.panel_balloted(tx, panel.id):
        raise Refused(
            "panel.duty", _("{panel} has judged already: who gives marks there stays."), status=409, panel=panel.name
        )
    await sql.change_seat(tx, seat.id, typed)


async def remove_seat(tx: Tx, panel: PanelRow, seat: SeatRow, now: datetime) -> None:
    if seat.marks and not seat.reserve and await sql.panel_balloted(tx, panel.id):
        raise Refused(
            "panel.seat_judged",
            _("{panel} has judged already: record {name} as absent, and let a reserve stand in."),
            status=409,
            panel=panel.name,
            name=seat.name,
        )
    if await sql.seat_balloted(tx, seat.id):
        raise Refused("panel.seat_used", _("{name} has handed in ballots: the seat stays."), status=409, name=seat.name)
    await sql.give_up_seat(tx, seat.id, now)


async def require_reason(tx: Tx, panel: PanelRow, reason: str) -> None:
    """Once a panel has judged, every change of it says why; and none happens while it judges."""
    if await sql.panel_judging(tx, panel.id):
        raise Refused(
            "panel.judging",
            _("{panel} is judging a performance at this moment. Close it before the panel changes."),
            status=409,
            panel=panel.name,
        )
    if not reason and await sql.panel_balloted(tx, panel.id):
        raise Refused("panel.reason", _("{panel} has judged already: say why it changes."), panel=panel.name)


def require_two_people(seats: list[SeatRow]) -> None:
    """What chief and supervisor say together is said by two people."""
    chiefs = {seat.member_id for seat in seats if seat.role == "chief" and seat.member_id}
    both = next((seat for seat in seats if seat.role == "supervisor" and seat.member_id in chiefs), None)
    if both is not None:
        raise Refused(
            "panel.same_person",
            _("{name} cannot be chief judge and supervisor of one panel: the two sign as two people."),
            status=409,
            name=both.name,
        )


async def settle(tx: Tx, hall: Hall, panel: PanelRow, by: str, reason: str) -> None:
    """After a change: keep the make-up as a version, see who is recused now, tell tablets and pages."""
    now = datetime.now(UTC)
    seats = await judged.seats_of_panels(tx, [panel.id])
    require_two_people(seats)
    if await sql.panel_balloted(tx, panel.id):
        await sql.keep_version(tx, panel.id, seats, reason, by, now)
    else:
        await sql.keep_first_version(tx, panel.id, seats, by, now)
    contests = {contest_id for _panel, contest_id, _stage in await sql.stages_judged(tx, [panel.id])}
    for contest_id in sorted(contests):
        await settle_contest(tx, hall, contest_id, [panel.id])


async def settle_contest(tx: Tx, hall: Hall, contest_id: UUID, panels: list[UUID]) -> None:
    contest = await judged.lock_contest(tx, contest_id)
    if contest is not None:
        await recusals_by_rule(tx, contest)
    moved(hall, tx, contest_id, panels)
