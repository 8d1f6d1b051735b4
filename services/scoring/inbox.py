"""What the events service tells, kept as copies; a match with both sides known opens its sheet."""

from collections.abc import Sequence
from functools import partial

from services.scoring.hall import HALLS
from services.scoring.sql import copies, seats
from services.scoring.sql.copies import MatchGiven
from shared.kit.bus.consume import Inbound
from shared.messages.events import EventChanged, MatchCalled, MatchDecided, MatchReady, MatchState

PLAYABLE = frozenset({"ready", "called", "playing", "decided"})


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


def opens(match: MatchState) -> bool:
    return match.status in PLAYABLE and None not in match.sides


async def keep(inbound: Inbound, given: list[MatchGiven]) -> None:
    newest: dict[object, MatchGiven] = {}
    for each in sorted(given, key=lambda each: each.revision):
        newest[each.id] = each
    kept = await copies.keep_matches(inbound.tx, list(newest.values()))
    courts = [each.state.court.id for each in newest.values() if each.state.court and each.id in kept]
    inbound.after_commit(partial(HALLS[inbound.hub].matches_changed, kept, courts))
