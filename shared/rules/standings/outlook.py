"""What if: who of a group is through, who can still go through, and by which results. Knows no screen.

Every way the open matches can end is ranked by the table itself, each winner with the widest and the narrowest score.
Two entries whose order these extremes change can come either way, and level; with a third level its own match with
another counts differently. Only what holds in spite of all that is certain.
"""

from collections.abc import Collection, Iterable, Sequence
from itertools import product
from typing import Literal

from msgspec import Struct

from shared.rules.model import Outcome, Points, Regulation, Side, Table
from shared.rules.rally_games import games_needed, rule_of_game
from shared.rules.standings.chains import table_of
from shared.rules.standings.keys import MUTUAL, value
from shared.rules.standings.matches import counted
from shared.rules.standings.model import Meeting, Played
from shared.rules.standings.ordering import ordered, tally_of
from shared.rules.standings.ranking import annulled, counting
from shared.rules.ties import regulation_of

Verdict = Literal["through", "open", "out"]
"""Goes on whatever happens; depends on scores, lots or other groups; does not."""
MOST_WAYS = 1024
"""Ways to end that are ranked one by one: five open matches at most."""
MOST_SCENARIOS = 16
CLOCK_SCORES: tuple[Points, ...] = ((140, 40), (61, 60), (121, 120), (60, 0))
"""What is thought possible in a match by the clock: nobody wins by more than a hundred."""


class Scenario(Struct, frozen=True):
    """The winners of all open matches, in their order, and what these make of the entries."""

    winners: tuple[str, ...]
    through: tuple[str, ...]
    undecided: tuple[str, ...]
    """For whom scores, a lot or other groups decide."""


class Chance(Struct, frozen=True, kw_only=True):
    """How it stands with one entry."""

    entry: str
    verdict: Verdict
    best: int
    worst: int
    """The best and the worst place it can take."""
    winning: Verdict | None = None
    """If it wins all its open matches, whatever the others do; None where it has none."""
    losing: Verdict | None = None


class Outlook(Struct, frozen=True, kw_only=True):
    """How a group can end. Without `chances` too much is open to say anything."""

    places: int
    to_come: tuple[tuple[str, str], ...]
    chances: tuple[Chance, ...] = ()
    scenarios: tuple[Scenario, ...] = ()
    """By the winners; none where they would be too many to read."""


class _End(Struct, frozen=True):
    """One way to end, by the winners: the best and the worst place of everybody, whatever the scores."""

    winners: tuple[str, ...]
    places: dict[str, tuple[int, int]]


def outlook(
    regulation: Regulation,
    entries: Sequence[str],
    meetings: Sequence[Meeting],
    places: int,
    maybe: int = 0,
    decisions: Sequence[Sequence[str]] = (),
    withdrawn: Collection[str] = (),
) -> Outlook:
    """Who is among the first `places` however the open matches end; `maybe` further places go on from some groups."""
    table = table_of(regulation)
    out = annulled(table, meetings, withdrawn)
    fixed = counting(regulation, table, meetings, out, withdrawn)
    gone = out | set(withdrawn)
    to_come = [each for each in meetings if each.outcome is None and not gone & set(each.sides)]
    pairs = tuple(sorted(each.sides for each in to_come))
    results = [possible(regulation, table, pair, len(pairs)) for pair in pairs]
    if not all(results):
        return Outlook(places=places, to_come=pairs)
    inside = sorted(entry for entry in entries if entry not in out)
    ends = _ends(table, inside, fixed, results, decisions)
    return Outlook(
        places=places,
        to_come=pairs,
        chances=tuple(_chance(entry, ends, pairs, places, maybe) for entry in inside),
        scenarios=_scenarios(inside, ends, places, maybe),
    )


def possible(regulation: Regulation, table: Table, pair: tuple[str, str], matches: int) -> list[Played]:
    """Results of one match that stand for all: every winner at his widest and narrowest; none for too many matches."""
    scores = scores_of(regulation)
    while scores and (2 * len(scores)) ** matches > MOST_WAYS:
        scores = scores[: len(scores) // 2]
        if len(scores) < 2:  # one score alone would not show what depends on scores
            return []
    found = []
    for outcome in scores:
        for winner in (1, 2):
            done = counted(regulation, table, Meeting(pair, outcome if winner == 1 else _mirrored(outcome)))
            if done is not None:
                found.append(done)
    return found


def scores_of(regulation: Regulation) -> list[Outcome]:
    """Wins of side 1, the widest and the narrowest first; then the widest of the close and the closest of the clear.

    >>> from shared.rules.model import GameRule
    >>> [outcome.games for outcome in scores_of(Regulation("any", 1, "singles", 3, GameRule(11, 2)))][:2]
    [((11, 0), (11, 0)), ((11, 9), (0, 11), (11, 9))]
    """
    if regulation.tie is not None:
        if regulation.game is None or not regulation.tie.rubbers:
            return []
        return [_tie(regulation, close, narrow) for close, narrow in _KINDS]
    if regulation.clock is not None:
        most = regulation.clock.target
        few: Sequence[Points] = CLOCK_SCORES if most is None else ((most, 0), (most, most - 1), (2, 1), (1, 0))
        return [Outcome("played", 1, (score,)) for score in few]
    if regulation.game is None:
        return []
    return [Outcome("played", 1, _games(regulation, close, narrow)) for close, narrow in _KINDS]


_KINDS = ((False, False), (True, True), (True, False), (False, True))
"""Close in games, narrow in points."""


def _games(regulation: Regulation, close: bool, narrow: bool) -> tuple[Points, ...]:
    """Games of a win: with or without the games that can be lost, each by as much or as little as a game can be."""
    lost = games_needed(regulation) - 1 if close else 0
    games: list[Points] = []
    for number in range(1, games_needed(regulation) + lost + 1):
        rule = rule_of_game(regulation, number)
        second = number % 2 == 0 and number // 2 <= lost
        by = (rule.target - rule.lead if narrow else 0) if not second else (0 if narrow else rule.target - rule.lead)
        games.append((by, rule.target) if second else (rule.target, by))
    return tuple(games)


def _tie(regulation: Regulation, close: bool, narrow: bool) -> Outcome:
    tie = regulation.tie
    assert tie is not None
    rubber = regulation_of(regulation, tie.rubbers[0])
    won, lost = Outcome("played", 1, _games(rubber, close, narrow)), (tie.to_win - 1 if close else 0)
    if tie.count == "games":
        return Outcome("played", 1, ((tie.to_win, lost),))
    beaten = Outcome("played", 2, tuple((two, one) for one, two in _games(rubber, narrow, not narrow)))
    count = tie.to_win if not tie.play_all else len(tie.rubbers) - lost
    return Outcome("played", 1, ((count, lost),), rubbers=(*([beaten] * lost), *([won] * count)))


def _mirrored(outcome: Outcome) -> Outcome:
    games = tuple((two, one) for one, two in outcome.games)
    winner: Side = 2 if outcome.winner == 1 else 1
    return Outcome(outcome.kind, winner, games, rubbers=tuple(_mirrored(each) for each in outcome.rubbers if each))


class _Order(Struct, frozen=True):
    """What all scores tried agree on, for the same winners."""

    above: dict[str, set[str]]
    """By entry, who stands above it every time."""
    loose: set[tuple[str, str]]
    """Pairs that were once level in the keys over all matches, so that it matters who else is."""


def _ends(
    table: Table,
    entries: Sequence[str],
    fixed: Sequence[Played],
    results: Sequence[Sequence[Played]],
    decisions: Sequence[Sequence[str]],
) -> list[_End]:
    first_keys = _first_keys(table)
    agreed: dict[tuple[str, ...], _Order] = {}
    for chosen in product(*results):
        matches = [*fixed, *chosen]
        tallies = {entry: tally_of(entry, matches) for entry in entries}
        above: dict[str, set[str]] = {}
        for level in ordered(table, entries, matches, decisions, tallies):
            higher = set(above)
            above |= {entry: set(higher) for entry in level.entries}
        reached = {entry: tuple(value(name, tallies[entry]) for name in first_keys) for entry in entries}
        loose = {(one, two) for one in entries for two in entries if one != two and reached[one] == reached[two]}
        winners = tuple(each.sides[each.winner - 1] for each in chosen)
        known = agreed.setdefault(winners, _Order(above, set()))
        known.loose.update(loose)
        for entry in entries:
            known.above[entry] &= above[entry]
    return [_End(winners, _bounds(entries, order)) for winners, order in agreed.items()]


def _first_keys(table: Table) -> list[str]:
    """The keys over all matches that come before any key over the matches of the equal."""
    names: list[str] = []
    for key in table.keys:
        if key.scope == "tied" or key.compare == MUTUAL or (table.two_left and names):
            break
        names.append(key.compare)
    return names


def _bounds(entries: Sequence[str], order: _Order) -> dict[str, tuple[int, int]]:
    """The best and the worst place of everybody."""
    above = order.above
    either = {
        one: {two for two in entries if two != one and two not in above[one] and one not in above[two]}
        for one in entries
    }
    sure = {
        one: {two for two in above[one] if (one, two) not in order.loose or not (either[one] | either[two])}
        for one in entries
    }
    below = {entry: sum(entry in higher for higher in sure.values()) for entry in entries}
    return {entry: (1 + len(sure[entry]), len(entries) - below[entry]) for entry in entries}


def _chance(entry: str, ends: Sequence[_End], pairs: Sequence[tuple[str, str]], places: int, maybe: int) -> Chance:
    own = [place for place, pair in enumerate(pairs) if entry in pair]
    winning = [end for end in ends if all(end.winners[each] == entry for each in own)]
    losing = [end for end in ends if all(end.winners[each] != entry for each in own)]
    return Chance(
        entry=entry,
        verdict=_verdict(entry, ends, places, maybe),
        best=min(end.places[entry][0] for end in ends),
        worst=max(end.places[entry][1] for end in ends),
        winning=_verdict(entry, winning, places, maybe) if own else None,
        losing=_verdict(entry, losing, places, maybe) if own else None,
    )


def _verdict(entry: str, ends: Iterable[_End], places: int, maybe: int) -> Verdict:
    mine = [end.places[entry] for end in ends]
    if all(worst <= places for _best, worst in mine):
        return "through"
    return "out" if all(best > places + maybe for best, _worst in mine) else "open"


def _scenarios(entries: Sequence[str], ends: Sequence[_End], places: int, maybe: int) -> tuple[Scenario, ...]:
    if not 1 < len(ends) <= MOST_SCENARIOS:
        return ()
    found = []
    for end in ends:
        verdicts = {entry: _verdict(entry, [end], places, maybe) for entry in entries}
        found.append(
            Scenario(
                end.winners,
                tuple(entry for entry in entries if verdicts[entry] == "through"),
                tuple(entry for entry in entries if verdicts[entry] == "open"),
            )
        )
    return tuple(found)
