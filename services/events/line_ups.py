"""Line-ups of team ties: handed in blind by both captains, shown together, made into rubbers. Knows no score.

A captain is the first named member of a team; organisers may hand in for either side. Nobody sees a line-up of the
other side before both are in.
"""

from collections.abc import Sequence
from datetime import datetime
from typing import Annotated, Any
from uuid import UUID

from litestar import Request, Response, Router, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath
from msgspec import Meta, Struct

from services.events import live, ties
from services.events.access import organises
from services.events.matches import moment, zone
from services.events.sql import results as results_sql
from services.events.sql import ties as sql
from services.events.sql.ties import NewRubber
from services.events.tie_ground import SIDES, Ground, ground_of, is_captain, organised, own_side, people_of
from shared.kit.db import Tx
from shared.kit.http.auth import Who, anyone, signed_in
from shared.kit.http.errors import Refused
from shared.kit.http.forms import typed
from shared.kit.http.replies import done, json, page, sentence, wants_json
from shared.kit.live import Hub
from shared.kit.words import _
from shared.rules import ties as rules
from shared.rules.model import Side, TieRule
from shared.rules.plan import Title
from shared.rules.ties.line_ups import Place, Problem, places_of, problems, slots_of

AnyRequest = Request[Any, Any, Any]
BEGUN = frozenset({"called", "playing", "decided"})


class HandedIn(Struct, kw_only=True):
    """Places and players side by side, as the form sends them."""

    side: Annotated[Side, Meta(title=_("Side"))]
    place: list[str] = []
    player: Annotated[list[str], Meta(title=_("Players"))] = []


class Due(Struct, kw_only=True):
    line_ups_due: Annotated[str, Meta(title=_("Line-ups until"))] = ""


class Shown(Struct, frozen=True):
    """A tie as programs read it; line-ups only once they are shown."""

    id: UUID
    score: tuple[int, int]
    handed_in: tuple[bool, bool]
    revealed: bool
    rubbers: tuple[dict[str, Any], ...]


@get("/ties/{match_id:uuid}", guards=[anyone])
async def tie_page(
    request: AnyRequest, match_id: FromPath[UUID], tx: NamedDependency[Tx], who: NamedDependency[Who]
) -> Response[Any]:
    """The tie for everybody: its rubbers once line-ups are shown, before that who has handed in."""
    ground = await ground_of(tx, match_id)
    if wants_json(request):
        return json(shown(ground))
    mine = await organises(tx, ground.match.event_id, who)
    sides = [side for side in (1, 2) if mine or is_captain(ground, side, who)]
    return page(request, "tie.html", ground=ground, mine=mine, sides=sides, rules=rules)


def shown(ground: Ground) -> Shown:
    rubbers = tuple(
        {
            "id": each.id,
            "rubber": each.rubber,
            "name": each.title.say if each.title else "",
            "sides": (each.name_1, each.name_2),
            "status": each.status,
            "outcome": each.outcome,
        }
        for each in ground.rubbers
    )
    handed = (1 in ground.line_ups, 2 in ground.line_ups)
    return Shown(ground.match.id, ground.score, handed, ground.tie.revealed_at is not None, rubbers)


@get("/ties/{match_id:uuid}/line-up/{side:int}", guards=[signed_in])
async def line_up_form(
    request: AnyRequest,
    match_id: FromPath[UUID],
    side: FromPath[int],
    tx: NamedDependency[Tx],
    who: NamedDependency[Who],
) -> Response[Any]:
    ground = await ground_of(tx, match_id)
    own = await own_side(tx, ground, side, who)
    kept = ground.line_ups.get(own)
    return page(
        request,
        "line_up.html",
        ground=ground,
        side=own,
        places=[(place, played(ground.rule, place)) for place in places_of(ground.rule, own)],
        mates=ground.mates[own],
        kept=kept.players if kept else {},
    )


def played(rule: TieRule, place: Place) -> list[tuple[int, str]]:
    """The rubbers of a place: number and name."""
    return [(number, rule.rubbers[number - 1].name) for number in place.rubbers]


@post("/ties/{match_id:uuid}/line-up", guards=[signed_in], status_code=200)
async def hand_in(
    request: AnyRequest,
    match_id: FromPath[UUID],
    tx: NamedDependency[Tx],
    who: NamedDependency[Who],
    now: NamedDependency[datetime],
    hub: NamedDependency[Hub],
) -> Response[Any]:
    """Hand a side's line-up in. Once both are in they are shown and the rubbers stand."""
    data = await typed(request, HandedIn)
    await results_sql.lock_contests_of(tx, [match_id])
    ground = await ground_of(tx, match_id)
    side = await own_side(tx, ground, data.side, who)
    refuse_unless_open(ground)
    line_up = dict(zip(data.place, data.player, strict=False))
    refuse_broken(request, problems(ground.rule, side, line_up, people_of(ground, side, now.date())))
    wanted = {place.slot.player: line_up[place.slot.player] for place in places_of(ground.rule, side)}
    await sql.hand_in(tx, match_id, ground.tie.attempt, side, wanted, who.member_id, now)
    ground = await ground_of(tx, match_id)
    if len(ground.line_ups) == 2:
        await show(tx, ground, now, hub)
    tx.after_commit(lambda: live.changed(hub, ground.match.event_id, ground.contest.id, [match_id]))
    body = {"side": side, "revealed": len(ground.line_ups) == 2}
    return done(request, to=f"/events/ties/{match_id}", body=body)


def refuse_unless_open(ground: Ground) -> None:
    if not ground.match.entry_1 or not ground.match.entry_2:
        raise Refused("match.not_ready", _("The sides of match {number} are not known yet."), status=409,
                      number=ground.match.number)  # fmt: skip
    if ground.tie.revealed_at is not None:
        raise Refused("line_up.shown", _("The line-ups are shown and stand."), status=409)
    if ground.match.outcome is not None:
        raise Refused("match.begun", _("Match {number} is on court or over."), status=409, number=ground.match.number)


def refuse_broken(request: AnyRequest, broken: Sequence[Problem]) -> None:
    """A line-up that breaks rules is not handed in; every rule is told."""
    if broken:
        told = [sentence(request, each.sentence, each.values) for each in broken]
        raise Refused(broken[0].code, _("This line-up cannot be: {problems}"), problems=" ".join(told))


@post("/ties/{match_id:uuid}/due", guards=[signed_in], status_code=200)
async def set_due(
    request: AnyRequest, match_id: FromPath[UUID], tx: NamedDependency[Tx], who: NamedDependency[Who]
) -> Response[Any]:
    """Until when line-ups must be in; told on the page, and enforced by the organiser who shows them."""
    data = await typed(request, Due)
    ground = await organised(tx, match_id, who)
    due = moment(data.line_ups_due, zone(request)) if data.line_ups_due else None
    await sql.set_due(tx, ground.match.id, due)
    return done(request, to=f"/events/ties/{match_id}", body={"line_ups_due": due})


@post("/ties/{match_id:uuid}/conceal", guards=[signed_in], status_code=200)
async def take_back(
    request: AnyRequest,
    match_id: FromPath[UUID],
    tx: NamedDependency[Tx],
    who: NamedDependency[Who],
    hub: NamedDependency[Hub],
) -> Response[Any]:
    """Take shown line-ups back so that they can be changed, as long as no rubber was begun."""
    await results_sql.lock_contests_of(tx, [match_id])
    ground = await organised(tx, match_id, who)
    if ground.tie.revealed_at is None:
        raise Refused("line_up.hidden", _("The line-ups are not shown yet."), status=409)
    if any(each.status in BEGUN or each.sheet_id for each in ground.rubbers):
        raise Refused("line_up.begun", _("A rubber was begun: the line-ups stand."), status=409)
    await ties.change(tx, ground.contest, ground.rubbers, "void")
    await sql.conceal(tx, match_id)
    tx.after_commit(lambda: live.changed(hub, ground.match.event_id, ground.contest.id, [match_id]))
    return done(request, to=f"/events/ties/{match_id}", body={"revealed": False})


async def show(tx: Tx, ground: Ground, now: datetime, hub: Hub) -> None:
    """Both line-ups become rubbers, each ready to be called."""
    made = [new_rubber(ground, number) for number in range(1, len(ground.rule.rubbers) + 1)]
    await sql.add_rubbers(tx, ground.tie.id, made)
    await sql.reveal(tx, ground.tie.id, now)
    rubbers = await sql.rubbers_of(tx, [ground.tie.id])
    await ties.tell(tx, ground.contest, [each.id for each in rubbers], ground.tie.id)


def new_rubber(ground: Ground, number: int) -> NewRubber:
    rubber = ground.rule.rubbers[number - 1]
    names = {mate.id: mate.name for side in (1, 2) for mate in ground.mates[side]}
    players = tuple(
        tuple(ground.line_ups[side].players[slot.player] for slot in slots_of(rubber, side)) for side in SIDES
    )
    said = tuple(
        f"{team.name}: {' / '.join(names[player] for player in of_side)}"
        for team, of_side in zip(ground.teams, players, strict=True)
    )
    return NewRubber(
        rubber=number,
        title=Title(rubber.name),
        regulation=rules.regulation_of(ground.contest.regulation, rubber),
        names=(said[0], said[1]),
        players=(players[0], players[1]),
    )


router = Router(path="/events", route_handlers=[tie_page, line_up_form, hand_in, set_due, take_back])
