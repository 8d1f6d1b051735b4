"""How a preview is shown: as JSON and as a page. Phones and ID numbers are masked here too."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from msgspec import Struct

from services.members.masks import mask_id_number, mask_phone
from services.members.roster_compare import Change, PreviewRow
from services.members.sql.imports import Counts, RosterImport
from shared.web.pages import Pages

PAGE = 100
ORDER = ("refused", "changed", "added", "unchanged")
MASKS = {"phone": mask_phone, "id_number": mask_id_number}


class RowAnswer(Struct, frozen=True, kw_only=True):
    row: int
    action: str
    reasons: list[str]
    changes: list[Change]
    values: dict[str, str]


class Answer(Struct, frozen=True, kw_only=True):
    import_id: UUID
    added: int
    changed: int
    unchanged: int
    refused: int
    rows: list[RowAnswer]


def answer(import_id: UUID, rows: Sequence[PreviewRow], counts: Counts, pages: Pages, lang: str) -> Answer:
    return Answer(
        import_id=import_id,
        added=counts.added,
        changed=counts.changed,
        unchanged=counts.unchanged,
        refused=counts.refused,
        rows=[row_answer(row, pages, lang) for row in rows],
    )


def row_answer(row: PreviewRow, pages: Pages, lang: str) -> RowAnswer:
    return RowAnswer(
        row=row.row,
        action=row.action,
        reasons=[pages.say(reason.sentence, lang, **reason.params) for reason in row.reasons],
        changes=[masked(change) for change in row.changes],
        values={
            "staff_number": row.staff_number,
            "name": row.name,
            "unit": row.unit,
            "gender": row.gender,
            "phone": mask_phone(row.phone),
            "id_number": mask_id_number(row.id_number),
        },
    )


def masked(change: Change) -> Change:
    mask = MASKS.get(change.field)
    return Change(change.field, mask(change.before), mask(change.after)) if mask else change


def screen(found: RosterImport, show: str, at: int) -> dict[str, Any]:
    """One page of the rows of one kind: what is refused first, for that is what somebody has to look at."""
    present = [action for action in ORDER if getattr(found, action)]
    action = show if show in ORDER else next(iter(present), "added")
    rows = [row for row in found.rows if row.action == action]
    pages = max(1, -(-len(rows) // PAGE))
    number = min(max(at, 1), pages)
    shown = rows[(number - 1) * PAGE : number * PAGE]
    changes = {row.row: [masked(change) for change in row.changes] for row in shown}
    return {
        "found": found, "show": action, "rows": shown, "changes": changes, "at": number, "pages": pages,
        "phone": mask_phone,
    }  # fmt: skip
