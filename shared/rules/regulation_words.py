"""Regulations in sentences, made from their settings. Knows no sport by name.

>>> from shared.rules.sports import regulation_of
>>> for sentence, values in settings_in_words(regulation_of("badminton", "first_to_15x3", "singles"))[:2]:
...     print(sentence.format_map(values))
Best of 3 games.
A game goes to the side that first has 15 points.
"""

from shared.rules.model import Clock, GameRule, Regulation, Words
from shared.rules.sports import Sport, sport
from shared.rules.words import _

Sentence = tuple[str, dict[str, object]]

ONE = {"game": _("One game decides the match."), "set": _("One set decides the match.")}
BEST_OF = {"game": _("Best of {games} games."), "set": _("Best of {games} sets.")}
FIRST_TO = {
    "game": _("A game goes to the side that first has {target} points."),
    "set": _("A set goes to the side that first has {target} points."),
    "decider": _("The deciding game goes to the side that first has {target} points."),
}
LEADING = {
    "game": _("A game goes to the side that first has {target} points and leads by {lead}."),
    "set": _("A set goes to the side that first has {target} points and leads by {lead}."),
    "decider": _("The deciding game goes to the side that first has {target} points and leads by {lead}."),
}
CAPPED = {
    "game": _("A game goes to the side that first has {target} points and leads by {lead}, or has {cap}."),
    "set": _("A set goes to the side that first has {target} points and leads by {lead}, or has {cap}."),
    "decider": _(
        "The deciding game goes to the side that first has {target} points and leads by {lead}, or has {cap}."
    ),
}
ENDS = {
    "game": _("Ends change after each game and at {points} in the last."),
    "set": _("Ends change after each set and at {points} in the last."),
}
REST = {
    "game": _("A rest of {between} seconds at most between games."),
    "set": _("A rest of {between} seconds at most between sets."),
}
TIME_OUTS = {
    "game": _("Time-outs of each side in a game: {time_outs}."),
    "set": _("Time-outs of each side in a set: {time_outs}."),
    "match": _("Time-outs of each side in a match: {time_outs}."),
}
PERIODS = {
    1: _("{minutes} minutes."),
    2: _("Two halves of {minutes} minutes."),
    4: _("Four quarters of {minutes} minutes."),
}


def settings_in_words(regulation: Regulation) -> Words:
    """The regulation as an organiser would print it in the notice."""
    played = sport(regulation.sport)
    words: Words = [(_("{players} players of each side on court."), {"players": regulation.players})]
    if regulation.players is None:
        words = []
    if regulation.clock is not None:
        return [*words, *_clock(regulation.clock)]
    return [*words, *_games(played, regulation)]


def _games(played: Sport, regulation: Regulation) -> Words:
    unit = "set" if played.UNIT == "set" else "game"
    words: Words = [_length(unit, regulation)]
    if regulation.game is not None:
        words.append(_game(unit, regulation.game))
    if regulation.decider not in (None, regulation.game) and regulation.decider is not None:
        words.append(_game("decider", regulation.decider))
    if regulation.change_ends_at is not None and regulation.best_of == 1:
        words.append((_("Ends change at {points}."), {"points": regulation.change_ends_at}))
    elif regulation.change_ends_at is not None:
        words.append((ENDS[unit], {"points": regulation.change_ends_at}))
    return [*words, *_rests(played, unit, regulation)]


def _length(unit: str, regulation: Regulation) -> Sentence:
    games: dict[str, object] = {"games": regulation.best_of}
    if regulation.all_games:
        return _("{games} games are played, also when the match is decided."), games
    return (ONE[unit], {}) if regulation.best_of == 1 else (BEST_OF[unit], games)


def _game(unit: str, rule: GameRule) -> Sentence:
    values: dict[str, object] = {"target": rule.target, "lead": rule.lead, "cap": rule.cap}
    if rule.lead == 1 or rule.cap == rule.target:
        return FIRST_TO[unit], {"target": rule.target}
    return (LEADING if rule.cap is None else CAPPED)[unit], values


def _rests(played: Sport, unit: str, regulation: Regulation) -> Words:
    words: Words = []
    rest: dict[str, object] = {
        "points": regulation.interval_at,
        "game": played.REST_IN_GAME,
        "between": played.REST_BETWEEN_GAMES,
    }
    if regulation.interval_at is not None and played.REST_IN_GAME and regulation.best_of > 1:
        words.append((_("A rest of {game} seconds at {points} in every game, of {between} between games."), rest))
    elif regulation.interval_at is not None and played.REST_IN_GAME:
        words.append((_("A rest of {game} seconds at {points}."), rest))
    elif played.REST_BETWEEN_GAMES and regulation.best_of > 1:
        words.append((REST[unit], rest))
    if played.TIME_OUTS:
        scope = "match" if played.TIME_OUTS_PER == "match" else unit
        words.append((TIME_OUTS[scope], {"time_outs": played.TIME_OUTS}))
    return words


def _clock(clock: Clock) -> Words:
    minutes: dict[str, object] = {"minutes": clock.minutes, "periods": clock.periods}
    words: Words = [
        (PERIODS.get(clock.periods, _("{periods} periods of {minutes} minutes.")), minutes),
        _running(clock),
    ]
    if clock.target is not None:
        words.append((_("Who first has {target} points has won at once."), {"target": clock.target}))
    words.append(_overtime(clock))
    words.append((_("A basket counts {scores}."), {"scores": ", ".join(map(str, clock.scores))}))
    if clock.foul_limit:
        words.append((_("A player with {fouls} fouls is out."), {"fouls": clock.foul_limit}))
    if clock.bonus_from:
        words.append(
            (_("Free throws follow from the team foul number {foul} of a period."), {"foul": clock.bonus_from})
        )
    words.append(_time_outs(clock))
    if clock.forfeit != (0, 0):
        forfeit = f"{clock.forfeit[0]}:{clock.forfeit[1]}"
        words.append((_("A match not played counts {score}."), {"score": forfeit}))
    return words


def _running(clock: Clock) -> Sentence:
    if clock.stopped:
        return _("The clock stops with every whistle."), {}
    if clock.last_stopped:
        return _("The clock runs through; in the last period it stops with every whistle."), {}
    return _("The clock runs through."), {}


def _overtime(clock: Clock) -> Sentence:
    if clock.overtime_target is not None:
        values: dict[str, object] = {"target": clock.overtime_target}
        return _("If the score is level, overtime goes to the side that first scores {target} points in it."), values
    return _("If the score is level, overtimes of {minutes} minutes decide."), {"minutes": clock.overtime_minutes}


def _time_outs(clock: Clock) -> Sentence:
    first, second, overtime = (*clock.timeouts, 0, 0, 0)[:3]
    if clock.periods == 1:
        return _("Time-outs of each side in a match: {time_outs}."), {"time_outs": first}
    values: dict[str, object] = {"first": first, "second": second, "overtime": overtime}
    return _(
        "Time-outs of each side: {first} in the first half, {second} in the second, {overtime} in an overtime."
    ), values
