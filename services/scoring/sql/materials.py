"""Materials of entries: what was handed in, in parts, and the copies made of it."""

from datetime import datetime
from uuid import UUID

import msgspec
from msgspec import Struct

from shared.kit.db import Tx, many, maybe

PART = 4 * 1024 * 1024
"""Bytes of every part of a material but its last."""


class Patch(Struct, frozen=True):
    """What stands in the place of `count` of the original's bytes from `at` on: `lead`, then the byte `fill`."""

    at: int
    count: int
    lead: str = ""
    fill: int = 32


class MaterialRow(Struct, frozen=True, kw_only=True):
    id: UUID
    contest_id: UUID
    entry_id: UUID
    stage: str
    """Empty: for every stage."""
    kind: str
    """`document`, `image` or `video`; empty until its first part came."""
    name: str
    """As the author called the file: it may tell who that is."""
    content_type: str
    size: int
    sha256: str
    number: int
    made_by: str
    member_id: UUID | None
    made_at: datetime
    complete: bool
    shown: bool
    veil: tuple[Patch, ...]
    doubtful: bool
    """Properties that may name the author could not all be blanked."""
    touched: int
    """How many times a part came."""


class BenchMaterial(Struct, frozen=True):
    """A material as a judge's tablet lists it: nothing in it tells whose it is."""

    performance_id: UUID
    id: UUID
    name: str
    content_type: str
    size: int


class Place(Struct, frozen=True):
    """A turn of an entry in a stage."""

    stage: str
    performance_id: UUID
    panel_id: UUID | None
    order_no: int
    status: str


class Copy(Struct, frozen=True):
    content_type: str
    data: bytes


async def materials_of(tx: Tx, contest_id: UUID, stage: str) -> list[BenchMaterial]:
    """What judges of a stage are shown, each under its number instead of the name of the file."""
    return many(
        BenchMaterial,
        await tx.fetch(
            "select p.id as performance_id, m.id, m.number::text as name, m.content_type, m.size "
            "from material m join performance p on p.contest_id = m.contest_id and p.entry_id = m.entry_id "
            "where m.contest_id = $1 and p.stage = $2 and m.stage in ('', $2) and m.complete and m.shown "
            "order by p.order_no, m.number",
            contest_id,
            stage,
        ),
    )


async def read_material(tx: Tx, material_id: UUID) -> MaterialRow | None:
    return maybe(
        MaterialRow,
        await tx.fetchrow(
            "select id, contest_id, entry_id, stage, kind, name, content_type, size, sha256, number, made_by, "
            "member_id, made_at, complete, shown, veil, doubtful, touched from material where id = $1",
            material_id,
        ),
    )


async def materials_of_contest(tx: Tx, contest_id: UUID) -> list[MaterialRow]:
    return many(
        MaterialRow,
        await tx.fetch(
            "select id, contest_id, entry_id, stage, kind, name, content_type, size, sha256, number, made_by, "
            "member_id, made_at, complete, shown, veil, doubtful, touched from material where contest_id = $1 "
            "order by entry_id, number",
            contest_id,
        ),
    )


async def lock_entry(tx: Tx, entry_id: UUID) -> None:
    """Materials of an entry are numbered and counted one at a time."""
    await tx.execute("select pg_advisory_xact_lock(hashtextextended($1::text, 4))", str(entry_id))


async def unfinished(tx: Tx, contest_id: UUID, entry_id: UUID, stage: str, name: str, size: int) -> UUID | None:
    """The same file begun before and not completed: it is gone on with."""
    found: UUID | None = await tx.fetchval(
        "select id from material where contest_id = $1 and entry_id = $2 and stage = $3 and name = $4 and size = $5 "
        "and not complete order by made_at desc limit 1",
        contest_id,
        entry_id,
        stage,
        name,
        size,
    )
    return found


async def insert_material(
    tx: Tx,
    contest_id: UUID,
    entry_id: UUID,
    stage: str,
    name: str,
    size: int,
    made_by: str,
    member_id: UUID | None,
    now: datetime,
) -> UUID:
    made: UUID = await tx.fetchval(
        "insert into material (contest_id, entry_id, stage, name, content_type, size, made_by, member_id, made_at, "
        "number) select $1, $2, $3, $4, '', $5, $6, $7, $8, coalesce(max(number), 0) + 1 "
        "from material where contest_id = $1 and entry_id = $2 returning id",
        contest_id,
        entry_id,
        stage,
        name,
        size,
        made_by,
        member_id,
        now,
    )
    return made


async def set_kind(tx: Tx, material_id: UUID, kind: str, content_type: str) -> None:
    await tx.execute("update material set kind = $2, content_type = $3 where id = $1", material_id, kind, content_type)


async def complete_material(
    tx: Tx, material_id: UUID, sha256: str, content_type: str, veil: tuple[Patch, ...], doubtful: bool
) -> None:
    await tx.execute(
        "update material set complete = true, sha256 = $2, content_type = $3, veil = $4, doubtful = $5 where id = $1",
        material_id,
        sha256,
        content_type,
        msgspec.to_builtins(veil),
        doubtful,
    )


async def show_material(tx: Tx, material_id: UUID, shown: bool) -> None:
    await tx.execute("update material set shown = $2 where id = $1", material_id, shown)


async def delete_material(tx: Tx, material_id: UUID) -> None:
    await tx.execute("delete from material where id = $1", material_id)


async def put_part(tx: Tx, material_id: UUID, number: int, data: bytes) -> None:
    await tx.execute(
        "insert into material_part (material_id, number, data) values ($1, $2, $3) "
        "on conflict (material_id, number) do update set data = excluded.data",
        material_id,
        number,
        data,
    )
    await tx.execute("update material set touched = touched + 1 where id = $1", material_id)


async def parts_there(tx: Tx, material_id: UUID) -> list[int]:
    rows = await tx.fetch("select number from material_part where material_id = $1 order by number", material_id)
    return [row["number"] for row in rows]


async def part(tx: Tx, material_id: UUID, number: int, begin: int, count: int) -> bytes:
    """`count` bytes of a part from the byte `begin` on, counted from 0."""
    found: bytes | None = await tx.fetchval(
        "select substring(data from $3 for $4) from material_part where material_id = $1 and number = $2",
        material_id,
        number,
        begin + 1,
        count,
    )
    return found or b""


async def put_copy(tx: Tx, material_id: UUID, form: str, content_type: str, data: bytes) -> None:
    await tx.execute(
        "insert into material_copy (material_id, form, content_type, data) values ($1, $2, $3, $4) "
        "on conflict (material_id, form) do update set content_type = excluded.content_type, data = excluded.data",
        material_id,
        form,
        content_type,
        data,
    )


async def read_copy(tx: Tx, material_id: UUID, form: str) -> Copy | None:
    return maybe(
        Copy,
        await tx.fetchrow(
            "select content_type, data from material_copy where material_id = $1 and form = $2", material_id, form
        ),
    )


async def stages_begun(tx: Tx, contest_id: UUID) -> dict[str, str]:
    """The status of every stage that has one."""
    rows = await tx.fetch("select stage, status from judged_stage where contest_id = $1", contest_id)
    return {row["stage"]: row["status"] for row in rows}


async def places_of_entry(tx: Tx, contest_id: UUID, entry_id: UUID) -> list[Place]:
    return many(
        Place,
        await tx.fetch(
            "select stage, id as performance_id, panel_id, order_no, status from performance "
            "where contest_id = $1 and entry_id = $2",
            contest_id,
            entry_id,
        ),
    )


async def panel_of_seat(tx: Tx, seat_id: UUID) -> UUID | None:
    found: UUID | None = await tx.fetchval("select panel_id from panel_seat where id = $1 and active", seat_id)
    return found


async def reads(tx: Tx, contest_id: UUID, performance_id: UUID, entry_id: UUID, seat_id: UUID) -> bool:
    """Whether a seat is to judge this performance: not recused, and among its readers where it has readers."""
    return bool(
        await tx.fetchval(
            "select not exists (select from recusal where contest_id = $1 and seat_id = $4 and entry_id = $3 "
            "and lifted_at is null "
            "and (stages = '{}' or (select stage from performance where id = $2) = any(stages))) "
            "and (not exists (select from assignment where performance_id = $2) "
            "or exists (select from assignment where performance_id = $2 and seat_id = $4))",
            contest_id,
            performance_id,
            entry_id,
            seat_id,
        )
    )
