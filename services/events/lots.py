"""A draw that anybody can make again: the entries in their order, the lot, the swaps made by hand. Knows no storage."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any
from uuid import UUID

import msgspec
from msgspec import Struct
from msgspec.structs import replace

from services.events.sql.contests import Contest, SeedRule
from services.events.sql.entries import Entry
from shared.kit.http.errors import Refused
from shared.kit.words import _
from shared.rules.draws.lines import Contender, Draw, sentence_of
from shared.rules.draws.separation import Conflict
from shared.rules.formats import Format, format_file
from shared.rules.refusals import IllegalDraw


class Swap(Struct, frozen=True):
    """Two lines changed by hand after the lot, and by whom."""

    line_a: int
    line_b: int
    by: str


class Report(Struct, frozen=True):
    """What is to be told of a draw: the rules it breaks and the changes by hand."""

    conflicts: tuple[Conflict, ...] = ()
    swaps: tuple[Swap, ...] = ()


class ProofEntry(Struct, frozen=True):
    id: UUID
    name: str
    unit: str
    seed: int | None


class Proof(Struct, frozen=True, kw_only=True):
    """All that a draw came from, and what came of it."""

    event: str
    contest: str
    lot: str | None
    """None where lots were drawn by hand: then there is nothing to make again."""
    seed_rule: SeedRule
    format: Format = Format()
    entries: tuple[ProofEntry, ...]
    """In the order of entering, on which the lot counts."""
    swaps: tuple[Swap, ...]
    lines: tuple[UUID | None, ...]


@contextmanager
def refusals_of_rules() -> Iterator[None]:
    """What the rules of the draw refuse is refused to the caller in the same words."""
    try:
        yield
    except IllegalDraw as illegal:
        params: dict[str, Any] = illegal.params
        raise Refused(illegal.code, illegal.sentence, **params) from illegal


def report_of(contest: Contest) -> Report:
    return Report() if contest.draw_report is None else msgspec.convert(contest.draw_report, Report)


def contenders(entries: Sequence[Entry]) -> tuple[Contender, ...]:
    return tuple(Contender(str(entry.id), entry.unit, entry.seed) for entry in entries)


def lines_of(contest: Contest, entries: Sequence[Entry]) -> tuple[str | None, ...]:
    """Who stands on each line; empty while undrawn."""
    on_line = {entry.line: str(entry.id) for entry in entries if entry.line}
    return tuple(on_line.get(line) for line in range(1, (contest.size or 0) + 1))


def draw_of(contest: Contest, entries: Sequence[Entry]) -> Draw:
    """The stored draw in the rules' words."""
    lines = lines_of(contest, entries)
    return Draw(len(lines), lines, report_of(contest).conflicts, contenders(entries), contest.seed_rule)


def proof_of(contest: Contest, entries: Sequence[Entry]) -> Proof:
    return Proof(
        event=contest.event_name,
        contest=contest.name,
        lot=contest.lot,
        seed_rule=contest.seed_rule,
        format=contest.format,
        entries=tuple(ProofEntry(each.id, each.name, each.unit, each.seed) for each in entries),
        swaps=report_of(contest).swaps,
        lines=tuple(UUID(line) if line else None for line in lines_of(contest, entries)),
    )


def drawn_again(proof: Proof) -> tuple[UUID | None, ...]:
    """The lines as the entries, the lot and the swaps give them, whatever was stored. Only for a draw with a lot."""
    given = [Contender(str(each.id), each.unit, each.seed) for each in proof.entries]
    found = format_file(proof.format.kind).draw(proof.format, given, proof.lot or "", proof.seed_rule)
    for swap in proof.swaps:
        found = swapped(proof.format, found, swap.line_a, swap.line_b)
    return tuple(UUID(line) if line else None for line in found.lines)


def swapped(form: Format, draw: Draw, line_a: int, line_b: int) -> Draw:
    """The draw with what stands on two lines changed; its report tells what the change breaks.

    Raises IllegalDraw for a line there is not, or where the lines would be no draw any more.
    """
    for line in (line_a, line_b):
        if not 1 <= line <= draw.size:
            raise IllegalDraw("draw.no_line", _("There is no line {line}."), line=line)
    lines = list(draw.lines)
    lines[line_a - 1], lines[line_b - 1] = lines[line_b - 1], lines[line_a - 1]
    report = format_file(form.kind).check_lines(form, draw.contenders, lines, draw.seed_rule)
    return replace(draw, lines=tuple(lines), report=report)


def sentences(conflicts: Sequence[Conflict], names: dict[str, str]) -> list[tuple[str, dict[str, Any]]]:
    """Broken rules as sentences for people."""
    return [
        (
            sentence_of(each),
            {"names": ", ".join(names.get(one, "?") for one in each.ids), "unit": each.unit, "round": each.round},
        )
        for each in conflicts
    ]
