"""What the desk enters beside the judges' marks: deductions with author and reason, and facts the rule asks for.

A deduction is never deleted: it is withdrawn with a reason, and both stand in the record.
"""

from datetime import datetime
from decimal import Decimal
from typing import Annotated, Any
from uuid import UUID, uuid4

from litestar import Response, Router, post
from litestar.di import NamedDependency
from litestar.params import FromPath
from msgspec import Meta, Struct

from services.scoring.judged.at_hand import DESK, AnyRequest, AtHand, Reason, acted, at_hand, form_used, note, reasoned
from services.scoring.judged.ground import UNJUDGED
from services.scoring.sql import desk
from services.scoring.sql import entered as sql
from shared.kit.db import Tx
from shared.kit.http.auth import anyone
from shared.kit.http.errors import Refused
from shared.kit.http.forms import typed
from shared.kit.words import _
from shared.rules.judged.rule_set import Fact

MOST = Decimal(1000)
FINEST = 4
"""Decimals of a deduction: more than any rule prints."""
OTHER = "other"
Number = Annotated[str, Meta(max_length=12, title=_("Points taken off"))]


class DeductionTyped(Struct, kw_only=True):
    """A new deduction, or the withdrawal of one."""

    id: UUID | None = None
    """Made by the page, so that a second tap counts once."""
    withdraw: UUID | None = None
    kind: Annotated[str, Meta(max_length=60, title=_("Kind"))] = OTHER
    points: Number = ""
    reason: Reason = ""


class FactTyped(Struct, kw_only=True):
    key: Annotated[str, Meta(max_length=60)]
    value: Annotated[str, Meta(max_length=20, title=_("Value"))] = ""


@post("/performances/{performance_id:uuid}/deductions", guards=[anyone], status_code=200)
async def deduct(
    request: AnyRequest, performance_id: FromPath[UUID], tx: NamedDependency[Tx], now: NamedDependency[datetime]
) -> Response[Any]:
    """Take points off, or withdraw a deduction. Both need a reason."""
    data = await typed(request, DeductionTyped)
    hand = await at_hand(request, tx, performance_id, *DESK)
    reason = reasoned(data.reason)
    if data.withdraw is not None:
        await withdraw(tx, hand, data.withdraw, reason, now)
        return acted(request, tx, hand)
    refuse_if_out(hand)
    kind, points = kind_of(hand, data.kind), points_of(hand, data)
    entered = data.id or uuid4()
    if await sql.deduct(tx, entered, performance_id, kind, points, reason, hand.official.name, now):
        await desk.mark_amended(tx, performance_id)
        await note(tx, hand, "deduct", reason, kind=kind, points=str(points))
    elif not any(
        (each.id, each.kind, each.points, each.reason) == (entered, kind, points, reason)
        for each in await sql.deductions_of(tx, performance_id)
    ):
        raise form_used()
    return acted(request, tx, hand, deduction_id=entered)


async def withdraw(tx: Tx, hand: AtHand, deduction: UUID, reason: str, now: datetime) -> None:
    if await sql.withdraw_deduction(tx, deduction, hand.performance.id, reason, hand.official.name, now):
        await desk.mark_amended(tx, hand.performance.id)
        await note(tx, hand, "deduction_withdrawn", reason)
    elif deduction not in {each.id for each in await sql.deductions_of(tx, hand.performance.id)}:
        raise Refused("deduction.unknown", _("There is no such deduction."), status=404)


@post("/performances/{performance_id:uuid}/facts", guards=[anyone], status_code=200)
async def enter_fact(
    request: AnyRequest, performance_id: FromPath[UUID], tx: NamedDependency[Tx], now: NamedDependency[datetime]
) -> Response[Any]:
    """A number the rule asks the desk for, such as a difficulty."""
    data = await typed(request, FactTyped)
    hand = await at_hand(request, tx, performance_id, *DESK)
    refuse_if_out(hand)
    fact = next((each for each in hand.ground.stage.facts if each.key == data.key), None)
    if fact is None:
        raise Refused("fact.unknown", _("This stage asks for no such number."), status=422)
    value = fact_value(fact, data.value)
    await sql.keep_fact(tx, performance_id, fact.key, value, hand.official.name, now)
    await desk.mark_amended(tx, performance_id)
    await note(tx, hand, "fact", "", key=fact.key, value=str(value))
    return acted(request, tx, hand)


def refuse_if_out(hand: AtHand) -> None:
    if hand.performance.status in UNJUDGED:
        raise Refused("performance.out", _("{order} is out."), status=409, order=hand.number)


def kind_of(hand: AtHand, kind: str) -> str:
    known = {each.key for each in hand.ground.stage.deductions}
    if kind not in known | {OTHER}:
        raise Refused("deduction.unknown", _("The rule knows no such deduction."), status=422)
    return kind


def points_of(hand: AtHand, data: DeductionTyped) -> Decimal:
    """The points typed; left empty, those the rule proposes."""
    proposed = {each.key: each.points for each in hand.ground.stage.deductions}
    if not data.points and data.kind in proposed:
        return proposed[data.kind]
    if not data.points.strip():
        raise Refused("deduction.no_points", _("The rule has no points for this kind: type how many are taken off."))
    points = decimal_of(data.points, _("Points taken off"))
    if not Decimal(0) < points <= MOST:
        raise Refused("deduction.points", _("Points are more than 0 and {most} at most."), status=422, most=MOST)
    if points != round(points, FINEST):
        raise Refused("deduction.fine", _("Points have {digits} decimals at most."), status=422, digits=FINEST)
    return points


def fact_value(fact: Fact, text: str) -> Decimal:
    value = decimal_of(text, fact.name)
    if not fact.minimum <= value <= fact.maximum or (value - fact.minimum) % fact.step:
        raise Refused(
            "fact.range",
            _("“{name}” is a number from {minimum} to {maximum} in steps of {step}."),
            status=422,
            name=fact.name,
            minimum=fact.minimum,
            maximum=fact.maximum,
            step=fact.step,
        )
    return value


def decimal_of(text: str, field: str) -> Decimal:
    """A plain number as typed: digits with at most one point, nothing else."""
    whole, _point, rest = text.strip().partition(".")
    digits = whole.removeprefix("-") + rest
    if not (digits.isascii() and digits.isdecimal() and whole.removeprefix("-")):
        raise Refused("input.invalid", _("“{field}” is not understood. Please check what was typed."), field=field)
    return Decimal(text.strip())


router = Router("/scoring", route_handlers=[deduct, enter_fact])
