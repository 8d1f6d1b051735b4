"""Lots of a judged contest: in which order, before which panel, with which topic. Knows keys and a seed, no people.

Each is drawn by the rule of shared/rules/lot.py from a seed that was fixed before, so that anybody with the seed and
the list can draw it again.

>>> order("hall", ["a", "b", "c", "d"])
['d', 'b', 'c', 'a']
>>> dealt("hall", ["a", "b", "c", "d", "e"], ["one", "two"])
{'d': 'one', 'e': 'two', 'c': 'one', 'b': 'two', 'a': 'one'}
>>> topics("hall", ["a", "b", "c"], ["sea", "hill"])
{'a': 'hill', 'b': 'sea', 'c': 'sea'}
"""

from collections.abc import Sequence

from shared.rules.lot import Lot


def order(seed: str, entries: Sequence[str]) -> list[str]:
    """Who performs first, second, ...: the list shuffled."""
    return Lot(seed).shuffled(entries)


def dealt(seed: str, entries: Sequence[str], panels: Sequence[str]) -> dict[str, str]:
    """Before which panel each performs: the list shuffled, then dealt to the panels in turn.

    No panel has more than one entry more than another. Source: book of judged contests 1.3, parallel panels.
    """
    return {entry: panels[place % len(panels)] for place, entry in enumerate(Lot(seed).shuffled(entries))}


def topics(seed: str, entries: Sequence[str], given: Sequence[str]) -> dict[str, str]:
    """Which topic each gets: the topics shuffled and taken from the top; once all are out they are shuffled anew."""
    lot = Lot(seed)
    deck: list[str] = []
    found: dict[str, str] = {}
    for entry in entries:
        deck = deck or lot.shuffled(given)
        found[entry] = deck.pop(0)
    return found
