"""Contests without opponents: everybody's attempts, the ranking as it stands, what prizes go by. Writes nothing."""

from collections.abc import Mapping, Sequence
from decimal import Decimal
from fractions import Fraction
from typing import Any, Protocol, cast
from uuid import UUID

from litestar import Response, Router, get
from litestar.di import NamedDependency
from litestar.params import FromPath
from msgspec import Struct

from services.events.sql import contests as contest_sql
from services.events.sql import performances as sql
from services.events.sql.performances import Performed
from shared.kit.db import Tx
from shared.kit.http.auth import anyone
from shared.kit.http.errors import Refused
from shared.kit.http.replies import json
from shared.kit.words import _
from shared.rules.model import OutcomeKind, Performance, Regulation
from shared.rules.plan import Placing
from shared.rules.sports import sport


class WithoutOpponent(Protocol):
    """What the file of a sport without opponents offers besides."""

    def rank(self, regulation: Regulation, performances: Mapping[str, Sequence[Performance]]) -> tuple[Placing, ...]:
        """Everybody with a result, best first."""

    def value(self, regulation: Regulation, performances: Sequence[Performance]) -> Decimal | Fraction:
        """What prizes compare."""


class Attempt(Struct, frozen=True, kw_only=True):
    match_id: UUID
    kind: OutcomeKind | None
    """None while it is yet to come."""
    performance: Performance | None


class RankLine(Struct, frozen=True, kw_only=True):
    """An entry in the ranking as it stands; without a place while it has no result."""

    entry_id: UUID
    name: str
    unit: str
    first: int | None
    last: int | None
    score: Decimal | None
    attempts: tuple[Attempt, ...]


def ranking(regulation: Regulation, rows: Sequence[Performed]) -> tuple[RankLine, ...]:
    """Everybody of a contest, the placed first, then the others in order of the start."""
    if getattr(rules_of(regulation), "rank", None) is None:
        return ()
    by_entry = of_entries(rows)
    given = {entry: results(attempts) for entry, attempts in by_entry.items()}
    placed = {entry: (first, last) for entry, first, last in rules_of(regulation).rank(regulation, given)}
    order = [*placed, *(entry for entry in by_entry if entry not in placed)]
    return tuple(line_of(by_entry[entry], given[entry], placed.get(entry), regulation) for entry in order)


def of_entries(rows: Sequence[Performed]) -> dict[str, list[Performed]]:
    """Everybody's attempts, in order of the start."""
    found: dict[str, list[Performed]] = {}
    for row in rows:
        found.setdefault(str(row.entry_id), []).append(row)
    return found


def results(attempts: Sequence[Performed]) -> list[Performance]:
    return [row.outcome.performance for row in attempts if row.outcome is not None and row.outcome.performance]


def line_of(
    rows: Sequence[Performed], given: Sequence[Performance], places: tuple[int, int] | None, regulation: Regulation
) -> RankLine:
    return RankLine(
        entry_id=rows[0].entry_id,
        name=rows[0].name,
        unit=rows[0].unit,
        first=places[0] if places else None,
        last=places[1] if places else None,
        score=best_score(regulation, given) if given else None,
        attempts=tuple(
            Attempt(
                match_id=row.match_id,
                kind=row.outcome.kind if row.outcome else None,
                performance=row.outcome.performance if row.outcome else None,
            )
            for row in rows
        ),
    )


def best_score(regulation: Regulation, given: Sequence[Performance]) -> Decimal:
    """The printed score of the attempt that counts."""
    rules = rules_of(regulation)
    return max(given, key=lambda each: rules.value(regulation, [each])).score


def values(regulation: Regulation, rows: Sequence[Performed]) -> dict[str, Decimal | Fraction]:
    """What prizes go by, of everybody who has a result."""
    by_entry = of_entries(rows)
    rules = rules_of(regulation)
    return {
        entry: rules.value(regulation, given) for entry, attempts in by_entry.items() if (given := results(attempts))
    }


def rules_of(regulation: Regulation) -> WithoutOpponent:
    return cast(WithoutOpponent, sport(regulation.sport))


@get("/contests/{contest_id:uuid}/performances", guards=[anyone])
async def performances(contest_id: FromPath[UUID], tx: NamedDependency[Tx]) -> Response[Any]:
    """The ranking as it stands, for programs."""
    contest = await contest_sql.contest(tx, contest_id)
    if contest is None:
        raise Refused("contest.unknown", _("There is no such contest."), status=404)
    rows = await sql.performed(tx, contest_id)
    return json({"status": contest.status, "ranking": ranking(contest.regulation, rows) if rows else []})


router = Router(path="/events", route_handlers=[performances])
