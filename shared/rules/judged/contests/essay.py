"""Essay: blind reading by two, a third reader where they are far apart, or by linked readers. Knows no text.

Sources: book of judged contests 1.4 (two blind readers, a third on a large gap), 2.2 (of three the two closest count),
2.4 (papers read by everyone link the readers; severity is corrected only where they are linked).

>>> from shared.rules.judged.judgement import Turn
>>> from shared.rules.judged.pipeline import scores
>>> def ballot(total: int) -> dict[str, Decimal]:
...     return {each.key: each.maximum * total / 100 for each in CRITERIA}
>>> two = Turn(entry="E1", ballots={"J1": ballot(80), "J4": ballot(85)})
>>> three = Turn(entry="E2", ballots={"J1": ballot(70), "J4": ballot(90), "J6": ballot(85)})
>>> {entry: float(score.value) for entry, score in scores(RULE_SETS[0].stages[0], [two, three]).items()}
{'E1': 82.5, 'E2': 87.5}
"""

from decimal import Decimal

from shared.rules.judged.rule_set import DeductionKind, PanelRule, Prizes, Reading, RuleSet, Stage
from shared.rules.judged.steps import Deduct, Ijru, Mean, Round, SumCriteria
from shared.rules.judged.writing import TENTHS, criterion
from shared.rules.words import _

CRITERIA = (
    criterion("content", _("Thought and content"), 40, step="0.5"),
    criterion("structure", _("Composition of the text"), 20, step="0.5"),
    criterion("language", _("Language and style"), 30, step="0.5"),
    criterion("originality", _("Originality"), 10, step="0.5"),
)
LENGTH = DeductionKind(key="format", name=_("Length or form not as asked"), points=Decimal(2))
READING = _("Blind reading")
TIES = ("unrounded", "part:content", "part:originality", "shared")
RULE_SETS = (
    RuleSet(
        key="essay",
        name=_("Essay, two blind readers"),
        source=_("Essay contests with blind double reading"),
        stages=(
            Stage(
                key="reading",
                name=READING,
                criteria=CRITERIA,
                steps=(SumCriteria(), Ijru(), Round(), Deduct()),
                mode="reading",
                panel=PanelRule(size=6, reserves=1, least=2),
                reading=Reading(readers=2, gap=Decimal(10)),
                deductions=(LENGTH,),
                reveal="end",
            ),
        ),
        ties=TIES,
        prizes=Prizes(tiers=TENTHS),
    ),
    RuleSet(
        key="essay_linked",
        name=_("Essay, readers linked by common papers"),
        source=_("Essay contests whose readers all read some common papers"),
        stages=(
            Stage(
                key="reading",
                name=READING,
                criteria=CRITERIA,
                steps=(SumCriteria(), Mean(), Round(), Deduct()),
                mode="reading",
                compare="severity",
                panel=PanelRule(size=6, reserves=1, least=2),
                reading=Reading(readers=2, anchors=4),
                deductions=(LENGTH,),
                reveal="end",
            ),
        ),
        ties=TIES,
        prizes=Prizes(tiers=TENTHS),
    ),
)
