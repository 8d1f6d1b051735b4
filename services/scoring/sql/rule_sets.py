"""Rule sets of contests, every version; and what ballots already say about them."""

from datetime import datetime
from decimal import Decimal
from uuid import UUID

import msgspec
from msgspec import Struct

from shared.kit.db import Tx, many
from shared.rules.judged.rule_set import RuleSet


class VersionRow(Struct, frozen=True):
    """A version of a contest's rules, without the rules."""

    version: int
    made_at: datetime
    made_by: str
    reason: str
    ballots: int


class LateChange(Struct, frozen=True):
    """A version of the rules made after the first ballot had come in."""

    version: int
    made_at: datetime
    made_by: str
    reason: str
    ballots: int
    """How many had come in by then, of any stage."""


class Given(Struct, frozen=True):
    """The least and the greatest mark that counts for a leaf. For checks only: never told to anyone."""

    leaf: str
    least: Decimal
    most: Decimal


async def versions_of(tx: Tx, contest_id: UUID) -> list[VersionRow]:
    """The newest first, each with the number of ballots given under it."""
    return many(
        VersionRow,
        await tx.fetch(
            "select s.version, s.made_at, s.made_by, s.reason, (select count(*) from ballot_revision r "
            "where r.contest_id = s.contest_id and r.rule_set_version = s.version and r.standing = 'active') "
            "as ballots from rule_set s where s.contest_id = $1 order by s.version desc",
            contest_id,
        ),
    )


async def changed_late(tx: Tx, contest_id: UUID) -> list[LateChange]:
    """The oldest first."""
    return many(
        LateChange,
        await tx.fetch(
            "select s.version, s.made_at, s.made_by, s.reason, (select count(distinct r.ballot_id) "
            "from ballot_revision r where r.contest_id = s.contest_id and r.at <= s.made_at) as ballots "
            "from rule_set s join judged_contest c on c.id = s.contest_id "
            "where s.contest_id = $1 and s.version > c.frozen order by s.version",
            contest_id,
        ),
    )


async def read_version(tx: Tx, contest_id: UUID, version: int) -> RuleSet | None:
    data = await tx.fetchval(
        "select data from rule_set where contest_id = $1 and version = $2", contest_id, min(version, 2**31 - 1)
    )
    if data is None:
        return None
    return msgspec.structs.replace(msgspec.convert(data, RuleSet, strict=False), version=version)


async def insert_version(
    tx: Tx, contest_id: UUID, rule_set: RuleSet, by: str, reason: str, now: datetime, frozen: bool
) -> None:
    """A further version; frozen at once where ballots stand already."""
    await tx.execute(
        "insert into rule_set (contest_id, version, data, made_at, made_by, reason, frozen_at) "
        "values ($1, $2, $3, $4, $5, $6, $7)",
        contest_id,
        rule_set.version,
        msgspec.to_builtins(rule_set),
        now,
        by,
        reason,
        now if frozen else None,
    )


async def replace_version(tx: Tx, contest_id: UUID, rule_set: RuleSet, by: str, reason: str, now: datetime) -> None:
    """Another text of a version no ballot was given under."""
    await tx.execute(
        "update rule_set set data = $3, made_at = $4, made_by = $5, reason = $6 "
        "where contest_id = $1 and version = $2 and frozen_at is null",
        contest_id,
        rule_set.version,
        msgspec.to_builtins(rule_set),
        now,
        by,
        reason,
    )


async def given_marks(tx: Tx, contest_id: UUID, stage: str) -> list[Given]:
    return many(
        Given,
        await tx.fetch(
            "select m.key as leaf, min(m.value::numeric) as least, max(m.value::numeric) as most "
            "from ballot_revision r join ballot b on b.id = r.ballot_id "
            "join performance p on p.id = b.performance_id, jsonb_each_text(r.marks) as m "
            "where p.contest_id = $1 and p.stage = $2 and r.standing = 'active' group by m.key",
            contest_id,
            stage,
        ),
    )


async def move_stage(tx: Tx, contest_id: UUID, old: str, new: str) -> None:
    """A stage under another key: its panels go with it; its performances follow the entries anew."""
    await tx.execute(
        "update stage_panel set stage = $3 where contest_id = $1 and stage = $2 and not exists "
        "(select from stage_panel s where s.contest_id = $1 and s.stage = $3 and s.panel_id = stage_panel.panel_id)",
        contest_id,
        old,
        new,
    )


async def drop_stage(tx: Tx, contest_id: UUID, stage: str) -> None:
    """A stage the rules do not know any more, with nothing on record about it."""
    await tx.execute("delete from stage_panel where contest_id = $1 and stage = $2", contest_id, stage)
    await tx.execute("delete from judged_stage where contest_id = $1 and stage = $2", contest_id, stage)
    await tx.execute("delete from lots where contest_id = $1 and stage = $2", contest_id, stage)


class Source(Struct, frozen=True):
    """Another contest with rules."""

    id: UUID
    name: str
    event: str


async def other_contests(tx: Tx, contest_id: UUID, event_id: UUID) -> list[Source]:
    """Contests whose rules can be copied: those of the same event first, then the newest."""
    return many(
        Source,
        await tx.fetch(
            "select c.id, c.name, c.state->>'event_name' as event from judged_contest c where c.id <> $1 "
            "and exists (select from rule_set s where s.contest_id = c.id) "
            "order by (c.event_id = $2) desc, c.id desc limit 100",
            contest_id,
            event_id,
        ),
    )
