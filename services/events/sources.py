"""Where a side that is not known yet comes from, in words. Knows no match and no page."""

from shared.kit.words import _
from shared.rules.plan import BestPlace, GroupPlace, LoserOf, Source, WinnerOf

Said = tuple[str, dict[str, object]]


def from_where(source: Source) -> Said:
    """A sentence and its values; groups are named by letters."""
    match source:
        case WinnerOf(match):
            return _("Winner of {number}"), {"number": match}
        case LoserOf(match):
            return _("Loser of {number}"), {"number": match}
        case GroupPlace(group, place):
            return _("Place {place} of group {group}"), {"place": place, "group": group_letter(group)}
        case BestPlace(place, rank):
            return _("Best {rank} of those in place {place}"), {"place": place, "rank": rank}
    return _("to be decided"), {}


def group_letter(group: int) -> str:
    """A, B … Z, then AA, AB … for groups numbered from 1."""
    before, letter = divmod(group - 1, 26)
    return (group_letter(before) if before else "") + chr(ord("A") + letter)
