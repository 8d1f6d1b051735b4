"""Where the matches of one knockout stand in its picture. Knows rounds and slots, not what a match looks like."""

from collections.abc import Sequence

from services.events.match_svg import Picture
from services.events.sql.public import MatchView

GAP = 34
HEAD = 34


class Layout:
    """One section's matches from a round on, each in the middle of the slots it decides between."""

    def __init__(self, picture: Picture, matches: Sequence[MatchView], since: int) -> None:
        self.picture = picture
        self.first = max(since, min(match.round for match in matches))
        self.last = max(match.round for match in matches)
        if matches[0].section == "main" and since == 1:
            self.first = 1
        self.shown = [match for match in matches if match.round >= self.first]
        self.numbered = {match.number: match for match in self.shown}
        self.halves = matches[0].section not in ("losers", "final")
        self.ends = max(match.position for match in matches if match.round == self.last)

    @property
    def rounds(self) -> range:
        return range(self.first, self.last + 1)

    @property
    def width(self) -> int:
        return len(self.rounds) * (self.picture.width + GAP) - GAP + 2

    @property
    def height(self) -> int:
        return HEAD + self.picture.slot * self.slots(self.first)

    def slots(self, number: int) -> int:
        """How many matches the round has room for; a losers' bracket halves every second round only."""
        back = self.last - number
        return self.ends << (back if self.halves else back // 2)

    def title(self, number: int) -> tuple[str, dict[str, object]]:
        """What the round is called; one of byes only is called by nothing."""
        return next((match.round_words for match in self.shown if match.round == number), ("", {}))

    def left(self, number: int) -> int:
        return 1 + (number - self.first) * (self.picture.width + GAP)

    def place(self, match: MatchView) -> tuple[int, int]:
        """Left edge, and the height of the line between the two sides."""
        return self.left(match.round), self._middle(match.round, match.position)

    def side(self, match: MatchView, which: int) -> tuple[int, int]:
        """Where a line arrives: the left edge and the middle of side 0 or 1."""
        x, y = self.place(match)
        return x, y + self.picture.side // 2 * (1 if which else -1)

    def before(self, match: MatchView, which: int) -> tuple[int, int]:
        """The slot of the round before that leads to this side."""
        return self.left(match.round - 1), self._middle(match.round - 1, 2 * match.position - 1 + which)

    def _middle(self, number: int, position: int) -> int:
        span = self.picture.slot * self.slots(self.first) // self.slots(number)
        return HEAD + (position - 1) * span + span // 2 + self.picture.drop
