"""Files of a work handed in: in parts that can be gone on with after a break, or small ones by a plain form.

Knows parts and limits. What a file is is told by `sniff`; what is taken out of it before judges see it by `finish`.
"""

from base64 import b64decode
from binascii import Error as NotBase64
from datetime import datetime
from hashlib import sha256
from typing import Annotated, Any
from uuid import UUID

from litestar import Request, Response, Router, get, post, put
from litestar.di import NamedDependency
from litestar.params import FromPath
from msgspec import Meta, Struct

from services.scoring.hall import hall_of
from services.scoring.judged import watch
from services.scoring.judged.finish import keep, make
from services.scoring.judged.officials import ORGANISER, contest_of, require
from services.scoring.judged.owners import Keeper, entry_of, keeper_of, require_open
from services.scoring.judged.sniff import MB, MOST, kind_of
from services.scoring.sql import judged
from services.scoring.sql import materials as sql
from services.scoring.sql.judged import ContestRow
from services.scoring.sql.materials import PART, MaterialRow
from shared.kit.db import Db, Tx
from shared.kit.http.auth import signed_in
from shared.kit.http.errors import NOT_UNDERSTOOD, Refused
from shared.kit.http.forms import Upload, typed
from shared.kit.http.replies import done, json
from shared.kit.words import _

AnyRequest = Request[Any, Any, Any]
MOST_FILES = 20
MOST_BYTES = max(MOST.values())
MOST_BY_FORM = MOST["document"] + MB
"""Of a page without scripts: a document or a picture as large as may be, and what a form says beside it."""


class Begin(Struct, frozen=True):
    name: Annotated[str, Meta(min_length=1, max_length=200, title=_("File"))]
    size: Annotated[int, Meta(ge=1, le=MOST_BYTES, title=_("Size"))]
    stage: Annotated[str, Meta(max_length=60, title=_("Stage"))] = ""


class FileForm(Struct, frozen=True):
    file: Annotated[Upload, Meta(title=_("File"))]
    stage: Annotated[str, Meta(max_length=60, title=_("Stage"))] = ""


class Begun(Struct, frozen=True):
    """What is there of a file and how to go on: parts are numbered from 0, each of `part_size` bytes but the last."""

    id: UUID
    contest_id: UUID
    part_size: int
    parts: int
    received: list[int]
    complete: bool = False


class Completed(Struct, frozen=True):
    sha256: str = ""
    """Of the whole file, where the sender knows it."""


class Shown(Struct, frozen=True):
    shown: bool
    reason: Annotated[str, Meta(max_length=400, title=_("Reason"))] = ""


@post(
    "/contests/{contest_id:uuid}/entries/{entry_id:uuid}/materials",
    guards=[signed_in],
    status_code=201,
    request_max_body_size=MOST_BY_FORM,
)
async def begin(
    request: AnyRequest,
    contest_id: FromPath[UUID],
    entry_id: FromPath[UUID],
    db: NamedDependency[Db],
    now: NamedDependency[datetime],
) -> Response[Any]:
    form = None if request.content_type[0] == "application/json" else await form_of(request)
    async with db.tx() as tx:
        contest = await contest_of(tx, contest_id)
        keeper = await keeper_of(request, contest, entry_of(contest, entry_id))
        told = await typed(request, Begin) if form is None else begin_of(form)
        material = await begun(tx, contest, entry_id, told, keeper, now)
        if form is None:
            return json(await standing(tx, material), 201)
        for number in range(parts_of(material)):
            await take_part(tx, material, number, form.file.data[number * PART : (number + 1) * PART])
            material = await material_of(tx, material.id)
    try:
        found = await completed(request, db, material.id, "")
    except Refused:
        async with db.tx() as tx:
            await sql.delete_material(tx, material.id)
        raise
    return done(request, to=works_address(contest_id), body=found, status=201)


async def form_of(request: AnyRequest) -> FileForm:
    form = await typed(request, FileForm)
    if not form.file.data or not form.file.name:
        raise Refused("input.missing", _("“{field}” is missing."), field=_("File"))
    return form


def begin_of(form: FileForm) -> Begin:
    return Begin(file_name(form.file.name), len(form.file.data), form.stage)


@get("/materials/{material_id:uuid}/parts", guards=[signed_in])
async def parts(request: AnyRequest, material_id: FromPath[UUID], tx: NamedDependency[Tx]) -> Response[Any]:
    material, _contest, _keeper = await own(request, tx, material_id)
    return json(await standing(tx, material))


@put("/materials/{material_id:uuid}/parts/{number:int}", guards=[signed_in], status_code=204)
async def put_part(
    request: AnyRequest, material_id: FromPath[UUID], number: FromPath[int], tx: NamedDependency[Tx]
) -> None:
    material, contest, _keeper = await own(request, tx, material_id)
    await require_open(tx, contest, material.stage)
    if material.complete:
        raise Refused("material.complete", _("This file is complete already."), status=409)
    data = await request.body()
    check_digest(request.headers.get("content-digest", ""), data)
    await take_part(tx, material, number, data)


@post("/materials/{material_id:uuid}/complete", guards=[signed_in], status_code=200)
async def complete(request: AnyRequest, material_id: FromPath[UUID], db: NamedDependency[Db]) -> Response[Any]:
    told = await typed(request, Completed)
    found = await completed(request, db, material_id, told.sha256.lower())
    return done(request, to=works_address(found.contest_id), body=found)


@post("/materials/{material_id:uuid}/remove", guards=[signed_in], status_code=200)
async def remove(request: AnyRequest, material_id: FromPath[UUID], tx: NamedDependency[Tx]) -> Response[Any]:
    material, contest, _keeper = await own(request, tx, material_id)
    await require_open(tx, contest, material.stage)
    await sql.delete_material(tx, material_id)
    await tell(request, tx, contest)
    return done(request, to=works_address(contest.id))


@post("/materials/{material_id:uuid}/shown", guards=[signed_in], status_code=200)
async def show(request: AnyRequest, material_id: FromPath[UUID], tx: NamedDependency[Tx]) -> Response[Any]:
    """Show a material to judges, or keep it from them: the one thing that can be done after the judging began."""
    material, contest, _keeper = await own(request, tx, material_id)
    official = await require(request, tx, contest, ORGANISER)
    told = await typed(request, Shown)
    if not told.shown and not told.reason.strip():
        raise Refused("material.reason", _("Please give the reason why judges are not to see it."))
    await sql.show_material(tx, material_id, told.shown)
    act, about = ("material.shown" if told.shown else "material.hidden"), {"material": material.number}
    for place in await sql.places_of_entry(tx, contest.id, material.entry_id):
        await judged.insert_act(tx, contest.id, place.performance_id, act, official.name, told.reason, about)
    await tell(request, tx, contest)
    return done(request, to=works_address(contest.id))


async def own(request: AnyRequest, tx: Tx, material_id: UUID) -> tuple[MaterialRow, ContestRow, Keeper]:
    """A material with its contest, if whoever asks may change it."""
    material = await material_of(tx, material_id)
    contest = await contest_of(tx, material.contest_id)
    return material, contest, await keeper_of(request, contest, entry_of(contest, material.entry_id))


async def material_of(tx: Tx, material_id: UUID) -> MaterialRow:
    material = await sql.read_material(tx, material_id)
    if material is None:
        raise Refused("material.unknown", _("There is no such file."), status=404)
    return material


async def begun(tx: Tx, contest: ContestRow, entry_id: UUID, told: Begin, keeper: Keeper, now: datetime) -> MaterialRow:
    """A file that begins, or the same one begun before."""
    rule_set = await judged.newest_rule_set(tx, contest.id)
    if told.stage and told.stage not in {each.key for each in (rule_set.stages if rule_set else ())}:
        raise Refused("stage.unknown", _("There is no such stage."), status=404)
    await require_open(tx, contest, told.stage)
    await sql.lock_entry(tx, entry_id)
    name = file_name(told.name)
    found = await sql.unfinished(tx, contest.id, entry_id, told.stage, name, told.size)
    if found is None:
        there = [each for each in await sql.materials_of_contest(tx, contest.id) if each.entry_id == entry_id]
        if len(there) >= MOST_FILES:
            raise Refused("material.many", _("An entry has {most} files at most."), status=409, most=MOST_FILES)
        found = await sql.insert_material(
            tx, contest.id, entry_id, told.stage, name, told.size, keeper.name, keeper.member_id, now
        )
    return await material_of(tx, found)


async def take_part(tx: Tx, material: MaterialRow, number: int, data: bytes) -> None:
    """Keep a part. The first tells what the file is, so it comes before the others."""
    if not 0 <= number < parts_of(material) or len(data) != min(PART, material.size - number * PART):
        raise Refused("material.part", _("This is no part of the file that was begun. Please choose the file again."))
    if number == 0:
        kind = kind_of(data)
        if material.size > MOST[kind.kind]:
            raise Refused("material.size", _("The file is too large: {most} MB at most."), most=MOST[kind.kind] // MB)
        await sql.set_kind(tx, material.id, kind.kind, kind.content_type)
    elif not material.kind:
        raise Refused("material.first", _("The beginning of the file has to come first."), status=409)
    await sql.put_part(tx, material.id, number, data)


async def completed(request: AnyRequest, db: Db, material_id: UUID, digest: str) -> Begun:
    """Look through a file that is all there, between two transactions, and keep what was made of it."""
    async with db.tx() as tx:
        before = await whole(request, tx, material_id)
        if before.complete:
            return await standing(tx, before)
    made = await make(db, before, digest)
    async with db.tx() as tx:
        await sql.lock_entry(tx, before.entry_id)
        now = await whole(request, tx, material_id)
        if now.touched != before.touched:
            raise Refused("material.incomplete", _("Parts of the file are missing. Please send it again."), status=409)
        if not now.complete:
            await keep(tx, now, made)
            await tell(request, tx, await contest_of(tx, now.contest_id))
        return await standing(tx, await material_of(tx, material_id))


async def whole(request: AnyRequest, tx: Tx, material_id: UUID) -> MaterialRow:
    """A material that is complete, or may be completed and has all its parts."""
    material, contest, _keeper = await own(request, tx, material_id)
    if material.complete:
        return material
    await require_open(tx, contest, material.stage)
    if len(await sql.parts_there(tx, material.id)) != parts_of(material):
        raise Refused("material.incomplete", _("Parts of the file are missing. Please send it again."), status=409)
    return material


async def standing(tx: Tx, material: MaterialRow) -> Begun:
    received = await sql.parts_there(tx, material.id)
    return Begun(material.id, material.contest_id, PART, parts_of(material), received, material.complete)


async def tell(request: AnyRequest, tx: Tx, contest: ContestRow) -> None:
    watch.moved(hall_of(request), tx, contest.id, await judged.panels_of_contest(tx, contest.id))


def check_digest(header: str, data: bytes) -> None:
    """RFC 9530: what arrived is what was sent, where the sender says what that was."""
    if not header.startswith("sha-256=:"):
        return
    try:
        expected = b64decode(header.removeprefix("sha-256=:").split(":")[0], validate=True)
    except (NotBase64, ValueError) as error:
        raise Refused(*NOT_UNDERSTOOD) from error
    if sha256(data).digest() != expected:
        raise Refused("material.digest", _("The file was damaged on its way. Please send it again."))


def parts_of(material: MaterialRow) -> int:
    return -(-material.size // PART)


def file_name(name: str) -> str:
    """The last part of a path, without signs that are no part of a name."""
    last = name.replace("\\", "/").rsplit("/", 1)[-1]
    return "".join(sign for sign in last if sign.isprintable())[:200].strip() or "file"


def works_address(contest_id: UUID) -> str:
    return f"/scoring/contests/{contest_id}/works"


router = Router(path="/scoring", route_handlers=[begin, parts, put_part, complete, remove, show])
