"""Importing a roster: a file becomes a preview, the preview is confirmed, and only then anything is written."""

import asyncio
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Annotated, Any
from uuid import UUID

from litestar import Response, Router, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath, FromQuery
from msgspec import Meta, Struct, structs

from services.members import import_view
from services.members.announce import members_changed
from services.members.passwords import hashed_first
from services.members.roster_compare import Known, PreviewRow, compare
from services.members.roster_file import Rows, read_sheets, too_many_rows
from services.members.roster_headings import Columns, find_columns
from services.members.roster_reader import MAX_ROWS
from services.members.roster_rows import Given, read_rows
from services.members.sign_in import AnyRequest
from services.members.sql import accounts, acts, imports, roster
from services.members.sql.imports import Counts, RosterImport
from services.members.sql.roster import Member
from shared.kit.db import Db, Tx
from shared.kit.http.auth import Who, administrators
from shared.kit.http.errors import Refused
from shared.kit.http.forms import Upload, typed
from shared.kit.http.replies import done, json, page, wants_json
from shared.kit.words import _

LASTS = timedelta(hours=24)


class ImportFile(Struct, frozen=True):
    file: Annotated[Upload, Meta(title=_("File"))]


def stale() -> Refused:
    return Refused(
        "import.stale",
        _("The roster has changed since this preview was made. Please choose the file again."),
        status=409,
    )


class Confirmed(Struct, frozen=True):
    added: int
    changed: int


@get("/members/roster/import", guards=[administrators])
async def import_page(request: AnyRequest) -> Response[bytes]:
    return page(request, "import.html")


@post("/members/roster/import", guards=[administrators], status_code=201)
async def make_preview(
    request: AnyRequest, db: NamedDependency[Db], who: NamedDependency[Who], now: NamedDependency[datetime]
) -> Response[Any]:
    told = await typed(request, ImportFile)
    columns, given = await asyncio.to_thread(understood, await read_sheets(told.file.data))
    async with db.acquire() as tx:
        known = await roster.known(tx, [row.staff_number for row in given])
    rows = await asyncio.to_thread(compare, given, known)
    rows = await with_passwords(rows, given, known)
    counts = Counts(**{action: sum(row.action == action for row in rows) for action in Counts.__struct_fields__})
    async with db.tx() as tx:
        await imports.forget_before(tx, now - LASTS)
        made_by = who.member_id or UUID(int=0)
        import_id = await imports.keep(tx, told.file.name[:200], made_by, columns.ignored, rows, counts, now)
    body = (
        import_view.answer(import_id, rows, counts, request.app.state.pages, who.lang) if wants_json(request) else None
    )
    return done(request, to=f"/members/roster/imports/{import_id}", body=body, status=201)


def understood(sheets: Sequence[Rows]) -> tuple[Columns, list[Given]]:
    """The first sheet with a heading row.

    Raises:
        Refused: no sheet has one, or nothing stands below it.
    """
    columns, rows = first_with_headings(sheets)
    given = list(read_rows(rows, columns))
    if not given:
        raise Refused("roster.no_rows", _("There are no rows below the headings."))
    if len(given) > MAX_ROWS:
        raise too_many_rows()
    return columns, given


def first_with_headings(sheets: Sequence[Rows]) -> tuple[Columns, Rows]:
    missing: Refused | None = None
    for rows in sheets:
        try:
            return find_columns(rows), rows
        except Refused as refused:
            missing = missing or refused
    raise missing or Refused("roster.file_empty", _("The file is empty."))


async def with_passwords(
    rows: Sequence[PreviewRow], given: Sequence[Given], known: dict[str, Known]
) -> list[PreviewRow]:
    """First passwords of the file for those who have none yet, hashed at once: the preview keeps none in clear."""
    wanted = [
        index
        for index, (row, told) in enumerate(zip(rows, given, strict=True))
        if told.first_password and row.action in ("added", "changed") and not has_password(known, row)
    ]
    hashes = await hashed_first([given[index].first_password for index in wanted])
    found = list(rows)
    for index, password_hash in zip(wanted, hashes, strict=True):
        found[index] = structs.replace(found[index], password_hash=password_hash)
    return found


def has_password(known: dict[str, Known], row: PreviewRow) -> bool:
    found = known.get(row.staff_number)
    return found is not None and found.has_password


@get("/members/roster/imports/{import_id:uuid}", guards=[administrators])
async def preview_page(
    request: AnyRequest,
    import_id: FromPath[UUID],
    tx: NamedDependency[Tx],
    show: FromQuery[str] = "",
    at: FromQuery[int] = 1,
) -> Response[bytes]:
    found = await import_or_refuse(tx, import_id)
    who_lang = request.scope["saishi_who"].lang  # type: ignore[typeddict-item]
    if wants_json(request):
        counts = Counts(added=found.added, changed=found.changed, unchanged=found.unchanged, refused=found.refused)
        return json(import_view.answer(found.id, found.rows, counts, request.app.state.pages, who_lang))
    return page(request, "preview.html", **import_view.screen(found, show, at))


async def import_or_refuse(tx: Tx, import_id: UUID) -> RosterImport:
    found = await imports.preview(tx, import_id)
    if found is None:
        raise Refused("import.unknown", _("There is no such preview."), status=404)
    return found


@post("/members/roster/imports/{import_id:uuid}/confirm", guards=[administrators], status_code=200)
async def confirm(
    request: AnyRequest,
    import_id: FromPath[UUID],
    tx: NamedDependency[Tx],
    who: NamedDependency[Who],
    now: NamedDependency[datetime],
) -> Response[Any]:
    found = await import_or_refuse(tx, import_id)
    if not await imports.confirm(tx, import_id, now):
        raise Refused("import.confirmed", _("This preview has been confirmed already."), status=409)
    if now - found.made_at > LASTS:
        raise stale()
    members = await write(tx, found.rows, now)
    await issue(tx, found.rows, members, now)
    await members_changed(tx, members)
    body = Confirmed(found.added, found.changed)
    await acts.note(tx, "imported", who.member_id, None, {"file": found.file_name, **structs.asdict(body)}, now)
    return done(request, to=f"/members/roster/imports/{import_id}", body=body)


async def write(tx: Tx, rows: Sequence[PreviewRow], now: datetime) -> list[Member]:
    """All of the preview or nothing of it: it was compared with a roster that must still be the present one."""
    to_add = [row for row in rows if row.action == "added"]
    to_change = [row for row in rows if row.action == "changed"]
    added = await roster.add_many(tx, to_add, now)
    changed = await roster.change_many(tx, to_change, now)
    if len(added) != len(to_add) or len(changed) != len(to_change):
        raise stale()
    return [*added, *changed]


async def issue(tx: Tx, rows: Sequence[PreviewRow], members: Sequence[Member], now: datetime) -> None:
    ids = {member.staff_number: member.id for member in members}
    given = [row for row in rows if row.password_hash and row.action in ("added", "changed")]
    await accounts.issue(tx, [ids[row.staff_number] for row in given], [row.password_hash for row in given], now)


router = Router(path="/", route_handlers=[import_page, make_preview, preview_page, confirm])
