"""Courts, slots and rest: kinds of `schedule.yaml`."""

import re
from collections.abc import Callable

from shared.rules.scheduling import Court, Fixture, Hall, Session, Slot
from shared.rules.scheduling.capacity import Stage, knockout, least_slots, round_robin, slots_of
from shared.rules.scheduling.clashes import clashes
from tests.cases.kinds.case import Answer, Case

NUMBERS = ("zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve")
GROUPS = re.compile(r"(?:(\w+) )?(double )?(?:groups?|round robins?) of (\d+)")
COURTS = re.compile(r"on (\w+) courts?")
KNOCKOUTS = (
    (r"round of 16|eighth-?finals", 16),
    (r"quarter-?finals|quarters", 8),
    (r"semi-?finals|semis", 4),
    ("final", 2),
)


def minutes(time: str) -> int:
    """Minutes since midnight; a day may stand before it, counted from 1: `2 09:00`."""
    day, _, clock = time.rpartition(" ")
    hours, _, rest = clock.partition(":")
    return (int(day or 1) - 1) * 24 * 60 + int(hours) * 60 + int(rest)


def number(word: str) -> int:
    return NUMBERS.index(word) if word in NUMBERS else int(word)


def capacity(case: Case) -> Answer:
    sessions = case.get("sessions") or [case["session"]]
    slots = sum(slots_of(minutes(start), minutes(end), case["slot_min"]) for start, end in sessions)
    return case["expected"], {"slots_per_court": slots, "matches": slots * case["courts"]}


def rest_violation(case: Case) -> Answer:
    fixtures = tuple(
        Fixture(
            id=str(place),
            contest="",
            minutes=minutes(match["end"]) - minutes(match["start"]),
            rest=case["rest_min"],
            players=tuple(match["p"]),
        )
        for place, match in enumerate(case["matches"])
    )
    plan = {str(place): Slot(str(place), minutes(match["start"])) for place, match in enumerate(case["matches"])}
    days = (Session(0, 366 * 24 * 60),)
    hall = Hall(courts=tuple(Court(each.id) for each in fixtures), sessions=days, fixtures=fixtures)
    broken = [clash for clash in clashes(hall, plan) if clash.kind in ("rest", "player")]
    return case["expected"], [{"player": clash.who, "gap": clash.gap} for clash in broken]


def lower_bound(case: Case) -> Answer:
    """The contest in words: `N round robins / groups of M`, then rounds of a knockout, `on C courts`."""
    words = case["what"].lower()
    courts = number(COURTS.findall(words)[-1])
    first, _, then = words.partition(" then ")
    groups = [
        size
        for count, _double, size in GROUPS.findall(first)
        for size in [int(size)] * (number(count) if count in NUMBERS or count.isdigit() else 1)
    ]
    legs = 2 if "double" in first or "twice" in first else 1
    group_slots = least_slots(round_robin(groups, legs), courts) if groups else 0
    ko_slots = least_slots(bracket_in(then if groups else words), courts)
    total = group_slots + ko_slots
    got = {"min_slots": total, "group_slots": group_slots, "ko_slots": ko_slots, "total": total}
    return case["expected"], {name: got[name] for name in case["expected"] if name in got}


def bracket_in(words: str) -> Stage:
    """The knockout that begins with the first round named; none is no stage at all."""
    named = re.search(r"knockout of (\d+)", words)
    entries = int(named[1]) if named else next((size for name, size in KNOCKOUTS if re.search(name, words)), 0)
    return knockout(entries, bool(re.search(r"3rd|third|bronze", words))) if entries else Stage(())


KINDS: dict[str, Callable[[Case], Answer]] = {
    "capacity": capacity,
    "rest_violation": rest_violation,
    "lower_bound": lower_bound,
}
