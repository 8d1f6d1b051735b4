"""What the members service tells the others. Never a phone or an ID number."""

from datetime import datetime
from typing import Literal
from uuid import UUID

from shared.messages.base import Message


class MemberChanged(Message, frozen=True, kw_only=True, tag="members.member.changed.v1"):
    """A member as the others may know them."""

    staff_number: str
    name: str
    unit: str
    gender: str = ""
    """`male`, `female` or empty where the roster does not say."""
    active: bool = True
    category: Literal["staff", "retired"] = "staff"
    leader: bool = False
    """Of the class of leaders some contests keep a place for."""
    birth_year: int | None = None
    """None where the roster does not say."""


class SessionRevoked(Message, frozen=True, kw_only=True, tag="members.session.revoked.v1"):
    """A sign-in session that must no longer be honoured. `id` is the session."""

    member_id: UUID
    expires_at: datetime
    """After this moment the token is void by itself and the revocation may be forgotten."""
