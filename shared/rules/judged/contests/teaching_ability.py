"""The teaching-ability contest of vocational colleges: teams, a review of documents, then on site. Knows no college.

Sources: book of judged contests 1.3 (goals 20, content 20, implementation 30, competence 15, features 15; review 30 %
and on site 70 %; 30 to 34 minutes a team; showing the school costs places).

>>> from shared.rules.judged.marks import full_marks
>>> [str(full_marks(stage)) for stage in RULE_SETS[0].stages]
['100', '100']
"""

from decimal import Decimal

from shared.rules.judged.rule_set import Advance, DeductionKind, Prizes, RuleSet, Stage, TimeLimit
from shared.rules.judged.writing import TENTHS, TRIMMED, criterion
from shared.rules.words import _

CRITERIA = (
    criterion("goals", _("Goals and learners"), 20),
    criterion("content", _("Content and strategy"), 20),
    criterion("implementation", _("Implementation and effect"), 30),
    criterion("competence", _("Teaching competence"), 15),
    criterion("innovation", _("Features and innovation"), 15),
)
LEAK = DeductionKind(key="identity_leak", name=_("Name or unit shown"), points=Decimal(5))
RULE_SETS = (
    RuleSet(
        key="teaching_ability",
        name=_("Vocational teaching ability"),
        source=_("Teaching-ability contest of vocational colleges"),
        stages=(
            Stage(
                key="review",
                name=_("Review of documents"),
                criteria=CRITERIA,
                steps=TRIMMED,
                mode="gallery",
                weight=Decimal("0.3"),
                advance=Advance(count=20),
                deductions=(LEAK,),
                reveal="end",
            ),
            Stage(
                key="site",
                name=_("On site"),
                criteria=CRITERIA,
                steps=TRIMMED,
                weight=Decimal("0.7"),
                time=TimeLimit(least=30 * 60, most=34 * 60, warnings=(32 * 60,), stop=34 * 60, flat=Decimal(2)),
                deductions=(LEAK,),
                calibration=3,
            ),
        ),
        ties=("unrounded", "stage:site", "part:implementation", "untrimmed_mean", "shared"),
        prizes=Prizes(tiers=TENTHS),
    ),
)
