"""Papers of a judged contest: protocol, ranking, agreement, score sheets, as PDF and spreadsheet.

Marks stand on them only once a performance is closed, and only for those who may see marks at the desk.
"""

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from datetime import datetime
from typing import Any, TypeVar
from uuid import UUID

from litestar import Response, Router, get
from litestar.di import NamedDependency
from litestar.params import FromPath

from services.scoring.hall import hall_of
from services.scoring.judged.at_hand import SEES_MARKS, AnyRequest
from services.scoring.judged.document import Document
from services.scoring.judged.doors import DOORS, doors_open
from services.scoring.judged.officials import contest_of, require
from services.scoring.judged.paper_agreement import agreement_report
from services.scoring.judged.paper_book import workbook
from services.scoring.judged.paper_ground import PaperGround, paper_ground
from services.scoring.judged.paper_protocol import protocol
from services.scoring.judged.paper_result import ranking
from services.scoring.judged.paper_sheets import blank, sheets
from services.scoring.judged.typeset import can_chinese, pdf_of
from services.scoring.sql import judged
from services.scoring.sql.paper_marks import RevisionRow, revisions_of_closed
from shared.kit.db import Tx
from shared.kit.http.auth import anyone
from shared.kit.http.replies import json, page, wants_json
from shared.kit.words import _

Made = TypeVar("Made")
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
PRINTING = DOORS["papers"]
"""Who may print sheets without marks."""
OF_JUDGES = ("organiser", "chief", "supervisor")
"""Who may read how each judge marks."""
PAPERS: Mapping[str, tuple[str, tuple[str, ...]]] = {
    "ranking.pdf": (_("Ranking and prizes"), SEES_MARKS),
    "protocol.pdf": (_("Protocol with every mark"), SEES_MARKS),
    "protocol.xlsx": (_("Protocol as a spreadsheet"), SEES_MARKS),
    "sheets.pdf": (_("Each judge's score sheet, to sign"), SEES_MARKS),
    "agreement.pdf": (_("Agreement of the judges"), OF_JUDGES),
    "blank.pdf": (_("Paper score sheets, blank"), PRINTING),
}


@get("/contests/{contest_id:uuid}/papers", guards=[anyone])
async def show(request: AnyRequest, contest_id: FromPath[UUID], tx: NamedDependency[Tx]) -> Response[Any]:
    """Which papers there are for whoever asks."""
    contest = await contest_of(tx, contest_id)
    official = await require(request, tx, contest, *PRINTING)
    own = {file: name for file, (name, roles) in PAPERS.items() if official.has(*roles)}
    if wants_json(request):
        return json({"papers": [{"file": file, "address": f"{request.url.path}/{file}"} for file in own]})
    doors = doors_open(official, await judged.newest_rule_set(tx, contest_id))
    return page(request, "judged_papers.html", contest=contest, papers=own, doors=doors, chinese=await can_chinese())


async def asked(
    request: AnyRequest,
    contest_id: UUID,
    now: datetime,
    roles: tuple[str, ...],
    build: Callable[[Tx, PaperGround], Awaitable[Made]],
) -> Made:
    """A paper's content, read in a transaction of its own: setting it takes a while and must hold no connection."""
    async with hall_of(request).db.tx() as tx:
        contest = await contest_of(tx, contest_id)
        official = await require(request, tx, contest, *roles)
        return await build(tx, await paper_ground(request, tx, contest, official, now))


@get("/contests/{contest_id:uuid}/papers/protocol.pdf", guards=[anyone])
async def protocol_pdf(
    request: AnyRequest, contest_id: FromPath[UUID], now: NamedDependency[datetime]
) -> Response[bytes]:
    async def build(tx: Tx, papers: PaperGround) -> Document:
        return protocol(papers, await revisions_of(tx, papers))

    return await pdf("protocol", await asked(request, contest_id, now, SEES_MARKS, build), contest_id)


@get("/contests/{contest_id:uuid}/papers/protocol.xlsx", guards=[anyone])
async def protocol_xlsx(
    request: AnyRequest, contest_id: FromPath[UUID], now: NamedDependency[datetime]
) -> Response[bytes]:
    async def build(tx: Tx, papers: PaperGround) -> tuple[PaperGround, dict[str, list[RevisionRow]]]:
        return papers, await revisions_of(tx, papers)

    made = await asyncio.to_thread(workbook, *await asked(request, contest_id, now, SEES_MARKS, build))
    return attached(made, XLSX, f"protocol-{contest_id}.xlsx")


@get("/contests/{contest_id:uuid}/papers/ranking.pdf", guards=[anyone])
async def ranking_pdf(
    request: AnyRequest, contest_id: FromPath[UUID], now: NamedDependency[datetime]
) -> Response[bytes]:
    async def build(_tx: Tx, papers: PaperGround) -> Document:
        return ranking(papers)

    return await pdf("ranking", await asked(request, contest_id, now, SEES_MARKS, build), contest_id)


@get("/contests/{contest_id:uuid}/papers/agreement.pdf", guards=[anyone])
async def agreement_pdf(
    request: AnyRequest, contest_id: FromPath[UUID], now: NamedDependency[datetime]
) -> Response[bytes]:
    async def build(_tx: Tx, papers: PaperGround) -> Document:
        return agreement_report(papers)

    return await pdf("agreement", await asked(request, contest_id, now, OF_JUDGES, build), contest_id)


@get("/contests/{contest_id:uuid}/papers/sheets.pdf", guards=[anyone])
async def sheets_pdf(
    request: AnyRequest, contest_id: FromPath[UUID], now: NamedDependency[datetime]
) -> Response[bytes]:
    async def build(_tx: Tx, papers: PaperGround) -> Document:
        return sheets(papers)

    return await pdf("sheets", await asked(request, contest_id, now, SEES_MARKS, build), contest_id)


@get("/contests/{contest_id:uuid}/papers/blank.pdf", guards=[anyone])
async def blank_pdf(request: AnyRequest, contest_id: FromPath[UUID], now: NamedDependency[datetime]) -> Response[bytes]:
    """With the order numbers of everybody still in, whether they have performed or not."""

    async def build(tx: Tx, papers: PaperGround) -> Document:
        every = {key: await judged.performances_of(tx, contest_id, key) for key in papers.grounds}
        return blank(papers, {key: [row for row in given if row.status != "withdrawn"] for key, given in every.items()})

    return await pdf("blank", await asked(request, contest_id, now, PRINTING, build), contest_id)


async def revisions_of(tx: Tx, papers: PaperGround) -> dict[str, list[RevisionRow]]:
    return {key: await revisions_of_closed(tx, papers.contest.id, key) for key in papers.grounds}


async def pdf(name: str, document: Document, contest_id: UUID) -> Response[bytes]:
    return attached(await pdf_of(document), "application/pdf", f"{name}-{contest_id}.pdf", shown="inline")


def attached(data: bytes, content_type: str, name: str, shown: str = "attachment") -> Response[bytes]:
    headers = {"Content-Disposition": f'{shown}; filename="{name}"', "Cache-Control": "private, no-store"}
    return Response(data, media_type=content_type, headers=headers)


router = Router(
    "/scoring",
    route_handlers=[show, protocol_pdf, protocol_xlsx, ranking_pdf, agreement_pdf, sheets_pdf, blank_pdf],
)
