"""Who hears that something of a judged contest changed: tablets of its panels and pages that show it."""

from collections.abc import Callable, Iterable
from uuid import UUID

from services.scoring.hall import HALLS, Hall
from shared.kit.db import Tx
from shared.kit.live import Hub

PARTS = ("desk", "board", "screen")
"""Live topics of a contest: `desk:<id>:<lang>` for its officials, `board:` and `screen:` for everyone."""


def moved(hall: Hall, tx: Tx, contest_id: UUID, panels: Iterable[UUID] = ()) -> None:
    """Once this transaction is durable, tell the pages of a contest and the tablets of these panels."""
    touched = list(panels)
    tx.after_commit(lambda: tell(hall, contest_id, touched))


def tell(hall: Hall, contest_id: UUID, panels: Iterable[UUID]) -> None:
    for panel_id in panels:
        hall.benches.changed(panel_id)
    for part in PARTS:
        hall.hub.changed(f"{part}:{contest_id}:zh")
        hall.hub.changed(f"{part}:{contest_id}:en")


def changed_later(hub: Hub, contest_id: UUID) -> Callable[[], None]:
    return lambda: tell(HALLS[hub], contest_id, ())
