"""A stage of a judged contest as it stands: its rule, its performances, which seats owe a ballot, what counts.

Knows what is stored and turns it into the values the rules speak in. Knows nobody's rights: who may see marks is asked
before.
"""

from decimal import Decimal
from typing import Literal
from uuid import UUID, uuid5

from msgspec import Struct

from services.scoring.sql import ballots_read, judged
from services.scoring.sql.ballots_read import Assigned, BallotRow, DeductionRow, Excuse, FactRow
from services.scoring.sql.judged import ContestRow, PerformanceRow, SeatRow
from shared.kit.db import Tx
from shared.kit.http.errors import Refused
from shared.kit.words import _
from shared.messages.events import JudgedEntry
from shared.rules.judged.judgement import Deduction, Turn
from shared.rules.judged.rule_set import RuleSet, Stage
from shared.rules.judged.time_limits import time_deduction

SeatState = Literal["submitted", "reopened", "pending", "recused", "absent"]
COUNTED = ("closed", "reopened")
"""A performance counts once it was closed; while reopened its ballots are as they were."""
UNJUDGED = ("absent", "withdrawn", "disqualified")


class SeatDue(Struct, frozen=True, kw_only=True):
    """A seat that judges a performance, or is excused from it."""

    seat: SeatRow
    state: SeatState
    reason: str = ""
    ballot: BallotRow | None = None

    @property
    def resolved(self) -> bool:
        return self.state in ("submitted", "recused", "absent")


class StageGround(Struct, frozen=True, kw_only=True):
    """Everything stored of one stage."""

    contest: ContestRow
    rule_set: RuleSet
    stage: Stage
    performances: list[PerformanceRow]
    seats: dict[UUID, SeatRow]
    ballots: dict[tuple[UUID, UUID], BallotRow]
    """By performance and seat."""
    excuses: list[Excuse]
    assigned: list[Assigned]
    deductions: list[DeductionRow]
    facts: list[FactRow]

    def entry(self, performance: PerformanceRow) -> JudgedEntry:
        return next(each for each in self.contest.state.entries if each.id == performance.entry_id)

    def due(self, performance: PerformanceRow) -> list[SeatDue]:
        """The seats of a performance in order of their numbers, with what each has done."""
        wanted = {each.seat_id for each in self.assigned if each.performance_id == performance.id}
        if not wanted:
            panel = [each for each in self.seats.values() if each.panel_id == performance.panel_id]
            wanted = {each.id for each in panel if each.marks and not each.reserve}
        excused = {each.seat_id: each for each in self.excuses if each.performance_id == performance.id}
        wanted |= {each.stand_in for seat, each in excused.items() if seat in wanted and each.stand_in and each.agreed}
        found = [self.seat_due(performance, self.seats[seat], excused.get(seat)) for seat in wanted & set(self.seats)]
        return sorted(found, key=lambda each: each.seat.number)

    def seat_due(self, performance: PerformanceRow, seat: SeatRow, excuse: Excuse | None) -> SeatDue:
        ballot = self.ballots.get((performance.id, seat.id))
        if excuse is not None and excuse.agreed:
            state: SeatState = "recused" if excuse.why == "recused" else "absent"
            return SeatDue(seat=seat, state=state, reason=excuse.reason, ballot=ballot)
        if ballot is None or ballot.active is None:
            return SeatDue(seat=seat, state="pending", ballot=ballot)
        return SeatDue(seat=seat, state="reopened" if ballot.reopened else "submitted", ballot=ballot)

    def turns(self) -> list[Turn]:
        """What counts so far, for the rules. Not for anyone without the right to see marks."""
        return [self.turn(each) for each in self.performances if each.status in (*COUNTED, *UNJUDGED)]

    def turn(self, performance: PerformanceRow) -> Turn:
        due = self.due(performance)
        given = {
            str(each.seat.id): each.ballot.marks
            for each in due
            if each.state in ("submitted", "reopened") and each.ballot and each.ballot.marks is not None
        }
        chief = next((str(each.seat.id) for each in due if each.seat.role == "chief"), "")
        status = performance.status if performance.status in UNJUDGED else "judged"
        return Turn(
            entry=str(performance.entry_id),
            ballots=given,
            missing={str(each.seat.id): each.reason or each.state for each in due if str(each.seat.id) not in given},
            panel=str(performance.panel_id or ""),
            chief=chief,
            facts=self.facts_of(performance),
            deductions=tuple(self.taken_off(performance)),
            votes=performance.votes,
            status=status,  # type: ignore[arg-type] # the check constraint of the column knows no other
        )

    def facts_of(self, performance: PerformanceRow) -> dict[str, Decimal]:
        known = {each.key: each.default for each in self.stage.facts if each.default is not None}
        return known | {each.key: each.value for each in self.facts if each.performance_id == performance.id}

    def taken_off(self, performance: PerformanceRow) -> list[Deduction]:
        rows = [
            Deduction(each.kind, each.points, each.reason)
            for each in self.deductions
            if each.performance_id == performance.id
        ]
        if self.stage.time is None or performance.seconds is None:
            return rows
        points = time_deduction(self.stage.time, performance.seconds)
        return [*rows, Deduction("time", points)] if points else rows


def ballot_id(performance_id: UUID, seat_id: UUID) -> UUID:
    """The one ballot of a seat for a performance, the same on whatever tablet sits there."""
    return uuid5(performance_id, str(seat_id))


async def rule_set_of(tx: Tx, contest_id: UUID) -> RuleSet:
    """The rule set in force.

    Raises:
        Refused: the contest has none yet.
    """
    found = await judged.newest_rule_set(tx, contest_id)
    if found is None:
        raise Refused("rules.missing", _("This contest has no rule set yet."), status=409)
    return found


def stage_of(rule_set: RuleSet, key: str) -> Stage:
    """A stage by its key.

    Raises:
        Refused: the rule set has no such stage.
    """
    for stage in rule_set.stages:
        if stage.key == key:
            return stage
    raise Refused("stage.unknown", _("There is no such stage."), status=404)


async def ground_of(tx: Tx, contest: ContestRow, stage_key: str) -> StageGround:
    """Everything stored of a stage, read at once."""
    rule_set = await rule_set_of(tx, contest.id)
    stage = stage_of(rule_set, stage_key)
    performances = await judged.performances_of(tx, contest.id, stage_key)
    panels = {each.panel_id for each in performances if each.panel_id} | set(
        await judged.panels_of_contest(tx, contest.id)
    )
    seats = await judged.seats_of_panels(tx, sorted(panels))
    ballots = await ballots_read.ballots_of_stage(tx, contest.id, stage_key)
    return StageGround(
        contest=contest,
        rule_set=rule_set,
        stage=stage,
        performances=performances,
        seats={each.id: each for each in seats},
        ballots={(each.performance_id, each.seat_id): each for each in ballots},
        excuses=await ballots_read.excuses_of_stage(tx, contest.id, stage_key),
        assigned=await ballots_read.assignments_of_stage(tx, contest.id, stage_key),
        deductions=await ballots_read.deductions_of_stage(tx, contest.id, stage_key),
        facts=await ballots_read.facts_of_stage(tx, contest.id, stage_key),
    )
