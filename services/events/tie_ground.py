"""A team tie as everybody who deals with it sees it: teams, captains, line-ups, rubbers. Knows no request body."""

from collections.abc import Mapping, Sequence
from datetime import date
from uuid import UUID

from msgspec import Struct

from services.events import ties
from services.events.access import organises
from services.events.sql import public as public_sql
from services.events.sql import results as results_sql
from services.events.sql import ties as sql
from services.events.sql.public import MatchView
from services.events.sql.results import Contest
from services.events.sql.ties import LineUp, Mate, Rubber, Tie
from shared.kit.db import Tx
from shared.kit.http.auth import Who
from shared.kit.http.errors import Refused
from shared.kit.words import _
from shared.messages.events import EntryRef
from shared.rules.model import Side, TieRule
from shared.rules.ties import ordered
from shared.rules.ties.line_ups import Person

SIDES: tuple[Side, Side] = (1, 2)


class Ground(Struct, frozen=True, kw_only=True):
    """A tie with its teams, for whoever looks at it."""

    match: MatchView
    tie: Tie
    rule: TieRule
    contest: Contest
    teams: tuple[EntryRef, EntryRef]
    mates: Mapping[int, Sequence[Mate]]
    """By side, the captain first."""
    line_ups: Mapping[int, LineUp]
    rubbers: Sequence[Rubber]

    @property
    def score(self) -> tuple[int, int]:
        return ties.scores(self.rule, self.rubbers)


async def ground_of(tx: Tx, match_id: UUID) -> Ground:
    match = await public_sql.match(tx, match_id)
    rule = ties.settings_of(match.regulation, match.grp).tie if match is not None else None
    if match is None or rule is None:
        raise Refused("tie.unknown", _("There is no such team tie."), status=404)
    tie = (await sql.ties(tx, [match_id]))[0]
    entries = [entry for entry in (tie.entry_1, tie.entry_2) if entry is not None]
    teams = await results_sql.entries_of(tx, [str(entry) for entry in entries])
    mates = await sql.mates(tx, entries)
    nobody = EntryRef(id=match_id, name="", unit="")
    return Ground(
        match=match,
        tie=tie,
        rule=present_order(rule, tie),
        contest=(await results_sql.contest_of(tx, match.contest_id))[0],
        teams=(teams.get(str(tie.entry_1), nobody), teams.get(str(tie.entry_2), nobody)),
        mates={
            side: [mate for mate in mates if mate.entry_id == entry]
            for side, entry in ((1, tie.entry_1), (2, tie.entry_2))
        },
        line_ups={each.side: each for each in await sql.line_ups(tx, match_id, tie.attempt)},
        rubbers=await sql.rubbers_of(tx, [match_id]),
    )


def present_order(rule: TieRule, tie: Tie) -> TieRule:
    """The contest's rubbers as this tie plays them; an order made for another number of rubbers is none."""
    order = tie.rubber_order or ()
    return ordered(rule, order if len(order) == len(rule.rubbers) else ())


async def organised(tx: Tx, match_id: UUID, who: Who) -> Ground:
    ground = await ground_of(tx, match_id)
    if not await organises(tx, ground.match.event_id, who):
        raise Refused("request.forbidden", _("Only the organisers of this event may do this."), status=403)
    return ground


async def own_side(tx: Tx, ground: Ground, side: int, who: Who) -> Side:
    """The side asked for, if the caller leads it or organises the event."""
    if side not in SIDES:
        raise Refused("match.unknown", _("There is no such match."), status=404)
    if not is_captain(ground, side, who) and not await organises(tx, ground.match.event_id, who):
        raise Refused("line_up.not_captain", _("A line-up is handed in by the captain of the team."), status=403)
    return 1 if side == 1 else 2


def is_captain(ground: Ground, side: int, who: Who) -> bool:
    mates = ground.mates[side]
    return bool(mates) and who.member_id is not None and mates[0].id == who.member_id


def people_of(ground: Ground, side: Side, today: date) -> dict[str, Person]:
    """The team as the rules of line-ups see it."""
    return {
        str(mate.id): Person(
            mate.name, mate.gender, mate.leader, today.year - mate.birth_year if mate.birth_year else None
        )
        for mate in ground.mates[side]
    }
