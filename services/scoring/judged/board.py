"""The public ranking of a judged contest: what is revealed, and after the signatures the result with prizes.

Everything on it comes through `shown`, or from a result both officials have signed.
"""

from decimal import Decimal
from typing import Any
from uuid import UUID

from litestar import Response, Router, get
from litestar.di import NamedDependency
from litestar.params import FromPath
from msgspec import Struct
from msgspec.structs import replace

from services.scoring.judged.appeals import own_entries
from services.scoring.judged.at_hand import AnyRequest, numbered
from services.scoring.judged.gallery_rules import galleries, open_to
from services.scoring.judged.lines import read_lines
from services.scoring.judged.officials import contest_of
from services.scoring.judged.screen import with_panels
from services.scoring.judged.shown_ranking import Ranking, shown_ranking
from services.scoring.judged.told import names_of, told_of
from services.scoring.sql import judged, reveals
from services.scoring.sql import results as results_sql
from services.scoring.sql.judged import ContestRow
from shared.kit.db import Tx
from shared.kit.http.auth import anyone, who_of
from shared.kit.http.errors import Refused
from shared.kit.http.replies import json, page, wants_json
from shared.rules.judged.judgement import Line
from shared.rules.judged.regulation_words import prize_name


class FinalLine(Struct, frozen=True, kw_only=True):
    """A line of the signed result."""

    first: int
    last: int
    total: Decimal
    name: str
    unit: str
    prize: str
    title: str
    panel: str = ""


class BoardView(Struct, frozen=True, kw_only=True):
    contest_id: UUID
    event: str
    contest: str
    stage: str = ""
    ranking: Ranking = Ranking()
    open_numbers: list[str] = []
    over: int = 0
    performances: int = 0
    final: list[FinalLine] = []
    amendment: str = ""
    head: str = ""


@get("/contests/{contest_id:uuid}/board", guards=[anyone])
async def show(request: AnyRequest, contest_id: FromPath[UUID], tx: NamedDependency[Tx]) -> Response[Any]:
    contest = await contest_of(tx, contest_id)
    view = await board_view(tx, contest)
    if wants_json(request):
        return json(view)
    who = who_of(request)
    rule_set = await judged.newest_rule_set(tx, contest_id)
    return page(
        request,
        "judged_board.html",
        view=view,
        prize_name=prize_name,
        gallery=rule_set is not None and any(open_to(stage, who) for stage in galleries(rule_set)),
        author=bool(own_entries(contest, None, who)),
    )


async def board_view(tx: Tx, contest: ContestRow) -> BoardView:
    """The ranking as everybody may see it now."""
    bare = BoardView(
        contest_id=contest.id, event=contest.state.event_name, contest=contest.name, head=contest.head[:12]
    )
    signed = await results_sql.signed_result(tx, contest.id)
    if signed is not None:
        return BoardView(
            contest_id=bare.contest_id,
            event=bare.event,
            contest=bare.contest,
            final=await final_lines(tx, contest, read_lines(signed.lines)),
            amendment=signed.amendment,
            head=signed.head[:12],
        )
    try:
        told = await told_of(tx, contest)
        ranking = shown_ranking(told)
    except Refused:
        return bare
    ground = told.ground
    return BoardView(
        contest_id=bare.contest_id,
        event=bare.event,
        contest=bare.contest,
        stage=ground.stage.name,
        ranking=replace(ranking, lines=await with_panels(tx, ranking.lines)),
        open_numbers=[numbered(each.order_no) for each in ground.performances if each.status == "open"],
        over=sum(each.status not in ("waiting", "open", "reopened") for each in ground.performances),
        performances=len(ground.performances),
        head=bare.head,
    )


async def final_lines(tx: Tx, contest: ContestRow, lines: list[Line]) -> list[FinalLine]:
    panels = await reveals.panel_names(tx, sorted({line.panel for line in lines if line.panel}))
    entries = {str(each.id): each for each in contest.state.entries}
    found = []
    for line in lines:
        entry = entries.get(line.entry)
        name, unit = names_of(entry) if entry else ("", "")
        found.append(
            FinalLine(
                first=line.first,
                last=line.last,
                total=line.total,
                name=name,
                unit=unit,
                prize=line.prize,
                title=line.title,
                panel=panels.get(line.panel, ""),
            )
        )
    return found


router = Router("/scoring", route_handlers=[show])
