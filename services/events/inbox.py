"""What the events service does with what it hears: one function a message type, a batch and a transaction at a time."""

from collections.abc import Mapping, Sequence
from functools import partial
from typing import TypeVar

from services.events import judged, live, results, signed
from services.events.sql import live as live_sql
from services.events.sql import members as members_sql
from shared.kit.bus.consume import Handler, Inbound
from shared.messages.base import Message
from shared.messages.members import MemberChanged
from shared.messages.scoring import JudgedContestSigned, ScoreChanged, SheetClosed

M = TypeVar("M", bound=Message)


async def on_member_changed(inbound: Inbound, messages: Sequence[MemberChanged]) -> None:
    """A panel must know at once where an author now belongs: judges of that unit stand back."""
    members = newest(messages)
    contests = await members_sql.hold_judged(inbound.tx, members)
    await members_sql.keep_members(inbound.tx, members)
    for contest in contests:
        await judged.tell(inbound.tx, contest)


async def on_score_changed(inbound: Inbound, messages: Sequence[ScoreChanged]) -> None:
    """Keep the score; the first mark of a sheet that this process sees moves its match to playing."""
    scores = newest(messages)
    await live_sql.keep_scores(inbound.tx, scores)
    begun = [score for score in scores if not live.memory.knows(score)]
    places: list[live_sql.Place] = []
    if begun:
        places = await live_sql.begin(inbound.tx, [s.match_id for s in begun], [s.attempt for s in begun])
    inbound.after_commit(lambda: live.scored(inbound.hub, scores, places))


async def on_sheet_closed(inbound: Inbound, messages: Sequence[SheetClosed]) -> None:
    works = await results.settle_sheets(inbound.tx, messages, inbound.now)
    inbound.after_commit(lambda: live.settled(inbound.hub, works))


async def on_judged_contest_signed(inbound: Inbound, messages: Sequence[JudgedContestSigned]) -> None:
    """Every signed result in its order, so that the first of a contest is kept where an amended one follows at once."""
    decided = [await signed.settle(inbound.tx, each) for each in sorted(messages, key=lambda each: each.revision)]
    for contest in filter(None, decided):
        inbound.after_commit(partial(live.changed, inbound.hub, contest.event_id, contest.id, ()))


def newest(messages: Sequence[M]) -> list[M]:
    """One message an aggregate: in a batch the newest state is the only one that matters."""
    found: dict[object, M] = {}
    for message in messages:
        known = found.get(message.id)
        if known is None or message.revision > known.revision:
            found[message.id] = message
    return list(found.values())


INBOX: Mapping[type[Message], Handler] = {
    MemberChanged: on_member_changed,
    ScoreChanged: on_score_changed,
    SheetClosed: on_sheet_closed,
    JudgedContestSigned: on_judged_contest_signed,
}
