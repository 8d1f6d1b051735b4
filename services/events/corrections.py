"""Before a result is corrected: what the correction reaches, listed for a person to decide. Stores nothing itself.

The corrected result enters at scoring, as every score does; the form shown here is sent there.
"""

from typing import Annotated, Any
from uuid import UUID, uuid4

from litestar import Request, Response, Router, get
from litestar.di import NamedDependency
from msgspec import Meta, Struct

from services.events import recompute, results
from services.events.matches import organised_match
from services.events.recompute import Change
from services.events.scores_text import games_text, leader, read_games
from services.events.sql import results as sql
from services.events.sql.public import MatchView
from services.events.sql.results import Contest
from shared.kit.db import Tx
from shared.kit.http.auth import Who, signed_in
from shared.kit.http.errors import Refused
from shared.kit.http.replies import json, page, wants_json
from shared.kit.words import _
from shared.messages.events import EntryRef
from shared.rules.model import Outcome, OutcomeKind, Regulation, Side
from shared.rules.refusals import IllegalResult
from shared.rules.sheets import check_result

AnyRequest = Request[Any, Any, Any]
KINDS: tuple[OutcomeKind, ...] = ("played", "walkover", "retired", "disqualified")


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
    """It was decided and must be played again."""
    interrupted: bool
    """It is on court now, and its sheet counts no more."""
    before: tuple[str | None, str | None]
    after: tuple[str | None, str | None]
    outcome: Outcome | None


@get("/matches/{match_id:uuid}/correction", guards=[signed_in])
async def correction(
    request: AnyRequest, match_id: UUID, tx: NamedDependency[Tx], who: NamedDependency[Who]
) -> Response[Any]:
    match = await organised_match(tx, match_id, who)
    if match.outcome is None:
        raise Refused("match.open", _("Match {number} has no result to correct yet."), status=409, number=match.number)
    data = asked(request)
    if data is None:
        return page(request, "correction.html", match=match, kinds=KINDS, games=games_text(match.outcome.games))
    contest = (await sql.contest_of(tx, match.contest_id))[0]
    outcome = outcome_of(contest.regulation, data)
    reached = await reach(tx, contest, match, outcome)
    if wants_json(request):
        return json({"outcome": outcome, "reached": reached, "sheet_revision": match.sheet_revision})
    return page(
        request, "correction_confirm.html", match=match, outcome=outcome, reached=reached, data=data,
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
    winner = leader(games) if data.kind == "played" else data.winner
    if winner is None:
        raise Refused("result.winner_missing", _("Say which side won."))
    outcome = Outcome(data.kind, winner, games, data.reason if data.kind != "played" else "")
    try:
        check_result(regulation, outcome)
    except IllegalResult as illegal:
        raise Refused(illegal.code, illegal.sentence, status=422, details=None, **illegal.params) from illegal
    return outcome


async def reach(tx: Tx, contest: Contest, match: MatchView, outcome: Outcome) -> list[Reached]:
    bracket = results.bracket_of(contest, await sql.matches_of(tx, [contest.id]))
    stored = next(each for each in bracket.matches if each.id == match.id)
    changes = recompute.reach(bracket, stored, outcome)
    sides = {side for change in changes for side in (*change.before.sides, *change.after.sides) if side}
    entries = await sql.entries_of(tx, list(sides))
    return [reached(change, entries) for change in changes]


def reached(change: Change, entries: dict[str, EntryRef]) -> Reached:
    before = [entries[side].name if side else None for side in change.before.sides]
    after = [entries[side].name if side else None for side in change.after.sides]
    return Reached(
        match_id=change.after.id,
        number=change.after.number,
        round=change.after.round,
        replayed=change.reopened,
        interrupted=change.before.status in ("called", "playing"),
        before=(before[0], before[1]),
        after=(after[0], after[1]),
        outcome=change.before.outcome,
    )


router = Router(path="/events", route_handlers=[correction])
