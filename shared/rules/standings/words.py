"""A table in sentences, which key split two entries, and which tables can be. Knows msgids, no language."""

from shared.rules.model import Key, Table, Words
from shared.rules.refusals import IllegalRegulation
from shared.rules.standings.keys import MUTUAL, measure
from shared.rules.standings.ordering import DECISION
from shared.rules.standings.ranking import WITHDRAWN
from shared.rules.words import _

MOST_KEYS = 20
MOST_POINTS = 100
BY = {
    ("match_points", "all"): _("By match points over all matches."),
    ("match_points", "tied"): _("By match points between the equal."),
    ("wins", "all"): _("By matches won over all matches."),
    ("wins", "tied"): _("By matches won between the equal."),
    ("win_ratio", "all"): _("By share of matches won over all matches."),
    ("win_ratio", "tied"): _("By share of matches won between the equal."),
    ("rubbers_won", "all"): _("By rubbers won over all matches."),
    ("rubbers_won", "tied"): _("By rubbers won between the equal."),
    ("rubbers_difference", "all"): _("By rubbers won less lost over all matches."),
    ("rubbers_difference", "tied"): _("By rubbers won less lost between the equal."),
    ("rubbers_ratio", "all"): _("By the ratio of rubbers over all matches."),
    ("rubbers_ratio", "tied"): _("By the ratio of rubbers between the equal."),
    ("games_won", "all"): _("By games won over all matches."),
    ("games_won", "tied"): _("By games won between the equal."),
    ("games_difference", "all"): _("By games won less lost over all matches."),
    ("games_difference", "tied"): _("By games won less lost between the equal."),
    ("games_ratio", "all"): _("By the ratio of games over all matches."),
    ("games_ratio", "tied"): _("By the ratio of games between the equal."),
    ("points_scored", "all"): _("By points scored over all matches."),
    ("points_scored", "tied"): _("By points scored between the equal."),
    ("points_difference", "all"): _("By points scored less lost over all matches."),
    ("points_difference", "tied"): _("By points scored less lost between the equal."),
    ("points_ratio", "all"): _("By the ratio of points over all matches."),
    ("points_ratio", "tied"): _("By the ratio of points between the equal."),
    ("points_average", "all"): _("By points scored per match over all matches."),
    ("points_average", "tied"): _("By points scored per match between the equal."),
}
"""A key with its scope."""
MUTUALS = {
    "any": _("By matches won between the equal, each time among those still equal."),
    "exactly_2": _("Two equal: the winner of the match between them stands first."),
    "3_plus": _("Three or more equal: by matches won between them."),
}
WHERE = {"exactly_2": _("Where two are equal:"), "3_plus": _("Where three or more are equal:")}
GONE = {
    "delete": _("Results of who withdraws are annulled."),
    "walkover": _("Open matches of who withdraws are lost as walkovers."),
}


def in_words(table: Table) -> Words:
    """The table in sentences, as the notice would print it: points, keys in order, what unplayed matches count.

    >>> [sentence.format_map(values) for sentence, values in in_words(Table(keys=(Key("wins"),)))][:2]
    ['A win counts 2, a loss 1, a loss without playing 0.', 'By matches won over all matches.']
    """
    points: dict[str, object] = {"win": table.win, "loss": table.loss, "forfeit": table.forfeit}
    words: Words = [(_("A win counts {win}, a loss {loss}, a loss without playing {forfeit}."), points)]
    if table.narrow_win is not None or table.narrow_loss is not None:
        narrow: dict[str, object] = {
            "win": table.win if table.narrow_win is None else table.narrow_win,
            "loss": table.loss if table.narrow_loss is None else table.narrow_loss,
        }
        words.append((_("In the deciding game a win counts {win}, a loss {loss}."), narrow))
    if table.unfinished is not None:
        words.append((_("A loss in a match not finished counts {points}."), {"points": table.unfinished}))
    words += [(sentence, {}) for sentence in _order(table.keys)]
    if table.two_left:
        words.append((_("Once two are left equal, their match decides at once."), {}))
    if table.restart:
        words.append((_("Once some are placed, those still equal begin again among themselves."), {}))
    if table.withdrawal in GONE:
        words.append((GONE[table.withdrawal], {}))
    if table.annul_after == 1:
        words.append((_("A match lost without playing to the end annuls all results."), {}))
    elif table.annul_after:
        times: dict[str, object] = {"times": table.annul_after}
        words.append((_("After {times} matches lost without playing to the end all results are annulled."), times))
    words.append((_("Who is equal after all shares the place; where it matters, a lot decides."), {}))
    return words


def split_words(split_by: str) -> str:
    """Which key put an entry below the one above it, as a sentence; empty where nothing split them.

    >>> split_words("games_ratio.tied")
    'By the ratio of games between the equal.'
    """
    if not split_by:
        return ""
    if split_by == DECISION:
        return _("By a lot or the organiser's decision.")
    if split_by == WITHDRAWN:
        return _("Its results are annulled.")
    compare, _dot, scope = split_by.partition(".")
    return MUTUALS["any"] if compare == MUTUAL else BY.get((compare, scope), "")


def check_table(table: Table) -> None:
    """Refuse a table that cannot be, with IllegalRegulation."""
    if not table.keys:
        raise IllegalRegulation("table.no_keys", _("A table needs at least one key."))
    if len(table.keys) > MOST_KEYS:
        raise IllegalRegulation("table.too_many_keys", _("A table has {most} keys at most."), most=MOST_KEYS)
    for key in table.keys:
        measure(key.compare)
    counts = (table.win, table.loss, table.forfeit, table.unfinished, table.narrow_win, table.narrow_loss)
    if any(count is not None and not 0 <= count <= MOST_POINTS for count in counts) or table.win <= table.loss:
        raise IllegalRegulation(
            "table.points",
            _("Match points are whole numbers from 0 to {most}, and a win counts more than a loss."),
            most=MOST_POINTS,
        )


def _order(keys: tuple[Key, ...]) -> list[str]:
    """The keys in sentences, one that repeats all before it among three or more in a single one."""
    said: list[str] = []
    before = tuple(key.compare for key in keys if key.scope == "all")
    again = tuple(key.compare for key in keys if key.scope == "tied" and key.applies_to == "3_plus")
    repeats = len(again) > 1 and again == before
    for key in keys:
        if repeats and key.scope == "tied" and key.applies_to == "3_plus":
            said.append(_("Three or more equal: the same order over the matches between them only."))
        elif key.compare == MUTUAL:
            said.append(MUTUALS[key.applies_to])
        else:
            said += [WHERE[key.applies_to]] if key.applies_to in WHERE else []
            said.append(BY[key.compare, key.scope])
    return list(dict.fromkeys(said))
