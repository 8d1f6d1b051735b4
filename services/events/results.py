"""Closed sheets into contests: the next match filled, groups counted, matches to be played again, placings, messages.

A batch of sheets is one recomputation a contest. Knows nothing of marks; a score is scoring's.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime
from uuid import UUID

from msgspec import Struct
from msgspec.structs import replace

from services.events import recompute, ties
from services.events.advance import advance
from services.events.match import Match
from services.events.recompute import Change, Recomputed
from services.events.sql import late as late_sql
from services.events.sql import results as sql
from services.events.sql.results import Contest
from services.events.walkovers import due
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
from shared.rules.contest import Plan
from shared.rules.formats import format_file


class Work(Struct, frozen=True):
    """One contest of a batch: as it was, and what the sheets made of it."""

    contest: Contest
    found: Recomputed
    rubbers: tuple[UUID, ...] = ()
    """Rubbers of ties that changed."""

    @property
    def open_matches(self) -> int:
        return self.contest.open_matches + self.found.opened

    @property
    def over(self) -> bool:
        """Whether every match is decided, in a contest that ends by itself."""
        return self.open_matches == 0 and not format_file(self.contest.format.kind).OPEN_ENDED


async def settle_sheets(tx: Tx, sheets: Sequence[SheetClosed], now: datetime) -> list[Work]:
    """Bring every contest up to the closed sheets given; returns the contests that changed."""
    contests = await sql.lock_contests_of(tx, [sheet.match_id for sheet in sheets])
    rubbers = await ties.settle_rubbers(tx, contests, sheets)
    again = [work for contest in rubbers.reopened for work in await resettle(tx, contest, now)]
    again += [Work(each, Recomputed((), (), ()), tuple(rubbers.changed)) for each in contests if rubbers.changed]
    sheets = rubbers.sheets
    contests = [contest for contest in contests if contest.id not in rubbers.reopened]
    near: dict[UUID, list[Match]] = {contest.id: [] for contest in contests}
    for match in await sql.matches_near(tx, [sheet.match_id for sheet in sheets]):
        near[match.contest_id].append(match)
    works = await keep(tx, [await work_of(tx, contest, near[contest.id], sheets) for contest in contests], now)
    return again + works + await walked_over(tx, works, now)


async def walked_over(tx: Tx, works: Sequence[Work], now: datetime) -> list[Work]:
    """Matches that just became known and have a side that gave up are decided at once, and what follows from them."""
    sheets = [
        sheet
        for work in works
        if work.contest.withdrawn
        for sheet in due([change.after for change in work.found.changes], work.contest.withdrawn, now)
    ]
    return await walk_over(tx, sheets, now)


async def walk_over(tx: Tx, sheets: Sequence[SheetClosed], now: datetime) -> list[Work]:
    """Matches of those who gave up. No umpire's sheet is behind them, so one that comes yet outranks them."""
    if not sheets:
        return []
    works = await settle_sheets(tx, sheets, now)
    await late_sql.no_sheets(tx, [sheet.match_id for sheet in sheets])
    return works


async def resettle(tx: Tx, contest_id: UUID, now: datetime) -> list[Work]:
    """Bring one contest up to what was decided about it elsewhere: a lot between equals, a withdrawal, a pairing."""
    works = []
    for contest in await sql.lock_contest(tx, contest_id):
        matches = await sql.matches_of(tx, [contest.id])
        found = recompute.recompute(await plan_of(tx, contest, matches), matches, [])
        works.append(Work(contest, risen(found)))
    works = await keep(tx, works, now)
    return works + await walked_over(tx, works, now)


async def work_of(tx: Tx, contest: Contest, near: Sequence[Match], sheets: Sequence[SheetClosed]) -> Work:
    found = advance(contest, near, sheets)
    if found is None:
        matches = await sql.matches_of(tx, [contest.id])
        found = recompute.recompute(await plan_of(tx, contest, matches), matches, sheets)
    return Work(contest, risen(found))


async def plan_of(tx: Tx, contest: Contest, matches: Sequence[Match]) -> Plan:
    """What the rules must know of a contest besides its results."""
    field = await sql.field_of(tx, contest.id)
    lines: list[str | None] = [None] * max([contest.size, *field.lines])
    for line, entry in zip(field.lines, field.entries, strict=True):
        lines[line - 1] = entry
    decisions: dict[int, list[tuple[str, ...]]] = {}
    for each in await sql.decisions_of(tx, contest.id):
        decisions.setdefault(each.grp, []).append(each.entries)
    return Plan(
        form=contest.format,
        regulation=contest.regulation,
        nodes=tuple(match.node for match in matches),
        lines=tuple(lines),
        seeds=field.seeds,
        decisions=decisions,
        withdrawn=contest.withdrawn,
    )


async def keep(tx: Tx, done: Sequence[Work], now: datetime) -> list[Work]:
    """Write what changed and tell the others."""
    works = [work for work in done if work.found.changes or work.found.standings]
    if not works:
        return []
    await sql.write_changes(tx, [change for work in works for change in work.found.changes])
    for work in works:
        anew = [each.after.id for each in work.found.changes if each.after.attempt != each.before.attempt]
        await ties.renew(tx, work.contest, anew)
    await sql.keep_outcomes(tx, [pair for work in works for pair in work.found.taken])
    await sql.write_contests(tx, [contest_row(work, now) for work in works])
    for work in works:
        await keep_standings(tx, work)
    await tell(tx, works, now)
    return works


async def keep_standings(tx: Tx, work: Work) -> None:
    tables = work.found.standings
    if not tables:
        return
    await sql.drop_standings(tx, work.contest.id, list(tables))
    await sql.write_standings(tx, work.contest.id, [(group, line) for group in tables for line in tables[group]])


def risen(found: Recomputed) -> Recomputed:
    """Every changed match with its next revision."""
    changes = tuple(
        Change(each.before, replace(each.after, revision=each.before.revision + 1), each.decided)
        for each in found.changes
    )
    return replace(found, changes=changes)


def contest_row(work: Work, now: datetime) -> tuple[UUID, str, datetime | None, int]:
    if work.over:
        return work.contest.id, "decided", now, work.open_matches
    return work.contest.id, "published", None, work.open_matches


async def tell(tx: Tx, works: Sequence[Work], now: datetime) -> None:
    """Record what the other services must hear of."""
    wanted = {side for work in works for change in work.found.changes for side in change.after.sides if side}
    entries = await sql.entries_of(tx, list(wanted))
    messages: list[Message] = []
    for work in works:
        for change in work.found.changes:
            messages += of_match(work.contest, change, entries)
        if work.over:
            messages += await contest_decided(tx, work, now)
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
        regulation=ties.settings_of(contest.regulation, match.grp),
        number=match.number,
        round=match.round,
        rounds=match.rounds,
        attempt=match.attempt,
        status=match.status,
        sides=(entries.get(match.entry_1 or ""), entries.get(match.entry_2 or "")),
        court=CourtRef(match.court_id, match.court_name) if match.court_id and match.court_name else None,
        starts_at=match.starts_at,
        section=match.section,
        title=match.title,
        solo=match.solo,
    )


async def contest_decided(tx: Tx, work: Work, now: datetime) -> list[Message]:
    """Keep the placings and tell of them, unless a correction left them as they were."""
    contest = work.contest
    matches = await sql.matches_of(tx, [contest.id])
    placed = recompute.placings(await plan_of(tx, contest, matches), matches)
    if contest.status == "decided" and set(placed) == await sql.placings_of(tx, contest.id):
        return []
    entries = await sql.entries_of(tx, [entry for entry, _, _ in placed], unveiled=True)
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
