"""The after-event report: how far a panel agreed, and how each judge marked. For organiser, chief and supervisor."""

from fractions import Fraction

from services.scoring.judged.computed import computable
from services.scoring.judged.document import Block, Document, Facts, Heading, Table, Text, cells
from services.scoring.judged.ground import StageGround
from services.scoring.judged.paper_ground import PaperGround, scored
from services.scoring.judged.paper_parts import about, document, in_order, judge_name, several_panels, unfinished
from services.scoring.sql.judged import SeatRow
from shared.kit.words import _
from shared.rules.exact import rounded
from shared.rules.judged.statistics.agreement import LEAST, Agreement, JudgeReport, agreement

HEADS = (
    _("Judge"),
    _("Entries"),
    _("Mean"),
    _("Spread"),
    _("Severity"),
    _("From the panel"),
    _("Own unit"),
    _("Dropped"),
)


def agreement_report(papers: PaperGround) -> Document:
    say = papers.say
    blocks: list[Block] = [about(papers)]
    for ground in papers.grounds.values():
        _given, refused = scored(ground)
        if refused is not None:
            blocks += [Heading(ground.stage.name), Text(papers.why(refused))]
            continue
        for found in reports(papers, ground):
            blocks += [Heading(heading(papers, ground, found)), numbers(papers, found), judges(papers, ground, found)]
            if any(report.few for report in found.judges):
                blocks.append(Text(say(FEW, least=LEAST), muted=True))
    if len(blocks) == 1:
        blocks.append(Text(say(_("Nothing has been judged yet.")), muted=True))
    blocks.append(Text(say(EXPLAINED), muted=True))
    return document(papers, say(_("Agreement of the judges")), blocks, draft=unfinished(papers))


EXPLAINED = _(
    "These numbers alter no result. ICC(2,k): how reliable the panel's mean is, levels included; ICC(3,k): its order "
    "only. Kendall's W: from 0, no common order, to 1, the same order; from about 0.7 good, below 0.5 a reason to "
    "discuss the criteria. Severity: by how many points a judge marks below the others on the same entries. From the "
    "panel: mean distance from the panel's trimmed mean. Own unit: how much higher that distance is for entries of the "
    "judge's own unit."
)


FEW = _("* Fewer than {least} entries: too few to say anything about the judge.")


def reports(papers: PaperGround, ground: StageGround) -> tuple[Agreement, ...]:
    entries = {
        str(entry.id): [author.unit for author in entry.authors] or [entry.unit]
        for entry in papers.contest.state.entries
    }
    units = {str(seat.id): seat.unit for seat in ground.seats.values() if seat.unit}
    return computable(lambda: agreement(ground.turns(), ground.stage, units, entries))


def heading(papers: PaperGround, ground: StageGround, found: Agreement) -> str:
    if not found.panel or not several_panels(ground):
        return ground.stage.name
    return papers.say(_("{stage}, {panel}"), stage=ground.stage.name, panel=papers.panels.get(found.panel, ""))


def numbers(papers: PaperGround, found: Agreement) -> Facts:
    say = papers.say
    icc, kendall = found.icc, found.kendall
    chi = kendall.chi_square_ties if kendall else None
    return Facts(
        [
            (
                say(_("Entries")),
                say(
                    _("{entries}, of which all judges marked {compared}"),
                    entries=found.entries,
                    compared=found.compared,
                ),
            ),
            ("ICC(2,k)", number(icc.two_mean if icc else None, 3)),
            ("ICC(3,k)", number(icc.three_mean if icc else None, 3)),
            (say(_("Kendall's W")), number(kendall.w_ties if kendall else None, 3)),
            ("χ²", f"{number(chi, 2)} (df {kendall.freedom})" if kendall else "–"),
        ]
    )


def judges(papers: PaperGround, ground: StageGround, found: Agreement) -> Table:
    by_seat = {report.seat: report for report in found.judges}
    rows = [cells(*judge_row(papers, seat, by_seat[str(seat.id)])) for seat in in_order(ground, by_seat)]
    return Table([papers.say(head) for head in HEADS], rows, wide=[3, 1, 1, 1, 1, 1, 1, 1], left=[0])


def judge_row(papers: PaperGround, seat: SeatRow, report: JudgeReport) -> list[str]:
    return [
        judge_name(papers, seat),
        f"{report.entries} *" if report.few else str(report.entries),
        number(report.mean, 2),
        number(report.spread, 2),
        signed(report.severity),
        signed(report.bias),
        signed(report.own_unit),
        f"{number(report.dropped_share * 100, 0)} %",
    ]


def number(value: Fraction | None, digits: int) -> str:
    return "–" if value is None else str(rounded(value, digits))


def signed(value: Fraction | None) -> str:
    return "–" if value is None else f"{rounded(value, 2):+f}"
