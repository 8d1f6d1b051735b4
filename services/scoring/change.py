"""What one request does to one sheet, as it is written: the sheet's new state, its marks and what is told of it."""

from datetime import UTC, datetime
from uuid import UUID

import msgspec
from msgspec import Struct

from services.scoring.sql.sheets import SheetRow
from shared.kit.bus.journal import request_id
from shared.messages.base import Message, subject_of
from shared.messages.scoring import ScoreChanged, SheetClosed
from shared.rules.marks import Corrected, Mark, Sheet

FIRST_YEAR, LAST_YEAR = 1970, 2999
encode = msgspec.json.Encoder().encode


class NewMark(Struct, frozen=True):
    """A mark as it comes in, with the id its device gave it."""

    id: UUID
    mark: Mark
    at: datetime


class Change(Struct, frozen=True, gc=False):
    """Rows for `sql.sheets.move_on`, made once and possibly written twice."""

    sheet_id: UUID
    sheet: tuple[UUID, int, int, str, str, int, UUID | None]
    marks: list[tuple[UUID, UUID, int, str, UUID | None, UUID | None, datetime]]
    message: tuple[str, UUID, int, bytes, str | None]


def mark_row(
    sheet_id: UUID, ordinal: int, new: NewMark, seat_id: UUID | None, member_id: UUID | None
) -> tuple[UUID, UUID, int, str, UUID | None, UUID | None, datetime]:
    return (new.id, sheet_id, ordinal, encode(new.mark).decode(), seat_id, member_id, device_time(new.at))


def device_time(at: datetime) -> datetime:
    """The device's own word for when. Without a zone it is UTC; at the edges of the calendar, where no zone can be
    applied, it is kept as the first or last year there is a use for: the mark counts, whatever the clock says."""
    at = at if at.tzinfo else at.replace(tzinfo=UTC)
    return (
        at if FIRST_YEAR <= at.year <= LAST_YEAR else at.replace(year=min(max(at.year, FIRST_YEAR), LAST_YEAR), day=1)
    )


def journal_row(message: Message) -> tuple[str, UUID, int, bytes, str | None]:
    return (subject_of(message), message.id, message.revision, encode(message), request_id())


def told(row: SheetRow, sheet: Sheet, last: Mark, now: datetime) -> ScoreChanged | SheetClosed:
    """The message of a sheet's new state: its outcome once it is closed, its score before."""
    if sheet.closed and sheet.outcome is not None:
        return SheetClosed(
            id=row.id,
            revision=row.revision,
            match_id=row.match_id,
            attempt=row.attempt,
            outcome=sheet.outcome,
            closed_at=now,
            correction=last.reason if isinstance(last, Corrected) else "",
            reached=last.reached if isinstance(last, Corrected) else {},
        )
    return ScoreChanged(
        id=row.id,
        revision=row.revision,
        match_id=row.match_id,
        attempt=row.attempt,
        games=sheet.games,
        serving=sheet.serving,
        finished=sheet.finished,
        marked_at=now,
        fouls=sheet.fouls,
        period=sheet.period,
        counts=sheet.counts,
    )
