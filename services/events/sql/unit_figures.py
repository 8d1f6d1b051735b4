"""Statements of units' figures and marks, counted and typed, for awards by formula."""

from uuid import UUID

from msgspec import Struct

from shared.kit.db import Tx, many


class UnitFigure(Struct, frozen=True, kw_only=True):
    """A unit's numbers for the organisation award; `known_*` were counted, the others typed."""

    unit: str
    known_members: int
    known_finishers: int
    known_placed: int
    members: int | None
    finishers: int | None
    placed: int | None
    marks: dict[str, dict[str, str]]
    """Typed marks, by award and criterion."""


async def figures(tx: Tx, event_id: UUID, best: int) -> list[UnitFigure]:
    """Every unit in the event: members of the roster, members who finished, and those of them in the first places."""
    rows = await tx.fetch(
        "with done as (select m.unit, m.id, min(p.first) as first from final_placing p "
        "join contest c on c.id = p.contest_id join entry_member x on x.entry_id = p.entry_id "
        "join member m on m.id = x.member_id where c.event_id = $1 group by m.unit, m.id), "
        "named as (select distinct e.unit from entry e join contest c on c.id = e.contest_id "
        "where c.event_id = $1 and e.unit <> '' "
        "union select unit from unit_figure where event_id = $1) "
        "select n.unit, (select count(*) from member m where m.unit = n.unit and m.active) as known_members, "
        "(select count(*) from done d where d.unit = n.unit) as known_finishers, "
        "(select count(*) from done d where d.unit = n.unit and d.first <= $2) as known_placed, "
        "f.members, f.finishers, f.placed, coalesce(f.marks, '{}') as marks "
        "from named n left join unit_figure f on f.event_id = $1 and f.unit = n.unit order by n.unit",
        event_id,
        best,
    )
    return many(UnitFigure, rows)


async def set_figure(
    tx: Tx, event_id: UUID, unit: str, members: int | None, finishers: int | None, placed: int | None
) -> None:
    await tx.execute(
        "insert into unit_figure (event_id, unit, members, finishers, placed) values ($1, $2, $3, $4, $5) "
        "on conflict (event_id, unit) do update set members = $3, finishers = $4, placed = $5",
        event_id,
        unit,
        members,
        finishers,
        placed,
    )


async def set_marks(tx: Tx, event_id: UUID, unit: str, award: str, marks: dict[str, str]) -> None:
    await tx.execute(
        "insert into unit_figure (event_id, unit, marks) values ($1, $2, jsonb_build_object($3::text, $4::jsonb)) "
        "on conflict (event_id, unit) "
        "do update set marks = unit_figure.marks || jsonb_build_object($3::text, $4::jsonb)",
        event_id,
        unit,
        award,
        marks,
    )
