"""A whole replay in its order: roster, event, every match, the comparison. Used by the command and by the tests."""

from msgspec import Struct

from deploy.replay import hall, inboxes, organiser, verdict
from deploy.replay.door import Door
from deploy.replay.model import Tournament
from deploy.replay.summary import Summary, summary


class Wishes(Struct, frozen=True, kw_only=True):
    courts: int = 8
    speed: float | None = None
    """How many times faster than in a hall; None is as fast as it goes."""
    look_into_inboxes: bool = False
    told: hall.Told = hall.told_nobody
    """Called after every match."""


async def play(door: Door, tournament: Tournament, wishes: Wishes) -> Summary:
    persons = tournament.persons
    await organiser.import_roster(door, persons)
    event = await organiser.open_event(door, tournament, wishes.courts)
    played = await hall.play(door, event, wishes.speed, wishes.told)
    found = await verdict.differences(door, event, played)
    looked = None
    if wishes.look_into_inboxes:
        looked = len(persons)
        found += await inboxes.differences(door, event, tournament)
    return summary(tournament, event, played, found, looked)
