"""A file that is all there: its hash is taken, it is opened where it can be, and what judges will see is made.

No transaction is open while that is done: a connection is held for one part at a time.
"""

import asyncio
from hashlib import sha256

from msgspec import Struct

from services.scoring.judged.pictures import pictures_of
from services.scoring.judged.plain import plain_office, plain_pdf
from services.scoring.judged.sniff import JPEG, MOV, MP4, PACKED, PDF, WEBM
from services.scoring.judged.veil import TELLING, box, video_patches
from services.scoring.sql import materials as sql
from services.scoring.sql.materials import PART, MaterialRow, Patch
from shared.kit.db import Db, Tx
from shared.kit.http.errors import Refused
from shared.kit.words import _

MOST_HEAD = 64 * 1024 * 1024
"""A video's table of contents is far smaller than this."""
MOST_BOXES = 100_000
DRAWING = asyncio.Lock()
"""One picture at a time: a large one takes a quarter of a gigabyte while it is opened."""


class Copy(Struct, frozen=True):
    """Something made of a material: `large` and `small` pictures, a `plain` document."""

    form: str
    content_type: str
    data: bytes


class Made(Struct, frozen=True):
    """All that is made of a material."""

    sha256: str
    content_type: str
    copies: tuple[Copy, ...] = ()
    veil: tuple[Patch, ...] = ()
    doubtful: bool = False


class Stored:
    """The bytes of a material where they lie; the part that was read last is at hand."""

    def __init__(self, db: Db, material: MaterialRow) -> None:
        self.db = db
        self.material = material
        self.number = -1
        self.part = b""

    async def part_at(self, number: int) -> bytes:
        if number != self.number:
            async with self.db.acquire() as tx:
                self.part = await sql.part(tx, self.material.id, number, 0, PART)
            self.number = number
        return self.part

    async def read(self, begin: int, count: int) -> bytes:
        """Bytes over the seams of parts."""
        pieces: list[bytes] = []
        at, end = begin, min(begin + count, self.material.size)
        while at < end:
            number, inside = divmod(at, PART)
            piece = (await self.part_at(number))[inside : inside + end - at]
            if not piece:
                break
            pieces.append(piece)
            at += len(piece)
        return b"".join(pieces)

    async def whole(self) -> bytes:
        return await self.read(0, self.material.size)


async def make(db: Db, material: MaterialRow, digest: str) -> Made:
    """Everything that is made of a material whose parts are all there.

    Raises:
        Refused: it is not what its hash says, or cannot be opened.
    """
    stored = Stored(db, material)
    found = await hash_of(stored)
    if digest and digest != found:
        raise Refused("material.digest", _("The file was damaged on its way. Please send it again."))
    kind = material.content_type
    if material.kind == "image":
        return Made(found, kind, await pictures(stored))
    if kind == PDF.content_type:
        return Made(found, kind, (Copy("plain", kind, await plain_pdf(await stored.whole())),))
    if kind == PACKED.content_type:
        office, data = await plain_office(await stored.whole())
        return Made(found, office, (Copy("plain", office, data),))
    if kind in (MP4.content_type, MOV.content_type):
        veil, whole = await video_veil(stored)
        return Made(found, kind, veil=veil, doubtful=not whole)
    # The tags of this kind stay where they are: the organiser is told.
    return Made(found, kind, doubtful=kind == WEBM.content_type)


async def keep(tx: Tx, material: MaterialRow, made: Made) -> None:
    """Store what was made. The material is complete with it."""
    for each in made.copies:
        await sql.put_copy(tx, material.id, each.form, each.content_type, each.data)
    await sql.complete_material(tx, material.id, made.sha256, made.content_type, made.veil, made.doubtful)


async def hash_of(stored: Stored) -> str:
    taken = sha256()
    for number in range(-(-stored.material.size // PART)):
        data = await stored.part_at(number)
        await asyncio.to_thread(taken.update, data)
    return taken.hexdigest()


async def pictures(stored: Stored) -> tuple[Copy, ...]:
    async with DRAWING:
        found = await asyncio.to_thread(pictures_of, await stored.whole())
    return Copy("large", JPEG.content_type, found.large), Copy("small", JPEG.content_type, found.small)


async def video_veil(stored: Stored) -> tuple[tuple[Patch, ...], bool]:
    """What to blank in a video, and whether all of it was looked through; the pictures in it are not read."""
    found: list[Patch] = []
    at, size_of_all = 0, stored.material.size
    for _each in range(MOST_BOXES):
        head = box(await stored.read(at, 16), size_of_all - at)
        if head is None:
            return tuple(found), at >= size_of_all
        size, kind, lead = head
        if kind == b"moov":
            if size > MOST_HEAD:
                return tuple(found), False
            found += video_patches(await stored.read(at + lead, size - lead), at + lead)
        elif kind in TELLING:
            found.append(Patch(at + 4, size - 4, "free", 0))
        at += size
    return tuple(found), False
