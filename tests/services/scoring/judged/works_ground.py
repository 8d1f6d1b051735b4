"""A judged contest with works, set straight into scoring's database: entries, a panel with paired tablets, turns."""

import asyncio
import secrets
from datetime import date
from itertools import count
from typing import Any
from uuid import UUID, uuid4

import asyncpg
import msgspec
from msgspec import Struct

from services.scoring.codes import hashed
from shared.messages.events import Author, EventChanged, JudgedContestChanged, JudgedEntry
from shared.rules.judged.rule_set import RuleSet
from tests.servers import Running

revisions = count(1)
LOCK = asyncio.Lock()
CONNECTIONS: dict[str, Any] = {}
"""One a database, kept until the cluster ends: connecting anew for every statement took half of the tests' time."""


async def connected(database: str) -> Any:
    if database not in CONNECTIONS:
        connection = await asyncpg.connect(database)
        await connection.set_type_codec(
            "jsonb",
            schema="pg_catalog",
            encoder=lambda it: msgspec.json.encode(it).decode(),
            decoder=msgspec.json.decode,
        )
        CONNECTIONS[database] = connection
    return CONNECTIONS[database]


class Judge(Struct):
    """A seat with its paired tablet."""

    id: UUID
    number: int
    token: str

    @property
    def headers(self) -> dict[str, str]:
        return {"Authorization": f"Bearer seat.{self.token}", "Accept": "application/json"}


class Ground(Struct):
    scoring: Running
    event_id: UUID
    contest_id: UUID
    organiser: UUID
    rule_set: RuleSet
    entries: list[JudgedEntry]
    judges: list[Judge] = []
    panel_id: UUID | None = None

    @property
    def desk(self) -> dict[str, str]:
        return self.scoring.as_(self.organiser, "Organiser")

    def author(self, place: int = 0) -> dict[str, str]:
        """Headers of the first author of an entry."""
        author = self.entries[place].authors[0]
        return self.scoring.as_(author.id, author.name)

    def stranger(self) -> dict[str, str]:
        return self.scoring.as_(uuid4(), "Stranger")

    async def sql(self, statement: str, *values: Any) -> list[Any]:
        async with LOCK:
            connection = await connected(self.scoring.database)
            return list(await connection.fetch(statement, *values))

    async def told(self, status: Any = "judging") -> None:
        """Scoring hears of the contest as it stands in events."""
        await self.scoring.deliver(
            JudgedContestChanged(
                id=self.contest_id,
                revision=next(revisions),
                event_id=self.event_id,
                event_name="Works of the year",
                contest_name="Exhibition",
                preset=self.rule_set.key,
                status=status,
                entries=tuple(self.entries),
            )
        )

    async def seat(self, units: list[str]) -> None:
        """A panel of judges of these units, each with a paired tablet."""
        self.panel_id = uuid4()
        await self.sql("insert into panel (id, event_id, name) values ($1, $2, $3)", self.panel_id, self.event_id, "P")
        # In the order of their seats, as ids made by the database are: of equal marks the first is left out.
        ids = sorted(uuid4() for _ in units)
        for number, (id_, unit) in enumerate(zip(ids, units, strict=True), 1):
            await self.sql(
                "insert into panel_seat (id, panel_id, number, role, name, unit) values ($1, $2, $3, 'judge', $4, $5)",
                id_,
                self.panel_id,
                number,
                f"Judge {number}",
                unit,
            )
            self.judges.append(await self.paired(id_, number))
        for stage in self.rule_set.stages:
            await self.sql(
                "insert into stage_panel (contest_id, stage, panel_id) values ($1, $2, $3)",
                self.contest_id,
                stage.key,
                self.panel_id,
            )

    async def paired(self, seat_id: UUID, number: int) -> Judge:
        """A tablet in this seat."""
        made = Judge(seat_id, number, secrets.token_urlsafe(16))
        await self.sql(
            "insert into panel_device (seat_id, token_hash, paired_at, seen_at) values ($1, $2, now(), now())",
            seat_id,
            hashed(made.token),
        )
        return made

    async def turns(self, stage: str, status: str = "planned") -> list[UUID]:
        """Every entry's turn in a stage, in the order of the entries."""
        await self.sql("delete from performance where contest_id = $1 and stage = $2", self.contest_id, stage)
        for number, entry in enumerate(self.entries, 1):
            await self.sql(
                "insert into performance (contest_id, stage, entry_id, order_no, panel_id) values ($1, $2, $3, $4, $5)",
                self.contest_id,
                stage,
                entry.id,
                number,
                self.panel_id,
            )
        await self.stage(stage, status)
        rows = await self.sql(
            "select id from performance where contest_id = $1 and stage = $2 order by order_no", self.contest_id, stage
        )
        return [row["id"] for row in rows]

    async def stage(self, stage: str, status: str) -> None:
        await self.sql(
            "insert into judged_stage (contest_id, stage, status) values ($1, $2, $3) "
            "on conflict (contest_id, stage) do update set status = excluded.status",
            self.contest_id,
            stage,
            status,
        )

    async def ballot(self, performance_id: UUID, judge: Judge, marks: dict[str, str]) -> None:
        """A ballot that counts, as the tablets' API stores it."""
        ballot = uuid4()
        await self.sql(
            "insert into ballot (id, performance_id, seat_id, active) values ($1, $2, $3, 1)",
            ballot,
            performance_id,
            judge.id,
        )
        await self.sql(
            "insert into ballot_revision (ballot_id, revision, hash, content, marks, standing, rule_set_version, "
            "panel_version, device_at, contest_id, number, link) values ($1, 1, '', '', $2, 'active', 1, 1, now(), $3, "
            "(select coalesce(max(number), 0) + 1 from ballot_revision where contest_id = $3), '')",
            ballot,
            marks,
            self.contest_id,
        )


def entry(name: str, unit: str, category: str = "", *more: str) -> JudgedEntry:
    """A work of an author of a unit, and of one more for each further unit."""
    authors = tuple(Author(uuid4(), f"{name} {place}", each) for place, each in enumerate([unit, *more]))
    return JudgedEntry(id=uuid4(), name=name, unit=unit, authors=authors, category=category)


async def prepare(scoring: Running, rule_set: RuleSet, entries: list[JudgedEntry]) -> Ground:
    """A contest that scoring has heard of, nothing judged yet."""
    ground = Ground(scoring, uuid4(), uuid4(), uuid4(), rule_set, entries)
    await scoring.deliver(
        EventChanged(
            id=ground.event_id,
            revision=next(revisions),
            name="Works of the year",
            status="running",
            starts_on=date(2026, 5, 1),
            ends_on=date(2026, 5, 9),
            venue="Hall",
            organisers=(ground.organiser,),
            courts=(),
        )
    )
    await ground.told("entering")
    await ground.sql("delete from rule_set where contest_id = $1", ground.contest_id)
    await ground.sql("delete from judged_stage where contest_id = $1", ground.contest_id)
    await ground.sql(
        "insert into rule_set (contest_id, version, data, made_at, made_by) values ($1, 1, $2, now(), 'test')",
        ground.contest_id,
        msgspec.to_builtins(rule_set, builtin_types=()),
    )
    return ground
