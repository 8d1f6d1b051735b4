"""Of a score made of judges' marks and public votes, what came from whom. Knows scores, no people."""

from collections.abc import Iterable, Mapping
from decimal import Decimal
from fractions import Fraction

from msgspec import Struct

from shared.rules.exact import rounded
from shared.rules.judged.judgement import Score
from shared.rules.judged.pipeline import steps_of
from shared.rules.judged.rule_set import Stage
from shared.rules.judged.steps import Votes


class VoteParts(Struct, frozen=True, kw_only=True):
    """A stage whose rule has a vote: the two percentages and each entry's points from both."""

    stage: str
    judges: Decimal
    votes: Decimal
    """In percent."""
    points: Mapping[str, tuple[Decimal, Decimal]]
    """Entry -> from the judges, from the votes; a rule may round or take off after that."""


def vote_parts(given: Iterable[tuple[Stage, Mapping[str, Score]]], digits: int) -> list[VoteParts]:
    """Of each stage with a vote."""
    found = []
    for stage, scores in given:
        steps = steps_of(stage)
        at = next((place for place, step in enumerate(steps) if isinstance(step, Votes)), 0)
        step = steps[at] if steps else None
        if at and isinstance(step, Votes):
            points = {entry: parts_of(score, at, step, digits) for entry, score in scores.items()}
            found.append(VoteParts(stage=stage.key, judges=step.judges, votes=step.votes, points=points))
    return found


def parts_of(score: Score, at: int, step: Votes, digits: int) -> tuple[Decimal, Decimal]:
    before = score.workings[at - 1].value or Fraction()
    after = score.workings[at].value or Fraction()
    judges = before * Fraction(step.judges) / 100
    return rounded(judges, digits), rounded(after - judges, digits)
