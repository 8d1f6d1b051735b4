"""Lots drawn for a stage: what is drawn from, what came out, and what that makes of the performances.

Knows no page. The seed is fixed and its hash told before anybody draws; a word from the hall may be added to it, so
that who runs the contest cannot choose the outcome either.
"""

import secrets
from collections.abc import Sequence
from datetime import datetime
from hashlib import sha256
from typing import Any, Literal
from uuid import UUID

from msgspec import Struct

from services.scoring.sql import judged
from services.scoring.sql import lots as sql
from services.scoring.sql import panels as panel_sql
from services.scoring.sql import stages as stage_sql
from services.scoring.sql.judged import ContestRow, PerformanceRow
from services.scoring.sql.lots import LotsRow
from shared.kit.db import Tx
from shared.kit.http.errors import Refused
from shared.kit.words import _
from shared.messages.events import JudgedEntry
from shared.rules.judged import lots
from shared.rules.judged.rule_set import Stage

What = Literal["order", "panels", "topics"]
WHAT: tuple[What, ...] = ("order", "panels", "topics")


class Ground(Struct, frozen=True):
    """A stage as lots are drawn for it."""

    contest: ContestRow
    stage: Stage
    performances: list[PerformanceRow]
    panels: list[tuple[UUID, str]]
    balloted: set[UUID]

    @property
    def entries(self) -> dict[UUID, JudgedEntry]:
        return {entry.id: entry for entry in self.contest.state.entries}

    @property
    def begun(self) -> bool:
        """Whether somebody has performed or been judged: what was drawn then stands."""
        return bool(self.balloted) or any(each.status in ("open", "closed", "reopened") for each in self.performances)

    @property
    def drawable(self) -> list[PerformanceRow]:
        """Who takes part in a draw, in the order of their entries: absent or late ones too, withdrawn ones not."""
        place = {entry.id: n for n, entry in enumerate(self.contest.state.entries)}
        there = [each for each in self.performances if each.status == "waiting"]
        return sorted(there, key=lambda each: place.get(each.entry_id, len(place)))


def hash_of(seed: str) -> str:
    """What is told of a seed before the draw.

    >>> hash_of("spring cup")[:12]
    'd296cdbef1f4'
    """
    return sha256(seed.encode()).hexdigest()


def with_word(seed: str, word: str) -> str:
    """The seed drawn from: the promised one, and after a colon the word from the hall where there was one."""
    return f"{seed}:{word}" if word else seed


async def ground_for_lots(tx: Tx, contest: ContestRow, stage: Stage) -> Ground:
    named = {panel.id: panel.name for panel in await panel_sql.panels_of_event(tx, contest.event_id)}
    panels = (await stage_sql.stage_panels(tx, contest.id)).get(stage.key, [])
    return Ground(
        contest,
        stage,
        await judged.performances_of(tx, contest.id, stage.key),
        [(panel, named.get(panel, "")) for panel in panels],
        await stage_sql.balloted(tx, contest.id, stage.key),
    )


async def promise(tx: Tx, ground: Ground, what: What, by: str, now: datetime) -> LotsRow:
    """Fix a seed nobody has seen. One that waits for its draw is used, not replaced."""
    require_undrawn_stage(ground)
    require_material(ground, what)
    for row in await sql.lots_of(tx, ground.contest.id, ground.stage.key):
        if row.what == what and row.drawn_at is None:
            return row
    seed = secrets.token_hex(8)
    return await sql.promise(tx, ground.contest.id, ground.stage.key, what, seed, hash_of(seed), by, now)


def require_undrawn_stage(ground: Ground) -> None:
    if ground.begun:
        raise Refused(
            "lots.begun", _("“{stage}” has begun: what was drawn stands."), status=409, stage=ground.stage.name
        )
    if not ground.drawable:
        raise Refused("lots.nobody", _("There is nobody to draw lots for."), status=409)


def require_material(ground: Ground, what: What) -> None:
    if what == "topics" and not ground.stage.topics:
        raise Refused(
            "lots.no_topics", _("The rules of “{stage}” list no topics."), status=409, stage=ground.stage.name
        )
    if what == "panels" and len(ground.panels) < 2:
        raise Refused("lots.one_panel", _("Lots for panels need two panels or more."), status=409)


async def draw(tx: Tx, ground: Ground, row: LotsRow, word: str, reason: str, by: str, now: datetime) -> None:
    """Draw from the promised seed, store everything that is needed to draw again, and let it hold."""
    require_undrawn_stage(ground)
    earlier = await sql.lots_of(tx, ground.contest.id, ground.stage.key)
    if any(each.what == row.what and each.drawn_at for each in earlier) and not reason:
        raise Refused("lots.again", _("This was drawn before: say why it is drawn once more."))
    seed = with_word(row.seed, word)
    given = given_to(ground, row.what)
    drawn = drawn_from(seed, row.what, given)
    await sql.keep_drawn(tx, row.id, seed, given, drawn, reason, by, now)
    await apply(tx, ground, row.what, drawn)


def given_to(ground: Ground, what: str) -> dict[str, Any]:
    """The list that is drawn from, in its order, and what is dealt out."""
    rows = ground.drawable if what == "order" else sorted(ground.drawable, key=lambda each: each.order_no)
    listed = [
        {"id": str(each.entry_id), "name": ground.entries[each.entry_id].name, "number": each.order_no}
        for each in rows
        if each.entry_id in ground.entries
    ]
    into: list[dict[str, Any]] = []
    if what == "order":
        held = {each.order_no for each in ground.performances} - {each.order_no for each in ground.drawable}
        into = [{"number": number} for number in free_numbers(held, len(listed))]
    elif what == "panels":
        into = [{"id": str(panel), "name": name} for panel, name in ground.panels]
    elif what == "topics":
        into = [{"name": topic} for topic in ground.stage.topics]
    return {"list": listed, "into": into}


def free_numbers(held: set[int], count: int) -> list[int]:
    """The first numbers nobody keeps.

    >>> free_numbers({2}, 3)
    [1, 3, 4]
    """
    found: list[int] = []
    number = 0
    while len(found) < count:
        number += 1
        if number not in held:
            found.append(number)
    return found


def drawn_from(seed: str, what: str, given: dict[str, Any]) -> list[dict[str, Any]]:
    """What comes out of a seed and a list, line by line as the hall hears it. Pure: anybody may draw it again."""
    listed, into = given["list"], given["into"]
    names = {each["id"]: each["name"] for each in listed}
    keys = [each["id"] for each in listed]
    if what == "order":
        lines = zip(lots.order(seed, keys), into, strict=True)
        return [{"id": key, "name": names[key], "number": each["number"]} for key, each in lines]
    numbers = {each["id"]: each["number"] for each in listed}
    told = {each.get("id", each["name"]): each["name"] for each in into}
    draws = lots.dealt(seed, keys, list(told)) if what == "panels" else lots.topics(seed, keys, list(told))
    return [
        {"id": key, "name": names[key], "number": numbers[key], "got": draws[key], "got_name": told[draws[key]]}
        for key in keys
    ]


async def apply(tx: Tx, ground: Ground, what: str, drawn: Sequence[dict[str, Any]]) -> None:
    """Let the performances have what was drawn for them."""
    by_entry = {str(each.entry_id): each.id for each in ground.performances}
    if what == "order":
        await stage_sql.number(tx, {by_entry[line["id"]]: line["number"] for line in drawn})
    elif what == "panels":
        await stage_sql.place_on_panels(tx, {by_entry[line["id"]]: UUID(line["got"]) for line in drawn})
    else:
        await stage_sql.give_topics(tx, {by_entry[line["id"]]: line["got"] for line in drawn})


def same_again(row: LotsRow) -> bool | None:
    """Whether the draw, made again now, gives what was stored; None where nothing was drawn by a seed."""
    if row.by_hand or row.drawn_at is None:
        return None
    return drawn_from(row.seed, row.what, row.given) == row.drawn
