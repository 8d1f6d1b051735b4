"""What members hears from events: a decided contest becomes honours."""

from collections.abc import Sequence

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
        )
        for member in placing.entry.members
    ]


async def on_nomination_changed(inbound: Inbound, messages: Sequence[NominationChanged]) -> None:
    pass
