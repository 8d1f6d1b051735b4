"""What papers are made of: the contest's stages, its result or the signed one, and how words are said in a language.

Marks of a performance stand in it only once that is closed; while one is reopened it is as if it were not judged. Names
stand in it only for whoever may know them.
"""

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from fractions import Fraction
from uuid import UUID

from msgspec import Struct
from msgspec.structs import replace

from services.scoring.judged.at_hand import AnyRequest, numbered
from services.scoring.judged.computed import ordered
from services.scoring.judged.doors import KNOWING
from services.scoring.judged.ground import UNJUDGED, StageGround, ground_of, rule_set_of
from services.scoring.judged.lines import read_lines
from services.scoring.judged.officials import Official
from services.scoring.judged.result_view import Version, version_of
from services.scoring.sql import results as sql
from services.scoring.sql import reveals, rule_sets, stages
from services.scoring.sql.judged import ContestRow, PerformanceRow
from services.scoring.sql.rule_sets import LateChange
from shared.kit.db import Tx
from shared.kit.http.auth import who_of
from shared.rules.exact import rounded
from shared.rules.judged.awards import with_prizes
from shared.rules.judged.cautions import cautions
from shared.rules.judged.contests import in_language
from shared.rules.judged.judgement import Line, Score, Turn
from shared.rules.judged.marks import exact_total
from shared.rules.judged.pipeline import scores
from shared.rules.judged.result import evaluate
from shared.rules.judged.rule_set import RuleSet
from shared.rules.model import Words
from shared.rules.refusals import Illegal
from shared.web.times import Times

Say = Callable[..., str]


class PaperGround(Struct, frozen=True, kw_only=True):
    contest: ContestRow
    rule_set: RuleSet
    """In the reader's language."""
    grounds: Mapping[str, StageGround]
    """By stage, those with performances; only what is closed or was not judged at all can be computed from."""
    running: Mapping[str, int]
    """Stage -> how many performances are not closed."""
    lines: Sequence[Line]
    refused: Illegal | None
    """Why the rules make no result of what is closed."""
    cautions: Words
    """Comparisons the marks do not carry."""
    signed: Version | None
    rule_changes: Sequence[LateChange]
    """Of the rules, after ballots had come in."""
    panels: Mapping[str, str]
    """Panel -> its name."""
    knows: bool
    """Whether the reader may know names before a stage is over."""
    say: Say
    times: Times
    lang: str
    now: datetime

    @property
    def head(self) -> str:
        return self.signed.row.head if self.signed else self.contest.head

    def named(self, stage: str) -> bool:
        return self.knows or not self.rule_set.anonymous or not self.running.get(stage)

    def who(self, performance: PerformanceRow) -> tuple[str, str]:
        """Name and units of an entry, if the reader may know them."""
        if not self.named(performance.stage):
            return "", ""
        entry = next((each for each in self.contest.state.entries if each.id == performance.entry_id), None)
        if entry is None:
            return "", ""
        units = dict.fromkeys(author.unit for author in entry.authors if author.unit)
        return entry.name, " · ".join(units) or entry.unit

    def authors(self, performance: PerformanceRow) -> str:
        """The authors where they are not the entry's name itself."""
        if not self.named(performance.stage):
            return ""
        entry = next((each for each in self.contest.state.entries if each.id == performance.entry_id), None)
        names = [author.name for author in entry.authors] if entry else []
        return (
            ""
            if entry is None or names == [entry.name]
            else "、".join(names)
            if self.lang == "zh"
            else ", ".join(names)
        )

    def performance(self, line: Line) -> PerformanceRow | None:
        """A line's performance in the last stage it took part in."""
        ground = self.grounds.get(line.stage)
        own = [each for each in ground.performances if str(each.entry_id) == line.entry] if ground else []
        return own[0] if own else None

    def category(self, line: Line) -> str:
        return next((each.category for each in self.contest.state.entries if str(each.id) == line.entry), "")

    def at(self, moment: datetime | None) -> str:
        """A whole date and a time: papers are kept for years."""
        return f"{self.times.day(moment)} {self.times.clock(moment)}".strip()

    def number(self, line: Line) -> str:
        performance = self.performance(line)
        return numbered(performance.order_no) if performance else ""

    def panel(self, panel_id: UUID | None) -> str:
        return self.panels.get(str(panel_id), "")

    def why(self, illegal: Illegal) -> str:
        """What the rules refused, in words."""
        return self.say(illegal.sentence, **illegal.params)

    def score(self, value: object) -> str:
        return str(rounded(value, self.rule_set.digits))  # type: ignore[arg-type] # a Fraction


async def paper_ground(
    request: AnyRequest, tx: Tx, contest: ContestRow, official: Official, now: datetime
) -> PaperGround:
    pages, lang = request.app.state.pages, who_of(request).lang

    def say(sentence: str, **params: object) -> str:
        return str(pages.say(sentence, lang, **params))

    plain = await rule_set_of(tx, contest.id)
    statuses = await stages.stages_of(tx, contest.id)
    every = {stage.key: await ground_of(tx, contest, stage.key) for stage in plain.stages}
    every = {key: ground for key, ground in every.items() if ground.performances}
    rule_set = in_language(plain, say)
    shown = {stage.key: stage for stage in rule_set.stages}
    grounds = {
        key: replace(ground, rule_set=rule_set, stage=shown[key], performances=finished(ground))
        for key, ground in every.items()
    }
    signed = await signed_version(tx, contest)
    panels = sorted({str(seat.panel_id) for ground in every.values() for seat in ground.seats.values()})
    lines, refused = await lines_now(tx, contest, rule_set, grounds)
    return PaperGround(
        contest=contest,
        rule_set=rule_set,
        grounds=grounds,
        running={
            key: len(ground.performances) - len(grounds[key].performances) + (statuses.get(key) == "planned")
            for key, ground in every.items()
        },
        lines=read_lines(signed.row.lines) if signed else lines,
        refused=None if signed else refused,
        cautions=[] if refused else cautions(rule_set, {key: ground.turns() for key, ground in grounds.items()}),
        signed=signed,
        rule_changes=await rule_sets.changed_late(tx, contest.id),
        panels=await reveals.panel_names(tx, panels),
        knows=official.has(*KNOWING),
        say=say,
        times=Times(request.app.state.config.timezone, lang),
        lang=lang,
        now=now,
    )


def finished(ground: StageGround) -> list[PerformanceRow]:
    return [each for each in ground.performances if each.status == "closed" or each.status in UNJUDGED]


async def signed_version(tx: Tx, contest: ContestRow) -> Version | None:
    row = await sql.signed_result(tx, contest.id)
    return version_of(row, await sql.signatures_of(tx, contest.id)) if row else None


async def lines_now(
    tx: Tx, contest: ContestRow, rule_set: RuleSet, grounds: Mapping[str, StageGround]
) -> tuple[Sequence[Line], Illegal | None]:
    """The result of what is closed, with what officials decided beside the rule; or why there is none."""
    turns = {key: ground.turns() for key, ground in grounds.items()}
    categories = {str(entry.id): entry.category for entry in contest.state.entries}
    try:
        lines: Sequence[Line] = evaluate(rule_set, turns, categories)
    except Illegal as illegal:
        return (), illegal
    decisions = await sql.decisions_of(tx, contest.id, "order")
    return with_prizes(rule_set, ordered(lines, decisions), categories) if decisions else lines, None


def scored(ground: StageGround) -> tuple[dict[str, Score], Illegal | None]:
    """Entry -> score; none, and why, where the rules make no score of the marks: the marks are printed all the same."""
    try:
        return scores(ground.stage, ground.turns()), None
    except Illegal as illegal:
        return {}, illegal


def own_totals(ground: StageGround, turn: Turn, score: Score | None) -> Mapping[str, Fraction]:
    """Seat -> weighted total of its marks, also where there is no score."""
    if score is not None:
        return score.totals
    return {seat: exact_total(ground.stage, marks) for seat, marks in turn.ballots.items()}
