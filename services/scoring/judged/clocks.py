"""The timer of a performance as a page shows it: by the server's clock, right without a script when drawn.

Knows seconds and limits. A script, where there is one, goes on counting from `since` and `now`.
"""

from datetime import datetime

from msgspec import Struct

from services.scoring.sql.judged import PerformanceRow
from shared.rules.judged.rule_set import TimeLimit


class Clock(Struct, frozen=True, kw_only=True):
    """What is drawn: seconds so far, whether they run, the marks at which it warns."""

    seconds: int
    running: bool
    since: datetime | None
    now: datetime
    warnings: tuple[int, ...] = ()
    most: int | None = None
    least: int | None = None

    @property
    def state(self) -> str:
        """`over` after the limit, `warn` after a warning, `still` or `fine` else."""
        if self.most is not None and self.seconds > self.most:
            return "over"
        if any(self.seconds >= each for each in self.warnings):
            return "warn"
        return "fine" if self.running else "still"

    @property
    def text(self) -> str:
        return clock_text(self.seconds)


def clock_text(seconds: int) -> str:
    """Minutes and seconds: 19:58.

    >>> clock_text(0), clock_text(65), clock_text(3600)
    ('0:00', '1:05', '60:00')
    """
    return f"{seconds // 60}:{seconds % 60:02d}"


def clock_of(performance: PerformanceRow, limit: TimeLimit | None, now: datetime) -> Clock:
    running = performance.started_at is not None and performance.stopped_at is None
    since = performance.started_at if running else None
    seconds = int((now - since).total_seconds()) if since else performance.seconds or 0
    return Clock(
        seconds=max(0, seconds),
        running=running,
        since=since,
        now=now,
        warnings=limit.warnings if limit else (),
        most=limit.most if limit else None,
        least=limit.least if limit else None,
    )
