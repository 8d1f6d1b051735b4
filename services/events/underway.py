"""A contest under play as the rules see it: its plan, its results, who is who. Reads rows, changes nothing."""

from collections.abc import Mapping
from uuid import UUID

from msgspec import Struct

from services.events import results as settling
from services.events.match import Match
from services.events.recompute import fixed_of, outcomes_of
from services.events.sql import entries as entry_sql
from services.events.sql import results as sql
from services.events.sql.entries import Entry
from services.events.sql.results import Contest
from shared.kit.db import Tx
from shared.kit.http.errors import Refused
from shared.kit.words import _
from shared.rules import contest as rules
from shared.rules.contest import Plan
from shared.rules.formats import Results, TableLine, table_file
from shared.rules.plan import Pairing


class Underway(Struct, frozen=True, kw_only=True):
    """A published contest at this moment."""

    contest: Contest
    plan: Plan
    matches: Mapping[int, Match]
    results: Results
    entries: Mapping[str, Entry]

    @property
    def waits(self) -> bool:
        """Whether matches wait for a pairing."""
        return any(isinstance(source, Pairing) for node in self.plan.nodes for source in node.sides)

    @property
    def table(self) -> tuple[TableLine, ...]:
        """The table of a format that has one of its own."""
        file = table_file(self.plan.form.kind)
        return file.table(self.plan.nodes, self.plan.lines, self.results) if file else ()

    @property
    def busy(self) -> set[str]:
        """Entries with a match still to be decided."""
        return {side for match in self.matches.values() if match.open for side in match.sides if side is not None}


async def underway(tx: Tx, contest_id: UUID) -> Underway:
    """The contest; refused before its draw is published."""
    found = await sql.contest_of(tx, contest_id)
    if not found:
        raise Refused("contest.unknown", _("There is no such contest."), status=404)
    if found[0].status not in ("published", "decided"):
        raise Refused("draw.open", _("The draw is not published yet."), status=409)
    matches = await sql.matches_of(tx, [contest_id])
    plan = await settling.plan_of(tx, found[0], matches)
    by_number = {match.number: match for match in matches}
    return Underway(
        contest=found[0],
        plan=plan,
        matches=by_number,
        results=rules.results(plan, outcomes_of(by_number), fixed_of(by_number)),
        entries={str(entry.id): entry for entry in await entry_sql.entries(tx, contest_id)},
    )
