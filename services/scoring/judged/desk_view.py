"""The desk as its officials see it: who has given a ballot, what waits for a decision, what stands out after closing.

Marks of a performance appear only once it is closed, and only for those who may see them. Names of contestants appear
for organisers, and for the others where the contest is not anonymous.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from msgspec import Struct

from services.scoring.judged.at_hand import SEES_MARKS, numbered
from services.scoring.judged.calibration import batch
from services.scoring.judged.clocks import Clock, clock_of, clock_text
from services.scoring.judged.due import due
from services.scoring.judged.ground import SeatDue, StageGround
from services.scoring.judged.officials import ORGANISER, Official
from services.scoring.sql.desk import Device
from services.scoring.sql.judged import PerformanceRow
from shared.rules.judged.rule_set import Stage

LATELY = timedelta(seconds=40)
"""A tablet that is on reports at least every fifteen seconds."""


class SeatLine(Struct, frozen=True, kw_only=True):
    """A seat of the current performance with its tablet."""

    due: SeatDue
    seen_at: datetime | None = None
    lately: bool = False
    battery: int | None = None
    waiting: int | None = None


class OrderLine(Struct, frozen=True, kw_only=True):
    """A performance in the order list."""

    performance: PerformanceRow
    number: str
    name: str
    given: int
    of: int
    time: str
    deducted: int
    due: bool
    flags: Sequence[Any] = ()
    score: str = ""
    untimed: bool = False
    """The rule takes points off for the time, and nobody has measured any."""


class Present(Struct, frozen=True, kw_only=True):
    """A performance that is open, large."""

    line: OrderLine
    clock: Clock
    seats: list[SeatLine]
    together: list[str]
    """Numbers of those closed with it, where the first are marked together."""
    reopened: bool
    """Ballots were reopened and may be kept as they are."""


def seat_lines(found: Sequence[SeatDue], devices: Mapping[UUID, Device], now: datetime) -> list[SeatLine]:
    return [seat_line(each, devices.get(each.seat.id), now) for each in found]


def seat_line(found: SeatDue, device: Device | None, now: datetime) -> SeatLine:
    if device is None:
        return SeatLine(due=found)
    return SeatLine(
        due=found,
        seen_at=device.seen_at,
        lately=device.seen_at > now - LATELY,
        battery=whole(device.report.get("battery")),
        waiting=whole(device.report.get("waiting")),
    )


def whole(value: Any) -> int | None:
    return value if isinstance(value, int) and not isinstance(value, bool) else None


def order_lines(
    ground: StageGround, official: Official, scores: Mapping[str, str], flags: Mapping[UUID, Sequence[Any]]
) -> list[OrderLine]:
    may = {each.id for each in due(ground.stage, ground.performances)}
    return [order_line(ground, each, official, scores, flags, each.id in may) for each in ground.performances]


def order_line(
    ground: StageGround,
    performance: PerformanceRow,
    official: Official,
    scores: Mapping[str, str],
    flags: Mapping[UUID, Sequence[Any]],
    may: bool,
) -> OrderLine:
    seats = ground.due(performance)
    return OrderLine(
        performance=performance,
        number=numbered(performance.order_no),
        name=ground.entry(performance).name if sees_names(ground, official) else "",
        given=sum(each.state == "submitted" for each in seats),
        of=sum(each.state not in ("recused", "absent") for each in seats),
        time=clock_text(performance.seconds) if performance.seconds is not None else "",
        deducted=len(ground.taken_off(performance)),
        due=may,
        flags=flags.get(performance.id, ()),
        score=scores.get(str(performance.entry_id), ""),
        untimed=takes_for_time(ground.stage) and performance.seconds is None and performance.started_at is None,
    )


def takes_for_time(stage: Stage) -> bool:
    limit = stage.time
    return limit is not None and (limit.flat is not None or limit.per_minute is not None)


def sees_names(ground: StageGround, official: Official) -> bool:
    return official.has(ORGANISER) or not ground.rule_set.anonymous


def sees_marks(official: Official) -> bool:
    return official.has(*SEES_MARKS)


def present(
    ground: StageGround, lines: Sequence[OrderLine], devices: Mapping[UUID, Device], now: datetime
) -> list[Present]:
    """What is open or reopened, the newest first; of a gallery nothing, for everything is open there."""
    shown = ("open", "reopened") if ground.stage.mode == "turns" else ("reopened",)
    found = [present_one(ground, line, devices, now) for line in lines if line.performance.status in shown]
    return sorted(found, key=lambda each: each.line.performance.opened_at or now, reverse=True)


def present_one(ground: StageGround, line: OrderLine, devices: Mapping[UUID, Device], now: datetime) -> Present:
    seats = ground.due(line.performance)
    return Present(
        line=line,
        clock=clock_of(line.performance, ground.stage.time, now),
        seats=seat_lines(seats, devices, now),
        together=[numbered(each.order_no) for each in batch(ground, line.performance)],
        reopened=any(each.state == "reopened" for each in seats),
    )
