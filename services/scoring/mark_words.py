"""A mark in words, for the printed sheet: what it is, whose, and how much. Counts nothing."""

from services.scoring.games_text import games_text
from shared.kit.words import _
from shared.messages.events import EntryRef, MatchState
from shared.rules.marks import Mark, Sheet

KINDS = {
    "start": _("start"),
    "rally": _("rally"),
    "game": _("whole game"),
    "time_out": _("time-out"),
    "basket": _("basket"),
    "foul": _("foul"),
    "period_over": _("end of period"),
    "counted": _("count"),
    "false_start": _("false start"),
    "false_switch": _("false switch"),
    "fouled": _("foul"),
    "judged": _("marks"),
    "handed_in": _("handed in"),
    "again": _("once more"),
    "walkover": _("walkover"),
    "retired": _("retired"),
    "disqualified": _("disqualified"),
    "undo": _("undo"),
    "confirm": _("confirm"),
    "typed": _("typed"),
    "corrected": _("corrected"),
}
FOULS = {
    "personal": _("personal"),
    "technical": _("technical"),
    "unsportsmanlike": _("unsportsmanlike"),
    "disqualifying": _("disqualifying"),
}


def kind_of(mark: Mark) -> str:
    """What the mark is, an English msgid."""
    return KINDS[str(mark.__struct_config__.tag)]


def detail_of(match: MatchState, mark: Mark) -> str:
    """What the mark says beyond its kind: the side, the player, the place, the number, the reason."""
    parts = (of_side(match, mark), of_place(mark), of_number(mark), of_outcome(mark), getattr(mark, "reason", ""))
    return " ".join(part for part in parts if part)


def foul_of(mark: Mark) -> str:
    """The kind of a foul, an English msgid; empty for other marks."""
    return FOULS.get(getattr(mark, "foul", ""), "")


def of_side(match: MatchState, mark: Mark) -> str:
    """1 or 2, with the player where one was named."""
    side = getattr(mark, "side", None) or getattr(mark, "loser", None) or getattr(mark, "server", None)
    if side is None:
        return ""
    player = getattr(mark, "player", None)
    return str(side) if player is None else f"{side} {player_name(match.sides[side - 1], player)}"


def player_name(entry: EntryRef | None, player: int) -> str:
    members = entry.members if entry is not None else ()
    return members[player].name if player < len(members) else str(player + 1)


def of_place(mark: Mark) -> str:
    by = getattr(mark, "by", None)
    return f"#{by}" if by else ""


def of_number(mark: Mark) -> str:
    """Points of a basket or game, a count, a judge's marks."""
    points = getattr(mark, "points", None)
    if points is not None:
        return f"+{points}" if isinstance(points, int) else games_text((points,))
    marks = getattr(mark, "marks", None)
    if marks is not None:
        return " + ".join(str(each) for each in marks)
    count = getattr(mark, "count", None)
    return "" if count is None else str(count)


def of_outcome(mark: Mark) -> str:
    outcome = getattr(mark, "outcome", None)
    if outcome is None:
        return ""
    return str(outcome.performance.score) if outcome.performance else games_text(outcome.games)


def score_of(sheet: Sheet) -> str:
    """The score as it stands: games, or what each counter has."""
    counts = "/".join("–" if count is None else str(count) for count in sheet.counts)
    return games_text(sheet.games) or counts
