"""A judged contest is handed over to its panel; its certificates once it is decided. Knows no judge and no mark."""

import csv
import io
from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

import xlsxwriter
from litestar import Request, Response, Router, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath
from msgspec import Struct

from services.events import judged, live
from services.events.access import contest_to_change, organised_contest
from services.events.matches import zone
from services.events.prizes import spoken
from services.events.sql import entries as entry_sql
from services.events.sql import judged as sql
from services.events.sql.contests import Contest
from services.events.sql.judged import Certificate
from shared.kit.db import Tx
from shared.kit.http.auth import Who, signed_in, who_of
from shared.kit.http.errors import Refused
from shared.kit.http.forms import typed
from shared.kit.http.replies import done, json, page, wants_json
from shared.kit.live import Hub
from shared.kit.words import _

AnyRequest = Request[Any, Any, Any]
HEADINGS = (
    (_("Awarded to"), 16),
    (_("Unit"), 24),
    (_("Event"), 30),
    (_("Contest"), 24),
    (_("Work"), 30),
    (_("Prize"), 16),
    (_("Title"), 20),
    (_("Place"), 10),
    (_("Date"), 14),
)
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


class HandOver(Struct, kw_only=True):
    revision: int | None = None


@post("/contests/{contest_id:uuid}/hand-over", guards=[signed_in])
async def hand_over(
    request: AnyRequest,
    contest_id: FromPath[UUID],
    tx: NamedDependency[Tx],
    who: NamedDependency[Who],
    now: NamedDependency[datetime],
    hub: NamedDependency[Hub],
) -> Response[Any]:
    """From here on entries change with a reason only, and the panel can begin."""
    data = await typed(request, HandOver)
    contest = await contest_to_change(tx, contest_id, who, data.revision)
    if not contest.judged:
        raise Refused("contest.not_judged", _("Only a judged contest is handed over to a panel."), status=409)
    if contest.status != "open":
        raise Refused(
            "contest.handed_over", _("{contest} is with its panel already."), status=409, contest=contest.name
        )
    if all(entry.withdrawn for entry in await entry_sql.entries(tx, contest_id)):
        raise Refused("contest.empty", _("Nobody is entered: there is nothing to judge."), status=409)
    await sql.hand_over(tx, contest_id, now)
    await judged.tell(tx, contest_id)
    tx.after_commit(lambda: live.changed(hub, contest.event_id, contest_id, []))
    return done(request, to=f"/events/contests/{contest_id}/desk", body={"id": contest_id, "status": "judging"})


async def certificates_of(tx: Tx, contest_id: UUID, who: Who) -> tuple[Contest, list[Certificate]]:
    """A decided contest of the caller's event, with what its certificates say."""
    contest = await organised_contest(tx, contest_id, who)
    if contest.status != "decided":
        raise Refused("certificates.early", _("There are certificates once the contest is decided."), status=409)
    return contest, await sql.certificates(tx, contest_id)


@get("/contests/{contest_id:uuid}/certificates", guards=[signed_in])
async def certificates(
    request: AnyRequest, contest_id: FromPath[UUID], tx: NamedDependency[Tx], who: NamedDependency[Who]
) -> Response[Any]:
    contest, found = await certificates_of(tx, contest_id, who)
    if wants_json(request):
        return json({"certificates": found})
    return page(request, "certificates.html", contest=contest, certificates=found)


@get("/contests/{contest_id:uuid}/certificates.xlsx", guards=[signed_in])
async def workbook(
    request: AnyRequest, contest_id: FromPath[UUID], tx: NamedDependency[Tx], who: NamedDependency[Who]
) -> Response[Any]:
    _contest, found = await certificates_of(tx, contest_id, who)
    heads, rows = table(request, found)
    return attached(book(heads, rows), XLSX, f"certificates-{contest_id}.xlsx")


@get("/contests/{contest_id:uuid}/certificates.csv", guards=[signed_in])
async def values(
    request: AnyRequest, contest_id: FromPath[UUID], tx: NamedDependency[Tx], who: NamedDependency[Who]
) -> Response[Any]:
    """With the mark that lets spreadsheets see it is UTF-8."""
    _contest, found = await certificates_of(tx, contest_id, who)
    heads, rows = table(request, found)
    out = io.StringIO()
    csv.writer(out).writerows([heads, *([harmless(cell) for cell in row] for row in rows)])
    return attached(out.getvalue().encode("utf-8-sig"), "text/csv", f"certificates-{contest_id}.csv")


def table(request: AnyRequest, found: Sequence[Certificate]) -> tuple[list[str], list[list[str]]]:
    """Headings and rows in the reader's language."""
    lang = who_of(request).lang

    def say(sentence: str) -> str:
        return spoken(request, lang, sentence)

    return [say(heading) for heading, _width in HEADINGS], [row_of(each, say, zone(request)) for each in found]


def row_of(each: Certificate, say: Callable[[str], str], timezone: ZoneInfo) -> list[str]:
    place = str(each.first) if each.first == each.last else f"{each.first}–{each.last}"
    on = each.decided_at.astimezone(timezone).date().isoformat()
    return [each.name, each.unit, each.event, each.contest, each.work, say(each.prize_name), each.title, place, on]


def harmless(cell: str) -> str:
    """A cell that no spreadsheet takes for a formula."""
    return f"'{cell}" if cell.startswith(("=", "+", "-", "@", "\t", "\r")) else cell


def book(heads: Sequence[str], rows: Sequence[Sequence[str]]) -> bytes:
    """Every cell is written as text, so that no name can become a formula."""
    out = io.BytesIO()
    made = xlsxwriter.Workbook(out, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False})
    sheet = made.add_worksheet()
    bold = made.add_format({"bold": True, "bottom": 1})
    for column, (heading, (_name, width)) in enumerate(zip(heads, HEADINGS, strict=True)):
        sheet.set_column(column, column, width)
        sheet.write_string(0, column, heading, bold)
    for row, cells in enumerate(rows, start=1):
        for column, cell in enumerate(cells):
            sheet.write_string(row, column, cell)
    sheet.freeze_panes(1, 0)
    made.close()
    return out.getvalue()


def attached(data: bytes, content_type: str, name: str) -> Response[bytes]:
    headers = {"Content-Disposition": f'attachment; filename="{name}"', "Cache-Control": "private, no-store"}
    return Response(data, media_type=content_type, headers=headers)


router = Router(path="/events", route_handlers=[hand_over, certificates, workbook, values])
