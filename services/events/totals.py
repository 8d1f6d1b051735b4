"""Team totals of an event as pages show them, made from stored placings by the rules. Writes nothing."""

from collections.abc import Mapping, Sequence
from decimal import Decimal
from fractions import Fraction
from typing import Any
from uuid import UUID

import msgspec
from msgspec import Struct

from services.events.sql import meeting as sql
from services.events.sql.meeting import AdjustmentLine, Counted, Meeting, Placed
from shared.kit.db import Tx
from shared.kit.words import _
from shared.rules.exact import plain, rounded
from shared.rules.meets import Adjustment, Field, Finish, Meet, Total, rewarded, totals


class Line(Struct, frozen=True, kw_only=True):
    """A unit's line in the table, as printed: two digits at most."""

    unit: str
    first: int
    last: int
    points: Decimal
    by_contest: Mapping[str, Decimal]
    adjusted: Decimal
    records: int
    places: tuple[int, ...]
    split_by: str = ""

    @property
    def split_words(self) -> tuple[str, dict[str, object]] | None:
        """Why it stands below equal points."""
        if self.split_by == "records":
            return _("equal points, fewer records"), {}
        if self.split_by.startswith("place."):
            return _("equal points, less often at place {place}"), {"place": int(self.split_by.removeprefix("place."))}
        return None


class Standing(Struct, frozen=True, kw_only=True):
    """A meeting at this moment."""

    meeting: Meeting
    contests: tuple[Counted, ...]
    adjustments: tuple[AdjustmentLine, ...]
    lines: tuple[Line, ...]
    """As the results say now."""
    confirmed: tuple[Line, ...]
    """As they were confirmed; empty before that."""

    @property
    def counting(self) -> tuple[Counted, ...]:
        return tuple(contest for contest in self.contests if contest.counts)

    @property
    def shown(self) -> tuple[Line, ...]:
        """What everybody may see: what was confirmed, and nothing while the organisers keep it to themselves."""
        return {"draft": (), "live": self.lines, "final": self.confirmed}[self.meeting.state]

    @property
    def changed_since(self) -> bool:
        """Whether results changed after the totals were confirmed."""
        return self.meeting.state == "final" and self.lines != self.confirmed

    @property
    def open_contests(self) -> int:
        return sum(contest.status != "decided" for contest in self.counting)

    def too_small(self, contest: Counted) -> bool:
        """Whether a decided contest gives no points, as too few took part."""
        return contest.status == "decided" and not rewarded(self.meeting.settings, contest.started)


async def standing(tx: Tx, event_id: UUID) -> Standing:
    """The meeting of an event; one nobody has set up yet counts by the usual settings and is seen by organisers."""
    found = await sql.meeting(tx, event_id)
    meeting = found or Meeting(
        event_id=event_id, settings=Meet(), state="draft", confirmed=None, confirmed_at=None, revision=0
    )
    contests = await sql.counted(tx, event_id)
    changes = await sql.adjustments(tx, event_id)
    lines = totals(
        meeting.settings,
        fields_of(contests, await sql.placed(tx, event_id)),
        [adjustment_of(change) for change in changes if change.taken_back_at is None],
        await sql.units(tx, event_id),
    )
    return Standing(
        meeting=meeting,
        contests=tuple(contests),
        adjustments=tuple(changes),
        lines=tuple(line_of(line) for line in lines),
        confirmed=confirmed_lines(meeting.confirmed),
    )


def confirmed_lines(stored: Any) -> tuple[Line, ...]:
    return () if stored is None else msgspec.convert(stored, tuple[Line, ...], strict=False)


def fields_of(contests: Sequence[Counted], placed: Sequence[Placed]) -> list[Field]:
    """The decided contests that count, with their placings."""
    finishes: dict[UUID, list[Finish]] = {}
    for each in placed:
        finishes.setdefault(each.contest_id, []).append(Finish(str(each.entry_id), each.unit, each.first, each.last))
    return [
        Field(
            contest=str(contest.id),
            started=contest.started,
            finishes=tuple(finishes.get(contest.id, ())),
            multiplier=contest.multiplier,
        )
        for contest in contests
        if contest.counts and contest.status == "decided"
    ]


def adjustment_of(change: AdjustmentLine) -> Adjustment:
    return Adjustment(change.unit, change.points, record=change.kind == "record")


def line_of(total: Total) -> Line:
    return Line(
        unit=total.unit,
        first=total.first,
        last=total.last,
        points=printed(total.points),
        by_contest={contest: printed(points) for contest, points in total.by_contest.items()},
        adjusted=printed(total.adjusted),
        records=total.records,
        places=total.places,
        split_by=total.split_by,
    )


def printed(points: Fraction) -> Decimal:
    """Points with two digits at most; nothing is ranked by them."""
    return plain(rounded(points))
