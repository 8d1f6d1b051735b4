"""The marks an umpire or organiser makes and the sheet they add up to. Values only: knows no sport and no clock."""

from typing import Annotated, Literal
from uuid import UUID

from msgspec import Meta, Struct

from shared.rules.model import Outcome, Points, Side, Treatment

Reason = Annotated[str, Meta(max_length=400)]
"""Why a match ended as it did, or was corrected; it is printed on sheets and pages."""


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


Mark = Start | Rally | Undo | Walkover | Retired | Disqualified | Confirm | Typed | Corrected


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
    outcome: Outcome | None = None
    closed: bool = False
    standing: tuple[Mark, ...] = ()
    """Marks in force, in order: neither undos nor what they took back."""
    count: int = 0
    """All marks ever made on the sheet."""
