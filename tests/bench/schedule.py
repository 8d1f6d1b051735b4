"""How fast a big schedule is found and how much better it gets: 300 matches, 8 courts, 3 days, players in two contests.

Runs the search in its own process as the service does, checks every plan it tells of, needs no suite.
"""

import subprocess
import sys
import time
from typing import Any

import msgspec

from services.events.planner.told import Better, Found
from shared.rules.scheduling import Court, Fixture, Hall, Rules, Session, Slot
from shared.rules.scheduling.clashes import clashes
from shared.rules.scheduling.model import DAY

COURTS = 8
DAYS = 3
SESSIONS = ((9 * 60, 12 * 60), (13 * 60 + 30, 18 * 60), (18 * 60 + 30, 20 * 60 + 30))
KNOCKOUTS = (("MS", 32, 25), ("WS", 32, 25), ("MD", 32, 30), ("WD", 32, 30), ("XD", 32, 30))
"""Contest, entries, minutes: 155 matches."""
GROUPS = (("Staff", 15, 4, 20), ("Retired", 9, 4, 20))
"""Contest, groups, entries a group, minutes: 144 matches."""
REST = 30
FORESEEN = 4
"""Of so many possible entries each is kept free."""


def bench_schedule(seconds: float) -> dict[str, Any]:
    """Plan the hall for so many seconds; the first plan, the solver's first and the last with their costs."""
    hall = big_hall()
    started = time.perf_counter()
    planner = subprocess.Popen(
        [sys.executable, "-m", "services.events.planner", str(seconds)], stdin=subprocess.PIPE, stdout=subprocess.PIPE
    )
    assert planner.stdin is not None
    assert planner.stdout is not None
    planner.stdin.write(msgspec.json.encode(hall))
    planner.stdin.close()
    plans: list[tuple[float, Better]] = []
    last: Found | None = None
    for line in planner.stdout:
        last = msgspec.json.decode(line, type=Found)
        if isinstance(last, Better):
            plans.append((time.perf_counter() - started, last))
    planner.wait()
    costed = [(at, plan) for at, plan in plans if plan.cost is not None]
    wrong: list[object] = [clash for _at, plan in (plans[:1] + plans[-1:]) for clash in clashes(hall, plan.plan)]
    wrong += [] if plans and len(plans[-1][1].plan) == len(hall.fixtures) else [last]
    return {
        "bench": "schedule",
        "matches": len(hall.fixtures),
        "courts": COURTS,
        "days": DAYS,
        "court minutes asked of all, %": round(100 * load(hall)),
        "a plan without a clash after, s": round(plans[0][0], 2) if plans else None,
        "the solver's first after, s": round(costed[0][0], 2) if costed else None,
        "its cost": costed[0][1].cost if costed else None,
        "better plans": len(costed),
        "last after, s": round(costed[-1][0], 2) if costed else None,
        "last cost": costed[-1][1].cost if costed else None,
        "no plan costs less than": costed[-1][1].bound if costed else None,
        "first plan: last match ends": ends(hall, plans[0][1].plan) if plans else None,
        "last plan: last match ends": ends(hall, plans[-1][1].plan) if plans else None,
        "wrong": [str(each) for each in wrong[:5]],
    }


def big_hall() -> Hall:
    """Three full days; doubles are played by those who play singles, in other pairs."""
    fixtures: list[Fixture] = []
    for contest, entries, minutes in KNOCKOUTS:
        fixtures += knockout(contest, [people(contest, entry) for entry in range(entries)], minutes)
    for contest, groups, size, minutes in GROUPS:
        for group in range(groups):
            fixtures += round_robin(contest, group, size, minutes)
    fixtures.append(
        Fixture(id="show", contest="Show", minutes=30, rest=REST, players=("leader 1", "leader 2"), final=True)
    )
    sessions = tuple(Session(day * DAY + start, day * DAY + end) for day in range(DAYS) for start, end in SESSIONS)
    return Hall(
        courts=tuple(Court(str(number), number == 1) for number in range(1, COURTS + 1)),
        sessions=sessions,
        fixtures=tuple(fixtures),
        rules=Rules(finals_on_show=True, contest_most_a_day={"Staff": 3, "Retired": 3}),
    )


def people(contest: str, entry: int) -> tuple[str, ...]:
    match contest:
        case "MS" | "WS":
            return (f"{contest[0]}{entry}",)
        case "MD" | "WD":
            return f"{contest[0]}{entry}", f"{contest[0]}{32 + entry}"
    return f"M{(entry * 5) % 64}", f"W{(entry * 7) % 64}"


def knockout(contest: str, sides: list[tuple[str, ...]], minutes: int) -> list[Fixture]:
    found: list[Fixture] = []
    below = [("", side) for side in sides]
    while len(below) > 1:
        above = []
        for one, two in zip(below[::2], below[1::2], strict=True):
            name = f"{contest} {len(found) + 1}"
            who = one[1] + two[1]
            sure = not one[0]
            found.append(
                Fixture(
                    id=name,
                    contest=contest,
                    minutes=minutes,
                    rest=REST,
                    players=who if sure else (),
                    possible=() if sure or len(who) > FORESEEN * len(sides[0]) else who,
                    after=tuple(each[0] for each in (one, two) if each[0]),
                    final=len(below) == 2,
                )
            )
            above.append((name, who))
        below = above
    return found


def round_robin(contest: str, group: int, size: int, minutes: int) -> list[Fixture]:
    pairs = (((0, 3), (1, 2)), ((0, 2), (3, 1)), ((0, 1), (2, 3)))
    return [
        Fixture(
            id=f"{contest} {group}.{one}{two}",
            contest=contest,
            minutes=minutes,
            rest=REST,
            players=(f"{contest}{group * size + one}", f"{contest}{group * size + two}"),
            finish=f"{contest} {group}" if number == len(pairs) - 1 else "",
        )
        for number, meetings in enumerate(pairs)
        for one, two in meetings
    ]


def load(hall: Hall) -> float:
    there = sum(session.end - session.start for session in hall.sessions) * len(hall.courts)
    return sum(fixture.minutes for fixture in hall.fixtures) / there


def ends(hall: Hall, plan: dict[str, Slot]) -> str:
    at = max(slot.start + hall.by_id[match].minutes for match, slot in plan.items())
    return f"day {at // DAY + 1} {at % DAY // 60:02}:{at % 60:02}"
