"""What the service does with what it hears: each fact once to each member, a newer state of it in the older's place."""

from collections.abc import Iterable, Sequence
from functools import partial

from services.notifications import facts, live
from services.notifications.facts import Told
from services.notifications.sql import members, messages
from shared.kit.bus.consume import Inbound
from shared.messages.events import (
    ContestDecided,
    DrawPublished,
    MatchCalled,
    MatchDecided,
    MatchReady,
    NominationChanged,
)
from shared.messages.members import MemberChanged


async def on_member_changed(inbound: Inbound, changed: Sequence[MemberChanged]) -> None:
    newest = {each.id: each for each in sorted(changed, key=lambda each: each.revision)}
    await members.keep_members(inbound.tx, list(newest.values()))


async def on_draw_published(inbound: Inbound, drawn: Sequence[DrawPublished]) -> None:
    await tell(inbound, [told for each in drawn for told in facts.of_draw(each)])
    gone = await messages.withdraw_left_out(inbound.tx, "draw", [each.id for each in drawn])
    inbound.after_commit(partial(live.changed, inbound.hub, gone))


async def on_match_ready(inbound: Inbound, ready: Sequence[MatchReady]) -> None:
    await tell(inbound, [told for each in ready for told in facts.of_time(each, inbound.now)])


async def on_match_called(inbound: Inbound, called: Sequence[MatchCalled]) -> None:
    """A match that is called again after a correction takes back its older result and the placings made of it."""
    await tell(inbound, [told for each in called for told in facts.of_call(each)])
    gone = await messages.withdraw_attempts(
        inbound.tx, [each.id for each in called], [each.match.attempt for each in called]
    )
    gone |= await messages.withdraw_placings(
        inbound.tx, [each.match.contest_id for each in called], [each.called_at for each in called]
    )
    inbound.after_commit(partial(live.changed, inbound.hub, gone))


async def on_match_decided(inbound: Inbound, decided: Sequence[MatchDecided]) -> None:
    await tell(inbound, [told for each in decided for told in facts.of_result(each)])
    gone = await messages.withdraw_attempts(
        inbound.tx, [each.id for each in decided], [each.match.attempt for each in decided]
    )
    inbound.after_commit(partial(live.changed, inbound.hub, gone))


async def on_contest_decided(inbound: Inbound, decided: Sequence[ContestDecided]) -> None:
    await tell(inbound, [told for each in decided for told in facts.of_placings(each)])
    gone = await messages.withdraw_left_out(inbound.tx, "placing", [each.id for each in decided])
    inbound.after_commit(partial(live.changed, inbound.hub, gone))


async def on_nomination_changed(inbound: Inbound, changed: Sequence[NominationChanged]) -> None:
    """The outcome at a higher level, once; one that was withdrawn afterwards no longer counts."""
    await tell(inbound, [told for each in changed for told in facts.of_nomination(each, inbound.now)])
    gone = await messages.withdraw_older(
        inbound.tx, "nomination", [each.id for each in changed], [each.revision for each in changed]
    )
    inbound.after_commit(partial(live.changed, inbound.hub, gone))


async def tell(inbound: Inbound, told: Iterable[Told]) -> None:
    """Keep what is new. In a batch the newest state of a fact is the only one that matters."""
    newest = {
        (each.member_id, each.kind, each.subject, each.part): each
        for each in sorted(told, key=lambda each: each.revision)
    }
    reached = await messages.keep_messages(inbound.tx, list(newest.values()))
    inbound.after_commit(partial(live.changed, inbound.hub, reached))
