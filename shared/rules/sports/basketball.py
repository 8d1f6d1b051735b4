"""Basketball by the FIBA rules, five or three a side, and staff variants. Knows presets; the clock's rules are shared.

Source: FIBA Official Basketball Rules 8, 18, 20, 21, 40 and 41; FIBA 3x3 Rules of the Game; notices of staff unions
for running clocks and halves.

>>> from shared.rules.clocked_games import is_possible
>>> is_possible(PRESETS["fiba_3x3"].regulation.clock, (23, 10))
False
"""

from typing import Any

from shared.rules.model import Clock, Preset, Regulation
from shared.rules.standings.chains import CHAINS
from shared.rules.words import _

NAME = _("Basketball")
PAD = "clock"
UNIT = "quarter"
TABLE = CHAINS["fiba"]
REST_MINUTES = 120
MOST_A_DAY = 2
OFFICIALS = 2


def _preset(key: str, name: str, players: int = 5, **clock: Any) -> Preset:
    return Preset(key, name, Regulation("basketball", 1, "team", clock=Clock(**clock), players=players))


PRESETS = {
    preset.key: preset
    for preset in (
        _preset("fiba_5x5", _("FIBA: four quarters of ten minutes")),
        Preset(
            "fiba_3x3",
            _("FIBA 3x3: ten minutes, or first to 21"),
            Regulation(
                "basketball",
                1,
                "team",
                players=3,
                table=CHAINS["fiba_3x3"],
                clock=Clock(
                    periods=1,
                    target=21,
                    overtime_minutes=0,
                    overtime_target=2,
                    scores=(1, 2),
                    foul_limit=0,
                    bonus_from=7,
                    timeouts=(1, 0, 0),
                    forfeit=(0, 0),
                ),
            ),
        ),
        _preset("quarters_10_running", _("Basketball: four quarters of ten minutes, running clock"), stopped=False),
        _preset(
            "quarters_12_running",
            _("Basketball: four quarters of twelve minutes, running clock"),
            minutes=12,
            stopped=False,
        ),
        _preset(
            "quarters_10_last_stopped",
            _("Basketball: running clock, stopped in the last quarter"),
            stopped=False,
            last_stopped=True,
        ),
        _preset(
            "halves_20_running",
            _("Basketball: two halves of twenty minutes, running clock"),
            periods=2,
            minutes=20,
            stopped=False,
            bonus_from=7,
        ),
        _preset(
            "halves_12",
            _("Basketball: two halves of twelve minutes"),
            periods=2,
            minutes=12,
            stopped=False,
            bonus_from=7,
        ),
    )
}
"""The first is the default."""


def slot_minutes(regulation: Regulation) -> int:
    """How long a match keeps its court, changing over included: by convention."""
    clock = regulation.clock or Clock()
    if clock.periods == 1:
        return 20
    return 100 if clock.stopped else 60
