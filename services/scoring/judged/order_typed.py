"""An order as it is typed: rows of a form or of a program, what of them is new, and whether it can be.

Knows no storage: a performance that has begun or was judged stays where it is.
"""

from itertools import pairwise
from typing import Annotated, Any
from uuid import UUID

from litestar import Request
from msgspec import Meta, Struct

from services.scoring.judged.drafts import draft_from, part, text
from services.scoring.judged.drawing import Ground
from services.scoring.judged.typed_numbers import whole
from services.scoring.sql.judged import PerformanceRow
from shared.kit.http.errors import Refused
from shared.kit.http.forms import typed
from shared.kit.words import _

Reason = Annotated[str, Meta(max_length=1000, title=_("Reason"))]
GREATEST = 9999


class Row(Struct, kw_only=True):
    """A performance as it is to be; what is left out stays."""

    performance_id: UUID
    number: int | None = None
    panel_id: UUID | None = None
    topic: str | None = None


class Rows(Struct, kw_only=True):
    rows: list[Row] = []
    reason: Reason = ""


def is_free(ground: Ground, performance: PerformanceRow) -> bool:
    """Whether the performance may still be moved: nothing of it was performed or judged."""
    return performance.status in ("waiting", "absent") and performance.id not in ground.balloted


def require_free(ground: Ground, performance_id: UUID) -> PerformanceRow:
    found = next((each for each in ground.performances if each.id == performance_id), None)
    if found is None:
        raise Refused("performance.unknown", _("There is no such performance."), status=404)
    if not is_free(ground, found):
        raise Refused(
            "order.judged",
            _("Number {number} has performed or was judged: it stays."),
            status=409,
            number=found.order_no,
        )
    return found


async def rows_typed(request: Request[Any, Any, Any]) -> Rows:
    """The table as a program sends it, or as a form with a name for each row."""
    if request.content_type[0] == "application/json":
        return await typed(request, Rows)
    form = await request.form()
    pairs = [(name, value) for name, value in form.multi_items() if isinstance(value, str)]
    request.scope["saishi_typed"] = pairs  # type: ignore[typeddict-unknown-key]
    found = draft_from(pairs)
    reason = text(found, "reason")
    if len(reason) > 1000:
        raise Refused(
            "input.too_long", _("“{field}” is too long: {most} characters at most."), field=_("Reason"), most=1000
        )
    return Rows(rows=[row_typed(key, each) for key, each in part(found, "rows").items()], reason=reason)


def row_typed(key: str, draft: Any) -> Row:
    given = draft if isinstance(draft, dict) else {}
    return Row(
        performance_id=uuid_typed(key),
        number=whole(given, "number", "", _("Order number")),
        panel_id=uuid_typed(text(given, "panel")) if text(given, "panel") else None,
        topic=text(given, "topic") if "topic" in given else None,
    )


def uuid_typed(given: str) -> UUID:
    try:
        return UUID(given)
    except ValueError as error:
        raise Refused("input.invalid", _("The request was not understood."), status=400) from error


def changes(ground: Ground, rows: list[Row]) -> list[Row]:
    """What really changes, each row checked."""
    known = {each.id: each for each in ground.performances}
    require_each_once(ground, rows)
    found = []
    for row in rows:
        before = known.get(row.performance_id)
        if before is None:
            raise Refused("performance.unknown", _("There is no such performance."), status=404)
        changed = Row(
            performance_id=row.performance_id,
            number=None if row.number == before.order_no else row.number,
            panel_id=None if row.panel_id == before.panel_id else row.panel_id,
            topic=None if row.topic == before.topic else row.topic,
        )
        if (changed.number, changed.panel_id, changed.topic) == (None, None, None):
            continue
        require_free(ground, row.performance_id)
        require_possible(ground, changed)
        found.append(changed)
    return found


def require_each_once(ground: Ground, rows: list[Row]) -> None:
    """One row for a performance: of two the last would win without a word."""
    given = sorted(row.performance_id for row in rows)
    twice = next((one for one, other in pairwise(given) if one == other), None)
    if twice is None:
        return
    number = next((each.order_no for each in ground.performances if each.id == twice), 0)
    raise Refused("order.row_twice", _("Number {number} stands in two rows of what was sent."), number=number)


def require_possible(ground: Ground, row: Row) -> None:
    if row.number is not None and not 1 <= row.number <= GREATEST:
        raise Refused("order.number", _("Order numbers go from 1 to {most}."), most=GREATEST)
    if row.panel_id is not None and row.panel_id not in dict(ground.panels):
        raise Refused("order.panel", _("This panel does not judge this stage."), status=409)
    if row.topic and len(row.topic) > 400:
        raise Refused("input.too_long", _("“{field}” is too long: {most} characters at most."), field=_("Topic"),
                      most=400)  # fmt: skip


def require_once(ground: Ground, changed: list[Row]) -> None:
    """No number twice, counting those that stay."""
    numbers = {each.id: each.order_no for each in ground.performances}
    numbers |= {each.performance_id: each.number for each in changed if each.number is not None}
    given = sorted(numbers.values())
    twice = next((one for one, other in pairwise(given) if one == other), None)
    if twice is not None:
        raise Refused("order.twice", _("Number {number} would be there twice."), status=409, number=twice)
