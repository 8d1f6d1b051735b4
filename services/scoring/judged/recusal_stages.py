"""Of which stages a recusal can still speak: what is judged of an entry stays as it was, what comes may change.

Knows no judge and no request.
"""

from collections.abc import Mapping
from uuid import UUID

from msgspec import Struct

from services.scoring.judged.ground import COUNTED
from services.scoring.sql import recusals as sql
from services.scoring.sql.recusals import RecusalRow
from shared.kit.db import Tx
from shared.rules.judged.rule_set import RuleSet


class EntryStages(Struct, frozen=True):
    """How far every entry has come."""

    keys: tuple[str, ...]
    turns: Mapping[str, Mapping[UUID, str]]
    """Stage -> entry -> status of its performance."""

    def settled(self, entry: UUID) -> tuple[str, ...]:
        """The stages in which it was judged."""
        return tuple(key for key in self.keys if self.turns.get(key, {}).get(entry) in COUNTED)

    def left(self, entry: UUID) -> tuple[str, ...]:
        """The stages in which it is still to be judged, or may be."""
        return tuple(key for key in self.keys if self._may_come(key, entry))

    def _may_come(self, key: str, entry: UUID) -> bool:
        turns = self.turns.get(key, {})
        return not turns or turns.get(entry, "closed") not in COUNTED


def spoken_of(row: RecusalRow, stages: tuple[str, ...]) -> tuple[str, ...]:
    """Those of the stages a recusal speaks of."""
    return tuple(key for key in stages if not row.stages or key in row.stages)


async def entry_stages(tx: Tx, contest_id: UUID, rule_set: RuleSet | None) -> EntryStages:
    turns: dict[str, dict[UUID, str]] = {}
    for stage, entry, status in await sql.turns_of(tx, contest_id):
        turns.setdefault(stage, {})[entry] = status
    keys = tuple(stage.key for stage in rule_set.stages) if rule_set else ()
    return EntryStages(keys, turns)
