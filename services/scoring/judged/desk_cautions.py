"""What whoever runs a stage should know before opening anything: no panel, no lots, works without material, a chief
asked for marks who gives none.

Says it and where to put it right; refuses nothing. What is refused is said by whoever begins a stage.
"""

from typing import Any

from msgspec import Struct

from services.scoring.judged.ground import StageGround
from services.scoring.sql import materials, stages
from shared.kit.db import Tx
from shared.kit.words import _


class Caution(Struct, frozen=True, kw_only=True):
    """A sentence and the page where it can be put right."""

    code: str
    said: tuple[str, dict[str, Any]]
    page: str
    """`entries`, `panels`, `order` or `works`."""


async def cautions_of(tx: Tx, ground: StageGround, status: str) -> list[Caution]:
    """Before the stage begins, and until the first performance of a running one is opened."""
    if status not in ("planned", "running"):
        return []
    found = await of_panel(tx, ground)
    if any(each.status != "waiting" for each in ground.performances if each.status not in ("absent", "withdrawn")):
        return found
    return found + await of_order(tx, ground) + await of_works(tx, ground)


async def of_panel(tx: Tx, ground: StageGround) -> list[Caution]:
    if ground.contest.state.status == "entering":
        said = _("The entries are not handed over to the panel yet.")
        return [Caution(code="stage.entries", said=(said, {}), page="entries")]
    if not (await stages.stage_panels(tx, ground.contest.id)).get(ground.stage.key):
        said = _("Nobody judges this stage yet: it has no panel.")
        return [Caution(code="stage.no_panel", said=(said, {}), page="panels")]
    if "chief" in ground.rule_set.ties and not any(
        each.role == "chief" and each.marks for each in ground.seats.values()
    ):
        said = _("Equals are to be split by the chief judge's mark, but the chief judge gives none here.")
        return [Caution(code="ties.chief", said=(said, {}), page="panels")]
    return []


async def of_order(tx: Tx, ground: StageGround) -> list[Caution]:
    """Numbers nobody drew follow the entries, or the places of the stage before: they would tell who led there."""
    if len(ground.performances) < 2 or await stages.drawn(tx, ground.contest.id, ground.stage.key):
        return []
    first = ground.stage.key == ground.rule_set.stages[0].key
    said = (
        _("The order is not drawn yet: these numbers are those of the list of entries.")
        if first
        else _("The order is not drawn yet: these numbers follow the places of the stage before.")
    )
    return [Caution(code="order.not_drawn", said=(said, {}), page="order")]


async def of_works(tx: Tx, ground: StageGround) -> list[Caution]:
    """Where works are looked at and not performed, one without a file cannot be judged."""
    if ground.stage.mode == "turns":
        return []
    brought = {
        each.entry_id
        for each in await materials.materials_of_contest(tx, ground.contest.id)
        if each.complete and each.stage in ("", ground.stage.key)
    }
    turns = [each for each in ground.performances if each.status == "waiting"]
    without = sum(each.entry_id not in brought for each in turns)
    if not without:
        return []
    said = _("{without} of {all} works have no material. Once the stage has begun none can be added.")
    return [Caution(code="works.empty", said=(said, {"without": without, "all": len(turns)}), page="works")]
