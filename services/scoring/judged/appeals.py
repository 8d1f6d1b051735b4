"""Appeals: within the rule's window after the result, by an author or by an organiser for them; answered with a reason.

An upheld appeal changes nothing by itself: the desk corrects what was wrong, and an amended result is signed.
"""

from datetime import datetime, timedelta
from typing import Annotated, Any
from uuid import UUID, uuid4

from litestar import Response, Router, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath
from msgspec import Meta, Struct

from services.scoring.hall import hall_of
from services.scoring.judged import watch
from services.scoring.judged.at_hand import AnyRequest, form_used, held, reasoned
from services.scoring.judged.doors import DOORS, doors_open
from services.scoring.judged.ground import rule_set_of
from services.scoring.judged.officials import ORGANISER, Official, contest_of, official_of
from services.scoring.sql import appeals as sql
from services.scoring.sql import judged, results
from services.scoring.sql.appeals import AppealRow
from services.scoring.sql.judged import ContestRow
from shared.kit.db import Tx
from shared.kit.http.auth import Who, anyone, signed_in
from shared.kit.http.errors import Refused
from shared.kit.http.forms import typed
from shared.kit.http.replies import done, json, page, wants_json
from shared.kit.words import _
from shared.messages.events import JudgedEntry

ANSWERING = ("chief", "supervisor")
Text = Annotated[str, Meta(max_length=2000, title=_("Appeal"))]


class AppealTyped(Struct, kw_only=True):
    entry_id: UUID
    text: Text = ""
    id: UUID | None = None
    """Made by the page, so that a second tap counts once."""


class AnswerTyped(Struct, kw_only=True):
    answer: Annotated[str, Meta(max_length=2000, title=_("Answer"))] = ""
    upheld: bool


class Open(Struct, frozen=True):
    """An entry somebody may appeal for, and until when; None where nothing was told yet."""

    entry: JudgedEntry
    until: datetime | None
    open: bool


@get("/contests/{contest_id:uuid}/appeals", guards=[anyone])
async def show(
    request: AnyRequest,
    contest_id: FromPath[UUID],
    tx: NamedDependency[Tx],
    who: NamedDependency[Who],
    now: NamedDependency[datetime],
) -> Response[Any]:
    """Officials see every appeal, an author those of their own works."""
    contest = await contest_of(tx, contest_id)
    official = await official_of(request, tx, contest)
    sees_all = official is not None and official.has(*DOORS["appeals"])
    own = own_entries(contest, official, who)
    if not sees_all and not own:
        raise Refused(
            "appeals.not_yours", _("Appeals are seen by the authors of the works and by officials."), status=403
        )
    mine = {each.id for each in own}
    rows = [each for each in await sql.appeals_of(tx, contest_id) if sees_all or each.entry_id in mine]
    may = [await window(tx, contest, each, now) for each in own]
    if wants_json(request):
        return json(
            {"appeals": rows, "open": [{"entry_id": each.entry.id, "until": each.until} for each in may if each.open]}
        )
    return page(
        request,
        "judged_appeals.html",
        contest=contest,
        appeals=rows,
        names={each.id: each.name for each in contest.state.entries},
        mine=may,
        official=official,
        doors=doors_open(official, await rule_set_of(tx, contest_id)),
        answers=official is not None and official.has(*ANSWERING),
        new_id=uuid4(),
    )


@post("/contests/{contest_id:uuid}/appeals", guards=[signed_in], status_code=201)
async def appeal(
    request: AnyRequest,
    contest_id: FromPath[UUID],
    tx: NamedDependency[Tx],
    who: NamedDependency[Who],
    now: NamedDependency[datetime],
) -> Response[Any]:
    """Appeal for an own work, or as an organiser for its authors."""
    data = await typed(request, AppealTyped)
    contest = await contest_of(tx, contest_id)
    official = await official_of(request, tx, contest)
    entry = next((each for each in own_entries(contest, official, who) if each.id == data.entry_id), None)
    if entry is None:
        raise Refused(
            "appeals.not_yours", _("Only an author of the work, or an organiser for them, may appeal."), status=403
        )
    if not data.text.strip():
        raise Refused("appeal.empty", _("Say what the appeal is about."), status=422)
    refuse_unless_in_time(await window(tx, contest, entry, now))
    appeal_id = data.id or uuid4()
    if await sql.insert_appeal(tx, appeal_id, contest.id, entry.id, who.name, who.member_id, data.text.strip(), now):
        await judged.insert_act(tx, contest.id, None, "appeal", who.name, "", {"appeal": str(appeal_id)})
    else:
        before = await sql.read_appeal(tx, appeal_id)
        if before is None or (before.entry_id, before.text) != (entry.id, data.text.strip()):
            raise form_used()
    watch.moved(hall_of(request), tx, contest.id)
    return done(request, to=f"/scoring/contests/{contest_id}/appeals", body={"appeal_id": appeal_id}, status=201)


@post("/appeals/{appeal_id:uuid}/answer", guards=[anyone], status_code=200)
async def answer(
    request: AnyRequest, appeal_id: FromPath[UUID], tx: NamedDependency[Tx], now: NamedDependency[datetime]
) -> Response[Any]:
    """Chief or supervisor answer, with a reason; an appeal is answered once."""
    data = await typed(request, AnswerTyped)
    row = await known_appeal(tx, appeal_id)
    contest, official = await held(request, tx, row.contest_id, *ANSWERING)
    reason = reasoned(data.answer)
    if not await sql.answer(tx, appeal_id, reason, data.upheld, official.name, now):
        raise Refused("appeal.answered", _("This appeal has been answered already."), status=409)
    about = {"appeal": str(appeal_id), "upheld": data.upheld}
    await judged.insert_act(tx, contest.id, None, "appeal_answered", official.name, reason, about)
    watch.moved(hall_of(request), tx, contest.id)
    return done(request, to=f"/scoring/contests/{contest.id}/appeals", body={"upheld": data.upheld})


async def known_appeal(tx: Tx, appeal_id: UUID) -> AppealRow:
    row = await sql.read_appeal(tx, appeal_id)
    if row is None:
        raise Refused("appeal.unknown", _("There is no such appeal."), status=404)
    return row


def own_entries(contest: ContestRow, official: Official | None, who: Who) -> list[JudgedEntry]:
    """Every entry for an organiser; for others those they are an author of."""
    if official is not None and official.has(ORGANISER):
        return list(contest.state.entries)
    return [
        each
        for each in contest.state.entries
        if who.member_id is not None and any(author.id == who.member_id for author in each.authors)
    ]


async def window(tx: Tx, contest: ContestRow, entry: JudgedEntry, now: datetime) -> Open:
    """From the reveal of the entry's score until so many minutes after it, or after the signed result."""
    told = await sql.told_at(tx, contest.id, entry.id)
    signed = await results.signed_result(tx, contest.id)
    since = signed.signed_at if signed else told
    if since is None:
        return Open(entry, None, open=False)
    rule_set = await rule_set_of(tx, contest.id)
    until = since + timedelta(minutes=rule_set.appeal_minutes)
    return Open(entry, until, open=now <= until)


def refuse_unless_in_time(found: Open) -> None:
    if found.until is None:
        raise Refused("appeal.early", _("Nothing of this work has been told yet."), status=409)
    if not found.open:
        raise Refused("appeal.late", _("The time for appeals is over."), status=409)


router = Router("/scoring", route_handlers=[show, appeal, answer])
