"""Papers shared out among readers by lot: each read by so many, loads as even as can be, nobody reads what is barred.

Knows papers and readers by their keys. Source: the reading of essays in two blind rounds with a third reader on a gap
(book of judged contests 1.4), and common papers that link the readers (2.4).
"""

from collections import deque
from collections.abc import Collection, Mapping, Sequence
from decimal import Decimal
from fractions import Fraction
from typing import Literal

from msgspec import Struct

from shared.rules.judged.rule_set import Reading
from shared.rules.lot import Lot

Pair = tuple[str, str]
"""A paper and a reader."""
Move = tuple[str, str, str]
"""A paper goes from one reader to another."""


class Share(Struct, frozen=True):
    """A paper for a reader; an anchor is read by everybody."""

    paper: str
    reader: str
    why: Literal["reader", "anchor"] = "reader"


class TooFewReaders(Exception):
    """A paper has fewer readers left than the rule asks for."""

    def __init__(self, papers: Sequence[str]) -> None:
        super().__init__(", ".join(papers))
        self.papers = tuple(papers)


def shared_out(
    papers: Sequence[str], readers: Sequence[str], barred: Collection[Pair], rule: Reading, lot: Lot
) -> tuple[Share, ...]:
    """Who reads what, in the order of the papers. The same seed and the same lists give the same answer.

    Nobody's load is more than one above another's, unless only the bars make it so.

    Raises:
        TooFewReaders: somebody has to be added, or a bar lifted.

    >>> rule = Reading(readers=2)
    >>> shares = shared_out(["1", "2", "3"], ["a", "b", "c"], {("1", "a")}, rule, Lot("essay"))
    >>> [(each.paper, each.reader) for each in shares]
    [('1', 'b'), ('1', 'c'), ('2', 'a'), ('2', 'c'), ('3', 'a'), ('3', 'b')]
    """
    free = {paper: [reader for reader in readers if (paper, reader) not in barred] for paper in papers}
    short = [paper for paper in papers if len(free[paper]) < max(rule.readers, 1)]
    if short:
        raise TooFewReaders(short)
    drawn, order = lot.shuffled(papers), lot.shuffled(readers)
    # Papers that everybody may read link all readers; only then those with a bar.
    anchors = sorted(drawn, key=lambda paper: -len(free[paper]))[: rule.anchors]
    rest = [paper for paper in drawn if paper not in anchors]
    given = {paper: list(free[paper]) for paper in anchors}
    loads = {reader: sum(reader in each for each in given.values()) for reader in order}
    for paper in sorted(rest, key=lambda paper: len(free[paper])):
        queue = sorted(lot.shuffled(free[paper]), key=loads.__getitem__)
        given[paper] = queue[: rule.readers]
        for reader in given[paper]:
            loads[reader] += 1
    even_out({paper: given[paper] for paper in rest}, free, loads)
    return tuple(
        Share(paper, reader, "anchor" if paper in anchors else "reader")
        for paper in papers
        for reader in readers
        if reader in given[paper]
    )


def even_out(given: Mapping[str, list[str]], free: Mapping[str, Sequence[str]], loads: dict[str, int]) -> None:
    """Hand papers on, along chains of readers, until no chain makes the loads more even."""
    while (chain := chain_down(given, free, loads)) is not None:
        for paper, giver, taker in chain:
            given[paper][given[paper].index(giver)] = taker
            loads[giver] -= 1
            loads[taker] += 1


def chain_down(
    given: Mapping[str, list[str]], free: Mapping[str, Sequence[str]], loads: Mapping[str, int]
) -> list[Move] | None:
    """A chain of moves from a reader to one with at least two papers fewer."""
    ways: dict[str, dict[str, str]] = {reader: {} for reader in loads}
    for paper, readers in given.items():
        for giver in readers:
            for taker in free[paper]:
                if taker not in readers:
                    ways[giver].setdefault(taker, paper)
    for start in sorted(loads, key=lambda reader: -loads[reader]):
        came: dict[str, str] = {start: ""}
        waiting = deque([start])
        while waiting:
            at = waiting.popleft()
            if loads[at] <= loads[start] - 2:
                return chain_to(at, came, ways)
            for taker in ways[at]:
                if taker not in came:
                    came[taker] = at
                    waiting.append(taker)
    return None


def chain_to(end: str, came: Mapping[str, str], ways: Mapping[str, Mapping[str, str]]) -> list[Move]:
    moves: list[Move] = []
    while giver := came[end]:
        moves.append((ways[giver][end], giver, end))
        end = giver
    return moves


def too_far(totals: Collection[Fraction | Decimal], gap: Decimal | None) -> bool:
    """Whether readers' totals are so far apart that one more is called: the gap itself calls already.

    >>> too_far([Decimal(80), Decimal(70)], Decimal(10)), too_far([Decimal(80), Decimal("70.5")], Decimal(10))
    (True, False)
    """
    if gap is None or len(totals) < 2:
        return False
    return Fraction(max(totals)) - Fraction(min(totals)) >= gap


def one_more(free: Sequence[str], loads: Mapping[str, int], lot: Lot) -> str | None:
    """The reader called besides: of those with the fewest papers, by lot; None where nobody is left.

    >>> one_more(["a", "b", "c"], {"a": 3, "b": 2, "c": 3}, Lot("07"))
    'b'
    """
    if not free:
        return None
    least = min(loads.get(each, 0) for each in free)
    return lot.choice([each for each in free if loads.get(each, 0) == least])
