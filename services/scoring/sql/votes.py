"""The public's votes in a gallery, and when they may be given."""

from datetime import datetime
from uuid import UUID

from msgspec import Struct

from shared.kit.db import Tx, maybe


class VoteTime(Struct, frozen=True):
    status: str
    opened_at: datetime | None
    closed_at: datetime | None

    @property
    def running(self) -> bool:
        return self.opened_at is not None and self.closed_at is None


async def vote_time(tx: Tx, contest_id: UUID, stage: str) -> VoteTime:
    row = await tx.fetchrow(
        "select status, vote_opened_at as opened_at, vote_closed_at as closed_at from judged_stage "
        "where contest_id = $1 and stage = $2",
        contest_id,
        stage,
    )
    return maybe(VoteTime, row) or VoteTime("planned", None, None)


async def lock_vote(tx: Tx, contest_id: UUID, stage: str) -> VoteTime:
    """The vote's state, held by whoever opens or closes it."""
    row = await tx.fetchrow(
        "select status, vote_opened_at as opened_at, vote_closed_at as closed_at from judged_stage "
        "where contest_id = $1 and stage = $2 for update",
        contest_id,
        stage,
    )
    return maybe(VoteTime, row) or VoteTime("planned", None, None)


async def share_vote(tx: Tx, contest_id: UUID, stage: str) -> VoteTime:
    """The vote's state, held by many voters at once and by nobody who closes it."""
    row = await tx.fetchrow(
        "select status, vote_opened_at as opened_at, vote_closed_at as closed_at from judged_stage "
        "where contest_id = $1 and stage = $2 for share",
        contest_id,
        stage,
    )
    return maybe(VoteTime, row) or VoteTime("planned", None, None)


async def vote_closed(tx: Tx, contest_id: UUID, stage: str) -> bool:
    """Whether the public vote of a stage is over and its numbers are written to the performances."""
    return (await vote_time(tx, contest_id, stage)).closed_at is not None


async def open_vote(tx: Tx, contest_id: UUID, stage: str, now: datetime) -> None:
    await tx.execute(
        "update judged_stage set vote_opened_at = coalesce(vote_opened_at, $3), vote_closed_at = null "
        "where contest_id = $1 and stage = $2",
        contest_id,
        stage,
        now,
    )


async def close_vote(tx: Tx, contest_id: UUID, stage: str, now: datetime) -> None:
    await tx.execute(
        "update judged_stage set vote_closed_at = $3 where contest_id = $1 and stage = $2", contest_id, stage, now
    )


async def write_counts(tx: Tx, contest_id: UUID, stage: str) -> None:
    """Each performance gets the number of its votes, as the rules count with it."""
    await tx.execute(
        "update performance p set votes = (select count(*) from public_vote v where v.performance_id = p.id) "
        "where p.contest_id = $1 and p.stage = $2",
        contest_id,
        stage,
    )


async def votes_of_member(tx: Tx, contest_id: UUID, stage: str, member_id: UUID) -> set[UUID]:
    rows = await tx.fetch(
        "select performance_id from public_vote where contest_id = $1 and stage = $2 and member_id = $3",
        contest_id,
        stage,
        member_id,
    )
    return {row["performance_id"] for row in rows}


async def voters(tx: Tx, contest_id: UUID, stage: str) -> int:
    """How many people have voted: that is no secret, for whom is one."""
    found: int = await tx.fetchval(
        "select count(distinct member_id) from public_vote where contest_id = $1 and stage = $2", contest_id, stage
    )
    return found


async def lock_voter(tx: Tx, contest_id: UUID, stage: str, member_id: UUID) -> None:
    """One member's votes are counted one at a time."""
    await tx.execute("select pg_advisory_xact_lock(hashtextextended($1, 5))", f"{contest_id}:{stage}:{member_id}")


async def give_vote(tx: Tx, contest_id: UUID, stage: str, performance_id: UUID, member_id: UUID, now: datetime) -> None:
    await tx.execute(
        "insert into public_vote (contest_id, stage, performance_id, member_id, at) values ($1, $2, $3, $4, $5) "
        "on conflict do nothing",
        contest_id,
        stage,
        performance_id,
        member_id,
        now,
    )


async def take_back_vote(tx: Tx, performance_id: UUID, member_id: UUID) -> None:
    await tx.execute("delete from public_vote where performance_id = $1 and member_id = $2", performance_id, member_id)
