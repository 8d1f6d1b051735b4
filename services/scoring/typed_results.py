"""A result as an organiser types it, made an outcome: games, a performance's counts or score, or how else it ended.

Knows the regulation only by the settings it has; whether the result can have been is for the rules.
"""

import re
import unicodedata
from collections.abc import Sequence
from decimal import Decimal
from typing import Annotated, Literal
from uuid import UUID

from msgspec import Meta, Struct

from services.scoring.games_text import read_games
from services.scoring.pad import places_of
from shared.kit.http.errors import Refused
from shared.kit.words import _
from shared.messages.events import MatchState
from shared.rules.marks import Sheet
from shared.rules.model import Outcome, OutcomeKind, Performance, Points, Regulation, Side, Treatment
from shared.rules.refusals import Illegal
from shared.rules.sports import sport

NUMBER = re.compile(r"\d{1,5}(?:\.\d{1,4})?")
APART = re.compile(r"[\s,;、/]+")
Count = Annotated[int, Meta(ge=0, le=9999)]


class ResultTyped(Struct, frozen=True, kw_only=True):
    kind: OutcomeKind = "played"
    winner: Literal[1, 2, "1", "2", "None"] | None = None
    games: Annotated[str, Meta(max_length=200)] = ""
    counts: Annotated[str, Meta(max_length=200)] = ""
    """Of a performance, what each counter or judge gave."""
    score: Annotated[str, Meta(max_length=20)] = ""
    """Of a performance, its result, where the counts are not typed or do not say it."""
    false_starts: Count = 0
    false_switches: Count = 0
    fouls: Count = 0
    failures: Count = 0
    reason: Annotated[str, Meta(title=_("Reason"), max_length=400)] = ""
    reached: list[Annotated[str, Meta(max_length=60)]] = []
    """Of a correction, `match:redo`, `match:keep` or `match:void` for each decided match it reaches."""
    sheet_revision: int | None = None
    """The sheet as the organiser saw it; another one by now is told, not overwritten."""
    mark_id: UUID | None = None
    return_to: str = ""


def outcome_of(data: ResultTyped, match: MatchState) -> Outcome:
    """The outcome that was typed.

    Raises:
        Refused: a number cannot be read, or the winner is missing.
    """
    reason = data.reason if data.kind != "played" else ""
    if match.solo:
        done = performance_of(data, match.regulation) if data.kind == "played" else None
        return Outcome(data.kind, None, reason=reason, performance=done)
    games = read_games(data.games)
    winner = winner_of(data, match.regulation, games)
    if winner is None and data.kind != "void":
        raise Refused("result.winner_missing", _("Say which side won."), status=422)
    return Outcome(data.kind, None if data.kind == "void" else winner, games, reason)


def winner_of(data: ResultTyped, regulation: Regulation, games: tuple[Points, ...]) -> Side | None:
    if data.winner in (1, "1"):
        return 1
    if data.winner in (2, "2"):
        return 2
    return leader(regulation, games) if data.kind == "played" else None


def leader(regulation: Regulation, games: tuple[Points, ...]) -> Side | None:
    """The side with more games, by the clock with more points; whether they are enough is for the rules."""
    if regulation.clock is not None:
        ahead = sum(one - two for one, two in games)
    else:
        ahead = sum((one > two) - (one < two) for one, two in games)
    return None if ahead == 0 else 1 if ahead > 0 else 2


def performance_of(data: ResultTyped, regulation: Regulation) -> Performance:
    """The performance the counts make by the sport's rule; a score typed without counts stands as it is."""
    counts = numbers(data.counts)
    if counts and sport(regulation.sport).PAD == "count":
        return counted(data, regulation, counts)
    scores = numbers(data.score)
    if len(scores) != 1:
        raise Refused("result.score_missing", _("Type the counts or the score."), status=422)
    return Performance(score=scores[0], counts=tuple(counts), failures=data.failures)


def counted(data: ResultTyped, regulation: Regulation, counts: Sequence[Decimal]) -> Performance:
    if any(count != int(count) for count in counts):
        raise Refused("result.count_broken", _("A count is a whole number."), status=422)
    if len(counts) != places_of(regulation):
        raise Refused(
            "result.counts_missing",
            _("{typed} counts are typed, but there are {places}: one from each counter."),
            status=422,
            typed=len(counts),
            places=places_of(regulation),
        )
    sheet = Sheet(
        counts=tuple(int(count) for count in counts),
        handed_in=(True,) * len(counts),
        false_starts=data.false_starts,
        false_switches=data.false_switches,
        fouled=data.fouls,
        failures=data.failures,
    )
    try:
        return sport(regulation.sport).performance(regulation, sheet)
    except Illegal as illegal:
        raise Refused(illegal.code, illegal.sentence, status=422, **illegal.params) from illegal


def numbers(text: str) -> list[Decimal]:
    """Numbers as people type them, in half- and full-width, with any separators."""
    parts = [part for part in APART.split(unicodedata.normalize("NFKC", text).strip()) if part]
    for part in parts:
        if not NUMBER.fullmatch(part):
            raise Refused("result.number_unread", _("“{part}” is no number."), status=422, part=part[:40])
    return [Decimal(part) for part in parts]


def treatments(data: ResultTyped) -> dict[UUID, Treatment]:
    """What a correction does with the decided matches it reaches."""
    found: dict[UUID, Treatment] = {}
    for each in data.reached:
        match, _colon, what = each.partition(":")
        try:
            found[UUID(match)] = TREATMENTS[what]
        except (ValueError, KeyError):
            raise Refused(
                "result.reached_unread", _("It is unclear what becomes of the later matches."), status=422
            ) from None
    return found


TREATMENTS: dict[str, Treatment] = {"redo": "redo", "keep": "keep", "void": "void"}
