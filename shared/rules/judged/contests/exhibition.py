"""Exhibition of calligraphy and photography: works chosen by picks, then scored; a public vote. Knows no work.

Sources: book of judged contests 1.4 (selection by votes in rounds under numbers, then a small meeting ranks) and the
collected notices of staff exhibitions (rubrics, shares of prizes by category).

>>> from shared.rules.judged.judgement import Turn
>>> from shared.rules.judged.pipeline import scores
>>> picks = {"J1": "1", "J2": "1", "J3": "0"}
>>> turn = Turn(entry="R01", ballots={seat: {"pick": Decimal(given)} for seat, given in picks.items()})
>>> str(scores(SELECTION, [turn])["R01"].value)
'2'
"""

from decimal import Decimal

from shared.rules.judged.rule_set import Advance, Criterion, PanelRule, Prizes, RuleSet, Stage
from shared.rules.judged.steps import Round, Step, SumCriteria, Total, TrimMean, Votes
from shared.rules.judged.writing import TENTHS, criterion
from shared.rules.words import _

CALLIGRAPHY = (
    criterion("structure", _("Structure"), 30),
    criterion("strokes", _("Strokes"), 30),
    criterion("beauty", _("Beauty"), 30),
    criterion("neatness", _("Neatness"), 10),
)
PHOTOGRAPHY = (
    criterion("theme", _("Theme"), 40),
    criterion("composition", _("Creative composition"), 30),
    criterion("technique", _("Technique"), 30),
)
SELECTION = Stage(
    key="selection",
    name=_("Selection"),
    criteria=(criterion("pick", _("Chosen"), 1, step="1"),),
    steps=(SumCriteria(), Total()),
    mode="gallery",
    panel=PanelRule(size=5),
    weight=Decimal(0),
    advance=Advance(count=60, boundary="admit_all"),
    picks=60,
    reveal="end",
)


def _scoring(criteria: tuple[Criterion, ...], *steps: Step, public_votes: int = 0) -> Stage:
    return Stage(
        key="scoring",
        name=_("Scoring of the works"),
        criteria=criteria,
        steps=steps or (SumCriteria(), TrimMean(), Round()),
        mode="gallery",
        panel=PanelRule(size=5),
        public_votes=public_votes,
        public=public_votes > 0,
        reveal="end",
    )


def _exhibition(key: str, name: str, stages: tuple[Stage, ...], most_each: int) -> RuleSet:
    return RuleSet(
        key=key,
        name=name,
        source=_("Exhibitions of staff unions: works under numbers, prizes by category"),
        stages=stages,
        ties=("unrounded", "untrimmed_mean", f"part:{stages[-1].criteria[0].key}", "shared"),
        prizes=Prizes(tiers=TENTHS, apart="category"),
        most_each=most_each,
    )


MIXED = (SumCriteria(), TrimMean(), Votes(judges=Decimal(80), votes=Decimal(20)), Round())
RULE_SETS = (
    _exhibition(
        "calligraphy_exhibition",
        _("Calligraphy exhibition, picks then scores"),
        (SELECTION, _scoring(CALLIGRAPHY)),
        most_each=2,
    ),
    _exhibition(
        "photography_exhibition",
        _("Photography exhibition, picks then scores"),
        (SELECTION, _scoring(PHOTOGRAPHY)),
        most_each=4,
    ),
    _exhibition(
        "exhibition_public_vote",
        _("Photography exhibition, judges 80 % and public vote 20 %"),
        (_scoring(PHOTOGRAPHY, *MIXED, public_votes=5),),
        most_each=4,
    ),
)
