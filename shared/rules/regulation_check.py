"""Which regulations can be. Knows every setting's bounds and no sport by name; says in words what cannot be.

>>> from shared.rules.sports import presets
>>> for preset in presets():
...     check_regulation(preset.regulation)
"""

from shared.rules.exact import digits
from shared.rules.model import Clock, Counting, Exhibition, GameRule, PrizeTier, Regulation, TieRule
from shared.rules.refusals import IllegalRegulation
from shared.rules.sports import sport
from shared.rules.standings.words import check_table
from shared.rules.words import _

MOST_GAMES = 15
MOST_POINTS = 999
MOST_PLACES = 99
MOST_OF_ITEM = 1000
MOST_SCORE = 100_000
MOST_LETTERS = 80
SETTINGS_OF = {"rally": "game", "clock": "clock", "count": "counting", "judge": "exhibition", "ballot": "judged"}
"""The settings a pad stands on, by kind of pad."""

WITHIN = {
    "target": _("Points of a game: {least} to {most}, not {value}."),
    "players": _("Players on court: {least} to {most}, not {value}."),
    "change_ends_at": _("Points at which ends change: {least} to {most}, not {value}."),
    "interval_at": _("Points at which there is a rest: {least} to {most}, not {value}."),
    "periods": _("Periods: {least} to {most}, not {value}."),
    "minutes": _("Minutes of a period: {least} to {most}, not {value}."),
    "overtime_minutes": _("Minutes of an overtime: {least} to {most}, not {value}."),
    "overtime_target": _("Points that end an overtime: {least} to {most}, not {value}."),
    "clock_target": _("Points that end the match: {least} to {most}, not {value}."),
    "foul_limit": _("Fouls of a player: {least} to {most}, not {value}."),
    "bonus_from": _("Team foul with free throws: {least} to {most}, not {value}."),
    "timeouts": _("Time-outs of a side: {least} to {most}, not {value}."),
    "forfeit": _("Points of a match not played: {least} to {most}, not {value}."),
    "seconds": _("Seconds of a performance: {least} to {most}, not {value}."),
    "counters": _("Counters: {least} to {most}, not {value}."),
    "members": _("Members counted: {least} to {most}, not {value}."),
    "attempts": _("Attempts: {least} to {most}, not {value}."),
    "false_switches": _("False switches: {least} to {most}, not {value}."),
    "deduction": _("Deduction: {least} to {most}, not {value}."),
    "within": _("Greatest difference of counters: {least} to {most}, not {value}."),
    "judges": _("Judges: {least} to {most}, not {value}."),
    "digits": _("Digits: {least} to {most}, not {value}."),
    "works": _("Works of one person: {least} to {most}, not {value}."),
    "rubbers": _("Rubbers: {least} to {most}, not {value}."),
    "to_win": _("What wins the meeting: {least} to {most}, not {value}."),
    "most_rubbers": _("Rubbers of one player: {least} to {most}, not {value}."),
    "age_sum": _("Sum of ages: {least} to {most}, not {value}."),
    "annul_after": _("Losses that annul all results: {least} to {most}, not {value}."),
}
"""A setting out of its bounds, in words."""


def check_regulation(regulation: Regulation) -> None:
    """Refuse with IllegalRegulation, naming the setting, what nobody could play by."""
    played = sport(regulation.sport)
    wanted = SETTINGS_OF[played.PAD]
    given = [name for name in SETTINGS_OF.values() if getattr(regulation, name) is not None]
    if given != [wanted]:
        raise IllegalRegulation("regulation.settings", _("These are not the settings of this sport."))
    _check_games(regulation)
    if regulation.clock is not None:
        _check_clock(regulation.clock)
    if regulation.counting is not None:
        _check_counting(regulation.counting)
    if regulation.exhibition is not None:
        _check_exhibition(regulation.exhibition)
    if regulation.judged is not None and regulation.judged not in played.PRESETS:
        raise IllegalRegulation("regulation.judged", _("There is no rule set of this name."))
    if regulation.tie is not None:
        _check_tie(regulation.tie)
    if regulation.table is not None:
        check_table(regulation.table)
        _within("annul_after", regulation.table.annul_after, 0, 20)
    _check_texts(regulation)
    _check_prizes((regulation.counting or Counting()).prizes + (regulation.exhibition or Exhibition()).prizes)


def _check_texts(regulation: Regulation) -> None:
    """A program may send names of its own; a form cannot."""
    shown, tie = regulation.exhibition or Exhibition(), regulation.tie
    names = [
        shown.category,
        shown.code,
        *(item.name for item in shown.rubric),
        regulation.table.chain if regulation.table else "",
    ]
    if tie is not None:
        slots = [slot for rubber in tie.rubbers for slot in (*rubber.home, *rubber.away)]
        names += [tie.key, *(rubber.name for rubber in tie.rubbers), *(slot.player for slot in slots)]
    if any(len(name) > MOST_LETTERS or not name.isprintable() for name in names):
        raise IllegalRegulation("regulation.name", _("A name in the settings is too long or cannot be printed."))


def _check_prizes(prizes: tuple[PrizeTier, ...]) -> None:
    for tier in prizes:
        numbers = [each for each in (tier.share, tier.at_least) if each is not None]
        fine = all(each.is_finite() and 0 <= each <= MOST_SCORE and digits(each) <= 4 for each in numbers)
        if not fine or not 0 <= (tier.count or 0) <= MOST_SCORE or len(tier.name) > MOST_LETTERS:
            raise IllegalRegulation("regulation.prizes", _("A prize has a number, a share or a score that cannot be."))


def _check_games(regulation: Regulation) -> None:
    if not 1 <= regulation.best_of <= MOST_GAMES or regulation.best_of % 2 == 0:
        raise IllegalRegulation(
            "regulation.best_of", _("“Best of” is an odd number up to {most}: else nobody might win."), most=MOST_GAMES
        )
    if regulation.players is not None:
        _within("players", regulation.players, 1, 20)
    if regulation.game is None:
        return
    _check_game(regulation.game)
    if regulation.decider is not None:
        _check_game(regulation.decider)
        if regulation.best_of == 1:
            raise IllegalRegulation("regulation.decider", _("One game alone has no deciding game."))
    if regulation.change_ends_at is not None:
        _within("change_ends_at", regulation.change_ends_at, 1, (regulation.decider or regulation.game).target - 1)
    if regulation.interval_at is not None:
        _within("interval_at", regulation.interval_at, 1, regulation.game.target - 1)


def _check_game(rule: GameRule) -> None:
    _within("target", rule.target, 1, MOST_POINTS)
    if not 1 <= rule.lead <= rule.target:
        raise IllegalRegulation("regulation.lead", _("A game is won by a lead of at least 1, at most its points."))
    if rule.cap is not None and not rule.target <= rule.cap <= MOST_POINTS:
        raise IllegalRegulation("regulation.cap", _("The cap of a game cannot be less than its points."))


def _check_clock(clock: Clock) -> None:
    _within("periods", clock.periods, 1, 8)
    _within("minutes", clock.minutes, 1, 90)
    _within("overtime_minutes", clock.overtime_minutes, 0 if clock.overtime_target else 1, 90)
    if clock.target is not None:
        _within("clock_target", clock.target, 1, MOST_POINTS)
    if clock.overtime_target is not None:
        _within("overtime_target", clock.overtime_target, 1, MOST_POINTS)
    if (
        not clock.scores
        or len(set(clock.scores)) < len(clock.scores)
        or not all(1 <= each <= 9 for each in clock.scores)
    ):
        raise IllegalRegulation("regulation.scores", _("A basket counts from 1 to 9; name each number once."))
    _within("foul_limit", clock.foul_limit, 0, 20)
    _within("bonus_from", clock.bonus_from, 0, 50)
    for each in clock.timeouts:
        _within("timeouts", each, 0, 20)
    winner, loser = clock.forfeit
    _within("forfeit", winner, 0, MOST_POINTS)
    if loser != 0:
        raise IllegalRegulation("regulation.forfeit", _("Who does not play has no points."))


def _check_counting(counting: Counting) -> None:
    _within("seconds", counting.seconds, 0, 3600)
    _within("counters", counting.counters, 1, 9)
    _within("members", counting.members, 1, 50)
    _within("attempts", counting.attempts, 1, 9)
    for each in (counting.false_start, counting.foul):
        _within("deduction", each, 0, 100)
    _within("within", counting.within or 0, 0, 100)
    _within("false_switches", counting.false_switches, 0, 20)
    if counting.counters * counting.members > MOST_PLACES:
        raise IllegalRegulation("regulation.places", _("So many counters for so many members are too many."))


def _check_exhibition(shown: Exhibition) -> None:
    _within("judges", shown.judges, 1, 30)
    _within("digits", shown.digits, 0, 4)
    if shown.drop < 0 or (shown.judges >= shown.drop_from and 2 * shown.drop >= shown.judges):
        raise IllegalRegulation("regulation.drop", _("With so many left out no judge would count."))
    if shown.most_each is not None:
        _within("works", shown.most_each, 1, 99)
    if not shown.rubric:
        raise IllegalRegulation("regulation.rubric", _("A rubric needs at least one item."))
    for item in shown.rubric:
        if not (item.maximum.is_finite() and 1 <= item.maximum <= MOST_OF_ITEM and digits(item.maximum) <= 2):
            raise IllegalRegulation(
                "regulation.rubric_points", _("An item of a rubric gives 1 to {most} points."), most=MOST_OF_ITEM
            )


def _check_tie(rule: TieRule) -> None:
    rubbers = len(rule.rubbers)
    _within("rubbers", rubbers, 1, 15)
    _within("to_win", rule.to_win, 1, rubbers if rule.count == "rubbers" else rubbers * MOST_GAMES)
    _within("most_rubbers", rule.most_rubbers, 1, 15)
    if rule.age_sum is not None:
        _within("age_sum", rule.age_sum, 1, 300)
    if 2 * rule.to_win <= rubbers and rule.count == "rubbers":
        raise IllegalRegulation("tie.to_win", _("Both teams could win so many rubbers."))


def _within(what: str, value: int, least: int, most: int) -> None:
    if not least <= value <= most:
        raise IllegalRegulation("regulation.range", WITHIN[what], least=least, most=most, value=value)
