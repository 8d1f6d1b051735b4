"""The young-teacher teaching contest: teaching design 20, classroom teaching 75, reflection 5. Knows no group.

Sources: book of judged contests 1.1 (parts and the sub-weights of the classroom sheet; those of the design sheet were
not seen), 1.5 (Liaoning: 20 minutes, a sign at 18, under 18 or over 20 minutes 5 points; told after the next; the first
three marked together in several notices).

>>> from shared.rules.judged.marks import full_marks
>>> [[(stage.key, str(full_marks(stage))) for stage in rule_set.stages] for rule_set in RULE_SETS]
[[('documents', '20'), ('final', '80')], [('final', '100')]]
>>> from shared.rules.judged.time_limits import time_deduction
>>> [str(time_deduction(TIME, seconds)) for seconds in (17 * 60 + 59, 18 * 60, 20 * 60, 20 * 60 + 1)]
['5', '0', '0', '5']
"""

from decimal import Decimal

from shared.rules.judged.rule_set import Criterion, DeductionKind, Prizes, RuleSet, Stage, TimeLimit
from shared.rules.judged.steps import Round, SumCriteria, TrimMean
from shared.rules.judged.writing import TENTHS, TRIMMED, criterion
from shared.rules.words import _

DESIGN = criterion("design", _("Teaching design"), 20)
CLASSROOM: tuple[Criterion, ...] = (
    criterion(
        "content",
        _("Teaching content"),
        30,
        criterion("theory_practice_link", _("Theory linked with practice"), 8),
        criterion("academic", _("Academically rich, fitting the syllabus"), 9),
        criterion("new_developments", _("Reflects new developments of the subject"), 3),
        criterion("focus", _("Focus and progression"), 10),
    ),
    criterion(
        "organisation",
        _("Teaching organisation"),
        30,
        criterion("process", _("Process and method"), 10),
        criterion("inspires", _("Inspires the students"), 10),
        criterion("timing", _("Timing and adaptability"), 3),
        criterion("media", _("Use of media"), 4),
        criterion("board", _("Board work"), 3),
    ),
    criterion(
        "language",
        _("Language and bearing"),
        10,
        criterion("speech", _("Clear, fluent speech"), 5),
        criterion("body", _("Body language"), 3),
        criterion("appearance", _("Appearance"), 2),
    ),
    criterion("features", _("Teaching features"), 5),
)
REFLECTION = criterion("reflection", _("Teaching reflection"), 5)
TIME = TimeLimit(least=18 * 60, most=20 * 60, warnings=(18 * 60,), stop=20 * 60, flat=Decimal(5))
LEAK = DeductionKind(key="identity_leak", name=_("Name or unit shown"), points=Decimal(5))
SOURCE = _("Teaching contest of young teachers: design 20, classroom 75, reflection 5")


def _final(*criteria: Criterion) -> Stage:
    return Stage(
        key="final",
        name=_("Final"),
        criteria=criteria,
        steps=TRIMMED,
        time=TIME,
        deductions=(LEAK,),
        calibration=3,
        reveal="after_next",
    )


DOCUMENTS = Stage(
    key="documents",
    name=_("Review of documents"),
    criteria=(DESIGN,),
    steps=(SumCriteria(), TrimMean(), Round()),
    mode="gallery",
    reveal="end",
)
RULE_SETS = (
    RuleSet(
        key="young_teacher",
        name=_("Young teachers' teaching contest, documents and final"),
        source=SOURCE,
        stages=(DOCUMENTS, _final(*CLASSROOM, REFLECTION)),
        ties=("unrounded", "stage:final", "part:content", "untrimmed_mean", "shared"),
        prizes=Prizes(tiers=TENTHS),
    ),
    RuleSet(
        key="young_teacher_final",
        name=_("Young teachers' teaching contest, all in one stage"),
        source=SOURCE,
        stages=(_final(DESIGN, *CLASSROOM, REFLECTION),),
        ties=("unrounded", "part:content", "part:design", "untrimmed_mean", "shared"),
        prizes=Prizes(tiers=TENTHS),
    ),
)
