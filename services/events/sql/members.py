"""The events service's own copy of who members are; guests of other houses stand beside them."""

from collections.abc import Sequence
from uuid import UUID

from shared.kit.db import Tx
from shared.messages.members import MemberChanged


async def hold_judged(tx: Tx, members: Sequence[MemberChanged]) -> list[UUID]:
    """Judged contests under way whose authors now have another name or unit, held until the transaction ends."""
    rows = await tx.fetch(
        "select c.id from contest c where c.regulation ->> 'judged' is not null and c.status in ('open', 'judging') "
        "and exists (select 1 from unnest($1::uuid[], $2::text[], $3::text[], $4::bigint[]) "
        "as g (id, name, unit, revision) join member m on m.id = g.id join entry_member x on x.member_id = m.id "
        "where x.contest_id = c.id and g.revision > m.revision and (g.name, g.unit) <> (m.name, m.unit)) "
        "order by c.id for no key update of c",
        [member.id for member in members],
        [member.name for member in members],
        [member.unit for member in members],
        [member.revision for member in members],
    )
    return [row["id"] for row in rows]


async def keep_members(tx: Tx, members: Sequence[MemberChanged]) -> None:
    """The newest state of each member; an older revision that comes late changes nothing."""
    await tx.execute(
        "insert into member (id, staff_number, name, unit, gender, active, revision, category, leader, birth_year) "
        "select * from unnest($1::uuid[], $2::text[], $3::text[], $4::text[], $5::text[], $6::boolean[], "
        "$7::bigint[], $8::text[], $9::boolean[], $10::integer[]) "
        "on conflict (id) do update set staff_number = excluded.staff_number, name = excluded.name, "
        "unit = excluded.unit, gender = excluded.gender, active = excluded.active, revision = excluded.revision, "
        "category = excluded.category, leader = excluded.leader, birth_year = excluded.birth_year "
        "where excluded.revision > member.revision",
        [member.id for member in members],
        [member.staff_number for member in members],
        [member.name for member in members],
        [member.unit for member in members],
        [member.gender for member in members],
        [member.active for member in members],
        [member.revision for member in members],
        [member.category for member in members],
        [member.leader for member in members],
        [member.birth_year for member in members],
    )
