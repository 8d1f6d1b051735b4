"""What a line-up may be: who plays where, how often, of which gender and age. Knows places and persons by id.

A line-up names a person for every place of one side. Sources: as of the orders of play; a broken rule is told by code.

>>> from shared.rules.ties.orders import ORDERS
>>> rule = ORDERS["cn_tt_3s"].rule
>>> people = {name: Person(name) for name in "pqr"}
>>> [each.code for each in problems(rule, 1, {"A": "p", "B": "p", "C": "q"}, people)]
['line_up.players', 'line_up.most']
"""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from itertools import combinations

from msgspec import Struct

from shared.rules.model import Rubber, Side, Slot, TieRule
from shared.rules.words import _


class Person(Struct, frozen=True):
    """A member of a team, as far as line-ups ask. `age` is in whole years, None where it is not known."""

    name: str
    gender: str = ""
    leader: bool = False
    age: int | None = None


class Problem(Struct, frozen=True):
    """A rule the line-up breaks: an English msgid with its values."""

    code: str
    sentence: str
    values: dict[str, int | str] = {}


class Place(Struct, frozen=True):
    """One place to fill, and the rubbers its player plays, counted from 1."""

    slot: Slot
    rubbers: tuple[int, ...]


def slots_of(rubber: Rubber, side: Side) -> tuple[Slot, ...]:
    """Who of a side plays a rubber."""
    return rubber.home if side == 1 else rubber.away


def places_of(rule: TieRule, side: Side) -> tuple[Place, ...]:
    """The places a side fills, in order of play."""
    found: dict[str, list[int]] = {}
    slots: dict[str, Slot] = {}
    for number, rubber in enumerate(rule.rubbers, 1):
        for slot in slots_of(rubber, side):
            found.setdefault(slot.player, []).append(number)
            slots.setdefault(slot.player, slot)
    return tuple(Place(slots[letter], tuple(numbers)) for letter, numbers in found.items())


def problems(
    rule: TieRule, side: Side, line_up: Mapping[str, str], people: Mapping[str, Person]
) -> tuple[Problem, ...]:
    """Every rule the line-up breaks; empty for one that may be handed in. `people` are the team by id."""
    places = places_of(rule, side)
    opened = [place.slot.player for place in places if line_up.get(place.slot.player) not in people]
    if opened:
        missing = ", ".join(opened)
        return (Problem("line_up.missing", _("Somebody of the team must be named for {places}."), {"places": missing}),)
    played = Counter(line_up[slot.player] for rubber in rule.rubbers for slot in slots_of(rubber, side))
    return (
        *_persons(places, line_up, people),
        *_numbers(rule, side, line_up, people),
        *_often(rule, played, people),
        *_singles(rule, side, line_up, people),
        *_rubbers(rule, side, line_up, people),
    )


def _persons(places: Sequence[Place], line_up: Mapping[str, str], people: Mapping[str, Person]) -> Iterator[Problem]:
    """Places for men, for women and for leaders."""
    for place in places:
        who, slot = people[line_up[place.slot.player]], place.slot
        values: dict[str, int | str] = {"name": who.name, "place": slot.player}
        if slot.gender == "male" and who.gender != "male":
            yield Problem("line_up.gender", _("{name} cannot take {place}: it is for a man."), values)
        if slot.gender == "female" and who.gender != "female":
            yield Problem("line_up.gender", _("{name} cannot take {place}: it is for a woman."), values)
        if slot.leader and not who.leader:
            yield Problem("line_up.leader", _("{name} cannot take {place}: it is for a leader."), values)


def _numbers(rule: TieRule, side: Side, line_up: Mapping[str, str], people: Mapping[str, Person]) -> Iterator[Problem]:
    """How many players, men and women a line-up has."""
    named = {line_up[place.slot.player] for place in places_of(rule, side)}
    fewest, most = rule.players
    if not fewest <= len(named) <= most:
        sentence = _("The line-up has {players} players; there must be {fewest} to {most}.")
        yield Problem("line_up.players", sentence, {"players": len(named), "fewest": fewest, "most": most})
    men = sum(people[who].gender == "male" for who in named)
    women = sum(people[who].gender == "female" for who in named)
    if rule.men is not None and men != rule.men:
        yield Problem("line_up.men", _("There must be {men} men in the line-up."), {"men": rule.men})
    if rule.women is not None and women != rule.women:
        yield Problem("line_up.women", _("There must be {women} women in the line-up."), {"women": rule.women})


def _often(rule: TieRule, played: Counter[str], people: Mapping[str, Person]) -> Iterator[Problem]:
    """How many rubbers one plays, and how many play more than one."""
    for who, rubbers in sorted(played.items(), key=lambda pair: people[pair[0]].name):
        values: dict[str, int | str] = {"name": people[who].name, "rubbers": rubbers}
        if rubbers > rule.most_rubbers:
            sentence = _("{name} plays {rubbers} rubbers, {most} at most are allowed.")
            yield Problem("line_up.most", sentence, values | {"most": rule.most_rubbers})
        if rubbers < rule.least_rubbers:
            sentence = _("{name} plays {rubbers} rubbers, {least} at least are asked.")
            yield Problem("line_up.least", sentence, values | {"least": rule.least_rubbers})
    double = [people[who].name for who, rubbers in played.items() if rubbers > 1]
    if rule.doubling is not None and len(double) > rule.doubling:
        sentence = _("{names} play more than one rubber; only {most} may.")
        yield Problem("line_up.doubling", sentence, {"names": ", ".join(sorted(double)), "most": rule.doubling})


def _singles(rule: TieRule, side: Side, line_up: Mapping[str, str], people: Mapping[str, Person]) -> Iterator[Problem]:
    if rule.most_singles is None:
        return
    rubbers = [slots_of(rubber, side) for rubber in rule.rubbers]
    singles = Counter(line_up[slots[0].player] for slots in rubbers if len(slots) == 1)
    for who, number in singles.items():
        if number > rule.most_singles:
            sentence = _("{name} plays {singles} singles, {most} at most are allowed.")
            values: dict[str, int | str] = {"name": people[who].name, "singles": number, "most": rule.most_singles}
            yield Problem("line_up.singles", sentence, values)


def _rubbers(rule: TieRule, side: Side, line_up: Mapping[str, str], people: Mapping[str, Person]) -> Iterator[Problem]:
    """One person twice in a rubber or in places kept apart; the ages of a pair."""
    places = {place.slot.player for place in places_of(rule, side)}
    together = {pair for rubber in rule.rubbers for pair in combinations([s.player for s in slots_of(rubber, side)], 2)}
    for one, two in sorted(together | set(rule.apart)):
        if one in places and two in places and line_up[one] == line_up[two]:
            sentence = _("{name} cannot take both {one} and {two}.")
            yield Problem("line_up.apart", sentence, {"name": people[line_up[one]].name, "one": one, "two": two})
    if rule.age_sum is None:
        return
    for number, rubber in enumerate(rule.rubbers, 1):
        pair = [people[line_up[slot.player]] for slot in slots_of(rubber, side)]
        ages = [who.age for who in pair if who.age is not None]
        if len(pair) == 2 and (len(ages) < 2 or sum(ages) < rule.age_sum):
            sentence = _("The pair of rubber {rubber} must be {least} years together.")
            yield Problem("line_up.ages", sentence, {"rubber": number, "least": rule.age_sum})
