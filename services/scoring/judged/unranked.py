"""Entries without a place in a result because they were absent, withdrawn or disqualified, with the reason.

Knows numbers and statuses; who may read names is asked elsewhere.
"""

from collections.abc import Mapping

from services.scoring.judged.ground import UNJUDGED, StageGround
from services.scoring.sql.judged import PerformanceRow
from shared.kit.words import _

STATUSES = {"absent": _("absent"), "withdrawn": _("withdrawn"), "disqualified": _("disqualified")}


def unranked(grounds: Mapping[str, StageGround]) -> list[tuple[StageGround, PerformanceRow]]:
    """In the order of stages and numbers."""
    return [
        (ground, performance)
        for ground in grounds.values()
        for performance in ground.performances
        if performance.status in UNJUDGED
    ]
