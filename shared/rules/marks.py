"""The marks an umpire or organiser makes and the sheet they add up to. Values only: knows no sport and no clock."""

from decimal import Decimal
from typing import Annotated, Literal
from uuid import UUID

from msgspec import Meta, Struct

from shared.rules.model import Outcome, Points, Side, Treatment

Reason = Annotated[str, Meta(max_length=400)]
"""Why a match ended as it did, or was corrected; it is printed on sheets and pages."""
Player = Annotated[int, Meta(ge=0, le=99)]
"""An index into the entry's members."""
Seat = Annotated[int, Meta(ge=1, le=99)]
"""The place of a counter or judge, from 1."""
Number = Annotated[int, Meta(ge=0, le=9999)]
Score = Annotated[int, Meta(ge=0, le=999)]
FoulKind = Literal["personal", "technical", "unsportsmanlike", "disqualifying"]


class Start(Struct, frozen=True, tag_field="kind", tag="start"):
    """Opens the match, or settles who serves and receives in a game in which no rally is played yet.

    `left` stands on the umpire's left. Players are indexes into the entry's members: 0, in doubles 0 or 1.
    """

    left: Side
    server: Side
    serving_player: int = 0
    receiving_player: int = 0


class Rally(Struct, frozen=True, tag_field="kind", tag="rally"):
    """`side` won a rally."""

    side: Side


class Game(Struct, frozen=True, tag_field="kind", tag="game"):
    """A whole game, set or period at once, where nobody scores it point by point. Only while it stands at 0-0."""

    points: tuple[Score, Score]


class TimeOut(Struct, frozen=True, tag_field="kind", tag="time_out"):
    """`side` takes a time-out."""

    side: Side


class Basket(Struct, frozen=True, tag_field="kind", tag="basket"):
    """`side` scored `points` at once; `player` is None where nobody notes who it was."""

    side: Side
    points: Annotated[int, Meta(ge=1, le=9)]
    player: Player | None = None


class Foul(Struct, frozen=True, tag_field="kind", tag="foul"):
    """`side` committed a foul; `player` is None for the bench, or where nobody notes who it was."""

    side: Side
    player: Player | None = None
    foul: FoulKind = "personal"


class PeriodOver(Struct, frozen=True, tag_field="kind", tag="period_over"):
    """The time of the period or overtime has run out."""


class Counted(Struct, frozen=True, tag_field="kind", tag="counted"):
    """The counter at place `by` has counted so many so far. All of them, not those since: repeating does no harm."""

    by: Seat
    count: Number
    failures: Number = 0


class FalseStart(Struct, frozen=True, tag_field="kind", tag="false_start"):
    """Somebody began before the signal."""

    by: Seat = 1


class FalseSwitch(Struct, frozen=True, tag_field="kind", tag="false_switch"):
    """Somebody of a relay began before the signal to change."""

    by: Seat = 1


class Fouled(Struct, frozen=True, tag_field="kind", tag="fouled"):
    """A foul of a mass event, such as a turn left out."""


class Judged(Struct, frozen=True, tag_field="kind", tag="judged"):
    """What the judge at place `by` gives for each item of the rubric; later marks replace it until handed in."""

    by: Seat
    marks: Annotated[tuple[Decimal, ...], Meta(max_length=30)]


class HandedIn(Struct, frozen=True, tag_field="kind", tag="handed_in"):
    """The counter or judge at place `by` is done."""

    by: Seat


class Again(Struct, frozen=True, tag_field="kind", tag="again"):
    """The performance is counted anew, or done once more: nothing counted so far stands."""


class Undo(Struct, frozen=True, tag_field="kind", tag="undo"):
    """Takes back the last mark in force. The taken-back mark stays on the sheet's record."""


class Walkover(Struct, frozen=True, tag_field="kind", tag="walkover"):
    """`loser` did not play at all."""

    loser: Side
    reason: Reason = ""


class Retired(Struct, frozen=True, tag_field="kind", tag="retired"):
    """`loser` gave up during the match."""

    loser: Side
    reason: Reason = ""


class Disqualified(Struct, frozen=True, tag_field="kind", tag="disqualified"):
    """`loser` was disqualified, before or during the match."""

    loser: Side
    reason: Reason = ""


class Confirm(Struct, frozen=True, tag_field="kind", tag="confirm"):
    """The umpire confirms the outcome and closes the sheet."""


class Typed(Struct, frozen=True, tag_field="kind", tag="typed"):
    """An organiser's final result, whatever the sheet said. Closes the sheet."""

    outcome: Outcome


class Corrected(Struct, frozen=True, tag_field="kind", tag="corrected"):
    """An organiser replaces the outcome of a closed sheet; `reason` must be given."""

    outcome: Outcome
    reason: Reason
    reached: dict[UUID, Treatment] = {}
    """What becomes of decided matches that followed from the old result, by match."""


PlayMark = Start | Rally | Game | TimeOut | Basket | Foul | PeriodOver
"""Marks of a match between two sides."""
PerformanceMark = Counted | FalseStart | FalseSwitch | Fouled | Judged | HandedIn | Again
"""Marks of a performance without opponent."""
EndMark = Walkover | Retired | Disqualified
UmpireMark = PlayMark | PerformanceMark | EndMark | Undo | Confirm
"""What may be marked at the court."""
Mark = UmpireMark | Typed | Corrected


class Sheet(Struct, frozen=True, kw_only=True):
    """A scoresheet as its marks have left it. What happens next is read from here, never from older sheets."""

    games: tuple[Points, ...] = ()
    """Games begun, the running one last; empty before the start. A new game stands at 0-0 as soon as the last ends."""
    finished: bool = False
    """The match has its outcome and waits for `Confirm`, or is closed."""
    serving: Side | None = None
    server_player: int = 0
    receiver_player: int = 0
    service_court: Literal["right", "left"] | None = None
    """The court the server serves from; the receiver stands in the court of the same name opposite."""
    right_players: tuple[int, int] = (0, 0)
    """Of each side, the player whose court is the right one (doubles)."""
    left: Side | None = None
    """The side at the umpire's left for the next rally, after ends have changed."""
    change_ends: bool = False
    """The players must change ends now, before the next rally; `left` is already the side after it."""
    interval: bool = False
    """The players may rest now."""
    interval_seconds: int = 0
    """The longest that rest may be."""
    game_point: Side | None = None
    """The side that wins the game with the next rally; the serving side when either would."""
    match_point: Side | None = None
    """The side that wins the match with the next rally; the serving side when either would."""
    point_all: bool = False
    """Either side wins the game with the next rally, as at 29-29."""
    first_server: Side | None = None
    """The side that served first in the running game."""
    time_outs: Points = (0, 0)
    """Time-outs each side has taken of those it has: in this set, half, overtime or match, as the sport counts."""
    rotation: tuple[tuple[int, ...], tuple[int, ...]] = ((), ())
    """Of each side, who stands at position 1, 2, … where players rotate: places in the line-up, from 0."""
    period: int = 0
    """The running period of a match by the clock, overtimes counted on; 0 before the start."""
    overtime: bool = False
    fouls: Points = (0, 0)
    """Team fouls of the running period."""
    personal: tuple[tuple[int, int, int], ...] = ()
    """Side, player and how many fouls, for each player with fouls."""
    counts: tuple[int | None, ...] = ()
    """What each counter has so far, by place; None before the first."""
    judged: tuple[tuple[Decimal, ...] | None, ...] = ()
    """What each judge gives by item of the rubric, by place."""
    handed_in: tuple[bool, ...] = ()
    false_starts: int = 0
    false_switches: int = 0
    fouled: int = 0
    failures: int = 0
    """As the head counter has them."""
    outcome: Outcome | None = None
    closed: bool = False
    standing: tuple[Mark, ...] = ()
    """Marks in force, in order: neither undos nor what they took back."""
    count: int = 0
    """All marks ever made on the sheet."""
