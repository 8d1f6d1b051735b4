"""Team ties in sentences, made from their settings. Knows no sport and no player.

>>> from shared.rules.ties.orders import ORDERS
>>> for sentence, values in in_words(ORDERS["cn_tt_3s"].rule)[:2]:
...     print(sentence.format_map(values))
A meeting of teams has 3 rubbers; who first wins 2 of them has won.
Rubber 1: A – X.
"""

from shared.rules.model import Rubber, TieRule, Words
from shared.rules.words import _

RUBBER = {
    "Men's singles": _("Rubber {number}: men's singles."),
    "Women's singles": _("Rubber {number}: women's singles."),
    "Men's doubles": _("Rubber {number}: men's doubles."),
    "Women's doubles": _("Rubber {number}: women's doubles."),
    "Mixed doubles": _("Rubber {number}: mixed doubles."),
    "Leaders' singles": _("Rubber {number}: leaders' singles."),
    "Leaders' doubles": _("Rubber {number}: leaders' doubles."),
    "Woman's singles": _("Rubber {number}: a woman's singles."),
    "Relay": _("Rubber {number}: relay."),
}
"""Rubbers whose name says who plays."""


def in_words(rule: TieRule) -> Words:
    """The order of play and what line-ups may be, as the notice would print it."""
    words: Words = [(_length(rule), {"rubbers": len(rule.rubbers), "needed": rule.to_win})]
    if rule.all_in_groups and not rule.play_all:
        words.append((_("In groups all rubbers are played."), {}))
    words += [_rubber(number, rubber) for number, rubber in enumerate(rule.rubbers, 1)]
    if rule.free_order:
        words.append((_("The order of rubbers is set for each meeting."), {}))
    return [*words, *_line_up(rule)]


def _length(rule: TieRule) -> str:
    if rule.count == "games":
        return _("A meeting of teams has {rubbers} rubbers; who first wins {needed} games in them has won.")
    if rule.play_all:
        return _("A meeting of teams has {rubbers} rubbers, all are played; {needed} of them win it.")
    return _("A meeting of teams has {rubbers} rubbers; who first wins {needed} of them has won.")


def _rubber(number: int, rubber: Rubber) -> tuple[str, dict[str, object]]:
    if rubber.name in RUBBER:
        return RUBBER[rubber.name], {"number": number}
    home, away = ("+".join(slot.player for slot in side) for side in (rubber.home, rubber.away))
    if home == away:
        return _("Rubber {number}: player {place}."), {"number": number, "place": home}
    return _("Rubber {number}: {home} – {away}."), {"number": number, "home": home, "away": away}


def _line_up(rule: TieRule) -> Words:
    words: Words = []
    least, most = rule.players
    if least == most:
        words.append((_("A line-up has {players} players."), {"players": most}))
    elif most < 99:
        words.append((_("A line-up has {least} to {most} players."), {"least": least, "most": most}))
    if rule.men is not None and rule.women is not None:
        words.append((_("A line-up has {men} men and {women} women."), {"men": rule.men, "women": rule.women}))
    if rule.most_rubbers == 1:
        words.append((_("Nobody plays twice."), {}))
    else:
        words.append((_("Nobody plays more than {rubbers} rubbers."), {"rubbers": rule.most_rubbers}))
    if rule.most_singles is not None:
        words.append((_("Nobody plays more than {rubbers} singles."), {"rubbers": rule.most_singles}))
    if rule.least_rubbers:
        words.append((_("Everybody plays at least {rubbers} rubbers."), {"rubbers": rule.least_rubbers}))
    if rule.doubling is not None:
        words.append((_("At most {players} players may play more than once."), {"players": rule.doubling}))
    if rule.age_sum is not None:
        words.append((_("The ages of a pair add up to at least {years}."), {"years": rule.age_sum}))
    return words
