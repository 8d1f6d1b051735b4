"""A material as it is fetched: whole for its authors and organisers, veiled for judges; in ranges, as players ask.

Knows bytes and headers. Who sees what is told by `owners` and, for pictures of a public gallery, by `gallery_rules`.
"""

import re
from collections.abc import AsyncIterator
from typing import Any
from urllib.parse import quote
from uuid import UUID

from litestar import Request, Response, Router, get
from litestar.di import NamedDependency
from litestar.params import FromPath
from litestar.response import Stream
from msgspec import Struct

from services.scoring.judged.gallery_rules import pictures_public
from services.scoring.judged.officials import contest_of
from services.scoring.judged.owners import Sight, sight_of
from services.scoring.judged.sniff import SUFFIXES
from services.scoring.judged.uploads import material_of
from services.scoring.sql import materials as sql
from services.scoring.sql.judged import ContestRow
from services.scoring.sql.materials import PART, MaterialRow, Patch
from shared.kit.db import Db, Tx
from shared.kit.http.auth import anyone
from shared.kit.http.errors import Refused
from shared.kit.words import _

AnyRequest = Request[Any, Any, Any]
PIECE = 1024 * 1024
RANGE = re.compile(r"bytes=(\d{0,15})-(\d{0,15})")
INLINE = ("application/pdf",)
# A viewer of the browser shows a PDF; a sandbox would keep it from doing so. Nothing else here may do anything.
POLICY = "default-src 'none'; style-src 'unsafe-inline'; media-src 'self'; img-src 'self'"


class Asked(Struct, frozen=True):
    """What of a file is asked: bytes from `first` to `last`, both counted in; `part` if that is not all by nature."""

    first: int
    last: int
    part: bool


class Found(Struct, frozen=True):
    """Bytes ready to be sent in pieces: those of a copy, or those of the parts with what is blanked in them."""

    material: MaterialRow
    content_type: str
    size: int
    tag: str
    copy: bytes | None = None
    veil: tuple[Patch, ...] = ()
    name: str = ""


@get("/materials/{material_id:uuid}", guards=[anyone])
async def whole(request: AnyRequest, material_id: FromPath[UUID], db: NamedDependency[Db]) -> Response[Any]:
    async with db.tx() as tx:
        material = await material_of(tx, material_id)
        contest = await contest_of(tx, material.contest_id)
        sight = await sight_of(request, tx, contest, material)
        if not material.complete:
            raise Refused("material.incomplete", _("Parts of the file are missing. Please send it again."), status=409)
        found = await as_seen(tx, material, sight)
    return sent(request, db, found)


@get("/materials/{material_id:uuid}/small", guards=[anyone])
async def small(request: AnyRequest, material_id: FromPath[UUID], db: NamedDependency[Db]) -> Response[Any]:
    return await picture(request, db, material_id, "small")


@get("/materials/{material_id:uuid}/large", guards=[anyone])
async def large(request: AnyRequest, material_id: FromPath[UUID], db: NamedDependency[Db]) -> Response[Any]:
    return await picture(request, db, material_id, "large")


async def picture(request: AnyRequest, db: Db, material_id: UUID, form: str) -> Response[Any]:
    """A picture without hidden data, for all who see the work, and for visitors of a gallery that is open to them."""
    async with db.tx() as tx:
        material = await material_of(tx, material_id)
        contest = await contest_of(tx, material.contest_id)
        await picture_seen(request, tx, contest, material)
        found = await copied(tx, material, form)
    if found is None:
        raise Refused("material.no_picture", _("There is no picture of this file."), status=404)
    return sent(request, db, found)


async def picture_seen(request: AnyRequest, tx: Tx, contest: ContestRow, material: MaterialRow) -> None:
    if not await pictures_public(request, tx, contest, material):
        await sight_of(request, tx, contest, material)


async def as_seen(tx: Tx, material: MaterialRow, sight: Sight) -> Found:
    if sight == "veiled":
        copy = await copied(tx, material, "large") or await copied(tx, material, "plain")
        if copy is not None:
            return copy
    veil = material.veil if sight == "veiled" else ()
    name = material.name if sight == "whole" else await plain_name(tx, material, material.content_type)
    tag = f"{material.id.hex}-{sight}"
    return Found(material, material.content_type, material.size, tag, None, veil, name)


async def copied(tx: Tx, material: MaterialRow, form: str) -> Found | None:
    copy = await sql.read_copy(tx, material.id, form)
    if copy is None:
        return None
    name = await plain_name(tx, material, copy.content_type)
    tag = f"{material.id.hex}-{form}"
    return Found(material, copy.content_type, len(copy.data), tag, copy.data, (), name)


async def plain_name(tx: Tx, material: MaterialRow, content_type: str) -> str:
    """What the file is called for those who must not know whose it is: its order number and its own."""
    places = await sql.places_of_entry(tx, material.contest_id, material.entry_id)
    order = f"{places[-1].order_no:02d}-" if places else ""
    return f"{order}{material.number}.{SUFFIXES[content_type]}"


def sent(request: AnyRequest, db: Db, found: Found) -> Response[Any]:
    headers = headers_of(found)
    if request.headers.get("if-none-match") == headers["ETag"]:
        return Response(b"", status_code=304, headers=headers)
    asked = asked_of(request, found, headers["ETag"])
    if asked is None:
        refused = {**headers, "Content-Range": f"bytes */{found.size}"}
        return Response(b"", status_code=416, headers=refused, media_type="application/octet-stream")
    if asked.part:
        headers["Content-Range"] = f"bytes {asked.first}-{asked.last}/{found.size}"
    headers["Content-Length"] = str(asked.last - asked.first + 1)
    return Stream(
        pieces(db, found, asked),
        status_code=206 if asked.part else 200,
        headers=headers,
        media_type=found.content_type,
    )


def headers_of(found: Found) -> dict[str, str]:
    inline = found.content_type in INLINE or found.content_type.split("/")[0] in ("image", "video")
    pdf = found.content_type in INLINE
    return {
        "ETag": f'"{found.tag}"',
        "Accept-Ranges": "bytes",
        "Cache-Control": "private, no-cache",
        "Vary": "Cookie, Authorization",
        "Content-Security-Policy": POLICY if pdf else f"sandbox; {POLICY}",
        "Content-Disposition": f"{'inline' if inline else 'attachment'}; filename*=UTF-8''{quote(found.name)}",
    }


def asked_of(request: AnyRequest, found: Found, tag: str) -> Asked | None:
    """The range asked for; None where the file has no such bytes. What is no single range is answered with all."""
    everything = Asked(0, found.size - 1, False)
    match = RANGE.fullmatch(request.headers.get("range", "").replace(" ", ""))
    if match is None or match[0] == "bytes=-" or request.headers.get("if-range", tag) != tag:
        return everything
    if not match[1]:
        count = min(int(match[2]), found.size)
        return Asked(found.size - count, found.size - 1, True) if count else None
    first, last = int(match[1]), min(int(match[2] or found.size), found.size - 1)
    return Asked(first, last, True) if first <= last else None


async def pieces(db: Db, found: Found, asked: Asked) -> AsyncIterator[bytes]:
    """The bytes in pieces, each read on its own: a slow reader holds no connection."""
    at = asked.first
    while at <= asked.last:
        number, inside = divmod(at, PART)
        count = min(PIECE, PART - inside, asked.last + 1 - at)
        if found.copy is not None:
            piece = found.copy[at : at + count]
        else:
            async with db.acquire() as tx:
                piece = veiled(await sql.part(tx, found.material.id, number, inside, count), at, found.veil)
        if not piece:
            return
        yield piece
        at += len(piece)


def veiled(piece: bytes, at: int, veil: tuple[Patch, ...]) -> bytes:
    """A piece that stands at `at` in its file, with what is to be blanked blanked."""
    crossing = [each for each in veil if each.at < at + len(piece) and each.at + each.count > at]
    if not crossing:
        return piece
    out = bytearray(piece)
    for each in crossing:
        first, last = max(each.at, at), min(each.at + each.count, at + len(piece))
        out[first - at : last - at] = bytes([each.fill]) * (last - first)
        for place, sign in enumerate(each.lead.encode(), each.at):
            if at <= place < at + len(piece):
                out[place - at] = sign
    return bytes(out)


router = Router(path="/scoring", route_handlers=[whole, small, large])
