"""Team ties: from the outcomes of rubbers to that of the tie. Knows neither line-ups nor any sport by name.

>>> from shared.rules.ties.orders import ORDERS
>>> won, lost = Outcome("walkover", 1), Outcome("walkover", 2)
>>> rule = ORDERS["cn_tt_3s"].rule
>>> (outcome_of(rule, [won, lost, None]), score(rule, [won, lost, None]))
(None, (1, 1))
>>> outcome_of(rule, [won, won, None]).games, dead(rule, [won, won, None])
(((2, 0),), {3})
"""

from collections.abc import Sequence

from msgspec.structs import replace

from shared.rules.model import Discipline, Outcome, Points, Regulation, Rubber, Side, TieRule
from shared.rules.refusals import IllegalResult
from shared.rules.words import _


def score(rule: TieRule, rubbers: Sequence[Outcome | None]) -> Points:
    """Rubbers won by each side, or games where the tie counts games. A rubber void for both counts for neither."""
    if rule.count == "games":
        return _games(rule, [game for rubber in rubbers if rubber is not None for game in rubber.games])
    winners = [rubber.winner for rubber in rubbers if rubber is not None]
    return winners.count(1), winners.count(2)


def _games(rule: TieRule, games: Sequence[Points]) -> Points:
    """Games won by each side, in order of play: whoever has enough has won, and what follows counts no more."""
    one = two = 0
    for first, second in games:
        if max(one, two) < rule.to_win:
            one, two = one + (first > second), two + (second > first)
    return one, two


def over(rule: TieRule, rubbers: Sequence[Outcome | None]) -> bool:
    """Whether the tie has ended: enough is won, or nothing is left to play."""
    decided = max(score(rule, rubbers)) >= rule.to_win
    everything = len(rubbers) == len(rule.rubbers) and all(rubber is not None for rubber in rubbers)
    return everything or (decided and not rule.play_all)


def outcome_of(rule: TieRule, rubbers: Sequence[Outcome | None]) -> Outcome | None:
    """The tie's outcome, None while it goes on. Without a winner it is void: both won as much."""
    if not over(rule, rubbers):
        return None
    won = score(rule, rubbers)
    winner: Side | None = None if won[0] == won[1] else 1 if won[0] > won[1] else 2
    return Outcome("played" if winner else "void", winner, (won,), rubbers=tuple(rubbers))


def in_group(regulation: Regulation) -> Regulation:
    """The settings of a group match: there all rubbers may be played where a knockout stops."""
    rule = regulation.tie
    if rule is None or not rule.all_in_groups:
        return regulation
    return replace(regulation, tie=replace(rule, play_all=True))


def dead(rule: TieRule, rubbers: Sequence[Outcome | None]) -> set[int]:
    """Numbers, from 1, of the rubbers that are not played any more."""
    if not over(rule, rubbers):
        return set()
    return {number for number, rubber in enumerate(rubbers, 1) if rubber is None}


def ordered(rule: TieRule, order: Sequence[int]) -> TieRule:
    """The rule with its rubbers, by number from 1, in another order; none keeps the printed one.

    Raises IllegalResult where a rubber is missing or named twice. Source: Sudirman Cup, the order is set for each tie.
    """
    if not order:
        return rule
    if sorted(order) != list(range(1, len(rule.rubbers) + 1)):
        raise IllegalResult("tie.order", _("Every rubber must stand in the order once."))
    return replace(rule, rubbers=tuple(rule.rubbers[number - 1] for number in order))


def discipline_of(rubber: Rubber) -> Discipline:
    """One, two or more a side."""
    return {1: "singles", 2: "doubles"}.get(len(rubber.home), "team")  # type: ignore[return-value]


def regulation_of(regulation: Regulation, rubber: Rubber) -> Regulation:
    """The settings a rubber of this contest is played by."""
    rule = regulation.tie
    return replace(
        regulation,
        tie=None,
        table=None,
        discipline=discipline_of(rubber),
        best_of=(rule.best_of if rule else None) or regulation.best_of,
        game=(rule.game if rule else None) or regulation.game,
        decider=None if rule and rule.game else regulation.decider,
        all_games=bool(rule and rule.all_games),
    )


def winner(rule: TieRule, games: Sequence[Points]) -> Side | None:
    """Who has won by a typed score such as 3-1; None while nobody has."""
    if len(games) != 1 or games[0][0] == games[0][1] or max(games[0]) < rule.to_win:
        return None
    return 1 if games[0][0] > games[0][1] else 2


def check_result(regulation: Regulation, outcome: Outcome) -> None:
    """Refuse a typed result of a whole tie that cannot be, with IllegalResult: 3-3, or four won of which three win."""
    rule = regulation.tie
    if rule is None or outcome.kind == "void":
        return
    if outcome.kind != "played":
        if outcome.winner is None:
            raise IllegalResult("result.winner_missing", _("Say which side won."))
        return
    if outcome.winner is None or outcome.winner != winner(rule, outcome.games):
        raise IllegalResult("tie.undecided", _("Nobody has won this tie yet: {needed} win it."), needed=rule.to_win)
    one, two = outcome.games[0]
    most = sum(rule.best_of or regulation.best_of for _rubber in rule.rubbers) if rule.count == "games" else len(
        rule.rubbers
    )  # fmt: skip
    fewer = min(one, two)
    beyond = max(one, two) > rule.to_win and not rule.play_all and rule.count == "rubbers"
    if one + two > most or fewer < 0 or beyond:
        raise IllegalResult("tie.impossible", _("A tie cannot end {score}."), score=f"{one}-{two}")
