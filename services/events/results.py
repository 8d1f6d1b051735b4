"""Closed sheets into brackets: the next match filled, matches to be played again, placings, and what others are told.

A batch of sheets is one recomputation a contest. Knows nothing of marks; a score is scoring's.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime
from uuid import UUID

from msgspec import Struct
from msgspec.structs import replace

from services.events import recompute
from services.events.recompute import Bracket, Change, Match, Recomputed
from services.events.sql import results as sql
from services.events.sql.results import Contest
from shared.kit.bus.journal import record_all
from shared.kit.db import Tx
from shared.messages.base import Message
from shared.messages.events import (
    ContestDecided,
    CourtRef,
    EntryRef,
    MatchDecided,
    MatchReady,
    MatchState,
    PlacingRef,
)
from shared.messages.scoring import SheetClosed


class Work(Struct, frozen=True):
    """One contest of a batch: as it was, and what the sheets made of it."""

    contest: Contest
    found: Recomputed


async def settle_sheets(tx: Tx, sheets: Sequence[SheetClosed], now: datetime) -> list[Work]:
    """Bring every bracket up to the closed sheets given; returns the contests that changed."""
    contests = await sql.lock_contests_of(tx, [sheet.match_id for sheet in sheets])
    grouped: dict[UUID, list[Match]] = {contest.id: [] for contest in contests}
    for match in await sql.matches_of(tx, list(grouped)):
        grouped[match.contest_id].append(match)
    done = [Work(contest, risen(recompute.recompute(bracket_of(contest, grouped[contest.id]), sheets)))
            for contest in contests]  # fmt: skip
    works = [work for work in done if work.found.changes]
    if not works:
        return []
    await sql.write_changes(tx, [change for work in works for change in work.found.changes])
    await sql.keep_outcomes(tx, [pair for work in works for pair in work.found.taken])
    await sql.write_contests(tx, [contest_row(work, now) for work in works])
    await tell(tx, works, now)
    return works


def bracket_of(contest: Contest, matches: Sequence[Match]) -> Bracket:
    lines: list[str | None] = [None] * contest.size
    for line, entry in zip(contest.lines, contest.entries, strict=True):
        lines[line - 1] = entry
    return Bracket(tuple(matches), tuple(lines))


def risen(found: Recomputed) -> Recomputed:
    """Every changed match with its next revision."""
    changes = tuple(
        Change(each.before, replace(each.after, revision=each.before.revision + 1), each.decided)
        for each in found.changes
    )
    return Recomputed(changes, found.bracket, found.taken)


def contest_row(work: Work, now: datetime) -> tuple[UUID, str, datetime | None]:
    if recompute.all_decided(work.found.bracket):
        return work.contest.id, "decided", now
    return work.contest.id, "published", None


async def tell(tx: Tx, works: Sequence[Work], now: datetime) -> None:
    """Record what the other services must hear of."""
    over = [work for work in works if recompute.all_decided(work.found.bracket)]
    wanted = {side for work in works for change in work.found.changes for side in change.after.sides if side}
    wanted.update(entry for work in over for entry in work.contest.entries)
    entries = await sql.entries_of(tx, list(wanted))
    messages: list[Message] = []
    for work in works:
        for change in work.found.changes:
            messages += of_match(work.contest, change, entries)
        if work in over:
            messages += await contest_decided(tx, work, entries, now)
        elif work.contest.status == "decided":
            await sql.drop_placings(tx, work.contest.id)
    await record_all(tx, messages)


def of_match(contest: Contest, change: Change, entries: Mapping[str, EntryRef]) -> list[Message]:
    """What one changed match means to others: decided, ready, or taken back (a MatchReady that says it waits)."""
    match = change.after
    state = state_of(contest, match, entries)
    if match.outcome is not None and match.decided_at is not None:
        corrected = change.before.outcome is not None or bool(change.decided and change.decided.correction)
        return [
            MatchDecided(
                id=match.id,
                revision=match.revision,
                match=state,
                outcome=match.outcome,
                decided_at=match.decided_at,
                corrected=corrected,
            )
        ]
    if match.known or change.before.known:
        return [MatchReady(id=match.id, revision=match.revision, match=state)]
    return []


def state_of(contest: Contest, match: Match, entries: Mapping[str, EntryRef]) -> MatchState:
    return MatchState(
        event_id=contest.event_id,
        event_name=contest.event_name,
        contest_id=contest.id,
        contest_name=contest.name,
        regulation=contest.regulation,
        number=match.number,
        round=match.round,
        rounds=contest.size.bit_length() - 1,
        attempt=match.attempt,
        status=match.status,
        sides=(entries.get(match.entry_1 or ""), entries.get(match.entry_2 or "")),
        court=CourtRef(match.court_id, match.court_name) if match.court_id and match.court_name else None,
        starts_at=match.starts_at,
    )


async def contest_decided(tx: Tx, work: Work, entries: Mapping[str, EntryRef], now: datetime) -> list[Message]:
    """Keep the placings and tell of them, unless a correction left them as they were."""
    contest = work.contest
    placed = recompute.placings(work.found.bracket)
    if contest.status == "decided" and set(placed) == await sql.placings_of(tx, contest.id):
        return []
    placings = tuple(PlacingRef(entry=entries[entry], first=first, last=last) for entry, first, last in placed)
    await sql.drop_placings(tx, contest.id)
    await sql.write_placings(tx, contest.id, placings)
    return [
        ContestDecided(
            id=contest.id,
            revision=contest.revision + 1,
            event_id=contest.event_id,
            event_name=contest.event_name,
            contest_name=contest.name,
            placings=placings,
            decided_at=now,
        )
    ]
