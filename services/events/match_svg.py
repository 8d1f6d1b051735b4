"""One match of a bracket as SVG: two sides, units, seeds, points, how it ended, where it is. Knows no bracket."""

import unicodedata
from collections.abc import Callable
from datetime import datetime
from html import escape

from msgspec import Struct

from services.events.sources import Said
from services.events.sql.public import MatchView
from shared.kit.words import _

LABEL = 15
GAME = 24
KINDS = {"walkover": _("w/o"), "retired": _("ret."), "disqualified": _("DSQ"), "void": _("void")}

Say = Callable[..., str]
"""Translates a sentence with its parameters into the language of the page."""


class Size(Struct, frozen=True):
    """Width of a match and the room below it."""

    width: int
    pad: int


class Picture(Struct, frozen=True):
    """What one drawing needs: translation, time of day, and how tall a side is (pairs stand on two lines)."""

    say: Say
    when: Callable[[datetime], str]
    size: Size
    side: int
    names: int

    @property
    def width(self) -> int:
        return self.size.width

    @property
    def slot(self) -> int:
        return LABEL + 2 * self.side + self.size.pad

    @property
    def drop(self) -> int:
        """How far below the middle of its slot a match stands, to leave room for its label."""
        return (LABEL - self.size.pad) // 2


def box(picture: Picture, match: MatchView, at: tuple[int, int]) -> str:
    x, y = at
    top = y - picture.side
    kind = "bk-live" if match.status in ("called", "playing") else f"bk-{match.status}"
    return (
        f'<a href="/events/matches/{match.id}"><g class="bk-match {kind}">'
        f"<title>{escape(spoken(picture, match))}</title>"
        f'<text class="bk-label" x="{x + 1}" y="{top - 4}">{escape(label(picture, match))}</text>'
        f'<rect x="{x}" y="{top}" width="{picture.width}" height="{2 * picture.side}" rx="4"/>'
        f'<path class="bk-middle" d="M{x} {y}h{picture.width}"/>'
        f"{side(picture, match, 1, x, top)}{side(picture, match, 2, x, y)}</g></a>"
    )


def label(picture: Picture, match: MatchView) -> str:
    parts = [str(match.number)]
    if match.status in ("called", "playing"):
        parts.append(picture.say(_("on court now")))
    if match.outcome is None and match.court_name:
        parts.append(match.court_name)
    if match.outcome is None and match.starts_at and match.status in ("waiting", "ready"):
        parts.append(picture.when(match.starts_at))
    return " · ".join(parts)


def spoken(picture: Picture, match: MatchView) -> str:
    unknown = picture.say(_("to be decided"))
    games = ", ".join(f"{one}-{two}" for one, two in match.drawn_games)
    return f"{match.number}: {match.name_1 or unknown} – {match.name_2 or unknown} {games}".strip()


def side(picture: Picture, match: MatchView, which: int, x: int, top: int) -> str:
    name, unit, seed = (
        (match.name_1, match.unit_1, match.seed_1) if which == 1 else (match.name_2, match.unit_2, match.seed_2)
    )
    won = match.winner == which
    kind = "bk-side bk-won" if won else "bk-side bk-lost" if match.winner else "bk-side"
    scores = points(picture, match, which, x, top)
    columns = len(match.drawn_games) + (1 if match.outcome and match.outcome.kind != "played" else 0)
    room = picture.width - 12 - GAME * columns
    if name is None:
        waits = waiting(picture, match.from_1 if which == 1 else match.from_2)
        return f'<text class="bk-side bk-open" x="{x + 8}" y="{top + picture.side // 2 + 5}">{escape(waits)}</text>'
    return names(picture, name, unit or "", seed, kind, x, top, room) + scores


def waiting(picture: Picture, said: Said) -> str:
    """Who is waited for, as much of it as fits."""
    sentence, params = said
    return cut(picture.say(sentence, **params), picture.width - 16, 7)


def names(picture: Picture, name: str, unit: str, seed: int | None, kind: str, x: int, top: int, room: int) -> str:
    rank = f" [{seed}]" if seed else ""
    if picture.names == 2:
        letter = 8 if "bk-won" in kind else 7
        first, _sep, second = name.partition(" / ")
        return (
            f'<text class="{kind} bk-pair" x="{x + 8}" y="{top + 14}">{escape(cut(first + rank, room, letter))}'
            f'</text><text class="{kind} bk-pair" x="{x + 8}" y="{top + 29}">{escape(cut(second, room, letter))}</text>'
        )
    text = cut(name + rank, room, 8)
    left = room - width_of(text) * 8 - 8
    beside = cut(unit, left, 7) if unit and left > 40 else ""
    small = f'<tspan class="bk-unit" dx="6">{escape(beside)}</tspan>' if beside else ""
    return f'<text class="{kind}" x="{x + 8}" y="{top + 17}">{escape(text)}{small}</text>'


def points(picture: Picture, match: MatchView, which: int, x: int, top: int) -> str:
    """Points of the games, the last at the right edge, and how a match ended that was not played out."""
    games = match.drawn_games
    ended = match.outcome.kind if match.outcome else "played"
    right = x + picture.width - 12
    y = top + picture.side // 2 + 5
    found = []
    if ended != "played" and match.winner != which:
        word = picture.say(KINDS[ended])
        found.append(f'<text class="bk-points bk-word" x="{right + 6}" y="{y}">{escape(word)}</text>')
    if ended != "played":
        right -= GAME + 8
    for back, game in enumerate(reversed(games)):
        over = match.outcome is not None or back > 0
        kind = "bk-points bk-won" if over and game[which - 1] > game[2 - which] else "bk-points"
        found.append(f'<text class="{kind}" x="{right - back * GAME}" y="{y}">{game[which - 1]}</text>')
    return "".join(found)


def width_of(text: str) -> int:
    """Width in Latin letters: a Chinese character counts two."""
    return sum(2 if unicodedata.east_asian_width(sign) in "WF" else 1 for sign in text)


def cut(text: str, room: int, letter: int) -> str:
    """As much of a text as fits, with an ellipsis where it does not."""
    fits = room // letter
    if width_of(text) <= fits:
        return text
    kept, used = "", 1
    for sign in text:
        used += width_of(sign)
        if used > fits:
            break
        kept += sign
    return kept.rstrip() + "…"
