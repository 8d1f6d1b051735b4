"""A group's table from its matches. Knows nothing of brackets and screens."""

from collections.abc import Collection, Sequence

from shared.rules.model import Regulation
from shared.rules.standings.model import Meeting, Standing


def standings(
    regulation: Regulation,
    entries: Sequence[str],
    meetings: Sequence[Meeting],
    decisions: Sequence[Sequence[str]] = (),
    withdrawn: Collection[str] = (),
) -> tuple[Standing, ...]:
    """Everybody of a group, best first.

    Entries that no key of the regulation's table separates share their places, unless one of `decisions` (an order
    drawn by lot or decided by the organiser) names all of them. The order of `entries` and `meetings` never matters.
    """
    wins = dict.fromkeys(entries, 0)
    for meeting in meetings:
        if meeting.outcome is not None and meeting.outcome.winner is not None:
            wins[meeting.sides[meeting.outcome.winner - 1]] += 1
    return tuple(
        Standing(
            entry=entry,
            first=1 + sum(other > won for other in wins.values()),
            last=sum(other >= won for other in wins.values()),
            won=won,
        )
        for entry, won in sorted(wins.items(), key=lambda pair: -pair[1])
    )
