"""Which pad a sheet is filled on, and what its match is called: asked of the sport, said in both languages.

Nothing here knows a sport by name; what a sport does not say, the plainest pad does without.
"""

from msgspec import Struct
from msgspec.structs import replace

from shared.messages.events import MatchState
from shared.rules.model import Regulation
from shared.rules.sports import sport
from shared.web.words import LANGUAGES, shared_words

PLAYABLE = frozenset({"ready", "called", "playing", "decided"})
Said = dict[str, str]
"""A sentence by language."""


class Pad(Struct, frozen=True, kw_only=True):
    """What a tablet must know of a match beyond its regulation."""

    kind: str
    """`rally`, `clock`, `count` or `judge`."""
    service: str
    """How service goes: `courts`, `turns`, `rotation`; empty where nobody serves."""
    unit: str
    """What a game is called: `game`, `set`, `quarter`."""
    places: int
    """How many counters or judges hand in; 1 where one umpire marks."""
    time_outs: int
    """Time-outs a side has; 0 where there are none, or where the clock's settings say it."""
    time_outs_per: str
    """`game` where each game has its own, else `match`."""
    rests: tuple[int, int]
    """Seconds of the rest within a game and of the one between games; 0 where there is none."""
    items: tuple[Said, ...]
    """The items of a rubric."""
    title: Said | None = None
    rubber: Said | None = None


def opens(match: MatchState) -> bool:
    """Whether it may be played: both sides are known, or the one side of a performance."""
    first, second = match.sides
    return match.status in PLAYABLE and first is not None and (match.solo or second is not None)


def pad_of(match: MatchState) -> Pad:
    return replace(
        pad_by(match.regulation),
        title=said(match.title.say, dict(match.title.values)) if match.title else None,
        rubber=said(match.tie.name, {}) if match.tie else None,
    )


def pad_by(regulation: Regulation) -> Pad:
    """The pad of any match under a regulation."""
    found = sport(regulation.sport)
    shown = regulation.exhibition
    return Pad(
        kind=found.PAD,
        service=found.SERVICE,
        unit=found.UNIT,
        places=found.places(regulation),
        time_outs=found.TIME_OUTS,
        time_outs_per=found.TIME_OUTS_PER,
        rests=(found.REST_IN_GAME, found.REST_BETWEEN_GAMES),
        items=tuple(said(item.name, {}) for item in shown.rubric) if shown else (),
    )


def places_of(regulation: Regulation) -> int:
    """How many counters or judges hand in; 1 where one umpire marks."""
    return sport(regulation.sport).places(regulation)


def said(sentence: str, values: dict[str, int | str]) -> Said:
    return {lang: shared_words().say(sentence, lang, values) for lang in LANGUAGES}
