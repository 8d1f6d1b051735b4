"""Before a result is corrected: everything the correction reaches, listed for a person to decide. Stores nothing.

The corrected result enters at scoring, as every score does; the form shown here is sent there, with what is to become
of every decided match that followed from the old result.
"""

from collections.abc import Sequence
from typing import Annotated, Any
from uuid import UUID, uuid4

from litestar import Request, Response, Router, get
from litestar.di import NamedDependency
from litestar.params import FromPath
from msgspec import Meta, Struct

from services.events import recompute, results, ties
from services.events.match import Match
from services.events.matches import organised_match
from services.events.recompute import Change, Recomputed
from services.events.scores_text import games_text, read_games
from services.events.sql import results as sql
from services.events.sql.public import MatchView
from services.events.sql.results import Contest
from shared.kit.db import Tx
from shared.kit.http.auth import Who, signed_in
from shared.kit.http.errors import Refused
from shared.kit.http.replies import json, page, wants_json
from shared.kit.words import _
from shared.messages.events import EntryRef
from shared.rules.contest import Plan
from shared.rules.model import Outcome, OutcomeKind, Regulation, Side
from shared.rules.plan import Placing
from shared.rules.refusals import IllegalResult
from shared.rules.sheets import check_result
from shared.rules.sheets import winner as winner_by
from shared.rules.standings import Standing

AnyRequest = Request[Any, Any, Any]
KINDS: tuple[OutcomeKind, ...] = ("played", "walkover", "retired", "disqualified", "void")


class Corrected(Struct, frozen=True, kw_only=True):
    """The result as it should have been, in the words of scoring's form."""

    kind: Annotated[OutcomeKind, Meta(title=_("How it ended"))] = "played"
    winner: Side | None = None
    games: str = ""
    reason: str = ""


class Reached(Struct, frozen=True, kw_only=True):
    """A match that the correction changes."""

    match_id: UUID
    number: int
    round: int
    replayed: bool
    """It was decided and must be played again, unless the organiser keeps or annuls it."""
    interrupted: bool
    """It is on court now, and its sheet counts no more."""
    before: tuple[str | None, str | None]
    after: tuple[str | None, str | None]
    outcome: Outcome | None
    court: str | None
    starts_at: Any
    told: tuple[str, ...]
    """Who has heard of the match as it was, and will hear of the change."""


class Moved(Struct, frozen=True):
    """An entry whose line in a group, or place in the contest, is another one."""

    name: str
    group: int
    before: tuple[int, int] | None
    after: tuple[int, int] | None


class Reach(Struct, frozen=True):
    matches: tuple[Reached, ...]
    groups: tuple[Moved, ...]
    placings: tuple[Moved, ...]

    @property
    def nothing(self) -> bool:
        return not (self.matches or self.groups or self.placings)


@get("/matches/{match_id:uuid}/correction", guards=[signed_in])
async def correction(
    request: AnyRequest, match_id: FromPath[UUID], tx: NamedDependency[Tx], who: NamedDependency[Who]
) -> Response[Any]:
    match = await organised_match(tx, match_id, who)
    if match.outcome is None:
        raise Refused("match.open", _("Match {number} has no result to correct yet."), status=409, number=match.number)
    data = asked(request)
    if data is None:
        return page(request, "correction.html", match=match, kinds=KINDS, games=games_text(match.outcome.games))
    contest = (await sql.contest_of(tx, match.contest_id))[0]
    outcome = outcome_of(ties.settings_of(match.regulation, match.grp), data)
    found = await reach(tx, contest, match, outcome)
    if wants_json(request):
        return json(
            {"outcome": outcome, "reached": found.matches, "reach": found, "sheet_revision": match.sheet_revision}
        )
    return page(
        request, "correction_confirm.html", match=match, outcome=outcome, reach=found, data=data,
        games=games_text(outcome.games), mark_id=uuid4(),
    )  # fmt: skip


def asked(request: AnyRequest) -> Corrected | None:
    """What the first form sent; None when it has not been filled yet."""
    query = request.query_params
    kind, winner = query.get("kind"), query.get("winner") or "0"
    if kind is None:
        return None
    if kind not in KINDS or winner not in ("0", "1", "2"):
        raise Refused("input.invalid", _("“{field}” is not understood. Please check what was typed."), field="kind")
    side: Side | None = 1 if winner == "1" else 2 if winner == "2" else None
    return Corrected(kind=kind, winner=side, games=query.get("games", ""), reason=query.get("reason", "").strip())


def outcome_of(regulation: Regulation, data: Corrected) -> Outcome:
    games = read_games(data.games)
    winner = winner_by(regulation, games) if data.kind == "played" else data.winner
    if data.kind == "void":
        winner = None
    elif winner is None:
        raise Refused("result.winner_missing", _("Say which side won."))
    outcome = Outcome(data.kind, winner, games, data.reason if data.kind != "played" else "")
    try:
        check_result(regulation, outcome)
    except IllegalResult as illegal:
        raise Refused(illegal.code, illegal.sentence, status=422, details=None, **illegal.params) from illegal
    return outcome


async def reach(tx: Tx, contest: Contest, match: MatchView, outcome: Outcome) -> Reach:
    matches = await sql.matches_of(tx, [contest.id])
    stored = next((each for each in matches if each.id == match.id), None)
    if stored is None:
        return Reach((), (), ())
    plan = await results.plan_of(tx, contest, matches)
    found = recompute.reach(plan, matches, stored, outcome)
    entries = await sql.entries_of(tx, sorted({line for line in plan.lines if line}))
    changes = sorted((each for each in found.changes if each.after.id != match.id), key=lambda each: each.after.number)
    return Reach(
        tuple(reached(change, entries) for change in changes),
        tuple(groups_moved(recompute.recompute(plan, matches, []), found, entries)),
        tuple(places_moved(plan, matches, found, entries)),
    )


def reached(change: Change, entries: dict[str, EntryRef]) -> Reached:
    before = [entries[side].name if side else None for side in change.before.sides]
    after = [entries[side].name if side else None for side in change.after.sides]
    told = [member.name for side in change.before.sides if side and change.before.known
            for member in entries[side].members]  # fmt: skip
    return Reached(
        match_id=change.after.id,
        number=change.after.number,
        round=change.after.round,
        replayed=change.reopened,
        interrupted=change.before.status in ("called", "playing"),
        before=(before[0], before[1]),
        after=(after[0], after[1]),
        outcome=change.before.outcome,
        court=change.before.court_name,
        starts_at=change.before.starts_at,
        told=tuple(told),
    )


def groups_moved(before: Recomputed, after: Recomputed, entries: dict[str, EntryRef]) -> list[Moved]:
    """Entries whose place in their group differs."""
    found = []
    for group, lines in sorted(after.standings.items()):
        was = {line.entry: places(line) for line in before.standings.get(group, ())}
        found += [
            Moved(entries[line.entry].name, group, was.get(line.entry), places(line))
            for line in lines
            if was.get(line.entry) != places(line)
        ]
    return found


def places(line: Standing) -> tuple[int, int]:
    return line.first, line.last


def places_moved(plan: Plan, matches: Sequence[Match], found: Recomputed, entries: dict[str, EntryRef]) -> list[Moved]:
    """Entries whose final place differs; a contest that is open again has no places."""
    if not recompute.all_decided(matches):
        return []
    before = by_entry(recompute.placings(plan, matches))
    after = by_entry(recompute.placings(plan, found.matches)) if recompute.all_decided(found.matches) else {}
    return [
        Moved(entries[entry].name, 0, before[entry], after.get(entry))
        for entry in before
        if before[entry] != after.get(entry)
    ]


def by_entry(placings: Sequence[Placing]) -> dict[str, tuple[int, int]]:
    return {entry: (first, last) for entry, first, last in placings}


router = Router(path="/events", route_handlers=[correction])
