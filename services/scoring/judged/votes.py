"""The public's vote on the works of a stage: opened and closed by the desk, given and taken back by members.

Knows no number before the vote is closed; then it is written to the performances, and told with the reveal.
"""

from datetime import datetime
from typing import Annotated, Any
from uuid import UUID

from litestar import Request, Response, Router, post
from litestar.di import NamedDependency
from litestar.params import FromPath
from msgspec import Meta, Struct

from services.scoring.hall import hall_of
from services.scoring.judged import watch
from services.scoring.judged.at_hand import Reasoned, reasoned
from services.scoring.judged.gallery import DESK, address
from services.scoring.judged.gallery_rules import GONE
from services.scoring.judged.ground import rule_set_of, stage_of
from services.scoring.judged.officials import contest_of, require
from services.scoring.judged.owners import entry_of, is_author
from services.scoring.sql import judged
from services.scoring.sql import votes as sql
from services.scoring.sql.judged import ContestRow
from shared.kit.db import Tx
from shared.kit.http.auth import Who, anyone, signed_in
from shared.kit.http.errors import Refused
from shared.kit.http.forms import typed
from shared.kit.http.replies import done, wants_json
from shared.kit.words import _
from shared.rules.judged.rule_set import Stage

AnyRequest = Request[Any, Any, Any]


class Vote(Struct, frozen=True):
    performance: UUID
    vote: bool = False
    """Without it the vote is taken back."""
    category: Annotated[str, Meta(max_length=120)] = ""
    work: Annotated[str, Meta(max_length=8)] = ""


@post("/contests/{contest_id:uuid}/stages/{stage:str}/vote/open", guards=[anyone], status_code=200)
async def open_vote(
    request: AnyRequest,
    contest_id: FromPath[UUID],
    stage: FromPath[str],
    tx: NamedDependency[Tx],
    now: NamedDependency[datetime],
) -> Response[Any]:
    """Let the public vote. Once the votes were counted it is opened again only for a reason."""
    data = await typed(request, Reasoned)
    contest = await contest_of(tx, contest_id)
    official = await require(request, tx, contest, *DESK)
    rule = await voted_stage(tx, contest, stage)
    time = await sql.lock_vote(tx, contest_id, rule.key)
    if time.status != "running":
        raise Refused("vote.not_running", _("The public can vote while the stage is being judged."), status=409)
    if not time.running:
        reason = reasoned(data.reason) if time.closed_at else ""
        await sql.open_vote(tx, contest_id, rule.key, now)
        await judged.insert_act(tx, contest_id, None, "vote.opened", official.name, reason, {"stage": rule.key})
    watch.moved(hall_of(request), tx, contest_id)
    return done(request, to=address(contest_id, stage=rule.key))


@post("/contests/{contest_id:uuid}/stages/{stage:str}/vote/close", guards=[anyone], status_code=200)
async def close_vote(
    request: AnyRequest,
    contest_id: FromPath[UUID],
    stage: FromPath[str],
    tx: NamedDependency[Tx],
    now: NamedDependency[datetime],
) -> Response[Any]:
    contest = await contest_of(tx, contest_id)
    official = await require(request, tx, contest, *DESK)
    rule = await voted_stage(tx, contest, stage)
    time = await sql.lock_vote(tx, contest_id, rule.key)
    if time.opened_at is None:
        raise Refused("vote.not_open", _("The vote has not been opened."), status=409)
    if time.closed_at is None:
        await sql.close_vote(tx, contest_id, rule.key, now)
        await sql.write_counts(tx, contest_id, rule.key)
        await judged.insert_act(tx, contest_id, None, "vote.closed", official.name, "", {"stage": rule.key})
    watch.moved(hall_of(request), tx, contest_id)
    return done(request, to=address(contest_id, stage=rule.key))


@post("/contests/{contest_id:uuid}/stages/{stage:str}/votes", guards=[signed_in], status_code=200)
async def vote(
    request: AnyRequest,
    contest_id: FromPath[UUID],
    stage: FromPath[str],
    tx: NamedDependency[Tx],
    who: NamedDependency[Who],
    now: NamedDependency[datetime],
) -> Response[Any]:
    contest = await contest_of(tx, contest_id)
    rule = await voted_stage(tx, contest, stage)
    told = await typed(request, Vote)
    assert who.member_id is not None
    await sql.lock_voter(tx, contest_id, rule.key, who.member_id)
    time = await sql.share_vote(tx, contest_id, rule.key)
    if not time.running or time.status != "running":
        raise Refused("vote.not_open", _("The vote is not open."), status=409)
    order_no = await check_work(tx, contest, rule, told.performance, who)
    if told.vote:
        given = await sql.votes_of_member(tx, contest_id, rule.key, who.member_id)
        if told.performance not in given and len(given) >= rule.public_votes:
            raise Refused(
                "vote.all_given",
                _("You have given all your {most} votes. Take one back first."),
                status=409,
                most=rule.public_votes,
            )
        await sql.give_vote(tx, contest_id, rule.key, told.performance, who.member_id, now)
    else:
        await sql.take_back_vote(tx, told.performance, who.member_id)
    to = address(contest_id, stage=rule.key, category=told.category, work=told.work, voted=str(order_no))
    if wants_json(request):
        return done(request, to=to)
    # The script follows this too and takes the gallery out of the page, so that nobody is moved from where they look.
    return Response(b"", status_code=303, headers={"Location": to}, media_type="text/html")


async def voted_stage(tx: Tx, contest: ContestRow, key: str) -> Stage:
    """A stage with a public vote.

    Raises:
        Refused: it has none.
    """
    stage = stage_of(await rule_set_of(tx, contest.id), key)
    if not stage.public_votes:
        raise Refused("vote.none", _("The rules of this stage know no public vote."), status=409)
    return stage


async def check_work(tx: Tx, contest: ContestRow, stage: Stage, performance_id: UUID, who: Who) -> int:
    """The number of a work this member may vote for.

    Raises:
        Refused: there is no such work here, or it is their own.
    """
    row = await judged.read_performance(tx, performance_id)
    if row is None or (row.contest_id, row.stage) != (contest.id, stage.key) or row.status in GONE:
        raise Refused("performance.unknown", _("There is no such work here."), status=404)
    if is_author(who, entry_of(contest, row.entry_id)):
        raise Refused("vote.own", _("Nobody votes for a work of their own."), status=403)
    return row.order_no


router = Router(path="/scoring", route_handlers=[open_vote, close_vote, vote])
