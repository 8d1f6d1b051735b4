"""A roster file against the roster: who is added, changed, unchanged or refused. Knows no file, no database."""

from collections.abc import Mapping, Sequence
from typing import Literal
from uuid import UUID

from msgspec import Struct
from msgspec.structs import replace

from services.members.roster_rows import Given, Reason
from shared.kit.words import _

Action = Literal["refused", "changed", "added", "unchanged"]
FIELDS = ("name", "unit", "gender", "phone", "id_number", "category", "leader", "birth_year")


class Known(Struct, frozen=True, kw_only=True):
    """A member as the roster has them."""

    id: UUID
    staff_number: str
    name: str
    unit: str
    gender: str
    phone: str
    id_number: str
    category: str
    leader: str
    """`yes` or `no`: empty cells keep it, so a row needs a third value."""
    birth_year: str
    active: bool
    revision: int
    has_password: bool


class Change(Struct, frozen=True):
    field: str
    before: str
    after: str


class PreviewRow(Struct, frozen=True, kw_only=True):
    """What one row would do. `member_id` and `revision` say which state of the member it was compared with."""

    row: int
    action: Action
    staff_number: str
    name: str
    unit: str = ""
    gender: str = ""
    phone: str = ""
    id_number: str = ""
    category: str = ""
    leader: str = ""
    birth_year: str = ""
    reasons: tuple[Reason, ...] = ()
    changes: tuple[Change, ...] = ()
    member_id: UUID | None = None
    revision: int = 0
    password_hash: str = ""


def compare(rows: Sequence[Given], known: Mapping[str, Known]) -> list[PreviewRow]:
    return [preview(row, known.get(row.staff_number)) for row in without_doubles(rows)]


def without_doubles(rows: Sequence[Given]) -> list[Given]:
    """A number in two rows is refused in both, for nobody can tell which is right."""
    places: dict[str, list[int]] = {}
    for row in rows:
        places.setdefault(row.staff_number, []).append(row.row)
    return [doubled(row, places[row.staff_number]) if row.staff_number else row for row in rows]


def doubled(row: Given, places: list[int]) -> Given:
    if len(places) == 1:
        return row
    others = ", ".join(str(place) for place in places if place != row.row)
    reason = Reason(
        "number.double",
        _("The staff number {number} also stands in row {rows}."),
        {"number": row.staff_number, "rows": others},
    )
    return replace(row, reasons=(*row.reasons, reason))


def preview(row: Given, known: Known | None) -> PreviewRow:
    if row.reasons:
        return as_row(row, "refused", reasons=row.reasons)
    if known is None:
        return as_row(row, "added")
    changes = changes_of(row, known)
    action: Action = "changed" if changes else "unchanged"
    return as_row(row, action, known=known, changes=changes)


def changes_of(row: Given, known: Known) -> tuple[Change, ...]:
    """Only what the file says: an empty cell keeps what is known."""
    changes = [
        Change(field, getattr(known, field), getattr(row, field))
        for field in FIELDS
        if getattr(row, field) not in ("", getattr(known, field))
    ]
    if row.first_password and not known.has_password:
        changes.append(Change("first_password", "", ""))
    return tuple(changes)


def as_row(
    row: Given,
    action: Action,
    *,
    known: Known | None = None,
    reasons: tuple[Reason, ...] = (),
    changes: tuple[Change, ...] = (),
) -> PreviewRow:
    return PreviewRow(
        row=row.row,
        action=action,
        staff_number=row.staff_number,
        **{field: getattr(row, field) or (getattr(known, field) if known else "") for field in FIELDS},
        reasons=reasons,
        changes=changes,
        member_id=known.id if known else None,
        revision=known.revision if known else 0,
    )
