"""Statements of awards: what was proposed, for whom, and what was published."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any, Literal
from uuid import UUID

from msgspec import Raw, Struct
from msgspec.json import encode

from shared.kit.db import Tx, many, maybe

AwardKind = Literal["prize", "team", "organisation", "sportsmanship", "host", "other"]


class Winner(Struct, frozen=True, kw_only=True):
    name: str
    unit: str = ""
    entry_id: UUID | None = None


class Award(Struct, frozen=True, kw_only=True):
    id: UUID
    event_id: UUID
    contest_id: UUID | None
    contest: str | None
    kind: AwardKind
    name: str
    """A key of `shared.rules.prizes.NAMES`, or a name somebody typed."""
    basis: Any
    state: Literal["proposed", "published"]
    published_at: datetime | None
    outdated: bool
    """Its contest was decided anew after the award was proposed."""
    winners: tuple[Winner, ...]


class NewAward(Struct, frozen=True, kw_only=True):
    kind: AwardKind
    name: str
    contest_id: UUID | None = None
    basis: Any = ()
    winners: tuple[Winner, ...] = ()


class Finisher(Struct, frozen=True, kw_only=True):
    """An entry of a decided contest in its place, with what it achieved where there was no opponent."""

    entry_id: UUID
    name: str
    unit: str
    first: int
    last: int


async def awards(tx: Tx, event_id: UUID, published: bool = False) -> list[Award]:
    rows = await tx.fetch(
        "select a.id, a.event_id, a.contest_id, c.name as contest, a.kind, a.name, a.basis, a.state, a.published_at, "
        "coalesce(c.decided_at > a.created_at, false) as outdated, "
        "coalesce((select jsonb_agg(jsonb_build_object('name', w.name, 'unit', w.unit, 'entry_id', w.entry_id) "
        "order by w.position) from award_winner w where w.award_id = a.id), '[]') as winners "
        "from award a left join contest c on c.id = a.contest_id "
        "where a.event_id = $1 and (a.state = 'published' or not $2) "
        "order by c.created_at nulls first, c.name, a.kind, a.position, a.created_at",
        event_id,
        published,
    )
    return many(Award, rows)


class Honour(Struct, frozen=True, kw_only=True):
    """A published award somebody has."""

    event_id: UUID
    event_name: str
    contest: str | None
    name: str
    winner: str


async def of_member(tx: Tx, member_id: UUID) -> list[Honour]:
    """Published awards of a member's entries, the newest first."""
    rows = await tx.fetch(
        "select a.event_id, v.name as event_name, c.name as contest, a.name, w.name as winner "
        "from entry_member x join award_winner w on w.entry_id = x.entry_id "
        "join award a on a.id = w.award_id and a.state = 'published' join event v on v.id = a.event_id "
        "left join contest c on c.id = a.contest_id where x.member_id = $1 order by a.published_at desc, a.position",
        member_id,
    )
    return many(Honour, rows)


async def award(tx: Tx, award_id: UUID) -> Award | None:
    row = await tx.fetchrow(
        "select a.id, a.event_id, a.contest_id, c.name as contest, a.kind, a.name, a.basis, a.state, a.published_at, "
        "coalesce(c.decided_at > a.created_at, false) as outdated, "
        "coalesce((select jsonb_agg(jsonb_build_object('name', w.name, 'unit', w.unit, 'entry_id', w.entry_id) "
        "order by w.position) from award_winner w where w.award_id = a.id), '[]') as winners "
        "from award a left join contest c on c.id = a.contest_id where a.id = $1",
        award_id,
    )
    return maybe(Award, row)


async def drop_proposed(tx: Tx, event_id: UUID, kind: AwardKind, contest_id: UUID | None) -> None:
    """Forget earlier proposals of the same kind that were not published."""
    await tx.execute(
        "delete from award where event_id = $1 and kind = $2 and contest_id is not distinct from $3 "
        "and state = 'proposed'",
        event_id,
        kind,
        contest_id,
    )


async def add(tx: Tx, event_id: UUID, made: Sequence[NewAward]) -> list[UUID]:
    rows = await tx.fetch(
        "insert into award (event_id, contest_id, kind, name, position, basis) "
        "select $1, g.contest_id, g.kind, g.name, g.position, g.basis "
        "from unnest($2::uuid[], $3::text[], $4::text[], $5::jsonb[]) with ordinality "
        "as g (contest_id, kind, name, basis, position) order by g.position returning id",
        event_id,
        [each.contest_id for each in made],
        [each.kind for each in made],
        [each.name for each in made],
        [Raw(encode(each.basis)) for each in made],
    )
    ids = [row["id"] for row in rows]
    for award_id, each in zip(ids, made, strict=True):
        await set_winners(tx, award_id, each.winners)
    return ids


async def set_winners(tx: Tx, award_id: UUID, winners: Sequence[Winner]) -> None:
    await tx.execute("delete from award_winner where award_id = $1", award_id)
    await tx.execute(
        "insert into award_winner (award_id, position, entry_id, unit, name) "
        "select $1, g.position, g.entry_id, g.unit, g.name "
        "from unnest($2::uuid[], $3::text[], $4::text[]) with ordinality as g (entry_id, unit, name, position)",
        award_id,
        [each.entry_id for each in winners],
        [each.unit for each in winners],
        [each.name for each in winners],
    )


async def publish(tx: Tx, award_ids: Sequence[UUID], who: UUID | None, now: datetime) -> None:
    await tx.execute(
        "update award set state = 'published', published_by = $2, published_at = $3 "
        "where id = any($1::uuid[]) and state = 'proposed'",
        award_ids,
        who,
        now,
    )


async def take_back(tx: Tx, award_id: UUID) -> None:
    await tx.execute(
        "update award set state = 'proposed', published_by = null, published_at = null where id = $1", award_id
    )


async def rename(tx: Tx, award_id: UUID, name: str) -> None:
    await tx.execute("update award set name = $2 where id = $1", award_id, name)


async def remove(tx: Tx, award_id: UUID) -> None:
    await tx.execute("delete from award where id = $1", award_id)


async def finishers(tx: Tx, contest_id: UUID) -> list[Finisher]:
    rows = await tx.fetch(
        "select p.entry_id, e.name, e.unit, p.first, p.last from final_placing p join entry e on e.id = p.entry_id "
        "where p.contest_id = $1 order by p.first, e.name, p.entry_id",
        contest_id,
    )
    return many(Finisher, rows)
