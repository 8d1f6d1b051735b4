"""A PDF as judges get it, made by a process of its own. Knows how that ends, not the format."""

from services.scoring.judged.sniff import broken
from shared.kit.apart import work_apart
from shared.kit.http.errors import Refused
from shared.kit.words import _

SECONDS = 60
"""Far more than any document needs."""
LOCKED, BROKEN = 3, 4
"""Exit codes: it needs a password; it is no PDF that can be mended."""


async def plain_pdf(data: bytes) -> bytes:
    """The document without what it tells beside its pages.

    Raises:
        Refused: it cannot be opened, or not without a password.
    """
    ended = await work_apart("services.scoring.judged.plain_pdf", data, SECONDS)
    if ended.code == LOCKED:
        raise Refused("material.locked", _("This PDF is locked with a password. Please save it without one."))
    if ended.code != 0:
        raise broken()
    return ended.out
