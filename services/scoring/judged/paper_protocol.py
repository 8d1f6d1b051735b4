"""The full protocol: every mark of every judge with those left out struck through, deductions, absences, the chain."""

from collections.abc import Sequence
from fractions import Fraction

from services.scoring.judged.at_hand import numbered
from services.scoring.judged.document import Block, Break, Cell, Document, Heading, Table, Text, cell, cells
from services.scoring.judged.ground import UNJUDGED, StageGround
from services.scoring.judged.paper_ground import PaperGround, own_totals, scored
from services.scoring.judged.paper_parts import (
    about,
    document,
    draft_note,
    in_order,
    judge_name,
    leaf_names,
    several_panels,
    short_judge,
    signatures,
    to_know,
)
from services.scoring.judged.paper_result import no_ranking, ranking_table, unranked_blocks
from services.scoring.judged.paper_words import clock_of, taken, why_out, without_marks
from services.scoring.judged.role_names import ROLE_NAMES
from services.scoring.sql.judged import PerformanceRow, SeatRow
from services.scoring.sql.paper_marks import RevisionRow
from shared.kit.words import _
from shared.rules.exact import plain
from shared.rules.judged.judgement import Score, Turn
from shared.rules.judged.marks import leaves

STANDINGS = {"active": _("counts"), "superseded": _("replaced"), "late": _("late, not counted")}
MOST_UPRIGHT = 9
"""Judges an upright page has room for."""


def protocol(papers: PaperGround, revisions: dict[str, list[RevisionRow]]) -> Document:
    blocks: list[Block] = [about(papers), *to_know(papers)]
    for key, ground in papers.grounds.items():
        blocks += stage_blocks(papers, ground)
        blocks += chain_blocks(papers, ground, revisions.get(key, []))
    if papers.lines:
        blocks += [Break(), Heading(papers.say(_("Result"))), ranking_table(papers)]
    blocks += [*no_ranking(papers), *unranked_blocks(papers)]
    blocks.append(signatures(papers))
    judges = max((len(turn.ballots) for ground in papers.grounds.values() for turn in ground.turns()), default=0)
    return document(papers, papers.say(_("Protocol")), blocks, wide=judges > MOST_UPRIGHT, draft=draft_note(papers))


def stage_blocks(papers: PaperGround, ground: StageGround) -> list[Block]:
    say = papers.say
    blocks: list[Block] = [Heading(ground.stage.name), panel_table(papers, ground)]
    waiting = papers.running.get(ground.stage.key, 0)
    if waiting:
        blocks.append(
            Text(say(_("Not everything of this stage is closed; what is open has no marks here.")), muted=True)
        )
    given, refused = scored(ground)
    if refused is not None:
        why = papers.why(refused)
        blocks.append(Text(say(_("Judges' marks as they were given; there is no score: {reason}"), reason=why)))
    for performance in ground.performances:
        blocks += performance_blocks(papers, ground, performance, given.get(str(performance.entry_id)))
    return blocks


def panel_table(papers: PaperGround, ground: StageGround) -> Table:
    say = papers.say
    seats = in_order(ground, map(str, ground.seats))
    heads = [say(_("Seat")), say(_("Role")), say(_("Person")), say(_("Unit"))]
    rows = [cells(seat.number, say(ROLE_NAMES[seat.role]), seat.name, seat.unit) for seat in seats]
    if not several_panels(ground):
        return Table(heads, rows, wide=[0, 0, 2, 3], left=[1, 2, 3])
    rows = [[cell(papers.panel(seat.panel_id)), *row] for seat, row in zip(seats, rows, strict=True)]
    return Table([say(_("Panel")), *heads], rows, wide=[2, 0, 0, 2, 3], left=[0, 2, 3, 4])


def performance_blocks(
    papers: PaperGround, ground: StageGround, performance: PerformanceRow, score: Score | None
) -> list[Block]:
    name, unit = papers.who(performance)
    panel = papers.panel(performance.panel_id) if several_panels(ground) else ""
    parts = dict.fromkeys(part for part in (numbered(performance.order_no), name, unit, panel) if part)
    title = " · ".join(parts)
    blocks: list[Block] = [Heading(title, 2)]
    if performance.status in UNJUDGED:
        return [*blocks, Text(why_out(papers, performance))]
    turn = ground.turn(performance)
    if turn.ballots:
        blocks.append(marks_table(papers, ground, turn, score))
    return [*blocks, *(Text(line) for line in words_below(papers, ground, performance, turn, score))]


def marks_table(papers: PaperGround, ground: StageGround, turn: Turn, score: Score | None) -> Table:
    seats = in_order(ground, turn.ballots)
    heads = [papers.say(_("Criterion")), papers.say(_("Maximum")), *(short_judge(papers, seat) for seat in seats)]
    names = leaf_names(ground.stage)
    rows = [
        [cell(names[key]), cell(plain(leaf.maximum)), *(mark_cell(turn, score, seat, key) for seat in seats)]
        for key, leaf in leaves(ground.stage.criteria).items()
    ]
    totals = own_totals(ground, turn, score)
    total_cells = (total_cell(papers, totals.get(str(seat.id)), score, seat) for seat in seats)
    rows.append([cell(papers.say(_("Total")), bold=True), cell(""), *total_cells])
    return Table(heads, rows, wide=[3, 0, *(1 for _seat in seats)], left=[0])


def mark_cell(turn: Turn, score: Score | None, seat: SeatRow, key: str) -> Cell:
    mark = turn.ballots[str(seat.id)].get(key)
    dropped = score.dropped if score else frozenset()
    return cell("–" if mark is None else mark, struck=(str(seat.id), key.partition(".")[0]) in dropped)


def total_cell(papers: PaperGround, total: Fraction | None, score: Score | None, seat: SeatRow) -> Cell:
    dropped = score.dropped if score else frozenset()
    return cell("") if total is None else cell(papers.score(total), struck=(str(seat.id), "") in dropped, bold=True)


def words_below(
    papers: PaperGround, ground: StageGround, performance: PerformanceRow, turn: Turn, score: Score | None
) -> list[str]:
    """Who gave no marks and why, what was taken off by whom, the score."""
    say = papers.say
    lines = [
        say(_("No marks of {judge}: {reason}"), judge=judge_name(papers, ground.seats[seat]), reason=reason)
        for seat, reason in without_marks(papers, ground, performance).items()
    ]
    facts = {fact.key: fact.name for fact in ground.stage.facts}
    lines += [f"{facts.get(key, key)}: {plain(value)}" for key, value in turn.facts.items()]
    if performance.seconds is not None and ground.stage.time is not None:
        lines.append(say(_("Time: {clock}"), clock=clock_of(performance)))
    lines += taken_off(papers, ground, performance)
    if turn.votes:
        lines.append(say(_("Public votes: {votes}"), votes=turn.votes))
    if score is not None:
        lines.append(say(_("Score: {score}"), score=papers.score(score.value)))
    return lines


def taken_off(papers: PaperGround, ground: StageGround, performance: PerformanceRow) -> list[str]:
    return [
        papers.say(
            _("Deduction: {kind} −{points} ({by}) {reason}"),
            kind=each.kind,
            points=plain(each.points),
            by=each.by,
            reason=each.reason,
        ).strip()
        for each in taken(papers, ground, performance)
    ]


def standing(papers: PaperGround, row: RevisionRow) -> str:
    """Whether a revision counts; of one that was given back, why and by whom."""
    said = papers.say(STANDINGS[row.standing])
    if row.reopened_by is None:
        return said
    return papers.say(
        _("{standing}; change asked for: {reason}; granted by {by}"),
        standing=said,
        reason=row.reopened_because,
        by=row.reopened_by,
    )


def chain_blocks(papers: PaperGround, ground: StageGround, revisions: Sequence[RevisionRow]) -> list[Block]:
    """Every ballot ever sent, also those replaced, as they stand in the chain."""
    say = papers.say
    if not revisions:
        return []
    orders = {each.id: numbered(each.order_no) for each in ground.performances}
    keys = list(leaves(ground.stage.criteria))
    rows = [
        cells(
            row.number,
            orders.get(row.performance_id, ""),
            row.seat_number,
            row.revision,
            standing(papers, row),
            " / ".join(str(row.marks.get(key, "–")) for key in keys),
            papers.times.when(row.at),
            row.typed_by or "",
            row.link[:12],
        )
        for row in revisions
    ]
    heads = [
        "#",
        say(_("No.")),
        say(_("Seat")),
        say(_("Revision")),
        say(_("State")),
        say(_("Marks")),
        say(_("Received")),
    ]
    heads += [say(_("Typed by")), say(_("Chain"))]
    title = say(_("Every ballot of {stage}"), stage=ground.stage.name)
    return [Heading(title, 2), Table(heads, rows, wide=[0, 0, 0, 0, 2, 3, 0, 0, 0], left=[4, 5])]
