"""Live parts of an inbox, for its owner alone: `inbox:<member>:<lang>` how much is unread, `messages:…` the newest."""

from collections.abc import Iterable
from uuid import UUID
from weakref import WeakKeyDictionary

from litestar.datastructures import State

from services.notifications.speech import Speech
from services.notifications.sql import messages
from services.notifications.view import inbox_of
from shared.kit.db import Db
from shared.kit.http.auth import Who
from shared.kit.live import Hub
from shared.web.words import LANGUAGES

TOPICS = ("inbox", "messages")
SPEECHES: WeakKeyDictionary[Db, dict[str, Speech]] = WeakKeyDictionary()
"""A drawing is handed the database and not the application; this is how it finds the words."""


async def on_start(state: State) -> None:
    SPEECHES[state.db] = {lang: Speech(state.pages, state.config.timezone, lang) for lang in LANGUAGES}


def may_listen(topic: str, who: Who) -> bool:
    found = parts_of(topic)
    return found is not None and who.member_id == found[1] and not who.must_change


def changed(hub: Hub, members: Iterable[UUID]) -> None:
    """These members' inboxes are different now."""
    for member in members:
        for topic in TOPICS:
            for lang in LANGUAGES:
                hub.changed(f"{topic}:{member}:{lang}")


async def render(topic: str, db: Db) -> str | None:
    """The fragment of one topic; None for a topic that does not exist."""
    found = parts_of(topic)
    if found is None or db not in SPEECHES:
        return None
    kind, member_id, lang = found
    speech = SPEECHES[db][lang]
    async with db.acquire() as tx:
        if kind == "inbox":
            return speech.pages.fragment("fragment_unread.html", lang, unread=await messages.unread(tx, member_id))
        return speech.pages.fragment("fragment_messages.html", lang, inbox=await inbox_of(tx, member_id, speech))


def parts_of(topic: str) -> tuple[str, UUID, str] | None:
    """A topic's kind, member and language; None for what is no topic of an inbox."""
    kind, _, rest = topic.partition(":")
    key, _, lang = rest.partition(":")
    if kind not in TOPICS or lang not in LANGUAGES:
        return None
    try:
        return kind, UUID(key), lang
    except ValueError:
        return None
