"""What the other services are told: members as they may know them, and sessions that are over."""

from collections.abc import Sequence
from typing import Any

from services.members.sql.roster import Member
from services.members.sql.sessions import Session
from shared.kit.bus.journal import record_all
from shared.kit.db import Tx
from shared.kit.http.sessions import remember
from shared.messages.members import MemberChanged, SessionRevoked


async def members_changed(tx: Tx, members: Sequence[Member]) -> None:
    await record_all(tx, [state_of(member) for member in members])


def state_of(member: Member) -> MemberChanged:
    return MemberChanged(
        id=member.id,
        revision=member.revision,
        staff_number=member.staff_number,
        name=member.name,
        unit=member.unit,
        gender=member.gender,
        active=member.active,
        category=member.category,
        leader=member.leader,
        birth_year=member.birth_year,
    )


async def sessions_ended(tx: Tx, verifier: Any, sessions: Sequence[Session]) -> None:
    """Void here with the commit, elsewhere within a blink of it."""
    if not sessions:
        return
    messages = [
        SessionRevoked(id=session.id, revision=1, member_id=session.member_id, expires_at=session.expires_at)
        for session in sessions
    ]
    await remember(tx, messages)
    await record_all(tx, list(messages))
    tx.after_commit(lambda: verifier.revoked.update(message.id for message in messages))
