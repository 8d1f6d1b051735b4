"""Live fragments and the memory they are drawn from: the newest score of each match, and what stands around it.

Topics end with the language: `match:<id>:zh`, `courts:<event>:zh`, `event:<event>:zh`, `contest:<id>:zh`. Scores come
from memory, names and courts are read once and forgotten when they change. Knows no HTTP.
"""

import time
from collections.abc import Awaitable, Callable, Sequence
from uuid import UUID

from litestar.datastructures import State
from markupsafe import Markup
from msgspec import Struct

from services.events import views
from services.events.bracket_svg import SCREEN, bracket, first_with_room, speech
from services.events.results import Work
from services.events.sql import planning as planning_sql
from services.events.sql import public as sql
from services.events.sql.live import Place
from services.events.sql.public import MatchView
from services.events.stage import staged
from services.events.views import ContestPage, Hall
from shared.kit.db import Db
from shared.kit.live import Hub
from shared.messages.scoring import ScoreChanged
from shared.web.pages import Pages

LANGUAGES = ("zh", "en")
REMEMBER_SECONDS = 5.0
"""How long names and courts are remembered; changes made in this process are forgotten at once."""


class Remembered(Struct, frozen=True):
    at: float
    value: MatchView | Hall


class Memory:
    """What this process knows without asking the database."""

    def __init__(self) -> None:
        self.scores: dict[UUID, ScoreChanged] = {}
        self.places: dict[UUID, Place] = {}
        self.around: dict[UUID, Remembered] = {}
        self.ticks: dict[UUID, int] = {}
        self.pages: Pages | None = None

    def knows(self, score: ScoreChanged) -> bool:
        known = self.scores.get(score.match_id)
        return known is not None and known.attempt >= score.attempt and score.match_id in self.places

    def take(self, score: ScoreChanged) -> None:
        known = self.scores.get(score.match_id)
        if known is None or (score.attempt, score.revision) > (known.attempt, known.revision):
            self.scores[score.match_id] = score

    def tick(self, event_id: UUID) -> int:
        """Rises with every live change of an event in this process: part of its pages' ETag."""
        return self.ticks.get(event_id, 0)

    def recall(self, key: UUID) -> MatchView | Hall | None:
        found = self.around.get(key)
        return found.value if found and time.monotonic() - found.at < REMEMBER_SECONDS else None

    def keep(self, key: UUID, value: MatchView | Hall) -> None:
        self.around[key] = Remembered(time.monotonic(), value)


memory = Memory()


async def on_start(state: State) -> None:
    """Live fragments are drawn with the service's pages."""
    memory.pages = state.pages


def scored(hub: Hub, scores: Sequence[ScoreChanged], places: Sequence[Place]) -> None:
    """New scores are durable: show them."""
    for place in places:
        memory.places[place.id] = place
        changed(hub, place.event_id, place.contest_id, [place.id])
    for score in scores:
        memory.take(score)
        found = memory.places.get(score.match_id)
        if found is not None:
            memory.ticks[found.event_id] = memory.tick(found.event_id) + 1
            say(hub, f"match:{score.match_id}", f"courts:{found.event_id}")


def settled(hub: Hub, works: Sequence[Work]) -> None:
    """Brackets were brought up to their results: show them."""
    for work in works:
        for change in work.found.changes:
            memory.scores.pop(change.after.id, None)
        matches = [*(change.after.id for change in work.found.changes), *work.rubbers]
        changed(hub, work.contest.event_id, work.contest.id, matches)


def changed(hub: Hub, event_id: UUID, contest_id: UUID, matches: Sequence[UUID]) -> None:
    """Matches were called, scheduled or decided: forget what was known of them and draw again."""
    memory.ticks[event_id] = memory.tick(event_id) + 1
    memory.around.pop(event_id, None)
    for match in matches:
        memory.around.pop(match, None)
        say(hub, f"match:{match}")
    say(hub, f"courts:{event_id}", f"event:{event_id}", f"contest:{contest_id}", f"screen:{contest_id}")


def say(hub: Hub, *topics: str) -> None:
    for topic in topics:
        for lang in LANGUAGES:
            hub.changed(f"{topic}:{lang}")


def with_score(match: MatchView) -> MatchView:
    """The match with the newest score this process has heard of its present attempt."""
    return views.with_score(match, memory.scores.get(match.id))


async def render(topic: str, db: Db) -> str | None:
    """The fragment of one topic; None for a topic that does not exist."""
    kind, _, rest = topic.partition(":")
    key, _, lang = rest.partition(":")
    draw = DRAWN.get(kind)
    if draw is None or lang not in LANGUAGES or memory.pages is None:
        return None
    try:
        found = UUID(key)
    except ValueError:
        return None
    return await draw(memory.pages, found, lang, db)


async def draw_match(pages: Pages, match_id: UUID, lang: str, db: Db) -> str | None:
    match = memory.recall(match_id)
    if not isinstance(match, MatchView):
        async with db.acquire() as tx:
            match = await sql.match(tx, match_id)
        if match is None:
            return None
        memory.keep(match_id, match)
    return pages.fragment("fragment_match.html", lang, match=with_score(match))


async def draw_courts(pages: Pages, event_id: UUID, lang: str, db: Db) -> str | None:
    hall = await hall_of(event_id, db)
    return pages.fragment("fragment_courts.html", lang, courts=views.courts_now(hall, with_score))


async def draw_event(pages: Pages, event_id: UUID, lang: str, db: Db) -> str | None:
    return pages.fragment("fragment_event.html", lang, hall=await hall_of(event_id, db))


async def draw_screen(pages: Pages, contest_id: UUID, lang: str, db: Db) -> str | None:
    async with db.acquire() as tx:
        shown = await views.contest_page(tx, contest_id)
    return None if shown is None else str(drawn_for_screen(pages, shown, lang))


async def draw_contest(pages: Pages, contest_id: UUID, lang: str, db: Db) -> str | None:
    async with db.acquire() as tx:
        shown = await views.contest_page(tx, contest_id)
    if shown is None:
        return None
    return pages.fragment("fragment_contest.html", lang, shown=shown, svg=drawn(pages, shown, lang))


def drawn(pages: Pages, shown: ContestPage, lang: str) -> Markup:
    """The bracket of a contest page as SVG."""
    return bracket(shown.matches, shown.entries, shown.contest.name, *speech(pages, lang))


def drawn_for_screen(pages: Pages, shown: ContestPage, lang: str) -> Markup:
    """The last rounds of the bracket, as many as a screen has room for; before it the groups, or a ranking."""
    grouping = any(not group.over for group in shown.groups)
    if (
        shown.contest.regulation.judged
        or shown.ranking
        or grouping
        or (shown.groups and all(match.grp is not None for match in shown.matches))
    ):
        groups = sorted(shown.groups, key=lambda group: group.over)[: views.TALLEST]
        drawn = pages.fragment("screen_tables.html", lang, shown=shown, groups=groups)
        return Markup(drawn)  # noqa: S704 - a template escaped what it says
    since = first_with_room(shown.matches, views.TALLEST)
    return bracket(shown.matches, shown.entries, shown.contest.name, *speech(pages, lang), since, SCREEN)


async def draw_planning(_pages: Pages, event_id: UUID, _lang: str, db: Db) -> str | None:
    """That a search for a plan has news, and no more: what it is, organisers ask for themselves."""
    async with db.acquire() as tx:
        found = await planning_sql.latest(tx, event_id)
    return f"<i>{found.plans if found else 0}</i>"


async def draw_ceremony(pages: Pages, contest_id: UUID, lang: str, db: Db) -> str | None:
    async with db.acquire() as tx:
        stage = await staged(tx, contest_id)
    return pages.fragment("fragment_ceremony.html", lang, stage=stage)


async def hall_of(event_id: UUID, db: Db) -> Hall:
    hall = memory.recall(event_id)
    if isinstance(hall, Hall):
        return hall
    async with db.acquire() as tx:
        hall = await views.hall(tx, event_id)
    memory.keep(event_id, hall)
    return hall


DRAWN: dict[str, Callable[[Pages, UUID, str, Db], Awaitable[str | None]]] = {
    "match": draw_match,
    "courts": draw_courts,
    "event": draw_event,
    "contest": draw_contest,
    "screen": draw_screen,
    "ceremony": draw_ceremony,
    "planning": draw_planning,
}
