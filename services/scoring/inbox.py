"""What the events service tells, kept as copies; a match with both sides known opens its sheet."""

from collections.abc import Sequence
from functools import partial
from uuid import UUID

from services.scoring.hall import HALLS
from services.scoring.pad import opens
from services.scoring.sql import copies, members, seats
from services.scoring.sql.copies import MatchGiven
from services.scoring.sql.sheets import SheetRow
from shared.kit.bus.consume import Inbound
from shared.messages.events import EventChanged, MatchCalled, MatchDecided, MatchReady
from shared.messages.members import MemberChanged


async def on_member_changed(inbound: Inbound, messages: Sequence[MemberChanged]) -> None:
    newest: dict[UUID, MemberChanged] = {}
    for message in sorted(messages, key=lambda each: each.revision):
        newest[message.id] = message
    await members.keep_members(inbound.tx, list(newest.values()))


async def on_event_changed(inbound: Inbound, messages: Sequence[EventChanged]) -> None:
    for message in messages:
        news = await copies.keep_event(
            inbound.tx, message.id, message.name, message.status, message.organisers, message.revision
        )
        if not news:
            continue
        await copies.keep_courts(
            inbound.tx, message.id, [court.id for court in message.courts], [court.name for court in message.courts]
        )
        gone = await seats.revoke_gone(inbound.tx, message.id, inbound.now)
        inbound.after_commit(partial(HALLS[inbound.hub].event_changed, gone))


async def on_match_ready(inbound: Inbound, messages: Sequence[MatchReady]) -> None:
    await keep(inbound, [MatchGiven(each.id, each.revision, each.match, None, opens(each.match)) for each in messages])


async def on_match_called(inbound: Inbound, messages: Sequence[MatchCalled]) -> None:
    await keep(
        inbound,
        [MatchGiven(each.id, each.revision, each.match, each.called_at, opens(each.match)) for each in messages],
    )


async def on_match_decided(inbound: Inbound, messages: Sequence[MatchDecided]) -> None:
    await keep(inbound, [MatchGiven(each.id, each.revision, each.match, None, opens(each.match)) for each in messages])


async def keep(inbound: Inbound, given: list[MatchGiven]) -> None:
    newest: dict[UUID, MatchGiven] = {}
    for each in sorted(given, key=lambda each: each.revision):
        newest[each.id] = each
    kept = await copies.keep_matches(inbound.tx, list(newest.values()))
    courts = [each.state.court.id for each in newest.values() if each.state.court and each.id in kept]
    opened = [blank(sheet_id, newest[match_id]) for match_id, sheet_id in kept.items() if sheet_id]
    inbound.after_commit(partial(HALLS[inbound.hub].matches_changed, list(kept), courts, opened))


def blank(sheet_id: UUID, given: MatchGiven) -> SheetRow:
    """The sheet that was opened for a match, as it is stored."""
    return SheetRow(
        id=sheet_id,
        match_id=given.id,
        attempt=given.state.attempt,
        regulation=given.state.regulation,
        status="open",
        revision=0,
        match=given.state,
        match_json=given.json,
        match_revision=given.revision,
    )
