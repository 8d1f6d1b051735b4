"""How long the rules take: a large draw with units apart, the tables of a large round of groups. No I/O."""

from collections.abc import Callable
from itertools import combinations
from statistics import median
from time import perf_counter
from typing import Any

from shared.rules.draws.lines import Contender
from shared.rules.draws.separation import Conflict
from shared.rules.formats import Format, format_file
from shared.rules.lot import Lot
from shared.rules.model import Outcome
from shared.rules.sports import regulation_of, sports
from shared.rules.standings import Meeting, standings

TIMES = 15
ENTRIES, UNITS, SEEDS = 512, 40, 16
GROUPS, SIZE = 20, 6


def bench_rules() -> dict[str, Any]:
    """A draw of 512 in 40 units; 20 groups of 6 ranked from their results. Medians of 15, in milliseconds."""
    draw_ms, report = drawing()
    tables_ms, lines = ranking()
    wrong = [] if lines == GROUPS * SIZE else [f"{lines} lines in the tables"]
    return {
        "bench": "rules",
        "draw_512_ms": draw_ms,
        "unit_mates_too_close": len(report),
        "standings_20_groups_of_6_ms": tables_ms,
        "sports": len(sports()),
        "wrong": wrong,
    }


def drawing() -> tuple[float, tuple[Conflict, ...]]:
    form = Format()
    field = [
        Contender(f"e{number}", f"U{number % UNITS}", number + 1 if number < SEEDS else None)
        for number in range(ENTRIES)
    ]
    found = format_file(form.kind).draw(form, field, "bench", "bwf")
    return timed(lambda: format_file(form.kind).draw(form, field, "bench", "bwf")), found.report


def ranking() -> tuple[float, int]:
    """Singles of badminton, every match played, winners by lot: cycles and long chains of keys among them."""
    laws = regulation_of("badminton", "bwf_21x3", "singles")
    lot = Lot("bench")
    groups = []
    for group in range(GROUPS):
        entries = [f"g{group}e{number}" for number in range(SIZE)]
        results = [Outcome("played", 1, ((21, 15), (21, 19))), Outcome("played", 2, ((21, 19), (15, 21), (19, 21)))]
        groups.append((entries, [Meeting(pair, lot.shuffled(results)[0]) for pair in combinations(entries, 2)]))
    lines = sum(len(standings(laws, entries, meetings)) for entries, meetings in groups)
    return timed(lambda: [standings(laws, entries, meetings) for entries, meetings in groups]), lines


def timed(act: Callable[[], object]) -> float:
    """The median of many runs, in milliseconds."""
    waits = []
    for _ in range(TIMES):
        begun = perf_counter()
        act()
        waits.append(perf_counter() - begun)
    return round(median(waits) * 1000, 2)
