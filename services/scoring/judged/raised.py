"""Flags over closed performances: spread and outliers. They ask, they never alter a mark (book 2.3).

Only for those who may see marks.
"""

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from msgspec import Struct

from services.scoring.judged.ground import StageGround
from services.scoring.judged.told import score_text
from services.scoring.sql.judged import PerformanceRow, SeatRow
from shared.kit.words import _
from shared.rules.judged.judgement import Score
from shared.rules.judged.marks import exact_total
from shared.rules.judged.statistics.flags import Flag, flags


class Raised(Struct, frozen=True):
    """A flag as a sentence with its values."""

    sentence: str
    params: dict[str, Any]

    @property
    def said(self) -> tuple[str, dict[str, Any]]:
        return self.sentence, self.params


class JudgeLine(Struct, frozen=True):
    """A seat's total of a closed performance, for officials."""

    seat: SeatRow
    total: str
    dropped: bool
    partly: bool


def flags_of(ground: StageGround) -> Mapping[UUID, Sequence[Raised]]:
    """Performance -> its flags, where there are any."""
    closed = [each for each in ground.performances if each.status == "closed"]
    found = {each.id: flags_of_one(ground, each) for each in closed}
    return {key: flags for key, flags in found.items() if flags}


def flags_of_one(ground: StageGround, performance: PerformanceRow) -> list[Raised]:
    ballots = ground.turn(performance).ballots
    totals = {seat: exact_total(ground.stage, marks) for seat, marks in ballots.items()}
    return [raised(ground, each) for each in flags(totals, ground.stage.spread)]


def raised(ground: StageGround, flag: Flag) -> Raised:
    number = ground.seats[UUID(flag.seat)].number if flag.seat else 0
    size, limit = score_text(ground, abs(flag.value)), score_text(ground, flag.limit)
    return Raised(SENTENCES[flag.kind], {"seat": number, "size": size, "limit": limit})


SENTENCES = {
    "range": _("Highest and lowest are {size} apart (flag from {limit})"),
    "from_mean": _("Seat {seat} is {size} from the panel's mean (flag from {limit})"),
    "dixon": _("Seat {seat} stands apart from the others (Dixon's Q)"),
    "modified_z": _("Seat {seat} stands apart from the others (modified z)"),
}


def judge_marks(ground: StageGround, performance: PerformanceRow, scores: Mapping[str, Score]) -> list[JudgeLine]:
    """Each seat's total with what was left out of it."""
    score = scores.get(str(performance.entry_id))
    if score is None:
        return []
    whole = {seat for seat, criterion in score.dropped if not criterion}
    partly = {seat for seat, criterion in score.dropped if criterion}
    lines = [
        JudgeLine(ground.seats[UUID(seat)], score_text(ground, total), seat in whole, seat in partly)
        for seat, total in score.totals.items()
    ]
    return sorted(lines, key=lambda each: each.seat.number)
