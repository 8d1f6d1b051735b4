"""Documents as judges get them, made by a process of its own. Knows how that ends, not the formats."""

import asyncio

from services.scoring.judged.sniff import broken, with_macros
from shared.kit.apart import work_apart
from shared.kit.http.errors import Refused
from shared.kit.words import _

SECONDS = 60
"""Far more than any document needs."""
AT_ONCE = asyncio.Semaphore(2)
"""Each may take more than a gigabyte."""
LOCKED, BROKEN, MACROS = 3, 4, 5
"""Exit codes: it needs a password; it cannot be opened; it holds programs."""


async def plain_pdf(data: bytes) -> bytes:
    """The document without what it tells beside its pages.

    Raises:
        Refused: it cannot be opened, or not without a password.
    """
    return await plain("services.scoring.judged.plain_pdf", data)


async def plain_office(data: bytes) -> tuple[str, bytes]:
    """The document's kind and what judges get of it.

    Raises:
        Refused: it is no office document that can be opened, or holds macros.
    """
    kind, _line, made = (await plain("services.scoring.judged.plain_office", data)).partition(b"\n")
    return kind.decode(), made


async def plain(module: str, data: bytes) -> bytes:
    async with AT_ONCE:
        ended = await work_apart(module, data, SECONDS)
    if ended.code == LOCKED:
        raise Refused("material.locked", _("This PDF is locked with a password. Please save it without one."))
    if ended.code == MACROS:
        raise with_macros()
    if ended.code != 0:
        raise broken()
    return ended.out
