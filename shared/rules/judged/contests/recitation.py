"""Recitation: ten points with two decimals, four items of 25, or judges and votes. Knows no text and no performer.

Sources: book of judged contests 1.4 (10 points with two decimals, 7 judges, highest and lowest out, the first three
told together, keeping the time a criterion of 1 point, 3 to 5 minutes; four items of 25 points, 5 minutes, a bonus for
original works; judges 60 % and votes 40 %, the most votes being full marks). The split of the other nine points was not
seen.

>>> from shared.rules.judged.judgement import Turn
>>> from shared.rules.judged.pipeline import scores
>>> voted = RULE_SETS[2].stages[0]
>>> def turn(entry: str, mark: str, votes: int) -> Turn:
...     return Turn(entry=entry, ballots={"J1": {key: Decimal(mark) / 4 for key in KEYS}}, votes=votes)
>>> {entry: str(score.value) for entry, score in scores(voted, [turn("A", "85", 120), turn("B", "92", 90)]).items()}
{'A': '91', 'B': '426/5'}
"""

from decimal import Decimal

from shared.rules.judged.rule_set import Fact, Prizes, RuleSet, Stage, TimeLimit
from shared.rules.judged.steps import Add, Deduct, Round, SumCriteria, TrimMean, Votes
from shared.rules.judged.writing import TENTHS, TRIMMED, criterion
from shared.rules.words import _

OF_25 = (
    criterion("content", _("Content of the work"), 25),
    criterion("language", _("Spoken language"), 25),
    criterion("expression", _("Expression"), 25),
    criterion("bearing", _("Bearing and effect"), 25),
)
KEYS = tuple(each.key for each in OF_25)
OF_10 = (
    criterion("language", _("Spoken language"), 3),
    criterion("expression", _("Expression"), 4),
    criterion("bearing", _("Bearing and effect"), 2),
    criterion("time", _("Keeping the time"), 1),
)
TIES = ("unrounded", "part:expression", "part:language", "untrimmed_mean", "shared")
ORIGINAL = Fact(
    key="original", name=_("Bonus for an original work"), maximum=Decimal(5), step=Decimal("0.5"), default=Decimal(0)
)
STAGE = _("Performance")
RULE_SETS = (
    RuleSet(
        key="recitation_10",
        name=_("Recitation, 10 points"),
        source=_("Recitation contests with ten points and two decimals"),
        stages=(
            Stage(
                key="final",
                name=STAGE,
                criteria=OF_10,
                steps=TRIMMED,
                time=TimeLimit(least=3 * 60, most=5 * 60, warnings=(4 * 60, 5 * 60)),
                calibration=3,
                reveal="batch",
            ),
        ),
        ties=TIES,
        prizes=Prizes(tiers=TENTHS),
    ),
    RuleSet(
        key="recitation_4x25",
        name=_("Recitation, four items of 25 points"),
        source=_("Recitation contests of staff with four items of 25 points"),
        stages=(
            Stage(
                key="final",
                name=STAGE,
                criteria=OF_25,
                steps=(SumCriteria(), TrimMean(), Round(), Add("original"), Deduct()),
                time=TimeLimit(
                    most=5 * 60, warnings=(4 * 60,), per_minute=Decimal(1), minutes="started", ceiling=Decimal(3)
                ),
                facts=(ORIGINAL,),
                calibration=3,
            ),
        ),
        ties=TIES,
        prizes=Prizes(tiers=TENTHS),
    ),
    RuleSet(
        key="recitation_votes",
        name=_("Recitation, judges 60 % and votes 40 %"),
        source=_("Recitation contests whose opening round counts votes"),
        stages=(
            Stage(
                key="final",
                name=STAGE,
                criteria=OF_25,
                steps=(SumCriteria(), TrimMean(), Votes(), Deduct()),
                time=TimeLimit(most=5 * 60, warnings=(4 * 60,)),
                public_votes=3,
                reveal="end",
            ),
        ),
        ties=TIES,
        prizes=Prizes(tiers=TENTHS),
    ),
)
