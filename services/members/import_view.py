"""How a preview is shown: as JSON and as a page. Phones and ID numbers are masked here too."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from msgspec import Struct

from services.members.masks import mask_id_number, mask_phone
from services.members.roster_compare import Action, Change, PreviewRow
from services.members.sql.imports import Counts, RosterImport
from shared.web.pages import Pages

PAGE = 100
ORDER: tuple[Action, ...] = ("refused", "changed", "added", "unchanged")
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
            "category": row.category,
            "leader": row.leader,
            "birth_year": row.birth_year,
        },
    )


def masked(change: Change) -> Change:
    mask = MASKS.get(change.field)
    return Change(change.field, mask(change.before), mask(change.after)) if mask else change


class Section(Struct, frozen=True):
    """Rows of one kind, as many as a page holds."""

    kind: Action
    rows: list[PreviewRow]
    total: int


def screen(found: RosterImport, show: str, at: int) -> dict[str, Any]:
    """Without a choice a page of every kind that matters, what is refused first; else the pages of one kind."""
    kinds = [kind for kind in ORDER if getattr(found, kind)]
    chosen = [kind for kind in kinds if kind == show] or [kind for kind in kinds if kind != "unchanged"] or kinds
    pages = max(1, -(-getattr(found, show) // PAGE)) if show in kinds else 1
    number = min(max(at, 1), pages)
    sections = [section(found, kind, number) for kind in chosen]
    changes = {row.row: [masked(change) for change in row.changes] for each in sections for row in each.rows}
    return {
        "found": found,
        "show": show if show in kinds else "",
        "kinds": kinds,
        "sections": sections,
        "changes": changes,
        "at": number,
        "pages": pages,
        "phone": mask_phone,
    }


def section(found: RosterImport, kind: Action, number: int) -> Section:
    rows = [row for row in found.rows if row.action == kind]
    return Section(kind, rows[(number - 1) * PAGE : number * PAGE], len(rows))
