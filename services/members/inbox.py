"""What members hears from events: a decided contest becomes honours, and so does what works got at higher levels."""

from collections.abc import Sequence
from uuid import UUID

from services.members.sql import honours
from services.members.sql.honours import Honour
from shared.kit.bus.consume import Inbound
from shared.messages.events import ContestDecided, NominationChanged, PlacingRef


async def on_contest_decided(inbound: Inbound, messages: Sequence[ContestDecided]) -> None:
    """The newest deciding replaces the ones before it: a correction may take an honour and give it to another."""
    for message in messages:
        await honours.forget_older(inbound.tx, message.id, message.revision)
        await honours.add(
            inbound.tx, [honour for placing in message.placings for honour in honours_of(message, placing)]
        )


def honours_of(message: ContestDecided, placing: PlacingRef) -> list[Honour]:
    return [
        Honour(
            contest_id=message.id,
            member_id=member.id,
            event_id=message.event_id,
            event_name=message.event_name,
            contest_name=message.contest_name,
            entry_name=placing.entry.name,
            first=placing.first,
            last=placing.last,
            entries=len(message.placings),
            decided_at=message.decided_at,
            revision=message.revision,
            prize=placing.prize,
            title=placing.title,
            total=placing.total,
        )
        for member in placing.entry.members
    ]


async def on_nomination_changed(inbound: Inbound, messages: Sequence[NominationChanged]) -> None:
    """The newest state of a nomination is every author's honour, or none: undecided, withdrawn, nothing given."""
    for message in messages:
        if await honours.hear(inbound.tx, message.id, message.revision):
            await honours.put_outside(inbound.tx, message, honoured(message))


def honoured(message: NominationChanged) -> list[UUID]:
    if message.status != "decided" or not (message.prize or message.title) or message.decided_on is None:
        return []
    return list(dict.fromkeys(author.id for author in message.authors))
