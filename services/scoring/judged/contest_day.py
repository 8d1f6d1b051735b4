"""Everything of a judged contest from its first performance to the signed result: the desk's and the hall's."""

from services.scoring.judged import (
    absences,
    appeals,
    attendance,
    board,
    desk,
    entered,
    result,
    reveal,
    running,
    screen,
    signing,
    stage_end,
    timekeeping,
    timing,
)

ROUTERS = [
    desk.router,
    running.router,
    timing.router,
    timekeeping.router,
    attendance.router,
    entered.router,
    absences.router,
    reveal.router,
    screen.router,
    board.router,
    stage_end.router,
    result.router,
    signing.router,
    appeals.router,
]
