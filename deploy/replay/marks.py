"""A meeting as the marks an umpire would make. Knows no request."""

from collections.abc import Iterator

from deploy.replay.model import Meeting
from shared.rules.model import Side
from shared.rules.sheets import Confirm, Mark, Rally, Retired, Start, Walkover


def marks_of(meeting: Meeting) -> Iterator[Mark]:
    """Every mark from the toss to the confirmation.

    The files do not say who served first: side 1 does, standing left. The score does not depend on it.
    """
    loser: Side = 2 if meeting.winner == 1 else 1
    if meeting.kind == "walkover":
        yield Walkover(loser=loser)
        yield Confirm()
        return
    yield Start(left=1, server=1)
    for game in meeting.rallies:
        for side in game:
            yield Rally(side=side)
    if meeting.kind == "retired":
        yield Retired(loser=loser)
    yield Confirm()
