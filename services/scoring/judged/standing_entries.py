"""Entries whose place in a contest is in doubt before it is signed: late, withdrawn after they were judged, or behind a
ranking that has changed since it was said who goes on.

Each doubt is settled by a person: an entry withdrawn or taken out with its reason, or the chief's word that it stays.
"""

from collections.abc import Iterator, Sequence
from itertools import pairwise
from uuid import UUID

from msgspec import Struct

from services.scoring.judged.advancing import going_on
from services.scoring.judged.at_hand import numbered
from services.scoring.judged.computed import Computed
from services.scoring.judged.ground import UNJUDGED, StageGround
from services.scoring.sql import results as sql
from services.scoring.sql.judged import ContestRow
from services.scoring.sql.results import DecisionRow
from shared.kit.db import Tx

ADVANCE, STAYS = "advance", "advance_stays"
"""What was decided: who of the equals goes on; that who went on stays, whatever the ranking says now."""


class Moved(Struct, frozen=True):
    """A stage whose ranking no longer gives those who went on from it."""

    stage: str
    name: str
    should: list[UUID]
    """Who would go on now."""
    more: list[str]
    fewer: list[str]


def without_turn(contest: ContestRow, computed: Computed) -> list[str]:
    """Names of entries that came after the first stage had closed."""
    first = computed.grounds.get(computed.rule_set.stages[0].key)
    if first is None:
        return []
    there = {each.entry_id for each in first.performances}
    return [each.name for each in contest.state.entries if not each.withdrawn and each.id not in there]


def gone(contest: ContestRow, computed: Computed) -> Iterator[str]:
    """Numbers of entries that were withdrawn and still stand among the judged."""
    withdrawn = {each.id for each in contest.state.entries if each.withdrawn}
    for ground in computed.grounds.values():
        for each in ground.performances:
            if each.entry_id in withdrawn and each.status not in UNJUDGED:
                yield numbered(each.order_no)


async def moved_since(tx: Tx, contest: ContestRow, computed: Computed) -> list[Moved]:
    """Stages behind which others would stand now than those who do, unless the chief has said that it stays."""
    decisions = [*await sql.decisions_of(tx, contest.id, ADVANCE), *await sql.decisions_of(tx, contest.id, STAYS)]
    keys = [stage.key for stage in computed.rule_set.stages if stage.key in computed.grounds]
    found = []
    for before, after in pairwise(keys):
        moved = moved_between(contest, computed.grounds[before], computed.grounds[after], decisions)
        if moved is not None:
            found.append(moved)
    return found


def moved_between(
    contest: ContestRow, ground: StageGround, after: StageGround, decisions: Sequence[DecisionRow]
) -> Moved | None:
    withdrawn = {each.id for each in contest.state.entries if each.withdrawn}
    going = going_on(ground)
    own = [each for each in decisions if each.stage == ground.stage.key]
    admitted = {entry for each in own if each.what == ADVANCE for entry in each.entries} & set(going.left)
    should = (set(going.entries) | admitted) - withdrawn
    there = {each.entry_id for each in after.performances} - withdrawn
    if should == there or any(each.what == STAYS and set(each.entries) == should for each in own):
        return None
    orders = {each.entry_id: numbered(each.order_no) for each in ground.performances}
    return Moved(
        ground.stage.key,
        ground.stage.name,
        sorted(should),
        sorted(orders.get(each, "?") for each in should - there),
        sorted(orders.get(each, "?") for each in there - should),
    )
