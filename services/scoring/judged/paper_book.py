"""The protocol as a spreadsheet: the ranking, a row for every judge and performance, every ballot, deductions."""

import io
from collections.abc import Sequence
from decimal import Decimal

import xlsxwriter
from msgspec import Struct

from services.scoring.judged.at_hand import numbered
from services.scoring.judged.ground import UNJUDGED, StageGround
from services.scoring.judged.paper_ground import PaperGround, own_totals, scored
from services.scoring.judged.paper_parts import in_order, leaf_names, to_know
from services.scoring.judged.paper_protocol import standing
from services.scoring.judged.paper_result import ranking_rows
from services.scoring.judged.paper_words import taken, without_marks, without_place
from services.scoring.judged.role_names import ROLE_NAMES
from services.scoring.judged.unranked import STATUSES
from services.scoring.sql.judged import PerformanceRow
from services.scoring.sql.paper_marks import RevisionRow
from shared.kit.words import _
from shared.rules.exact import rounded
from shared.rules.judged.judgement import Score
from shared.rules.judged.marks import leaves

Value = str | int | Decimal


class Sheet(Struct, frozen=True):
    name: str
    heads: Sequence[str]
    rows: Sequence[Sequence[Value]]


def workbook(papers: PaperGround, revisions: dict[str, list[RevisionRow]]) -> bytes:
    say = papers.say
    heads, lines = ranking_rows(papers)
    found = [Sheet(say(_("Ranking")), heads, [[number(cell.text) for cell in row] for row in lines])]
    out = without_place(papers)
    if out:
        columns = [say(_("No.")), say(_("Entry")), say(_("Unit")), say(_("Stage")), say(_("Reason"))]
        found.append(Sheet(say(_("Without a place")), columns, out))
    for key, ground in papers.grounds.items():
        found.append(marks_sheet(papers, ground))
        found.append(ballots_sheet(papers, ground, revisions.get(key, [])))
    found.append(deductions_sheet(papers))
    return book([*found, chain_sheet(papers)])


def marks_sheet(papers: PaperGround, ground: StageGround) -> Sheet:
    """A row a judge and performance."""
    say = papers.say
    heads = [say(_("No.")), say(_("Entry")), say(_("Unit")), say(_("Seat")), say(_("Judge"))]
    heads += [*leaf_names(ground.stage).values(), say(_("Total")), say(_("Dropped")), say(_("Score"))]
    given, _refused = scored(ground)
    rows = [
        row
        for performance in ground.performances
        for row in judge_rows(papers, ground, performance, given.get(str(performance.entry_id)))
    ]
    return Sheet(ground.stage.name, heads, rows)


def judge_rows(
    papers: PaperGround, ground: StageGround, performance: PerformanceRow, score: Score | None
) -> list[list[Value]]:
    first: list[Value] = [numbered(performance.order_no), *papers.who(performance)]
    keys = list(leaves(ground.stage.criteria))
    if performance.status in UNJUDGED:
        return [[*first, "", papers.say(STATUSES[performance.status]), *([""] * (len(keys) + 2)), performance.reason]]
    turn = ground.turn(performance)
    told: Value = rounded(score.value, papers.rule_set.digits) if score else ""
    excused = without_marks(papers, ground, performance)
    totals = own_totals(ground, turn, score)
    rows: list[list[Value]] = []
    for seat in in_order(ground, [*turn.ballots, *turn.missing]):
        marks = turn.ballots.get(str(seat.id))
        if marks is None:
            rows.append([*first, seat.number, seat.name, *([""] * len(keys)), "", excused[seat.id], told])
            continue
        total = rounded(totals[str(seat.id)], papers.rule_set.digits)
        rows.append(
            [
                *first,
                seat.number,
                seat.name,
                *(marks.get(key, "") for key in keys),
                total,
                dropped(papers, ground, score, str(seat.id)),
                told,
            ]
        )
    return rows


def dropped(papers: PaperGround, ground: StageGround, score: Score | None, seat: str) -> str:
    """What of a judge the rule left out: everything, or the criteria named."""
    out = [criterion for each, criterion in (score.dropped if score else ()) if each == seat]
    if "" in out:
        return papers.say(_("all"))
    names = {criterion.key: criterion.name for criterion in ground.stage.criteria}
    return ", ".join(names[key] for key in names if key in out)


def ballots_sheet(papers: PaperGround, ground: StageGround, revisions: Sequence[RevisionRow]) -> Sheet:
    say = papers.say
    keys = list(leaves(ground.stage.criteria))
    heads = ["#", say(_("No.")), say(_("Seat")), say(_("Judge")), say(_("Revision")), say(_("State"))]
    heads += [*leaf_names(ground.stage).values(), say(_("Received")), say(_("Typed by")), say(_("Chain"))]
    orders = {each.id: numbered(each.order_no) for each in ground.performances}
    rows: list[list[Value]] = [
        [
            row.number,
            orders.get(row.performance_id, ""),
            row.seat_number,
            row.seat_name,
            row.revision,
            standing(papers, row),
            *(row.marks.get(key, "") for key in keys),
            papers.times.when(row.at),
            row.typed_by or "",
            row.link,
        ]
        for row in revisions
    ]
    return Sheet(say(_("Every ballot of {stage}"), stage=ground.stage.name), heads, rows)


def deductions_sheet(papers: PaperGround) -> Sheet:
    say = papers.say
    heads = [say(_("Stage")), say(_("No.")), say(_("Deduction")), say(_("Points off")), say(_("Entered by"))]
    rows: list[list[Value]] = [
        [ground.stage.name, numbered(performance.order_no), each.kind, each.points, each.by, each.reason]
        for ground in papers.grounds.values()
        for performance in ground.performances
        for each in taken(papers, ground, performance)
    ]
    return Sheet(say(_("Deductions")), [*heads, say(_("Reason"))], rows)


def chain_sheet(papers: PaperGround) -> Sheet:
    say = papers.say
    rows: list[list[Value]] = [
        [say(_("Contest")), papers.contest.name],
        [say(_("Rule set")), f"{papers.rule_set.name} ({papers.rule_set.version})"],
        [say(_("Chain of ballots")), papers.head],
    ]
    rows += [[say(_("To note")), text.text] for text in to_know(papers)]
    if papers.refused:
        rows.append([say(_("Result")), papers.why(papers.refused)])
    if papers.signed:
        rows += [
            [say(ROLE_NAMES[each.role]), f"{each.name} · {papers.at(each.at)}"] for each in papers.signed.signatures
        ]
    return Sheet(say(_("Signatures")), ["", ""], rows)


def number(text: str) -> Value:
    """A score as a number a spreadsheet can add; anything else as it stands, also an order number 07."""
    plain = text.replace(".", "", 1)
    return Decimal(text) if "." in text and plain.isascii() and plain.isdigit() else text


def book(sheets: Sequence[Sheet]) -> bytes:
    """Words are written as text, so that no name can become a formula; a score by its own digits, not as a float."""
    out = io.BytesIO()
    made = xlsxwriter.Workbook(out, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False})
    bold = made.add_format({"bold": True, "bottom": 1, "text_wrap": True})
    most = max((digits(value) for sheet in sheets for row in sheet.rows for value in row), default=0)
    formats = {count: made.add_format({"num_format": "0." + "0" * count}) for count in range(2, max(2, most) + 1)}
    taken: set[str] = set()
    for given in sheets:
        sheet = made.add_worksheet(sheet_name(given.name, taken))
        for column, heading in enumerate(given.heads):
            sheet.write_string(0, column, heading, bold)
            sheet.set_column(column, column, 14)
        for row, values in enumerate(given.rows, 1):
            for column, value in enumerate(values):
                if isinstance(value, str):
                    sheet.write_string(row, column, value)
                elif isinstance(value, int):
                    sheet.write_number(row, column, value)
                else:
                    sheet.write_number(row, column, value, formats[max(2, digits(value))])
        sheet.freeze_panes(1, 0)
    made.close()
    return out.getvalue()


def digits(value: Value) -> int:
    """Behind the point."""
    exponent = value.as_tuple().exponent if isinstance(value, Decimal) else 0
    return max(0, -exponent) if isinstance(exponent, int) else 0


def sheet_name(name: str, taken: set[str]) -> str:
    """A name spreadsheets allow, each once: at most 31 signs, none of []:*?/\\ ."""
    allowed = "".join(sign for sign in name if sign not in "[]:*?/\\'").strip() or "–"
    found, number = allowed[:31], 2
    while found.casefold() in taken:
        found, number = f"{allowed[:27]} {number}", number + 1
    taken.add(found.casefold())
    return found
