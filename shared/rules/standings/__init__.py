"""Who stands where in a group, and which key split two entries. Knows no sport by name."""

from shared.rules.standings.chains import CHAINS, table_of
from shared.rules.standings.model import Meeting, Standing
from shared.rules.standings.ranking import standings

__all__ = ["CHAINS", "Meeting", "Standing", "standings", "table_of"]
