"""Stages and their performances before anybody performs: made, put in order, given a panel, counted."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from msgspec import Struct

from shared.kit.db import Tx, many


class StageRow(Struct, frozen=True):
    stage: str
    status: str


class StageCount(Struct, frozen=True):
    """How far a stage is: its performances, those over, those with a ballot, those with a panel."""

    contest_id: UUID
    stage: str
    performances: int
    over: int
    placed: int


async def stages_of(tx: Tx, contest_id: UUID) -> dict[str, str]:
    """Stage -> status, of those that have one."""
    rows = await tx.fetch("select stage, status from judged_stage where contest_id = $1", contest_id)
    return {row["stage"]: row["status"] for row in rows}


async def set_status(tx: Tx, contest_id: UUID, stage: str, status: str, now: datetime | None) -> None:
    """A stage's status; the first time it runs is when it was opened."""
    await tx.execute(
        "insert into judged_stage (contest_id, stage, status, opened_at) values ($1, $2, $3, $4) "
        "on conflict (contest_id, stage) do update set status = excluded.status, "
        "opened_at = coalesce(judged_stage.opened_at, excluded.opened_at)",
        contest_id,
        stage,
        status,
        now,
    )


async def add_performances(tx: Tx, contest_id: UUID, stage: str, entries: Sequence[UUID], panel: UUID | None) -> int:
    """Give these entries a turn after those there are, in this order; who has one keeps it. How many are new."""
    done = await tx.execute(
        "insert into performance (contest_id, stage, entry_id, order_no, panel_id) "
        "select $1, $2, given.id, given.place + (select coalesce(max(order_no), 0) from performance "
        "where contest_id = $1 and stage = $2), $4 "
        "from (select e.id, row_number() over (order by e.place) as place from unnest($3::uuid[]) "
        "with ordinality as e (id, place) where not exists (select from performance p "
        "where p.contest_id = $1 and p.stage = $2 and p.entry_id = e.id)) as given",
        contest_id,
        stage,
        list(entries),
        panel,
    )
    return int(done.split()[-1])


async def remove_performances(tx: Tx, ids: Sequence[UUID]) -> None:
    """Take turns away nobody has judged or decided anything about."""
    await tx.execute("delete from assignment where performance_id = any($1)", list(ids))
    await tx.execute("delete from fact where performance_id = any($1)", list(ids))
    await tx.execute("delete from performance where id = any($1)", list(ids))


async def withdraw(tx: Tx, ids: Sequence[UUID], reason: str) -> None:
    await tx.execute(
        "update performance set status = 'withdrawn', reason = $2 where id = any($1) and status = 'waiting'",
        list(ids),
        reason,
    )


async def return_withdrawn(tx: Tx, ids: Sequence[UUID], reason: str) -> None:
    """Entries that take part again, where they had been withdrawn for just this reason."""
    await tx.execute(
        "update performance set status = 'waiting', reason = '' "
        "where id = any($1) and status = 'withdrawn' and reason = $2",
        list(ids),
        reason,
    )


async def touched(tx: Tx, ids: Sequence[UUID]) -> set[UUID]:
    """Performances about which something is on record already: a ballot, a deduction, an absence, a vote."""
    rows = await tx.fetch(
        "select performance_id from ballot where performance_id = any($1) union "
        "select performance_id from deduction where performance_id = any($1) union "
        "select performance_id from absence where performance_id = any($1) union "
        "select performance_id from public_vote where performance_id = any($1)",
        list(ids),
    )
    return {row["performance_id"] for row in rows}


async def balloted(tx: Tx, contest_id: UUID, stage: str) -> set[UUID]:
    """Performances of a stage with a ballot."""
    rows = await tx.fetch(
        "select distinct b.performance_id from ballot b join performance p on p.id = b.performance_id "
        "where p.contest_id = $1 and p.stage = $2",
        contest_id,
        stage,
    )
    return {row["performance_id"] for row in rows}


async def counts_of_event(tx: Tx, event_id: UUID) -> list[StageCount]:
    return many(
        StageCount,
        await tx.fetch(
            "select p.contest_id, p.stage, count(*) as performances, "
            "count(*) filter (where p.status not in ('waiting', 'open')) as over, "
            "count(p.panel_id) as placed from performance p join judged_contest c on c.id = p.contest_id "
            "where c.event_id = $1 group by p.contest_id, p.stage",
            event_id,
        ),
    )


async def stage_panels(tx: Tx, contest_id: UUID) -> dict[str, list[UUID]]:
    """Stage -> the panels that judge it."""
    rows = await tx.fetch(
        "select s.stage, s.panel_id from stage_panel s join panel p on p.id = s.panel_id "
        "where s.contest_id = $1 order by p.name",
        contest_id,
    )
    found: dict[str, list[UUID]] = {}
    for row in rows:
        found.setdefault(row["stage"], []).append(row["panel_id"])
    return found


async def add_stage_panels(tx: Tx, contest_id: UUID, stage: str, panels: Sequence[UUID]) -> None:
    await tx.execute(
        "insert into stage_panel (contest_id, stage, panel_id) select $1, $2, unnest($3::uuid[]) "
        "on conflict do nothing",
        contest_id,
        stage,
        list(panels),
    )


async def remove_stage_panels(tx: Tx, contest_id: UUID, stage: str, panels: Sequence[UUID]) -> None:
    await tx.execute(
        "delete from stage_panel where contest_id = $1 and stage = $2 and panel_id = any($3)",
        contest_id,
        stage,
        list(panels),
    )


async def place_on_panels(tx: Tx, placed: dict[UUID, UUID | None]) -> None:
    """Performance -> its panel."""
    await tx.execute(
        "update performance set panel_id = g.panel from unnest($1::uuid[], $2::uuid[]) as g (id, panel) "
        "where performance.id = g.id",
        list(placed),
        list(placed.values()),
    )


async def number(tx: Tx, numbers: dict[UUID, int]) -> None:
    """Performance -> its order number."""
    await tx.execute(
        "update performance set order_no = g.number from unnest($1::uuid[], $2::integer[]) as g (id, number) "
        "where performance.id = g.id",
        list(numbers),
        list(numbers.values()),
    )


async def give_topics(tx: Tx, topics: dict[UUID, str]) -> None:
    await tx.execute(
        "update performance set topic = g.topic from unnest($1::uuid[], $2::text[]) as g (id, topic) "
        "where performance.id = g.id",
        list(topics),
        list(topics.values()),
    )


async def open_performances(tx: Tx, contest_id: UUID) -> int:
    found: Any = await tx.fetchval(
        "select count(*) from performance where contest_id = $1 and status in ('open', 'reopened')", contest_id
    )
    return int(found)


async def drawn(tx: Tx, contest_id: UUID, stage: str) -> bool:
    """Whether an order was drawn or typed for a stage: from then on its numbers are known in the hall."""
    return bool(
        await tx.fetchval(
            "select exists (select from lots where contest_id = $1 and stage = $2 and what = 'order' "
            "and drawn_at is not null)",
            contest_id,
            stage,
        )
    )
