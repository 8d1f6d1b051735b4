"""What an organiser does before the first match: roster, event, courts, contests, entries, the draw as it was."""

import csv
import io
from collections.abc import Iterable
from typing import Any

from msgspec import Struct, to_builtins

from deploy.replay.door import Door, GaveUp
from deploy.replay.model import Contest, Person, Tournament
from deploy.replay.tournament import PRESET

SEED_RULE = "bwf"


class Opened(Struct, frozen=True):
    """A contest as the suite holds it, beside the contest of the file."""

    id: str
    contest: Contest
    entries: dict[str, str]
    """Entry ids by key."""

    @property
    def keys(self) -> dict[str, str]:
        return {entry: key for key, entry in self.entries.items()}


class Event(Struct, frozen=True):
    id: str
    courts: list[str]
    contests: list[Opened]


def roster_csv(persons: Iterable[Person]) -> bytes:
    text = io.StringIO()
    rows = csv.writer(text)
    rows.writerow(["Staff number", "Name", "Unit", "Gender"])
    rows.writerows([person.staff_number, person.name, person.unit, person.gender] for person in persons)
    return text.getvalue().encode()


async def import_roster(door: Door, persons: Iterable[Person]) -> Any:
    """Add the players as members. Members who are there already are left as they are."""
    preview = await door.upload("/members/roster/import", "players.csv", roster_csv(persons))
    if preview["refused"]:
        reasons = [row for row in preview["rows"] if row["action"] == "refused"]
        raise GaveUp(f"The roster was not taken: {reasons[:3]}")
    return await door.post(f"/members/roster/imports/{preview['import_id']}/confirm")


async def open_event(door: Door, tournament: Tournament, courts: int) -> Event:
    """The event with its courts and contests, every draw published."""
    fields = {
        "name": tournament.name,
        "venue": tournament.venue,
        "starts_on": tournament.starts_on,
        "ends_on": tournament.ends_on,
    }
    event = (await door.post("/events/", fields, once=True))["id"]
    names = [f"Court {number}" for number in range(1, courts + 1)]
    made = await door.post(f"/events/{event}/courts", {"names": names}, once=True)
    contests = [await open_contest(door, event, contest) for contest in tournament.contests]
    return Event(event, [court["id"] for court in made["courts"]], contests)


async def open_contest(door: Door, event: str, contest: Contest) -> Opened:
    fields = {
        "name": contest.name,
        "discipline": contest.discipline,
        "preset": PRESET,
        "seed_rule": SEED_RULE,
        "format": to_builtins(contest.form),
    }
    contest_id = (await door.post(f"/events/{event}/contests", fields, once=True))["id"]
    keys = list(contest.entrants)
    entries = [{"members": [player.staff_number for player in contest.entrants[key].players]} for key in keys]
    path = f"/events/contests/{contest_id}/entries"
    made = await door.post_once_heard(path, {"entries": entries}, unheard="member.unknown")
    ids = dict(zip(keys, (entry["id"] for entry in made["entries"]), strict=True))
    lines = [ids[line] if line else None for line in contest.lines]
    await door.put(f"/events/contests/{contest_id}/draw", {"lines": lines})
    await door.post(f"/events/contests/{contest_id}/draw/publish")
    return Opened(contest_id, contest, ids)
