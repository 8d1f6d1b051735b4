"""Rubbers into ties: what a closed rubber means for its tie, and what is told of rubbers. Knows no line-up's rules.

A tie is a match whose contest has an order of rubbers; a rubber is a match of its own, with its own sheet. Whoever
settles sheets asks here first: rubbers are written, and ties they decide come back as sheets of their own.
"""

from collections.abc import Sequence
from uuid import UUID

from msgspec import Struct
from msgspec.structs import replace

from services.events.sql import results as results_sql
from services.events.sql import ties as sql
from services.events.sql.results import Contest
from services.events.sql.ties import Rubber, Tie
from shared.kit.bus.journal import record_all
from shared.kit.db import Tx
from shared.messages.base import Message
from shared.messages.events import CourtRef, MatchDecided, MatchReady, MatchState, TieRef
from shared.messages.scoring import SheetClosed
from shared.rules import ties as rules
from shared.rules.model import Regulation, TieRule


class Settled(Struct, frozen=True):
    """What closed rubbers leave to do: sheets of ties and other matches, and contests with a tie that is open again."""

    sheets: list[SheetClosed]
    reopened: list[UUID]
    changed: list[UUID] = []
    """Rubbers and their ties, to be drawn again on live pages."""


async def settle_rubbers(tx: Tx, contests: Sequence[Contest], sheets: Sequence[SheetClosed]) -> Settled:
    """Write the rubbers these sheets close, and say what becomes of their ties. The contests are held."""
    if not any(contest.regulation.tie for contest in contests):
        return Settled(list(sheets), [])
    ids = await sql.ties_of_rubbers(tx, [sheet.match_id for sheet in sheets])
    if not ids:
        return Settled(list(sheets), [])
    ties = {tie.id: tie for tie in await sql.ties(tx, ids)}
    by_contest = {contest.id: contest for contest in contests}
    rest = {id(sheet): sheet for sheet in sheets}
    rubbers = {rubber.id: rubber for rubber in await sql.rubbers_of(tx, ids)}
    for sheet in sorted(sheets, key=lambda each: each.revision):
        rubber = rubbers.get(sheet.match_id)
        if rubber is None:
            continue
        del rest[id(sheet)]
        if rubber.status == "void" or sheet.attempt != rubber.attempt or sheet.revision <= rubber.sheet_revision:
            continue
        rubbers[rubber.id] = await close(tx, by_contest[rubber.contest_id], ties[rubber.tie_id], rubber, sheet)
    reopened: list[UUID] = []
    made = list(rest.values())
    for tie in ties.values():
        own = [rubber for rubber in rubbers.values() if rubber.tie_id == tie.id]
        if not own:
            continue  # its line-ups are due anew: a rubber of the former ones counts no more
        contest = by_contest[own[0].contest_id]
        typed = next((sheet for sheet in rest.values() if sheet.match_id == tie.id), None)
        if typed is not None:
            await change(tx, contest, [rubber for rubber in own if rubber.outcome is None], "void")
            continue
        last = max((sheet for sheet in sheets if sheet.match_id in {each.id for each in own}),
                   key=lambda sheet: sheet.closed_at)  # fmt: skip
        found = await follow(tx, contest, tie, own, last)
        if found is not None:
            made.append(found)
        elif tie.outcome is not None and not rules.over(rule_of(contest, tie), [each.outcome for each in own]):
            await sql.undecide(tx, tie.id)
            await sql.open_more(tx, contest.id, 1)
            reopened.append(contest.id)
    return Settled(made, reopened, [*ids, *rubbers])


async def close(tx: Tx, contest: Contest, tie: Tie, rubber: Rubber, sheet: SheetClosed) -> Rubber:
    await sql.decide(tx, rubber, sheet.outcome, sheet.id, sheet.revision, sheet.closed_at)
    await results_sql.keep_outcomes(tx, [(rubber, sheet)])
    after = replace(
        rubber,
        status="decided",
        outcome=sheet.outcome,
        winner=sheet.outcome.winner,
        sheet_id=sheet.id,
        sheet_revision=sheet.revision,
        decided_at=sheet.closed_at,
        revision=rubber.revision + 1,
    )
    message = MatchDecided(
        id=rubber.id,
        revision=after.revision,
        match=await state_of(tx, contest, after),
        outcome=sheet.outcome,
        decided_at=sheet.closed_at,
        corrected=bool(sheet.correction),
    )
    await record_all(tx, [message])
    return after


async def follow(
    tx: Tx, contest: Contest, tie: Tie, rubbers: Sequence[Rubber], last: SheetClosed
) -> SheetClosed | None:
    """The tie's own closed sheet if its rubbers decide it otherwise than it stands; dead rubbers are void."""
    rule = rule_of(contest, tie)
    outcomes = [rubber.outcome for rubber in rubbers]
    dead = rules.dead(rule, outcomes)
    await change(tx, contest, [r for r in rubbers if r.rubber in dead and r.status != "void"], "void")
    await change(tx, contest, [r for r in rubbers if r.rubber not in dead and r.status == "void"], "ready")
    found = rules.outcome_of(rule, outcomes)
    if found is None or found == tie.outcome:
        return None
    return SheetClosed(
        id=tie.id,
        revision=max(tie.sheet_revision + 1, sum(rubber.sheet_revision for rubber in rubbers)),
        match_id=tie.id,
        attempt=tie.attempt,
        outcome=found,
        closed_at=last.closed_at,
        correction=last.correction,
        reached=last.reached,
    )


async def change(tx: Tx, contest: Contest, rubbers: Sequence[Rubber], status: str) -> None:
    """Rubbers that are not played any more, or are after all, told to the others."""
    if not rubbers:
        return
    await sql.set_status(tx, [rubber.id for rubber in rubbers], status)
    await tell(tx, contest, [rubber.id for rubber in rubbers], rubbers[0].tie_id)


async def renew(tx: Tx, contest: Contest, ties: Sequence[UUID]) -> None:
    """Ties whose attempt rose: line-ups are due anew, and rubbers of the former ones are not played any more."""
    if contest.regulation.tie is None or not ties:
        return
    await sql.hide(tx, ties)
    former = await sql.rubbers_of(tx, ties, former=True)
    left = [rubber for rubber in former if rubber.status not in ("decided", "void")]
    await sql.set_status(tx, [rubber.id for rubber in left], "void")
    for tie in {rubber.tie_id for rubber in left}:
        await tell(tx, contest, [rubber.id for rubber in left], tie, former=True)


async def tell(tx: Tx, contest: Contest, changed: Sequence[UUID], tie_id: UUID, former: bool = False) -> None:
    """The present state of some rubbers of a tie."""
    messages: list[Message] = [
        MatchReady(id=rubber.id, revision=rubber.revision, match=await state_of(tx, contest, rubber))
        for rubber in await sql.rubbers_of(tx, [tie_id], former)
        if rubber.id in changed
    ]
    await record_all(tx, messages)


async def state_of(tx: Tx, contest: Contest, rubber: Rubber) -> MatchState:
    """A rubber as the others see it: teams with their players of this rubber for sides."""
    teams = await results_sql.entries_of(tx, [side for side in rubber.sides if side])
    people = await sql.members(tx, [*rubber.players_1, *rubber.players_2])
    sides = tuple(
        replace(
            teams[entry], name=name, unit=teams[entry].name, members=tuple(people[p] for p in players if p in people)
        )
        if entry
        else None
        for entry, name, players in (
            (rubber.entry_1, rubber.name_1, rubber.players_1),
            (rubber.entry_2, rubber.name_2, rubber.players_2),
        )
    )
    return MatchState(
        event_id=contest.event_id,
        event_name=contest.event_name,
        contest_id=contest.id,
        contest_name=contest.name,
        regulation=rubber.regulation,
        number=rubber.number,
        round=rubber.round,
        rounds=rubber.rounds,
        attempt=rubber.attempt,
        status=rubber.status,
        sides=(sides[0], sides[1]),
        court=CourtRef(rubber.court_id, rubber.court_name) if rubber.court_id and rubber.court_name else None,
        starts_at=rubber.starts_at,
        section="rubber",
        title=rubber.title,
        tie=TieRef(
            id=rubber.tie_id,
            number=rubber.number,
            rubber=rubber.rubber,
            name=rubber.title.say if rubber.title else "",
        ),
    )


def rule_of(contest: Contest, tie: Tie) -> TieRule:
    """The order of rubbers this tie is played by."""
    rule = settings_of(contest.regulation, tie.grp).tie
    if rule is None:
        raise AssertionError("only ties have rubbers")
    return rule


def settings_of(regulation: Regulation, group: int | None) -> Regulation:
    """The settings of a match: those of a group match where it is one."""
    return rules.in_group(regulation) if group is not None else regulation


def scores(rule: TieRule, rubbers: Sequence[Rubber]) -> tuple[int, int]:
    """How the tie stands."""
    return rules.score(rule, [rubber.outcome for rubber in rubbers])
