"""What one request does to one sheet, as it is written: the sheet's new state, its marks and what is told of it."""

from datetime import datetime
from uuid import UUID

import msgspec
from msgspec import Struct

from shared.kit.bus.journal import request_id
from shared.messages.base import Message, subject_of
from shared.rules.marks import Mark

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
    return (new.id, sheet_id, ordinal, encode(new.mark).decode(), seat_id, member_id, new.at)


def journal_row(message: Message) -> tuple[str, UUID, int, bytes, str | None]:
    return (subject_of(message), message.id, message.revision, encode(message), request_id())
