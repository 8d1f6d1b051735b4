"""A seat of a panel as it is typed or pasted: who sits there, in which role. Finds members by their staff number."""

from typing import Annotated
from uuid import UUID

from msgspec import Meta, Struct

from services.scoring.judged.pasted import Person
from services.scoring.sql import members
from services.scoring.sql.judged import SeatRow
from services.scoring.sql.panels import SeatTyped
from shared.kit.db import Tx
from shared.kit.http.errors import Refused
from shared.kit.words import _
from shared.rules.judged.rule_set import ROLES

Name = Annotated[str, Meta(max_length=100, title=_("Name"))]
Reason = Annotated[str, Meta(max_length=1000, title=_("Reason"))]


class SeatNew(Struct, kw_only=True):
    """A person as typed; a staff number fills name and unit where they are empty."""

    name: Name = ""
    unit: Annotated[str, Meta(max_length=100, title=_("Unit"))] = ""
    role: Annotated[str, Meta(max_length=20, title=_("Role"))] = "judge"
    number: Annotated[int, Meta(ge=1, le=99, title=_("Seat number"))] | None = None
    reserve: bool = False
    marks: bool = False
    """A chief who also marks; a judge always does."""
    staff_number: Annotated[str, Meta(max_length=40, title=_("Staff number"))] = ""
    reason: Reason = ""


def seat_typed(seat: SeatRow) -> SeatTyped:
    return SeatTyped(**{name: getattr(seat, name) for name in SeatTyped.__struct_fields__})


def as_typed(person: Person) -> SeatNew:
    return SeatNew(
        name=person.name,
        unit=person.unit,
        role=person.role,
        reserve=person.reserve,
        staff_number=person.staff_number,
    )


async def seat_of(tx: Tx, data: SeatNew, member_id: UUID | None = None) -> SeatTyped:
    """A seat as typed, its member found by the staff number.

    Raises:
        Refused: nobody has the staff number, or the seat has no name or no such role.
    """
    if data.role not in ROLES:
        raise Refused("panel.role", _("There is no such role on a panel."))
    member = None
    if data.staff_number:
        member = await members.by_staff_number(tx, data.staff_number)
        if member is None:
            raise Refused("panel.no_member", _("Nobody has the staff number {number}."), number=data.staff_number)
    name = data.name or (member.name if member else "")
    if not name:
        raise Refused("panel.no_person", _("Type a name, or a staff number."))
    return SeatTyped(
        number=data.number or 0,
        role=data.role,
        marks=data.role == "judge" or (data.role == "chief" and data.marks),
        reserve=data.reserve and data.role == "judge",
        name=name,
        unit=data.unit or (member.unit if member else ""),
        member_id=member.id if member else member_id,
    )
