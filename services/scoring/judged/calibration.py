"""The first performances of a panel, marked together: their ballots can be changed until the last of them closes.

Knows the ground of a stage, nothing of desks. Source: book of judged contests 0.8.
"""

from services.scoring.judged.ground import COUNTED, UNJUDGED, StageGround
from services.scoring.sql.judged import PerformanceRow


def batch(ground: StageGround, performance: PerformanceRow) -> list[PerformanceRow]:
    """The performances closed together with this one; empty where it closes by itself.

    Who is absent or out is no part of it. Once one of the panel is closed the batch is over for good.
    """
    panel = [each for each in ground.performances if each.panel_id == performance.panel_id]
    if not ground.stage.calibration or any(each.status in COUNTED for each in panel):
        return []
    first = [each for each in panel if each.status not in UNJUDGED][: ground.stage.calibration]
    return first if performance.id in {each.id for each in first} else []
