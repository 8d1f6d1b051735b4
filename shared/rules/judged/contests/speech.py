"""Speech: a preliminary from which sixteen go on, and a final in which the audience has a share. Knows no topic.

Sources: book of judged contests 1.4 (speech contest of a union: 7 judges, highest and lowest out, sixteen go on, the
final adds the audience's support), 1.5 (5 minutes, warnings at 4 and 5). The split of the points was not seen.

>>> [stage.key for stage in RULE_SETS[1].stages], RULE_SETS[1].stages[0].advance.count
(['prelim', 'final'], 16)
"""

from decimal import Decimal

from shared.rules.judged.rule_set import Advance, Prizes, RuleSet, Stage, TimeLimit
from shared.rules.judged.steps import Deduct, Round, SumCriteria, TrimMean, Votes
from shared.rules.judged.writing import TENTHS, TRIMMED, criterion
from shared.rules.words import _

CRITERIA = (
    criterion("content", _("Content of the speech"), 40),
    criterion("language", _("Spoken language"), 30),
    criterion("bearing", _("Bearing"), 20),
    criterion("effect", _("Effect on the audience"), 10),
)
TIME = TimeLimit(most=5 * 60, warnings=(4 * 60, 5 * 60), per_minute=Decimal(1), minutes="started", ceiling=Decimal(5))
TIES = ("unrounded", "part:content", "part:language", "untrimmed_mean", "shared")
RULE_SETS = (
    RuleSet(
        key="speech",
        name=_("Speech"),
        source=_("Speech contests of staff unions"),
        stages=(Stage(key="final", name=_("Final"), criteria=CRITERIA, steps=TRIMMED, time=TIME, calibration=3),),
        ties=TIES,
        prizes=Prizes(tiers=TENTHS),
    ),
    RuleSet(
        key="speech_audience",
        name=_("Speech, preliminary and final with the audience"),
        source=_("Speech contests of staff unions whose final counts the audience's support"),
        stages=(
            Stage(
                key="prelim",
                name=_("Preliminary"),
                criteria=CRITERIA,
                steps=TRIMMED,
                weight=Decimal(0),
                advance=Advance(count=16, boundary="ties"),
                time=TIME,
                calibration=3,
            ),
            Stage(
                key="final",
                name=_("Final"),
                criteria=CRITERIA,
                steps=(SumCriteria(), TrimMean(), Votes(judges=Decimal(90), votes=Decimal(10)), Round(), Deduct()),
                time=TIME,
                public_votes=1,
                reveal="end",
            ),
        ),
        ties=TIES,
        prizes=Prizes(tiers=TENTHS, of="last_stage"),
    ),
)
