"""A running stage as one seat of its panel sees it: the sheet to fill in, the turns it judges, its own ballots."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from msgspec import Struct
from msgspec.structs import replace

from services.scoring.judged import remarking
from services.scoring.judged.ballots import shown_reason
from services.scoring.judged.devices import AnyRequest
from services.scoring.judged.ground import SeatDue, StageGround, ballot_id
from services.scoring.judged.standing import OPEN, is_editable, seat_due, why_not
from services.scoring.sql import ballots, changes, materials
from services.scoring.sql.ballots import Mine
from services.scoring.sql.changes import ChangeRow
from services.scoring.sql.judged import PerformanceRow
from services.scoring.sql.panel_devices import DeviceSeat
from services.scoring.views import Named
from shared.kit.db import Tx
from shared.kit.http.replies import sentence
from shared.rules.judged.marks import full_marks
from shared.rules.judged.rule_set import Criterion


class BenchSeat(Struct, frozen=True):
    id: UUID
    number: int
    name: str
    role: str
    revoked: str | None


class MineView(Struct, frozen=True):
    """What this seat handed in: the revision that counts, else the newest."""

    revision: int
    hash: str
    standing: str
    at: datetime
    marks: Mapping[str, str]


class ChangeView(Struct, frozen=True):
    asked_at: datetime
    reason: str
    granted: bool | None
    answer: str
    remark: bool
    """Nobody asked for it: the rule lets the whole panel think again."""


class TurnView(Struct, frozen=True, kw_only=True):
    performance_id: UUID
    ballot_id: UUID
    order_no: int
    status: str
    topic: str
    category: str
    recused: str | None
    because: str
    """Why recused; empty where the reason could tell who it is."""
    editable: bool
    why_not: str | None
    mine: MineView | None
    change: ChangeView | None
    materials: list[dict[str, Any]]


class StageView(Struct, frozen=True, kw_only=True):
    key: str
    name: str
    mode: str
    picks: int | None
    calibration: int
    criteria: tuple[Criterion, ...]
    maximum: str


class ContestView(Struct, frozen=True, kw_only=True):
    id: UUID
    name: str
    rule_set_version: int
    stage: StageView
    turns: list[TurnView]
    current: UUID | None


class BenchView(Struct, frozen=True, kw_only=True):
    seat: BenchSeat
    panel: dict[str, Any]
    event: Named
    server_time: datetime | None
    contests: list[ContestView]
    desk: str | None


class Own(Struct, frozen=True):
    """What is on record of one seat in a stage, by performance."""

    given: Mapping[UUID, Mine]
    changes: Mapping[UUID, ChangeRow]
    materials: Mapping[UUID, list[dict[str, Any]]]


async def contest_view(request: AnyRequest, tx: Tx, device: DeviceSeat, ground: StageGround) -> ContestView:
    own = await own_of(tx, device, ground)
    dues = [(each, seat_due(ground, each, device.seat_id)) for each in ground.performances]
    mine = [(each, due) for each, due in dues if due is not None]
    return ContestView(
        id=ground.contest.id,
        name=ground.contest.name,
        rule_set_version=ground.rule_set.version,
        stage=stage_view(request, ground),
        turns=[turn_view(request, ground, each, due, device, own) for each, due in mine],
        current=current(ground, [each for each, due in mine if due.state != "recused"], device),
    )


def stage_view(request: AnyRequest, ground: StageGround) -> StageView:
    stage = ground.stage
    return StageView(
        key=stage.key,
        name=sentence(request, stage.name, {}),
        mode=stage.mode,
        picks=stage.picks,
        calibration=stage.calibration,
        criteria=tuple(readable(request, each) for each in stage.criteria),
        maximum=str(full_marks(stage)),
    )


def readable(request: AnyRequest, criterion: Criterion) -> Criterion:
    """The criterion with names the suite knows in the reader's language; an organiser's own stand as they are."""
    return replace(
        criterion,
        name=sentence(request, criterion.name, {}),
        hint=sentence(request, criterion.hint, {}),
        items=tuple(readable(request, each) for each in criterion.items),
    )


async def own_of(tx: Tx, device: DeviceSeat, ground: StageGround) -> Own:
    contest_id, stage = ground.contest.id, ground.stage.key
    shown: dict[UUID, list[dict[str, Any]]] = {}
    for each in await materials.materials_of(tx, contest_id, stage):
        told = {"id": each.id, "name": each.name, "content_type": each.content_type, "size": each.size}
        shown.setdefault(each.performance_id, []).append(told)
    return Own(
        await ballots.own_ballots(tx, contest_id, stage, device.seat_id),
        await changes.newest_changes(tx, contest_id, stage, device.seat_id),
        shown,
    )


def turn_view(
    request: AnyRequest, ground: StageGround, performance: PerformanceRow, due: SeatDue, device: DeviceSeat, own: Own
) -> TurnView:
    recused = due.state == "recused"
    revoked = device.revoked_for is not None
    return TurnView(
        performance_id=performance.id,
        ballot_id=ballot_id(performance.id, device.seat_id),
        order_no=performance.order_no,
        status=performance.status,
        topic=performance.topic,
        category=ground.entry(performance).category,
        recused=shown_reason(request, ground, due.reason) if recused else None,
        because=due.reason if recused and not ground.rule_set.anonymous else "",
        editable=not revoked and is_editable(ground, performance, due),
        why_not="revoked" if revoked else why_not(ground, performance, due),
        mine=mine_view(own.given.get(performance.id), device),
        change=change_view(own.changes.get(performance.id)),
        materials=[] if recused or revoked else own.materials.get(performance.id, []),
    )


def mine_view(given: Mine | None, device: DeviceSeat) -> MineView | None:
    """A tablet that lost its seat is shown what it sent itself, not what its follower sends."""
    if given is None or (device.revoked_for and given.device_id != device.id):
        return None
    return MineView(given.revision, given.hash, given.standing, given.at, given.marks)


def change_view(asked: ChangeRow | None) -> ChangeView | None:
    if asked is None or asked.done_at is not None:
        return None
    return ChangeView(asked.asked_at, asked.reason, asked.granted, asked.answer, asked.reason == remarking.REASON)


def current(ground: StageGround, judged: list[PerformanceRow], device: DeviceSeat) -> UUID | None:
    """The performance on stage: the one opened last. Where all works lie there at once, none is."""
    standing = [each for each in judged if each.status in OPEN and each.panel_id == device.panel_id]
    if ground.stage.mode != "turns" or not standing:
        return None
    return max(standing, key=opened).id


def opened(performance: PerformanceRow) -> tuple[bool, float, int]:
    at = performance.opened_at.timestamp() if performance.opened_at else 0.0
    return performance.status == "open", at, performance.order_no
