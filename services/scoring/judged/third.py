"""One reader more, called by itself where two blind readers are too far apart. Tells nobody why the gap is what it is.

Knows the reading rule of the stage. Called after a ballot is stored and before a paper is closed; calling twice does
nothing.
"""

from uuid import UUID

from services.scoring.judged.ground import StageGround
from services.scoring.judged.recused import conflicts
from services.scoring.sql import judged
from services.scoring.sql import readers as sql
from services.scoring.sql.judged import PerformanceRow, SeatRow
from shared.kit.db import Tx
from shared.rules.judged.marks import exact_total
from shared.rules.judged.reading import one_more, too_far
from shared.rules.lot import Lot


async def third_reader(tx: Tx, ground: StageGround, performance: PerformanceRow) -> UUID | None:
    """The seat called to read the paper too; None where none is needed, was called before, or nobody is left."""
    rule = ground.stage.reading
    own = [each for each in ground.assigned if each.performance_id == performance.id]
    if rule is None or rule.gap is None or any(each.why in ("third", "anchor") for each in own):
        return None
    due = ground.due(performance)
    if not own or any(not each.resolved for each in due):
        return None
    totals = [
        exact_total(ground.stage, each.ballot.marks)
        for each in due
        if each.state == "submitted" and each.ballot and each.ballot.marks is not None
    ]
    if not too_far(totals, rule.gap):
        return None
    free = [str(each.id) for each in may_read(ground, performance) if each.id not in {share.seat_id for share in own}]
    loads = {str(seat): count for seat, count in (await sql.loads(tx, ground.contest.id, ground.stage.key)).items()}
    called = one_more(sorted(free), loads, Lot(str(performance.id)))
    if called is None:
        return None
    await sql.assign(tx, [(performance.id, UUID(called), "third")])
    about = {"seat": called, "order": performance.order_no}
    await judged.insert_act(tx, ground.contest.id, performance.id, "reader.third", "rule", "", about)
    return UUID(called)


def may_read(ground: StageGround, performance: PerformanceRow) -> list[SeatRow]:
    """The seats of the paper's panel that give marks and have no author of their unit in it."""
    panel = [each for each in ground.seats.values() if each.panel_id == performance.panel_id]
    marking = [each for each in panel if each.marks and not each.reserve]
    out = {each.seat.id for each in conflicts(marking, [ground.entry(performance)])}
    out |= {each.seat_id for each in ground.excuses if each.performance_id == performance.id and each.why == "recused"}
    return sorted((each for each in marking if each.id not in out), key=lambda each: each.number)
