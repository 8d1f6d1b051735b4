"""The gallery of a stage: works in their anonymous order, by category, large and small; the public's vote beside them.

Knows what is hung and who may vote; counts nothing before the vote is closed and tells no number before the reveal.
"""

from typing import Annotated, Any
from urllib.parse import urlencode
from uuid import UUID

from litestar import Request, Response, Router, get
from litestar.di import NamedDependency
from litestar.params import FromPath, Parameter
from msgspec import Struct

from services.scoring.hall import hall_of
from services.scoring.judged.gallery_rules import GONE, galleries, named, open_to, told
from services.scoring.judged.ground import rule_set_of, stage_of
from services.scoring.judged.officials import Official, contest_of, official_of
from services.scoring.judged.owners import SHOWN
from services.scoring.sql import judged, votes
from services.scoring.sql import materials as sql
from services.scoring.sql.judged import ContestRow
from services.scoring.sql.materials import MaterialRow
from services.scoring.sql.votes import VoteTime
from shared.kit.db import Tx
from shared.kit.http.auth import Who, anyone
from shared.kit.http.errors import Refused
from shared.kit.http.replies import page
from shared.kit.words import _
from shared.messages.events import JudgedEntry
from shared.rules.judged.rule_set import RuleSet, Stage

AnyRequest = Request[Any, Any, Any]
Chosen = Annotated[str, Parameter(max_length=120)]
Short = Annotated[str, Parameter(max_length=8)]
DESK = ("organiser", "chief", "supervisor")


class Work(Struct, frozen=True, kw_only=True):
    """A work as it hangs."""

    performance_id: UUID
    order_no: int
    category: str
    pictures: list[MaterialRow]
    others: list[MaterialRow]
    """Videos and documents: for those who judge."""
    entry: JudgedEntry | None
    """Only once names may be told."""
    votes: int | None
    """Only once they are revealed."""
    mine: bool
    """One's own work: one does not vote for it."""
    chosen: bool


class Gallery(Struct, frozen=True, kw_only=True):
    """A stage's gallery for one visitor."""

    contest: ContestRow
    rule_set: RuleSet
    stage: Stage
    stages: list[Stage]
    time: VoteTime
    works: list[Work]
    categories: list[str]
    voters: int
    left: int
    """Votes the visitor may still give."""
    may_vote: bool


@get("/contests/{contest_id:uuid}/gallery", guards=[anyone])
async def gallery(
    request: AnyRequest,
    contest_id: FromPath[UUID],
    tx: NamedDependency[Tx],
    who: NamedDependency[Who],
    stage: Chosen = "",
    category: Chosen = "",
    work: Short = "",
    voted: Short = "",
) -> Response[Any]:
    contest = await contest_of(tx, contest_id)
    official = await official_of(request, tx, contest)
    shown = await gallery_of(tx, contest, stage, who, official)
    works = [each for each in shown.works if category in ("", each.category)]
    at = next((place for place, each in enumerate(works) if str(each.order_no) == work.lstrip("0")), None)
    desk = official is not None and official.has(*DESK)
    event = await hall_of(request).events.event(contest.event_id)
    return page(
        request,
        "judged_gallery.html",
        contest=contest,
        event=event,
        gallery=shown,
        works=works,
        category=category,
        one=works[at] if at is not None else None,
        before=works[at - 1] if at else None,
        after=works[at + 1] if at is not None and at + 1 < len(works) else None,
        desk=desk,
        voted=int(voted) if voted.isdecimal() else 0,
        official=official,
        link=lambda **more: address(contest_id, stage=shown.stage.key, **({"category": category} | more)),
    )


async def gallery_of(tx: Tx, contest: ContestRow, key: str, who: Who, official: Official | None) -> Gallery:
    """The gallery as this visitor may see it.

    Raises:
        Refused: there is none, or it is not open to them.
    """
    rule_set = await rule_set_of(tx, contest.id)
    hung = galleries(rule_set)
    begun = await sql.stages_begun(tx, contest.id)
    stage = stage_of(rule_set, key) if key else chosen_stage(hung, begun)
    if stage is None or stage.key not in {each.key for each in hung}:
        raise Refused("gallery.none", _("The works of this contest are not shown in a gallery."), status=404)
    status = begun.get(stage.key, "planned")
    if official is None and not open_to(stage, who):
        if stage.public_votes and who.member_id is None:
            raise Refused("auth.sign_in", _("Please sign in first."), status=401)
        raise Refused("gallery.closed", _("This gallery is open to the judges only."), status=403)
    if status not in SHOWN and (official is None or not official.has(*DESK)):
        raise Refused("gallery.early", _("The gallery opens when the judging begins."), status=403)
    time = await votes.vote_time(tx, contest.id, stage.key)
    works = await works_of(tx, contest, rule_set, stage, status, who)
    given = sum(each.chosen for each in works)
    may_vote = stage.public_votes > 0 and time.running and status == "running" and who.member_id is not None
    return Gallery(
        contest=contest,
        rule_set=rule_set,
        stage=stage,
        stages=[each for each in hung if each.key in begun],
        time=time,
        works=works,
        categories=sorted({each.category for each in works if each.category}),
        voters=await votes.voters(tx, contest.id, stage.key) if stage.public_votes else 0,
        left=max(0, stage.public_votes - given),
        may_vote=may_vote and not who.must_change,
    )


def chosen_stage(hung: list[Stage], begun: dict[str, str]) -> Stage | None:
    """The gallery one comes to: the one that runs, else the last one begun, else the first."""
    running = [each for each in hung if begun.get(each.key) == "running"]
    over = [each for each in hung if begun.get(each.key) in SHOWN]
    return next(iter([*running, *reversed(over), *hung]), None)


async def works_of(tx: Tx, contest: ContestRow, rule_set: RuleSet, stage: Stage, status: str, who: Who) -> list[Work]:
    entries = {each.id: each for each in contest.state.entries}
    chosen = await votes.votes_of_member(tx, contest.id, stage.key, who.member_id) if who.member_id else set()
    files: dict[UUID, list[MaterialRow]] = {}
    for each in await sql.materials_of_contest(tx, contest.id):
        if each.complete and each.shown and each.stage in ("", stage.key):
            files.setdefault(each.entry_id, []).append(each)
    found = []
    for row in await judged.performances_of(tx, contest.id, stage.key):
        entry = entries.get(row.entry_id)
        if entry is None or row.status in GONE:
            continue
        own = files.get(row.entry_id, [])
        found.append(
            Work(
                performance_id=row.id,
                order_no=row.order_no,
                category=entry.category,
                pictures=[each for each in own if each.kind == "image"],
                others=[each for each in own if each.kind != "image"],
                entry=entry if named(rule_set, stage, contest, row, status) else None,
                votes=row.votes if stage.public_votes and told(row, status) else None,
                mine=who.member_id is not None and who.member_id in {each.id for each in entry.authors},
                chosen=row.id in chosen,
            )
        )
    return found


def address(contest_id: UUID, **asked: str) -> str:
    query = urlencode({key: value for key, value in asked.items() if value})
    return f"/scoring/contests/{contest_id}/gallery" + (f"?{query}" if query else "")


router = Router(path="/scoring", route_handlers=[gallery])
