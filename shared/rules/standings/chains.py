"""The tables rule books and staff notices print, as presets. Knows keys by name and no sport.

Sources beside each; where notices of one sport differ, each of their chains is a preset of its own.
"""

from collections.abc import Mapping
from typing import Literal

from shared.rules.model import Key, Regulation, Table
from shared.rules.sports import sport
from shared.rules.words import _


def _all(*names: str) -> tuple[Key, ...]:
    return tuple(Key(name) for name in names)


def _tied(*names: str, applies_to: Literal["any", "exactly_2", "3_plus"] = "any") -> tuple[Key, ...]:
    return tuple(Key(name, "tied", applies_to) for name in names)


_THEIR_MATCH = _tied("mutual", applies_to="exactly_2")
_FIVB = (
    *_all("wins", "match_points", "games_ratio", "points_ratio"),
    *_THEIR_MATCH,
    *_tied("wins", "match_points", "games_ratio", "points_ratio", applies_to="3_plus"),
    *_THEIR_MATCH,
)
_FIBA = (
    *_all("match_points"),
    *_tied("match_points", "points_difference", "points_scored"),
    *_all("points_difference", "points_scored"),
)


def _fivb(chain: str, keys: tuple[Key, ...]) -> Table:
    return Table(chain=chain, win=3, loss=0, narrow_win=2, narrow_loss=1, keys=keys)


CHAINS: Mapping[str, Table] = {
    table.chain: table
    for table in (
        # FIVB Volleyball competition regulations, ranking system: 3-2-1-0; all keys over all matches, then the match
        # of two, or the whole chain over the matches among three or more.
        _fivb("fivb", _FIVB),
        # The same with match points before matches won, as in earlier FIVB events and some leagues.
        _fivb("fivb_points_first", (_FIVB[1], _FIVB[0], *_FIVB[2:])),
        # Qufu Normal University 2025: points, wins, sets won, C, Z, their result.
        Table(
            chain="cn_vb_a",
            keys=(*_all("match_points", "wins", "games_won", "games_ratio", "points_ratio"), *_tied("mutual")),
        ),
        # Quzhou University 2013: two equal by their match; three or more by C and Z among the equal only.
        Table(
            chain="cn_vb_b",
            keys=(
                *_all("match_points"),
                *_THEIR_MATCH,
                *_tied("games_ratio", "points_ratio"),
                *_THEIR_MATCH,
            ),
        ),
        # Jining Medical University 2019: C and Z of all matches; then two by their match, more by net sets among them.
        Table(
            chain="cn_vb_c",
            keys=(
                *_all("match_points", "games_ratio", "points_ratio"),
                *_THEIR_MATCH,
                *_tied("games_difference", applies_to="3_plus"),
                *_THEIR_MATCH,
            ),
        ),
        # Shaoxing University 2025: points, C, Z.
        Table(chain="cn_vb_d", keys=_all("match_points", "games_ratio", "points_ratio")),
        # ITTF Regulations for International Competitions 3.7.5: 2-1-0, also 0 for a loss in an unfinished match; ratios
        # among the equal only, begun again for those still equal.
        Table(
            chain="ittf_singles",
            unfinished=0,
            keys=(*_all("match_points"), *_tied("match_points", "games_ratio", "points_ratio")),
            restart=True,
            withdrawal="walkover",
        ),
        Table(
            chain="ittf_team",
            unfinished=0,
            keys=(*_all("match_points"), *_tied("match_points", "rubbers_ratio", "games_ratio", "points_ratio")),
            restart=True,
            withdrawal="walkover",
        ),
        # BWF General Competition Regulations 16.2: differences over all matches, two left by their match (16.2.2);
        # who does not complete all matches is out with all results (16.2.5).
        Table(
            chain="bwf_individual",
            win=1,
            loss=0,
            keys=_all("wins", "games_difference", "points_difference"),
            two_left=True,
            withdrawal="delete",
            annul_after=1,
        ),
        # BWF General Competition Regulations 16.3 and 7.12.
        Table(
            chain="bwf_team",
            win=1,
            loss=0,
            keys=_all("wins", "rubbers_difference", "games_difference", "points_difference"),
            two_left=True,
            withdrawal="delete",
            annul_after=1,
            annulling=("disqualified",),
        ),
        # FIBA Official Basketball Rules, annex D.1: 2-1-0; games between the equal first, begun again for those still
        # equal (D.1.4); a second forfeit annuls all (Official Basketball Rules, article 20).
        Table(chain="fiba", keys=_FIBA, restart=True, withdrawal="delete", annul_after=2, annulling=("walkover",)),
        # FIBA 3x3 Rules of the Game, pool order: wins or their share, wins among the equal, average points scored.
        Table(
            chain="fiba_3x3",
            win=1,
            loss=0,
            keys=(*_all("win_ratio"), *_tied("wins"), *_all("points_average")),
        ),
        # Jiujiang University 2023, Hainan University 2019: two by their match, more by the ratio of goals.
        Table(
            chain="cn_bk_ratio",
            keys=(*_all("match_points"), *_THEIR_MATCH, *_tied("points_ratio"), *_all("points_ratio")),
        ),
        # Inner Mongolia Normal University 2016, Institute of Disaster Prevention 2017.
        Table(
            chain="cn_bk_wins_ratio",
            keys=(*_all("match_points"), *_tied("wins", "points_ratio"), *_all("points_ratio")),
        ),
        # Hanbin district: mutual result, net points, points scored, which is FIBA's order.
        Table(chain="cn_bk_diff", keys=_FIBA, restart=True),
        # Staff badminton: one point for a tie won, then rubbers won, then points scored.
        Table(
            chain="cn_rubbers",
            win=1,
            loss=0,
            keys=_all("match_points", "rubbers_won", "points_scored"),
        ),
        Table(chain="plain", keys=(*_all("match_points"), *_tied("mutual"), *_all("games_difference"))),
    )
}
"""By name; `plain` serves where a sport states none."""

NAMES: Mapping[str, str] = {
    "fivb": _("FIVB: matches won, match points 3-2-1-0"),
    "fivb_points_first": _("FIVB, match points first"),
    "cn_vb_a": _("Staff volleyball: points, wins, sets won, set ratio, point ratio"),
    "cn_vb_b": _("Staff volleyball: points, then ratios among the equal"),
    "cn_vb_c": _("Staff volleyball: points, then ratios of all matches, their match"),
    "cn_vb_d": _("Staff volleyball: points, set ratio, point ratio"),
    "ittf_singles": _("ITTF: individual events"),
    "ittf_team": _("ITTF: team events"),
    "bwf_individual": _("BWF: individual events"),
    "bwf_team": _("BWF: team events"),
    "fiba": _("FIBA: basketball"),
    "fiba_3x3": _("FIBA: 3x3"),
    "cn_bk_ratio": _("Staff basketball: ratio of points among the equal"),
    "cn_bk_wins_ratio": _("Staff basketball: wins, then ratio of points among the equal"),
    "cn_bk_diff": _("Staff basketball: their result, point difference, points scored"),
    "cn_rubbers": _("Staff team ties: ties, rubbers and points won"),
    "plain": _("Points, their match, difference of games"),
}
"""What presets are called: English msgids."""


def table_of(regulation: Regulation) -> Table:
    """The table in force: the regulation's, else that of its sport, for team ties of its ties."""
    if regulation.table is not None:
        return regulation.table
    rules = sport(regulation.sport)
    found: Table | None = getattr(rules, "TIE_TABLE", None) if regulation.tie is not None else None
    return found or getattr(rules, "TABLE", None) or CHAINS["plain"]
