"""The ranking as a paper: places, scores, prizes, titles, and what split equals."""

from msgspec import Struct

from services.scoring.judged.document import Block, Cell, Document, Heading, Table, Text, cell, cells
from services.scoring.judged.paper_ground import PaperGround, scored
from services.scoring.judged.paper_parts import about, document, draft_note, signatures, to_know
from services.scoring.judged.paper_words import without_place
from services.scoring.judged.vote_parts import VoteParts, vote_parts
from shared.kit.words import _
from shared.rules.judged.judgement import Line
from shared.rules.prizes import called

SPLIT = {
    "decision": _("by the chief's decision"),
    "unrounded": _("unrounded score"),
    "published": _("published total"),
    "untrimmed_mean": _("mean of all judges"),
    "median": _("median"),
    "chief": _("mark of the chief"),
    "fewer_deductions": _("fewer deductions"),
}


MOST_UPRIGHT = 9
"""Columns an upright page has room for."""


def ranking(papers: PaperGround) -> Document:
    say = papers.say
    blocks: list[Block] = [about(papers), *to_know(papers)]
    if papers.lines:
        blocks.append(ranking_table(papers))
    elif papers.refused:
        blocks += no_ranking(papers)
    else:
        blocks.append(Text(say(_("Nothing has been judged yet.")), muted=True))
    blocks += unranked_blocks(papers)
    blocks.append(signatures(papers))
    wide = len(columns_of(papers)) > MOST_UPRIGHT
    return document(papers, say(_("Ranking and prizes")), blocks, wide=wide, draft=draft_note(papers))


def no_ranking(papers: PaperGround) -> list[Block]:
    """Why the rules make no ranking of what is closed, where they do not."""
    if papers.refused is None:
        return []
    return [Text(papers.say(_("There is no ranking: {reason}"), reason=papers.why(papers.refused)))]


def unranked_blocks(papers: PaperGround) -> list[Block]:
    """Whom the ranking does not have, and why."""
    rows = without_place(papers)
    if not rows:
        return []
    say = papers.say
    heads = [say(_("No.")), say(_("Entry")), say(_("Unit")), say(_("Stage")), say(_("Reason"))]
    table = Table(heads, [cells(*row) for row in rows], wide=[0, 3, 3, 0, 3], left=[1, 2, 3, 4])
    return [Heading(say(_("Without a place")), 2), table]


class Column(Struct, frozen=True):
    """Of the ranking: its heading, its share of the width, whether it holds words."""

    head: str
    wide: int = 0
    words: bool = False


def ranking_table(papers: PaperGround) -> Table:
    columns = columns_of(papers)
    heads, rows = ranking_rows(papers)
    left = [at for at, column in enumerate(columns) if column.words]
    return Table(heads, rows, wide=[column.wide for column in columns], left=left)


def ranking_rows(papers: PaperGround) -> tuple[list[str], list[list[Cell]]]:
    votes = votes_of(papers)
    return [column.head for column in columns_of(papers)], [line_cells(papers, line, votes) for line in papers.lines]


def columns_of(papers: PaperGround) -> list[Column]:
    say = papers.say
    found = [Column(say(_("Rank"))), Column(say(_("No."))), Column(say(_("Entry")), 3, words=True)]
    found.append(Column(say(_("Unit")), 3, words=True))
    if by_category(papers):
        found.append(Column(say(_("Category")), 2, words=True))
    for parts in votes_of(papers):
        found.append(Column(say(_("Judges {percent} %"), percent=parts.judges)))
        found.append(Column(say(_("Votes {percent} %"), percent=parts.votes)))
    found += [Column(stage.name) for stage in papers.rule_set.stages]
    found += [Column(say(_("Total"))), Column(say(_("Prize")), 2, words=True)]
    return [*found, Column(say(_("Split from equals by")), 2, words=True)] if any_split(papers) else found


def any_split(papers: PaperGround) -> bool:
    return any(line.split_by for line in papers.lines)


def by_category(papers: PaperGround) -> bool:
    return papers.rule_set.prizes.apart == "category"


def votes_of(papers: PaperGround) -> list[VoteParts]:
    voted = [ground for ground in papers.grounds.values() if ground.stage.public_votes]
    return vote_parts(((ground.stage, scored(ground)[0]) for ground in voted), papers.rule_set.digits)


def line_cells(papers: PaperGround, line: Line, votes: list[VoteParts]) -> list[Cell]:
    performance = papers.performance(line)
    name, unit = papers.who(performance) if performance else ("", "")
    authors = papers.authors(performance) if performance else ""
    prize = " ".join(part for part in (papers.say(called(line.prize)) if line.prize else "", line.title) if part)
    return [
        cell(place_of(line), bold=True),
        cell(papers.number(line)),
        cell(f"{name} ({authors})" if authors else name or "–"),
        cell(unit),
        *([cell(papers.category(line))] if by_category(papers) else []),
        *(cell(points) for parts in votes for points in parts.points.get(line.entry, ("–", "–"))),
        *(cell(line.scores.get(stage.key, "–")) for stage in papers.rule_set.stages),
        cell(line.total, bold=True),
        cell(prize),
        *([cell(split_by(papers, line))] if any_split(papers) else []),
    ]


def place_of(line: Line) -> str:
    return str(line.first) if line.first == line.last else f"{line.first}–{line.last}"


def split_by(papers: PaperGround, line: Line) -> str:
    kind, _colon, key = line.split_by.partition(":")
    if kind == "stage":
        return next((stage.name for stage in papers.rule_set.stages if stage.key == key), key)
    if kind == "part":
        parts = [each for stage in papers.rule_set.stages for each in stage.criteria]
        return next((each.name for each in parts if each.key == key), key)
    return papers.say(SPLIT[kind]) if kind in SPLIT else ""
