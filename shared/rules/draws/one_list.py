"""A draw that is one list: seeds in order, then the others by lot. Knows how many a format takes, not what it plays.

>>> from shared.rules.draws.lines import Contender
>>> listed([Contender("a", ""), Contender("b", "", 1)], "spring", "bwf").lines
('b', 'a')
"""

from collections.abc import Sequence

from shared.rules.draws.groups import deal, lines_of
from shared.rules.draws.lines import Contender, Draw
from shared.rules.draws.seeding import SeedRule
from shared.rules.lot import Lot
from shared.rules.refusals import IllegalDraw
from shared.rules.words import _


def listed(contenders: Sequence[Contender], lot_seed: str, seed_rule: SeedRule) -> Draw:
    """Everybody on a line. Raises IllegalDraw for an entry or a seed given twice."""
    lines = lines_of(deal(contenders, 1, "snake", Lot(lot_seed)))
    return Draw(len(lines), lines, (), tuple(contenders), seed_rule)


def check_number(entries: int, most: int) -> None:
    """Refuse fewer than two entries and more than a format takes, with IllegalDraw."""
    if entries < 2:
        raise IllegalDraw("draw.too_few", _("A draw needs at least two entries."))
    if entries > most:
        raise IllegalDraw("draw.too_many", _("A draw takes {most} entries at most."), most=most)
