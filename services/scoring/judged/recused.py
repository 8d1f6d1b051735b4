"""Recusal by rule: who sits for the unit of an author does not judge the work. Computed anew, kept as rows.

Knows no request. A recusal somebody lifted with a reason stays lifted; a mark already handed in is left to people.
"""

import unicodedata
from collections.abc import Sequence
from datetime import UTC, datetime
from uuid import UUID

from msgspec import Struct

from services.scoring.judged.recusal_stages import entry_stages
from services.scoring.sql import judged
from services.scoring.sql import recusals as sql
from services.scoring.sql.judged import ContestRow, SeatRow
from services.scoring.sql.recusals import RecusalRow
from shared.kit.db import Tx
from shared.messages.events import JudgedEntry

RULE = "rule"
"""Who made a recusal, or lifted it, where no person did."""


class Conflict(Struct, frozen=True):
    """A seat and an entry with an author of the seat's unit."""

    seat: SeatRow
    entry: JudgedEntry
    reason: str
    """The unit they share."""


def same(unit: str) -> str:
    """A unit's name as it is compared: full-width and half-width, blanks and case are no difference."""
    return "".join(unicodedata.normalize("NFKC", unit).casefold().split())


def conflicts(seats: Sequence[SeatRow], entries: Sequence[JudgedEntry]) -> list[Conflict]:
    """Every seat that gives marks with every entry that has an author of its unit."""
    found = []
    for seat in seats:
        for entry in entries:
            units = [entry.unit, *(author.unit for author in entry.authors)]
            shared = next((unit for unit in units if same(unit) and same(unit) == same(seat.unit)), "")
            himself = any(author.id == seat.member_id for author in entry.authors)
            if seat.marks and not entry.withdrawn and (shared or himself):
                found.append(Conflict(seat, entry, shared or seat.name))
    return found


def reserve_for(
    seat: SeatRow, entry_id: UUID, seats: Sequence[SeatRow], barred: set[tuple[UUID, UUID]]
) -> SeatRow | None:
    """The first reserve of the same panel who may judge this entry."""
    for each in sorted(seats, key=lambda each: each.number):
        fits = each.panel_id == seat.panel_id and each.reserve and each.marks and each.id != seat.id
        if fits and (each.id, entry_id) not in barred:
            return each
    return None


async def conflicts_of(tx: Tx, contest: ContestRow) -> list[Conflict]:
    """What the rule finds at this moment; nothing where the rule set asks for no recusal."""
    rule_set = await judged.newest_rule_set(tx, contest.id)
    if rule_set is None or rule_set.recusal == "none":
        return []
    seats = await judged.seats_of_panels(tx, await judged.panels_of_contest(tx, contest.id))
    return conflicts(seats, contest.state.entries)


async def recusals_by_rule(tx: Tx, contest: ContestRow) -> None:
    """Bring the recusals by rule to what entries, panels and rule set now ask for."""
    found = await conflicts_of(tx, contest)
    asked = {(each.seat.id, each.entry.id): each for each in found}
    rows = await sql.recusals_of(tx, contest.id)
    rule_set = await judged.newest_rule_set(tx, contest.id)
    stages = await entry_stages(tx, contest.id, rule_set)
    now = datetime.now(UTC)
    gone = [each.id for each in in_force(rows) if each.by_rule and (each.seat_id, each.entry_id) not in asked]
    kept = [each.id for each in in_force(rows) if stages.settled(each.entry_id)]
    await sql.lift(tx, [each for each in gone if each not in kept], RULE, "", now)
    known = {(each.seat_id, each.entry_id) for each in rows if each.lifted_at is None or each.lifted_reason}
    known |= await sql.submitted(tx, contest.id)
    seats = await judged.seats_of_panels(tx, await judged.panels_of_contest(tx, contest.id))
    barred = set(asked) | {(each.seat_id, each.entry_id) for each in in_force(rows)}
    for pair, each in asked.items():
        if pair in known:
            continue
        replaces = rule_set is not None and rule_set.recusal == "replace" and not each.seat.reserve
        other = reserve_for(each.seat, each.entry.id, seats, barred) if replaces else None
        await sql.recuse(tx, contest.id, *pair, True, each.reason, RULE, now, other.id if other else None)


def in_force(rows: Sequence[RecusalRow]) -> list[RecusalRow]:
    return [each for each in rows if each.lifted_at is None]
