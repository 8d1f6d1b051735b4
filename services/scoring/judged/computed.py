"""Scores, rankings and results as the rules make them of what is stored, with the decisions of officials.

Knows everything that counts: whoever calls it has asked for the right to see marks, or shows what is revealed only.
"""

from collections.abc import Callable, Mapping, Sequence
from typing import TypeVar
from uuid import UUID

import msgspec
from msgspec import Struct

from services.scoring.judged.ground import StageGround, ground_of, rule_set_of
from services.scoring.sql import results as sql
from services.scoring.sql.judged import ContestRow
from services.scoring.sql.results import DecisionRow
from shared.kit.db import Tx
from shared.kit.http.errors import Refused
from shared.rules.judged.awards import with_prizes
from shared.rules.judged.judgement import Line, Score
from shared.rules.judged.pipeline import scores
from shared.rules.judged.result import evaluate, stage_ranking
from shared.rules.judged.rule_set import RuleSet
from shared.rules.refusals import Illegal

T = TypeVar("T")
DECIDED = "decision"
"""What split equals where the rule did not."""


class Computed(Struct, frozen=True, kw_only=True):
    """A whole contest, computed."""

    rule_set: RuleSet
    grounds: Mapping[str, StageGround]
    """By stage, those with performances."""
    lines: Sequence[Line]
    equals: Sequence[frozenset[str]] = ()
    """Entries the rule alone leaves in one place it may not leave them in, whatever was decided about them."""
    refused: Illegal | None = None
    """Why the rules make no result of what there is."""


def computable(compute: Callable[[], T]) -> T:
    """What the rules compute; what they refuse is said as a refusal.

    Raises:
        Refused: a mark or fact is missing, or the rule cannot be applied to what there is.
    """
    try:
        return compute()
    except Illegal as illegal:
        raise refusal_of(illegal) from illegal


def refusal_of(illegal: Illegal) -> Refused:
    return Refused(illegal.code, illegal.sentence, status=409, **illegal.params)


def scores_of(ground: StageGround) -> dict[str, Score]:
    """Entry -> score, of everything closed."""
    return computable(lambda: scores(ground.stage, ground.turns()))


def ranking_of(ground: StageGround) -> tuple[Line, ...]:
    return computable(lambda: stage_ranking(ground.rule_set, ground.stage.key, ground.turns()))


async def computed_of(tx: Tx, contest: ContestRow) -> Computed:
    """The contest's result from everything closed so far.

    Raises:
        Refused: the rules make none of what there is.
    """
    found = await as_computed(tx, contest)
    if found.refused is not None:
        raise refusal_of(found.refused)
    return found


async def as_computed(tx: Tx, contest: ContestRow) -> Computed:
    """The same for those who look at it: without lines, and with the reason, where the rules make no result."""
    rule_set = await rule_set_of(tx, contest.id)
    grounds = {stage.key: await ground_of(tx, contest, stage.key) for stage in rule_set.stages}
    grounds = {key: ground for key, ground in grounds.items() if ground.performances}
    turns = {key: ground.turns() for key, ground in grounds.items()}
    categories = {str(entry.id): entry.category for entry in contest.state.entries}
    try:
        lines: Sequence[Line] = evaluate(rule_set, turns, categories)
    except Illegal as illegal:
        return Computed(rule_set=rule_set, grounds=grounds, lines=(), refused=illegal)
    equals = [frozenset(line.entry for line in group) for group in unresolved(rule_set, lines)]
    decisions = await sql.decisions_of(tx, contest.id, "order")
    if decisions:
        lines = with_prizes(rule_set, ordered(lines, decisions), categories)
    return Computed(rule_set=rule_set, grounds=grounds, lines=lines, equals=equals)


def ordered(lines: Sequence[Line], decisions: Sequence[DecisionRow]) -> list[Line]:
    """The lines with equals put in the order officials decided, where the decision is about all of them."""
    found = list(lines)
    for decision in decisions:
        wanted = [str(entry) for entry in decision.entries]
        places = [at for at, line in enumerate(found) if line.entry in wanted]
        if not is_group(found, places, wanted):
            continue
        by_entry = {found[at].entry: found[at] for at in places}
        first = found[places[0]].first
        for step, (at, entry) in enumerate(zip(places, wanted, strict=True)):
            place = first + step
            found[at] = msgspec.structs.replace(by_entry[entry], first=place, last=place, split_by=DECIDED)
    return found


def is_group(lines: Sequence[Line], places: Sequence[int], wanted: Sequence[str]) -> bool:
    """Whether these are exactly the equals of one shared place."""
    if len(places) != len(wanted) or len(places) < 2:
        return False
    first = lines[places[0]]
    size = first.last - first.first + 1
    return size == len(places) and all(
        (lines[at].first, lines[at].last, lines[at].panel) == (first.first, first.last, first.panel) for at in places
    )


def unresolved(rule_set: RuleSet, lines: Sequence[Line]) -> list[list[Line]]:
    """Shared places the rule does not allow to be shared: officials have to decide."""
    if "shared" in rule_set.ties:
        return []
    groups: dict[tuple[str, int], list[Line]] = {}
    for line in lines:
        if line.first < line.last:
            groups.setdefault((line.panel, line.first), []).append(line)
    return list(groups.values())


def entry_id(line: Line) -> UUID:
    return UUID(line.entry)
