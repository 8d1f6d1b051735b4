"""What may be told of a contest now: the stage that is on, the earlier ones that count with it, names that are free.

Knows what is revealed and whose names are free; draws no screen and ranks nothing.
"""

from decimal import Decimal
from fractions import Fraction

from msgspec import Struct

from services.scoring.judged.ground import StageGround, ground_of, rule_set_of
from services.scoring.judged.scene import present_stage
from services.scoring.sql import stages
from services.scoring.sql.judged import ContestRow, PerformanceRow
from shared.kit.db import Tx
from shared.messages.events import JudgedEntry
from shared.rules.exact import rounded
from shared.rules.judged.rule_set import RuleSet


class Told(Struct, frozen=True, kw_only=True):
    """The stage that is on, and the stages before it that count in the total with it."""

    ground: StageGround
    status: str
    before: tuple[StageGround, ...] = ()

    @property
    def public(self) -> dict[str, PerformanceRow]:
        """Entry -> its performance in the stage that is on, where its score is told."""
        return {str(each.entry_id): each for each in self.ground.performances if is_open(each)}

    @property
    def covered(self) -> list[StageGround]:
        """Earlier stages that count and are not told of everybody ranked here: no total can be told yet.

        Before the first is told here: of anybody who may be.
        """
        public = set(self.public) or {str(each.entry_id) for each in self.ground.performances}
        return [each for each in self.before if not public <= told_entries(each)]


def told_entries(ground: StageGround) -> set[str]:
    return {str(each.entry_id) for each in ground.performances if is_open(each)}


async def told_of(tx: Tx, contest: ContestRow) -> Told:
    """The stage that is on, with those that count before it.

    Raises:
        Refused: the contest has no rule set yet.
    """
    rule_set = await rule_set_of(tx, contest.id)
    statuses = await stages.stages_of(tx, contest.id)
    key = present_stage(rule_set, statuses)
    before = [await ground_of(tx, contest, each) for each in counted_before(rule_set, key)]
    return Told(
        ground=await ground_of(tx, contest, key),
        status=statuses.get(key, "planned"),
        before=tuple(each for each in before if each.performances),
    )


def counted_before(rule_set: RuleSet, key: str) -> list[str]:
    """The stages before one whose scores come into the total of whoever reached it.

    A stage that does not count itself is ranked alone while it is on.
    """
    keys = [stage.key for stage in rule_set.stages]
    at = keys.index(key)
    if not rule_set.stages[at].weight:
        return []
    return [stage.key for stage in rule_set.stages[:at] if stage.weight]


def is_open(performance: PerformanceRow) -> bool:
    """Whether its score is public now."""
    return performance.revealed_at is not None and performance.status == "closed"


def named(told: Told, performance: PerformanceRow) -> bool:
    """Whether name and unit may be told: always where nothing is anonymous, else once the stage is over and it is
    revealed."""
    if not told.ground.rule_set.anonymous:
        return True
    return is_open(performance) and told.status in ("closed", "revealed")


def who(told: Told, performance: PerformanceRow) -> tuple[str, str]:
    return names_of(told.ground.entry(performance)) if named(told, performance) else ("", "")


def names_of(entry: JudgedEntry) -> tuple[str, str]:
    """Name, and authors with their units, for those who may know them."""
    people = dict.fromkeys(author.name for author in entry.authors if author.name != entry.name)
    units = dict.fromkeys(author.unit for author in entry.authors if author.unit)
    return entry.name, " · ".join([*people, *units]) or entry.unit


def score_text(ground: StageGround, value: Fraction | Decimal) -> str:
    return str(rounded(Fraction(value), ground.rule_set.digits))
