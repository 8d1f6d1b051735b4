"""Facts of events into what each member of the entries is told of them. Pure: knows neither database nor language."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any
from uuid import UUID

from msgspec import Struct

from services.notifications.params import Call, Draw, Kind, Nomination, Params, Placing, Result, Time
from shared.messages.events import (
    ContestDecided,
    DrawPublished,
    EntryRef,
    MatchCalled,
    MatchDecided,
    MatchReady,
    MatchState,
    NominationChanged,
)


class Told(Struct, frozen=True, kw_only=True):
    """One fact for one member."""

    member_id: UUID
    kind: Kind
    subject: UUID
    part: int = 0
    params: Params
    at: datetime
    revision: int
    corrected: bool = False


def of_draw(message: DrawPublished) -> Iterable[Told]:
    for drawn in message.entries:
        params = Draw(
            **contest_of(message, drawn.entry),
            line=drawn.line,
            first_match=drawn.first_match,
            opponent=drawn.opponent,
            starts_at=drawn.starts_at,
        )
        for member in drawn.entry.members:
            yield Told(
                member_id=member.id,
                kind="draw",
                subject=message.id,
                params=params,
                at=message.published_at,
                revision=message.revision,
            )


def of_time(message: MatchReady, at: datetime) -> Iterable[Told]:
    """When and where a match is planned, once that is known; it is told anew when it changes."""
    match = message.match
    if match.starts_at is None or match.status != "ready":
        return
    for own, entry in sides_of(match):
        params = Time(
            **meeting_of(message.id, match, own, entry),
            court=match.court.name if match.court else None,
            starts_at=match.starts_at,
        )
        for member in entry.members:
            yield Told(
                member_id=member.id,
                kind="time",
                subject=message.id,
                params=params,
                at=at,
                revision=message.revision,
            )


def of_call(message: MatchCalled) -> Iterable[Told]:
    match = message.match
    for own, entry in sides_of(match):
        params = Call(
            **meeting_of(message.id, match, own, entry),
            call=message.call,
            court=match.court.name if match.court else None,
            starts_at=match.starts_at,
        )
        for member in entry.members:
            yield Told(
                member_id=member.id,
                kind="call",
                subject=message.id,
                part=message.call,
                params=params,
                at=message.called_at,
                revision=message.revision,
            )


def of_result(message: MatchDecided) -> Iterable[Told]:
    match, outcome = message.match, message.outcome
    for own, entry in sides_of(match):
        params = Result(
            **meeting_of(message.id, match, own, entry),
            attempt=match.attempt,
            outcome=outcome.kind,
            won=None if outcome.winner is None else outcome.winner == own,
            games=outcome.games if own == 1 else tuple((two, one) for one, two in outcome.games),
            score=outcome.performance.score if outcome.performance else None,
        )
        for member in entry.members:
            yield Told(
                member_id=member.id,
                kind="result",
                subject=message.id,
                part=match.attempt,
                params=params,
                at=message.decided_at,
                revision=message.revision,
                corrected=message.corrected,
            )


def of_placings(message: ContestDecided) -> Iterable[Told]:
    for placed in message.placings:
        params = Placing(
            **contest_of(message, placed.entry),
            first=placed.first,
            last=placed.last,
            prize=placed.prize,
            title=placed.title,
        )
        for member in placed.entry.members:
            yield Told(
                member_id=member.id,
                kind="placing",
                subject=message.id,
                params=params,
                at=message.decided_at,
                revision=message.revision,
            )


def of_nomination(message: NominationChanged, at: datetime) -> Iterable[Told]:
    """What became of a work at a higher level, to each author; nothing while that is open."""
    if message.status != "decided":
        return
    params = Nomination(
        nomination_id=message.id,
        event=message.event_name,
        contest=message.contest_name,
        entry=message.entry_name,
        level=message.level,
        competition=message.competition,
        prize=message.prize,
        title=message.title,
        decided_on=message.decided_on,
    )
    for author in message.authors:
        yield Told(
            member_id=author.id,
            kind="nomination",
            subject=message.id,
            params=params,
            at=at,
            revision=message.revision,
        )


def sides_of(match: MatchState) -> list[tuple[int, EntryRef]]:
    return [(number, entry) for number, entry in enumerate(match.sides, 1) if entry is not None]


def contest_of(message: DrawPublished | ContestDecided, entry: EntryRef) -> dict[str, Any]:
    return {
        "event_id": message.event_id,
        "event": message.event_name,
        "contest_id": message.id,
        "contest": message.contest_name,
        "entry_id": entry.id,
    }


def meeting_of(match_id: UUID, match: MatchState, own: int, entry: EntryRef) -> dict[str, Any]:
    opponent = match.sides[2 - own]
    return {
        "event_id": match.event_id,
        "event": match.event_name,
        "contest_id": match.contest_id,
        "contest": match.contest_name,
        "entry_id": entry.id,
        "match_id": match_id,
        "number": match.number,
        "round": match.round,
        "rounds": match.rounds,
        "opponent": opponent.name if opponent else None,
        "opponent_unit": opponent.unit if opponent else None,
        "title": match.title,
    }
