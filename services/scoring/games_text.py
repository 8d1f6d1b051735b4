"""Reads and writes game scores as people type them, in half- and full-width, with Western and Chinese punctuation.

Knows nothing of any sport: whether the games can be is for the rules.
"""

import re
import unicodedata

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
    games: list[Points] = []
    begin = 0
    for game in GAME.finditer(plain):
        refuse_unread(plain[begin : game.start()])
        games.append((int(game[1]), int(game[2])))
        begin = game.end()
    refuse_unread(plain[begin:])
    return tuple(games)


def refuse_unread(between: str) -> None:
    if BETWEEN.fullmatch(between):
        return
    raise Refused(
        "result.unreadable",
        _("“{part}” is no game score. Write the games like 21-15 18-21 21-19."),
        part=between.strip()[:40],
    )


def games_text(games: tuple[Points, ...]) -> str:
    """`21-15 18-21`, as `read_games` reads it."""
    return " ".join(f"{first}-{second}" for first, second in games)
