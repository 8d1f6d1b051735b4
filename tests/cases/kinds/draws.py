"""Seed lines, byes, separation, groups, orders of play: kinds of `draws.yaml`."""

import re
from collections.abc import Callable, Sequence

from shared.rules.draws.groups import letter, snake
from shared.rules.draws.lines import Contender, draw
from shared.rules.draws.seeding import bracket_size, bye_lines, folding, seed_count, seed_lines
from shared.rules.draws.tables import berger as berger_table
from shared.rules.draws.tables import circle
from shared.rules.formats import Format, format_file
from shared.rules.lot import Lot
from shared.rules.plan import GroupPlace, Node, Source, bracket
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


def fixed_bracket(case: Case) -> Answer:
    return case["expected"], {size: [[*pair] for pair in folding(size)] for size in case["expected"]}


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


def snake_groups(case: Case) -> Answer:
    got = {letter(group): [*ranks] for group, ranks in enumerate(snake(case["entries"], case["groups"]), 1)}
    return case["expected"], {name: ranks for name, ranks in got.items() if name in case["expected"]}


def cross_knockout(case: Case) -> Answer:
    """Round 1 of the knockout, under whatever name the case gives it."""
    form = Format(
        kind="groups_knockout", groups=case["groups"], qualify=case["qualify"], second_stage="cross", third_place=True
    )
    entries = case["groups"] * max(case["qualify"], 2)
    first = [
        [place_name(side) for side in node.sides] for node in matches(form, entries, "any") if is_first_knockout(node)
    ]
    return case["expected"], dict.fromkeys(case["expected"], first)


def second_stage_property(case: Case) -> Answer:
    """Where winners may stand, and that a runner-up is never in the half of its winner."""
    form = Format(kind="groups_knockout", groups=case["groups"], qualify=case["qualify"], second_stage="lots")
    entries = case["groups"] * max(case["qualify"], 2)
    names = re.findall(r"((?:[A-Z]\d/?)+) on ((?:\d+/?)+)", case["expected"])
    expected = {name: {int(line) for line in lines.split("/")} for group, lines in names for name in group.split("/")}
    found: dict[str, set[int]] = {}
    together = set()
    for lot in LOTS:
        line_of = standing_lines(form, entries, lot)
        for name in expected:
            found.setdefault(name, set()).add(line_of[name])
        half = 1 << (len(line_of) - 1).bit_length() - 1
        together |= {
            (lot, name)
            for name in line_of
            if name.endswith("2") and (line_of[name] > half) == (line_of[f"{name[:-1]}1"] > half)
        }
    return (expected, set()), (found, together)


def standing_lines(form: Format, entries: int, lot: str) -> dict[str, int]:
    """The line of everybody who comes out of a group, read from the matches: byes stand beside whom they meet not."""
    lines: dict[str, int] = {}
    knockout = [node for node in matches(form, entries, lot) if node.section == "main"]
    size = bracket_size(form.groups * form.qualify + form.best_next)
    seeds = {line for group in seed_lines(size, "ittf")[: size.bit_length() - 1] for line in group}
    for node in knockout:
        for side, source in enumerate(node.sides):
            if not isinstance(source, GroupPlace):
                continue
            section = 1 << node.round - 1
            start = ((node.position - 1) * 2 + side) * section + 1
            inside = [line for line in range(start, start + section) if section == 1 or line in seeds]
            lines[place_name(source)] = inside[0]
    return lines


def matches(form: Format, entries: int, lot: str) -> Sequence[Node]:
    """The matches a product's format makes for so many entries."""
    file = format_file(form.kind)
    contenders = [Contender(str(number), "") for number in range(entries)]
    return file.structure(form, file.draw(form, contenders, lot, "ittf").lines, lot)


def is_first_knockout(node: Node) -> bool:
    return node.section == "main" and all(isinstance(side, GroupPlace) for side in node.sides)


def place_name(source: Source) -> str:
    return f"{letter(source.group)}{source.place}" if isinstance(source, GroupPlace) else str(source)


def berger(case: Case) -> Answer:
    return case["expected"], {
        entries: [[[*pair] for pair in pairs] for pairs in berger_table(entries)] for entries in case["expected"]
    }


def circle_counterclockwise(case: Case) -> Answer:
    return case["expected"], {
        entries: [[[*pair] for pair in pairs] for pairs in circle(entries)] for entries in case["expected"]
    }


def rr_counts(case: Case) -> Answer:
    got = {}
    for entries in case["expected"]:
        played = matches(Format(kind="round_robin"), entries, "any")
        got[entries] = [max(node.round for node in played), len(played)]
    return case["expected"], got


def de_counts(case: Case) -> Answer:
    got = {}
    for entries in case["expected"]:
        played = matches(Format(kind="double_elimination"), entries, "any")
        got[entries] = [sum(node.needed is None for node in played), len(played)]
    return case["expected"], got


def placement_counts(case: Case) -> Answer:
    return case["expected"], {
        entries: len(matches(Format(kind="placement"), entries, "any")) for entries in case["expected"]
    }


KINDS: dict[str, Callable[[Case], Answer]] = {
    "seed_positions": seed_positions,
    "seed_count": seed_counts,
    "fixed_bracket": fixed_bracket,
    "bye_lines": byes,
    "counts": counts,
    "separation_feasible": separation_feasible,
    "separation_conflict": separation_conflict,
    "snake": snake_groups,
    "cross_knockout": cross_knockout,
    "second_stage_property": second_stage_property,
    "berger": berger,
    "circle_counterclockwise": circle_counterclockwise,
    "rr_counts": rr_counts,
    "de_counts": de_counts,
    "placement_counts": placement_counts,
}
