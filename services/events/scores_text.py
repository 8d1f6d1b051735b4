"""Game scores as people type and read them, in half and full width. Whether the games can be is for the rules."""

import re
import unicodedata
from collections.abc import Sequence

from shared.kit.http.errors import Refused
from shared.kit.words import _
from shared.rules.model import Points

GAME = re.compile(r"(?<!\d)(\d{1,3})\s*[-:~‐‑‒–—―−〜比到]+\s*(\d{1,3})(?!\d)")
BETWEEN = re.compile(r"[\s,;、。·/|()\[\]【】和]*")


def read_games(text: str) -> tuple[Points, ...]:
    """`21-15 18:21，２１：１９` as points of side 1 and side 2 in each game.

    Raises:
        Refused: some of the text is no game score.
    """
    plain = unicodedata.normalize("NFKC", text)
    rest = BETWEEN.sub("", GAME.sub(" ", plain))
    if rest:
        raise Refused(
            "result.unreadable",
            _("“{part}” is no game score. Write the games like 21-15 18-21 21-19."),
            part=rest[:40],
        )
    return tuple((int(one), int(two)) for one, two in GAME.findall(plain))


def games_text(games: Sequence[Points]) -> str:
    return " ".join(f"{one}-{two}" for one, two in games)
