"""Seed lines, byes, separation, groups, orders of play: kinds of `draws.yaml`."""

import re
from collections.abc import Callable

from shared.rules.draws.lines import Contender, draw
from shared.rules.draws.seeding import bracket_size, bye_lines, seed_count, seed_lines
from shared.rules.lot import Lot
from shared.rules.plan import bracket
from tests.cases.kinds.case import Answer, Case

LOTS = [f"lot {number}" for number in range(200)]


def seed_positions(case: Case) -> Answer:
    names = ["s1", "s2", "s3_4", "s5_8", "s9_16", "s17_32", "s33_64"]
    got = {
        size: {
            name: [*lines] for name, lines in zip(names, seed_lines(size, case["rules"]), strict=False) if name in ask
        }
        for size, ask in case["sizes"].items()
    }
    return case["sizes"], got


def seed_counts(case: Case) -> Answer:
    return case["expected"], {entries: seed_count(entries, case["rules"]) for entries in case["expected"]}


def byes(case: Case) -> Answer:
    found = {bye_lines(case["size"], case["entries"], case["rules"], Lot(lot)) for lot in LOTS}
    return sorted(case["expected_any_of"]), sorted([*lines] for lines in found)


def counts(case: Case) -> Answer:
    got = {}
    for entries in case["expected"]:
        size = bracket_size(entries)
        lines = draw([Contender(str(number), "") for number in range(entries)], "any", "bwf").lines
        got[entries] = {"size": size, "byes": lines.count(None), "matches": len(bracket(lines))}
    return case["expected"], got


def separation_feasible(case: Case) -> Answer:
    """In every half, quarter and eighth as many of the unit as in any other but for one, with any lot."""
    size, mates = case["size"], case["unit_entries"]
    contenders = [Contender(f"e{number}", "U" if number < mates else "") for number in range(size)]
    uneven = set()
    for lot in LOTS:
        lines = draw(contenders, lot, "ittf").lines
        for sections in (2, 4, 8):
            length = size // sections
            inside = [
                sum(line in {f"e{number}" for number in range(mates)} for line in lines[start : start + length])
                for start in range(0, size, length)
            ]
            if max(inside) - min(inside) > 1:
                uneven.add((lot, sections))
    return set(), uneven


def separation_conflict(case: Case) -> Answer:
    units = {f"s{seed}": unit for seed, unit in case["seeds"].items()}
    contenders = [Contender(f"s{seed}", unit, seed) for seed, unit in case["seeds"].items()]
    contenders += [Contender(f"e{number}", "") for number in range(case["size"] - len(contenders))]
    expected = {unit: {int(one), int(two)} for unit, one, two in re.findall(r"(U\d) = (\d+)\+(\d+)", case["expected"])}
    found = []
    for lot in LOTS:
        lines = draw(contenders, lot, "ittf").lines
        got = {unit: {n for n, line in enumerate(lines, 1) if units.get(str(line)) == unit} for unit in expected}
        if got not in found:
            found.append(got)
    return [expected], found


KINDS: dict[str, Callable[[Case], Answer]] = {
    "seed_positions": seed_positions,
    "seed_count": seed_counts,
    "bye_lines": byes,
    "counts": counts,
    "separation_feasible": separation_feasible,
    "separation_conflict": separation_conflict,
}
