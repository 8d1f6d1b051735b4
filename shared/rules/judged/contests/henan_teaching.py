"""The teaching-skills contest of Henan: 20 + 80 as in 2020, six headings as in 2025. Knows no subject group.

Sources: book of judged contests 1.2 (2020: teaching design 20, teaching presentation 80, the first twenty of a group go
to the final on site; 2025: video review, six headings, about twenty in each group; a first prize carries the title
河南省教学标兵). Points of the six headings: case T30. Shares of prizes were not seen; those here are usual ones.

>>> from shared.rules.exact import rounded
>>> from shared.rules.judged.judgement import Turn
>>> from shared.rules.judged.pipeline import scores
>>> sheets = {
...     "J1": "18.50 27.00 26.50 9.00 4.50 4.50", "J2": "18.00 26.50 27.00 9.20 4.20 4.60",
...     "J3": "17.50 25.50 25.00 8.50 4.00 4.20", "J4": "19.00 28.00 28.50 9.50 4.80 4.80",
...     "J5": "18.20 26.80 26.80 8.80 4.40 4.50", "J6": "16.00 23.00 22.50 8.00 3.50 4.00",
...     "J7": "18.60 27.20 26.90 9.10 4.60 4.40",
... }
>>> keys = [each.key for each in HEADINGS]
>>> ballots = {seat: dict(zip(keys, map(Decimal, marks.split()), strict=True)) for seat, marks in sheets.items()}
>>> final = RULE_SETS[1].stages[1]
>>> score = scores(final, [Turn(entry="07", ballots=ballots)])["07"]
>>> str(rounded(score.value)), str(rounded(score.untrimmed_mean)), sorted(score.dropped)
('88.90', '88.01', [('J4', ''), ('J6', '')])
>>> without = {seat: marks for seat, marks in ballots.items() if seat != "J4"}
>>> recused = Turn(entry="07", ballots=without, missing={"J4": "recused"})
>>> str(rounded(scores(final, [recused])["07"].value))
'88.43'
"""

from decimal import Decimal

from shared.rules.judged.rule_set import Advance, Criterion, DeductionKind, Prizes, RuleSet, Stage, TimeLimit
from shared.rules.judged.writing import TENTHS, TRIMMED, criterion
from shared.rules.words import _

TITLE = "河南省教学标兵"
TWENTY_EIGHTY = (
    criterion("design", _("Teaching design"), 20),
    criterion("presentation", _("Teaching presentation"), 80),
)
HEADINGS = (
    criterion("design", _("Teaching design"), 20),
    criterion("content", _("Teaching content"), 30),
    criterion("organisation", _("Teaching organisation"), 30),
    criterion("language", _("Language and bearing"), 10),
    criterion("features", _("Teaching features"), 5),
    criterion("reflection", _("Teaching reflection"), 5),
)
TIME = TimeLimit(most=20 * 60, warnings=(18 * 60,), per_minute=Decimal(1), minutes="started", ceiling=Decimal(5))
LEAK = DeductionKind(key="identity_leak", name=_("Name or unit shown"), points=Decimal(5))


def _stages(criteria: tuple[Criterion, ...], prelim: str, prelim_weight: str, final_weight: str) -> tuple[Stage, Stage]:
    return (
        Stage(
            key="prelim",
            name=prelim,
            criteria=criteria,
            steps=TRIMMED,
            mode="gallery",
            weight=Decimal(prelim_weight),
            advance=Advance(count=20, boundary="admit_all"),
            deductions=(LEAK,),
            reveal="end",
        ),
        Stage(
            key="final",
            name=_("Final on site"),
            criteria=criteria,
            steps=TRIMMED,
            weight=Decimal(final_weight),
            time=TIME,
            deductions=(LEAK,),
            calibration=3,
            reveal="after_next",
        ),
    )


PRIZES = Prizes(tiers=TENTHS, titles={"first": TITLE})
RULE_SETS = (
    RuleSet(
        key="henan_2020",
        name=_("Henan teaching skills, 20 + 80"),
        source=_("Teaching-skills contest of Henan, 2020: design 20, presentation 80"),
        stages=_stages(TWENTY_EIGHTY, _("Review of documents and video"), "0", "1"),
        ties=("unrounded", "part:presentation", "untrimmed_mean", "shared"),
        prizes=PRIZES,
    ),
    RuleSet(
        key="henan_2025",
        name=_("Henan teaching skills, six headings"),
        source=_("Teaching-skills contest of Henan, 2025: six headings; the review is not carried into the final"),
        stages=_stages(HEADINGS, _("Video review"), "0", "1"),
        ties=("unrounded", "part:content", "part:design", "untrimmed_mean", "shared"),
        prizes=PRIZES,
    ),
    RuleSet(
        key="henan_2025_carried",
        name=_("Henan teaching skills, six headings, review 30 % and final 70 %"),
        source=_("Teaching-skills contest of Henan, 2025, with a review that counts 30 %"),
        stages=_stages(HEADINGS, _("Video review"), "0.3", "0.7"),
        ties=("unrounded", "stage:final", "part:content", "untrimmed_mean", "shared"),
        prizes=PRIZES,
    ),
)
