"""Rope skipping: speed events and mass events by count. Knows what is counted and taken off, not who turns the rope.

Sources: IJRU Competition Manual, speed events; the Chinese national counting events; notices of staff meetings for
long ropes, team sums and prizes by threshold.

>>> relay = PRESETS["ijru_srsr_4x30"].regulation
>>> done = counted(relay.counting, (24, 25, 26), false_starts=1, false_switches=1)
>>> check_result(relay, Outcome("played", None, performance=done))
>>> rank(relay, {"P": [done], "Q": [done], "S": [counted(relay.counting, (20,))], "U": []})
(('S', 1, 1), ('P', 2, 3), ('Q', 2, 3))
"""

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from shared.rules import counting as counts
from shared.rules.counting import counted
from shared.rules.exact import sensible
from shared.rules.model import Counting, Discipline, Outcome, Performance, Preset, PrizeTier, Regulation, Words
from shared.rules.plan import Placing
from shared.rules.refusals import IllegalMark, IllegalResult
from shared.rules.words import _

if TYPE_CHECKING:
    from shared.rules.marks import Sheet

NAME = _("Rope skipping")
PAD = "count"
REST_MINUTES = 10
MOST_A_DAY = 3
OFFICIALS = 3


def _preset(key: str, name: str, discipline: Discipline, **settings: Any) -> Preset:
    return Preset(key, name, Regulation("rope_skipping", 1, discipline, counting=Counting(**settings)))


def _ijru(key: str, name: str, seconds: int, discipline: Discipline = "singles", legs: int = 1) -> Preset:
    return _preset(key, name, discipline, seconds=seconds, false_switches=legs - 1, within=3)


def _national(key: str, name: str, seconds: int, discipline: Discipline = "singles", legs: int = 1) -> Preset:
    return _preset(key, name, discipline, seconds=seconds, false_switches=legs - 1, false_start=5)


def _mass(key: str, name: str, seconds: int, **settings: Any) -> Preset:
    return _preset(
        key, name, "team", **{"counters": 2, "combine": "mean", "unit": "passes"} | settings, seconds=seconds
    )


THRESHOLDS = (
    PrizeTier("special", at_least=Decimal(200)),
    PrizeTier("first", count=3, at_least=Decimal(160)),
    PrizeTier("second", count=6, at_least=Decimal(130)),
    PrizeTier("third", count=9, at_least=Decimal(100)),
)
PRESETS = {
    preset.key: preset
    for preset in (
        _ijru("ijru_srss_30", _("IJRU: single rope speed, 30 seconds"), 30),
        _ijru("ijru_srse_180", _("IJRU: single rope endurance, 3 minutes"), 180),
        _preset("ijru_srtu", _("IJRU: consecutive triple unders"), "singles", seconds=0, unit="run", within=3),
        _ijru("ijru_srdr_2x30", _("IJRU: double under relay, 2 × 30 seconds"), 60, "doubles", 2),
        _ijru("ijru_srsr_4x30", _("IJRU: single rope relay, 4 × 30 seconds"), 120, "team", 4),
        _ijru("ijru_ddsr_4x30", _("IJRU: double dutch relay, 4 × 30 seconds"), 120, "team", 4),
        _ijru("ijru_ddss_60", _("IJRU: double dutch sprint, 60 seconds"), 60, "team"),
        _national("cn_single_30", _("National: single rope, 30 seconds"), 30),
        _national("cn_double_under_30", _("National: double unders, 30 seconds"), 30),
        _national("cn_single_180", _("National: single rope, 3 minutes"), 180),
        _national("cn_relay_4x30", _("National: relay, 4 × 30 seconds"), 120, "team", 4),
        _national("cn_double_dutch_3x40", _("National: double dutch relay, 3 × 40 seconds"), 120, "team", 3),
        _preset(
            "single_60_lht",
            _("One minute, fewer failures first"),
            "singles",
            seconds=60,
            counters=2,
            combine="mean",
            tie_break="fewer_failures",
        ),
        _preset(
            "single_60_dlou_2016",
            _("One minute, prizes by threshold"),
            "singles",
            seconds=60,
            counters=2,
            combine="mean",
            prizes=THRESHOLDS,
        ),
        _mass(
            "single_60_sum_xbu",
            _("One minute, sum of seven"),
            60,
            counters=1,
            combine="single",
            members=7,
            unit="jumps",
        ),
        _mass("figure8_180_shou_2017", _("Figure of eight, 3 minutes, fouls cost 3"), 180, foul=3),
        _mass("figure8_180_sysu", _("Figure of eight, 3 minutes"), 180),
        _mass("figure8_120_twit", _("Figure of eight, 2 minutes"), 120),
        _mass("long_rope_90_dlou", _("Long rope in fixed order, 90 seconds"), 90),
        _mass("together_180_hbcj", _("All jump together, 3 minutes, better of two"), 180, unit="jumps", attempts=2),
        _mass("one_by_one_180_zzy", _("Enter one by one, 3 minutes"), 180, unit="jumps"),
        _mass("unbroken_zbnc", _("Longest unbroken run, best of three"), 0, unit="run", attempts=3),
    )
}
"""The first is the default."""

COUNTED = {
    "jumps": _("Jumps are counted."),
    "passes": _("Passes through the rope are counted; a trip does not count and is not repeated."),
    "run": _("The longest unbroken run is counted."),
}


def settings(regulation: Regulation) -> Counting:
    """How this contest counts."""
    return regulation.counting or Counting()


def slot_minutes(regulation: Regulation) -> int:
    """How long a heat keeps its lanes, changing over included."""
    return 5 if settings(regulation).seconds <= 90 else 8


def places(regulation: Regulation) -> int:
    """How many counters hand in a count: of a team sum, all counters of every member."""
    return settings(regulation).counters * settings(regulation).members


def performance(regulation: Regulation, sheet: "Sheet") -> Performance:
    """The result of a count sheet that all counters have handed in; raises IllegalMark while one is missing."""
    handed = [count for count, done in zip(sheet.counts, sheet.handed_in, strict=False) if done and count is not None]
    if len(handed) < places(regulation):
        raise IllegalMark("performance.open", _("Not every counter has handed in."))
    return counted(
        settings(regulation),
        handed,
        false_starts=sheet.false_starts,
        false_switches=sheet.false_switches,
        fouls=sheet.fouled,
        failures=sheet.failures,
    )


def rank(regulation: Regulation, performances: Mapping[str, Sequence[Performance]]) -> tuple[Placing, ...]:
    """Places by each entry's best attempt; who has none is not placed."""
    return counts.rank(settings(regulation), performances)


def value(regulation: Regulation, performances: Sequence[Performance]) -> Decimal:
    """The score that counts for a prize by threshold: that of the best of at least one attempt."""
    return counts.best(settings(regulation), performances).score


def check_result(regulation: Regulation, outcome: Outcome) -> None:
    """Refuse with IllegalResult a result that is no count, or whose score is not what its counts make."""
    if outcome.winner is not None or outcome.games:
        raise IllegalResult("performance.winner", _("A performance has no opponent."))
    if outcome.kind != "played":
        return
    done = outcome.performance
    if done is None:
        raise IllegalResult("performance.missing", _("The count is missing."))
    if not all(map(sensible, (done.score, done.deduction, *done.counts))):
        raise IllegalResult("performance.number", _("A count is a number."))
    if done.failures < 0 or done.deduction < 0 or any(count < 0 for count in done.counts):
        raise IllegalResult("performance.negative", _("Counts cannot be negative."))
    if done.counts and done.score != _score(regulation, done):
        raise IllegalResult(
            "performance.sum",
            _("These counts make {score}, not {typed}."),
            score=str(_score(regulation, done)),
            typed=str(done.score),
        )


def in_words(regulation: Regulation) -> Words:
    """The regulation in sentences, as an organiser would print it in the notice."""
    rules = settings(regulation)
    words: Words = [(COUNTED[rules.unit], {})]
    if rules.seconds:
        words.append((_("A turn lasts {seconds} seconds."), {"seconds": rules.seconds}))
    if rules.members > 1:
        words.append(
            (_("The counts of {members} members are added; who is void counts 0."), {"members": rules.members})
        )
    words.append(_counters(rules))
    if rules.within is not None and rules.counters > 1:
        words.append(
            (_("Closest counters more than {within} apart: recount or new attempt."), {"within": rules.within})
        )
    words += _deductions(rules)
    if rules.tie_break == "fewer_failures":
        words.append((_("Between equal counts fewer failures decide; who are still equal share the place."), {}))
    else:
        words.append((_("Equal counts share the place, and the next place is left out."), {}))
    return words


def _counters(rules: Counting) -> tuple[str, dict[str, object]]:
    if rules.counters == 1:
        return _("One counter."), {}
    if rules.combine != "ijru" or rules.counters == 2:
        return _("{counters} counters, whose mean counts."), {"counters": rules.counters}
    if rules.counters == 3:
        return _("Three counters: the mean of the two closest counts, of equal gaps the higher two."), {}
    return _("{counters} counters: highest and lowest are left out, the mean of the rest counts."), {
        "counters": rules.counters
    }


def _deductions(rules: Counting) -> Words:
    words: Words = []
    if rules.foul:
        words.append((_("Each foul costs {points}."), {"points": rules.foul}))
    if rules.false_start and rules.unit == "jumps":
        words.append((_("A false start costs {points}, once."), {"points": rules.false_start}))
    if rules.false_start and rules.false_switches:
        values: dict[str, object] = {"points": rules.false_start, "most": rules.false_switches}
        words.append((_("Each false switch costs {points}, {most} at most."), values))
    return words


def _score(regulation: Regulation, done: Performance) -> Decimal:
    """What the counts make with the deduction that was taken."""
    made = counted(settings(regulation), done.counts)
    return made.score - done.deduction
