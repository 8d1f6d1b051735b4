"""Live fragments of judged contests: `board:` and `screen:` are public, `desk:` only says that something changed.

Topics end with the language: `screen:<contest>:zh`. Knows no HTTP and nobody's rights: public pages draw the same.
"""

from collections.abc import Awaitable, Callable
from itertools import count
from uuid import UUID

from litestar.datastructures import State

from services.scoring.hall import open_hall
from services.scoring.judged.board import board_view
from services.scoring.judged.screen import screen_view
from services.scoring.sql import judged
from shared.kit.db import Db
from shared.rules.judged.regulation_words import prize_name
from shared.web.pages import Pages

LANGUAGES = ("zh", "en")
versions = count(1)


class Drawing:
    """The pages of this process, known once it has started."""

    def __init__(self) -> None:
        self.pages: Pages | None = None


drawing = Drawing()


async def open_with_pages(state: State) -> None:
    """Open the hall; live fragments are drawn with the service's pages."""
    await open_hall(state)
    drawing.pages = state.pages


async def render(topic: str, db: Db) -> str | None:
    """The fragment of one topic; None for a topic that does not exist."""
    kind, _, rest = topic.partition(":")
    key, _, lang = rest.partition(":")
    draw = DRAWN.get(kind)
    if draw is None or lang not in LANGUAGES or drawing.pages is None:
        return None
    try:
        contest_id = UUID(key)
    except ValueError:
        return None
    return await draw(drawing.pages, contest_id, lang, db)


async def draw_desk(_pages: Pages, _contest_id: UUID, _lang: str, _db: Db) -> str | None:
    """A number, and no more: officials fetch what is theirs to see."""
    return f"<i>{next(versions)}</i>"


async def draw_screen(pages: Pages, contest_id: UUID, lang: str, db: Db) -> str | None:
    async with db.tx() as tx:
        contest = await judged.read_contest(tx, contest_id)
        view = await screen_view(tx, contest) if contest else None
    if view is None:
        return None
    return pages.fragment("judged_fragment_screen.html", lang, view=view, prize_name=prize_name)


async def draw_board(pages: Pages, contest_id: UUID, lang: str, db: Db) -> str | None:
    async with db.tx() as tx:
        contest = await judged.read_contest(tx, contest_id)
        view = await board_view(tx, contest) if contest else None
    if view is None:
        return None
    return pages.fragment("judged_fragment_board.html", lang, view=view, prize_name=prize_name)


DRAWN: dict[str, Callable[[Pages, UUID, str, Db], Awaitable[str | None]]] = {
    "desk": draw_desk,
    "screen": draw_screen,
    "board": draw_board,
}
