"""A file that is all there: its hash is taken, it is opened where it can be, and what judges will see is made."""

import asyncio
from hashlib import sha256

from services.scoring.judged.office import plain_office
from services.scoring.judged.pictures import pictures_of
from services.scoring.judged.plain import plain_pdf
from services.scoring.judged.sniff import JPEG, MOV, MP4, PACKED, PDF, WEBM, office_kind
from services.scoring.judged.veil import box, video_patches
from services.scoring.sql import materials as sql
from services.scoring.sql.materials import PART, MaterialRow, Patch
from shared.kit.db import Tx
from shared.kit.http.errors import Refused
from shared.kit.words import _

MOST_HEAD = 64 * 1024 * 1024
"""A video's table of contents is far smaller than this."""
MOST_BOXES = 100_000
DRAWING = asyncio.Lock()
"""One picture at a time: a large one takes a quarter of a gigabyte while it is opened."""


async def finish(tx: Tx, material: MaterialRow, digest: str) -> None:
    """Complete a material whose parts are all there.

    Raises:
        Refused: it is not what its hash says, or cannot be opened.
    """
    found = await hash_of(tx, material)
    if digest and digest != found:
        raise Refused("material.digest", _("The file was damaged on its way. Please send it again."))
    content_type, veil = material.content_type, tuple[Patch, ...]()
    if material.kind == "image":
        await draw(tx, material)
    elif material.content_type == PDF.content_type:
        await sql.put_copy(tx, material.id, "plain", PDF.content_type, await plain_pdf(await whole(tx, material)))
    elif material.content_type == PACKED.content_type:
        content_type = await unpack(tx, material)
    elif material.content_type in (MP4.content_type, MOV.content_type):
        veil = await video_veil(tx, material)
    doubtful = content_type == WEBM.content_type  # its tags stay where they are: the organiser is told
    await sql.complete_material(tx, material.id, found, content_type, veil, doubtful)


async def hash_of(tx: Tx, material: MaterialRow) -> str:
    taken = sha256()
    for number in range(-(-material.size // PART)):
        data = await sql.part(tx, material.id, number, 0, PART)
        await asyncio.to_thread(taken.update, data)
    return taken.hexdigest()


async def whole(tx: Tx, material: MaterialRow) -> bytes:
    return await read(tx, material, 0, material.size)


async def read(tx: Tx, material: MaterialRow, begin: int, count: int) -> bytes:
    """Bytes of a material, over the seams of its parts."""
    pieces: list[bytes] = []
    at, end = begin, min(begin + count, material.size)
    while at < end:
        number, inside = divmod(at, PART)
        piece = await sql.part(tx, material.id, number, inside, min(PART - inside, end - at))
        if not piece:
            break
        pieces.append(piece)
        at += len(piece)
    return b"".join(pieces)


async def draw(tx: Tx, material: MaterialRow) -> None:
    async with DRAWING:
        found = await asyncio.to_thread(pictures_of, await whole(tx, material))
    await sql.put_copy(tx, material.id, "large", JPEG.content_type, found.large)
    await sql.put_copy(tx, material.id, "small", JPEG.content_type, found.small)


async def unpack(tx: Tx, material: MaterialRow) -> str:
    data = await whole(tx, material)
    kind = await asyncio.to_thread(office_kind, data)
    await sql.put_copy(tx, material.id, "plain", kind.content_type, await asyncio.to_thread(plain_office, data))
    return kind.content_type


async def video_veil(tx: Tx, material: MaterialRow) -> tuple[Patch, ...]:
    """Walk over the boxes of a video without reading the pictures in it."""
    found: list[Patch] = []
    at = 0
    for _each in range(MOST_BOXES):
        head = box(await read(tx, material, at, 16), material.size - at)
        if head is None:
            break
        size, kind, lead = head
        if kind == b"moov" and size <= MOST_HEAD:
            found += video_patches(await read(tx, material, at + lead, size - lead), at + lead)
        elif kind in (b"udta", b"meta", b"uuid"):
            found.append(Patch(at + 4, size - 4, "free", 0))
        at += size
    return tuple(found)
