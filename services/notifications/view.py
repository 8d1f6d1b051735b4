"""An inbox as its owner sees it: how much is unread, and a page of messages."""

from uuid import UUID

from msgspec import Struct

from services.notifications.speech import Shown, Speech
from services.notifications.sql import messages
from shared.kit.db import Tx

PAGE = 50


class Inbox(Struct, frozen=True):
    unread: int
    messages: list[Shown]
    next: UUID | None
    """What to ask for as `before` to get older ones; None at the end."""


async def inbox_of(tx: Tx, member_id: UUID, speech: Speech, before: UUID | None = None) -> Inbox:
    rows = await messages.newest(tx, member_id, before, PAGE + 1)
    shown = [speech.shown(row) for row in rows[:PAGE]]
    return Inbox(await messages.unread(tx, member_id), shown, shown[-1].id if len(rows) > PAGE else None)
