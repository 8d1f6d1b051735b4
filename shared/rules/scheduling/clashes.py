"""What is wrong with a plan: courts taken twice, people in two places, rest cut short, results not yet known.

Judges plans and makes none. Every clash says in words what it is.
"""

from collections.abc import Iterable, Iterator
from itertools import combinations
from typing import Literal

from msgspec import Struct

from shared.rules.scheduling.model import DAY, Fixture, Hall, Plan, Slot
from shared.rules.words import _

ClashKind = Literal[
    "court", "player", "rest", "order", "session", "away", "courts", "show", "most", "window", "possible"
]
SENTENCES: dict[ClashKind, str] = {
    "court": _("{match} and {other} would be on {court} at the same time."),
    "player": _("{who} would play {match} and {other} at the same time."),
    "rest": _("{who} would have {gap} minutes between {match} and {other}; {wanted} are due."),
    "order": _("{match} waits for {other}, which ends only later."),
    "session": _("{match} would not lie inside a session of {court}."),
    "away": _("{who} cannot play at the time of {match}."),
    "courts": _("{match} may not be played on {court}."),
    "show": _("{match} is a final and belongs on the show court."),
    "most": _("{who} would play more than {wanted} matches on one day."),
    "window": _("{match} lies outside the days of its contest."),
    "possible": _("{who} may come into both {match} and {other}, which lie too close together."),
}


class Clash(Struct, frozen=True, kw_only=True):
    """One thing that is wrong. `match` comes first in time."""

    kind: ClashKind
    match: str
    other: str = ""
    who: str = ""
    court: str = ""
    gap: int = 0
    wanted: int = 0

    @property
    def sentence(self) -> str:
        return SENTENCES[self.kind]


class Placed(Struct, frozen=True):
    fixture: Fixture
    slot: Slot

    @property
    def end(self) -> int:
        return self.slot.start + self.fixture.minutes

    def overlaps(self, other: "Placed") -> bool:
        return self.slot.start < other.end and other.slot.start < self.end


def clashes(hall: Hall, plan: Plan, only: Iterable[str] | None = None) -> tuple[Clash, ...]:
    """Everything that is wrong with a plan, by time; `only` asks about some matches.

    >>> from shared.rules.scheduling.model import Court, Session
    >>> one = Fixture(id="1", contest="A", minutes=45, rest=30, players=("a", "b"))
    >>> two = Fixture(id="2", contest="A", minutes=45, rest=30, players=("a", "c"))
    >>> hall = Hall(courts=(Court("1"),), sessions=(Session(840, 960),), fixtures=(one, two))
    >>> [(each.kind, each.who, each.gap) for each in clashes(hall, {"1": Slot("1", 840), "2": Slot("1", 900)})]
    [('rest', 'a', 15)]
    """
    placed = sorted(
        (Placed(fixture, plan[fixture.id]) for fixture in hall.fixtures if fixture.id in plan),
        key=lambda each: (each.slot.start, each.fixture.id),
    )
    wanted = None if only is None else set(only)
    found = [
        *(clash for each in placed if wanted is None or each.fixture.id in wanted for clash in of_one(hall, each)),
        *of_order(hall, plan, wanted),
        *of_courts(placed, wanted),
        *of_people(placed, wanted),
        *of_days(hall, placed, wanted),
    ]
    return tuple(dict.fromkeys(found))


def of_one(hall: Hall, placed: Placed) -> Iterator[Clash]:
    """What is wrong with a match's own place."""
    fixture, slot = placed.fixture, placed.slot
    if fixture.courts and slot.court not in fixture.courts:
        yield Clash(kind="courts", match=fixture.id, court=slot.court)
    if fixture.final and hall.rules.finals_on_show and hall.show_courts and slot.court not in hall.show_courts:
        yield Clash(kind="show", match=fixture.id, court=slot.court)
    inside = any(
        session.holds(slot.court) and session.start <= slot.start and placed.end <= session.end
        for session in hall.sessions
    )
    if hall.sessions and not inside:
        yield Clash(kind="session", match=fixture.id, court=slot.court)
    early = fixture.not_before is not None and slot.start < fixture.not_before
    late = fixture.not_after is not None and placed.end > fixture.not_after
    if early or late:
        yield Clash(kind="window", match=fixture.id)
    for away in hall.absences(fixture):
        if slot.start < away.end and away.start < placed.end:
            yield Clash(kind="away", match=fixture.id, who=away.who)


def of_order(hall: Hall, plan: Plan, only: set[str] | None) -> Iterator[Clash]:
    """Matches that would begin before a result they wait for, or before its winner has rested."""
    for fixture in hall.fixtures:
        if fixture.id not in plan:
            continue
        for feeder in fixture.after:
            before = hall.by_id.get(feeder)
            if before is None or feeder not in plan or not asked(only, fixture.id, feeder):
                continue
            gap = plan[fixture.id].start - plan[feeder].start - before.minutes
            if gap < 0:
                yield Clash(kind="order", match=fixture.id, other=feeder)
            elif gap < before.rest:
                yield Clash(kind="rest", match=feeder, other=fixture.id, gap=gap, wanted=before.rest)


def of_courts(placed: list[Placed], only: set[str] | None) -> Iterator[Clash]:
    by_court: dict[str, list[Placed]] = {}
    for each in placed:
        by_court.setdefault(each.slot.court, []).append(each)
    for matches in by_court.values():
        for one, two in combinations(matches, 2):
            if one.overlaps(two) and asked(only, one.fixture.id, two.fixture.id):
                yield Clash(kind="court", match=one.fixture.id, other=two.fixture.id, court=one.slot.court)


def of_people(placed: list[Placed], only: set[str] | None) -> Iterator[Clash]:
    """People in two matches at once or too soon one after the other, over all contests."""
    by_person: dict[str, list[Placed]] = {}
    for each in placed:
        for person in each.fixture.people:
            by_person.setdefault(person, []).append(each)
    for person, matches in by_person.items():
        for one, two in combinations(matches, 2):
            if not asked(only, one.fixture.id, two.fixture.id) or linked(one.fixture, two.fixture):
                continue
            gap = two.slot.start - one.end
            sure = person in one.fixture.players and person in two.fixture.players
            if gap >= one.fixture.rest or (not sure and one.fixture.contest == two.fixture.contest):
                continue
            kind: ClashKind = "possible" if not sure else "player" if gap < 0 else "rest"
            yield Clash(
                kind=kind,
                match=one.fixture.id,
                other=two.fixture.id,
                who=person,
                gap=gap,
                wanted=one.fixture.rest,
            )


def linked(one: Fixture, two: Fixture) -> bool:
    """Whether one waits for the other: their order is judged there."""
    return one.id in two.after or two.id in one.after


def of_days(hall: Hall, placed: list[Placed], only: set[str] | None) -> Iterator[Clash]:
    """People with too many matches on one day, over all contests or in one."""
    counts: dict[tuple[str, str, int], list[Placed]] = {}
    for each in placed:
        for person in each.fixture.players:
            day = each.slot.start // DAY
            counts.setdefault((person, "", day), []).append(each)
            counts.setdefault((person, each.fixture.contest, day), []).append(each)
    for (person, contest, _day), matches in counts.items():
        most = hall.rules.contest_most_a_day.get(contest) if contest else hall.rules.most_a_day
        if most is None or len(matches) <= most:
            continue
        if only is None or any(each.fixture.id in only for each in matches):
            yield Clash(kind="most", match=matches[-1].fixture.id, who=person, wanted=most)


def asked(only: set[str] | None, *matches: str) -> bool:
    return only is None or any(match in only for match in matches)
