"""A hall as a model for CP-SAT: start times, kinds of courts, people, days, and what a better plan has less of.

Courts that are open at the same times to the same matches are one kind: the solver counts them, and which court of its
kind a match gets is settled afterwards. That keeps hundreds of matches small. Knows no clock.
"""

from collections.abc import Iterator, Mapping
from itertools import combinations

from msgspec import Struct
from ortools.sat.python.cp_model import CpModel, Domain, IntervalVar, IntVar

from services.events.planner.cost import Cost
from shared.rules.scheduling import Fixture, Hall, Slot
from shared.rules.scheduling.first_plan import both
from shared.rules.scheduling.model import DAY


class Kind(Struct, frozen=True):
    """Courts that are alike."""

    courts: tuple[str, ...]


class Built(Struct, frozen=True):
    model: CpModel
    starts: Mapping[str, IntVar]
    on: Mapping[str, Mapping[Kind, IntVar]]
    """By match, whether it is played on courts of a kind."""


class Builder:
    """The model as it grows. Times in it are steps."""

    def __init__(self, hall: Hall) -> None:
        self.hall = hall
        self.step = hall.rules.step
        self.model = CpModel()
        held = [fixture.at.start for fixture in hall.fixtures if fixture.at is not None]
        self.horizon = self.steps(max([*(session.end for session in hall.sessions), *held], default=0)) + 1
        self.earliest = min([0, *held]) // self.step
        self.starts: dict[str, IntVar] = {}
        self.on: dict[str, dict[Kind, IntVar]] = {}
        self.kinds = kinds_of(hall)
        self.held = tuple(fixture for fixture in hall.fixtures if fixture.at is not None)
        self.held_of: dict[str, list[Fixture]] = {}
        for fixture in self.held:
            for person in fixture.people:
                self.held_of.setdefault(person, []).append(fixture)

    def steps(self, minutes: int) -> int:
        return -(-minutes // self.step)

    def build(self, improve: bool = True) -> Built:
        """The whole model; without `improve` any plan is as good as any other."""
        on_kind: dict[Kind, list[IntervalVar]] = {kind: [] for kind in self.kinds}
        for fixture in self.hall.fixtures:
            self.add_match(fixture, on_kind)
        for kind, intervals in on_kind.items():
            self.model.add_cumulative(intervals, [1] * len(intervals), len(kind.courts))
        self.add_order()
        self.add_people()
        self.add_day_limits()
        self.add_officials()
        if improve:
            self.model.minimize(Cost(self.hall, self.model, self.starts, (self.earliest, self.horizon)).cost())
        return Built(self.model, self.starts, self.on)

    def add_match(self, fixture: Fixture, on_kind: dict[Kind, list[IntervalVar]]) -> None:
        """Its start within sessions, and the kind of court it is played on."""
        size = self.steps(fixture.minutes)
        allowed = {kind: self.domain(fixture, kind) for kind in self.kinds if self.open_to(fixture, kind)}
        allowed = {kind: domain for kind, domain in allowed.items() if domain.size()}
        union = Domain.from_intervals([])
        for domain in allowed.values():
            union = union.union_with(domain)
        if not union.size():
            self.model.add_bool_or([])
            union = Domain(0, self.horizon)
        start = self.model.new_int_var_from_domain(union, f"start {fixture.id}")
        self.starts[fixture.id] = start
        self.on[fixture.id] = {}
        for kind, domain in allowed.items():
            here = self.model.new_bool_var("")
            self.on[fixture.id][kind] = here
            self.model.add_linear_expression_in_domain(start, domain).only_enforce_if(here)
            if fixture.at is None:
                on_kind[kind].append(self.model.new_optional_fixed_size_interval_var(start, size, here, ""))
        if allowed:
            self.model.add_exactly_one(self.on[fixture.id].values())

    def open_to(self, fixture: Fixture, kind: Kind) -> bool:
        if fixture.at is not None:
            return fixture.at.court in kind.courts
        return kind.courts[0] in self.hall.courts_of(fixture)

    def domain(self, fixture: Fixture, kind: Kind) -> Domain:
        """The starts a match may have on courts of a kind, without the times somebody is away."""
        if fixture.at is not None:
            return Domain.from_values([fixture.at.start // self.step])
        court = kind.courts[0]
        found = Domain.from_intervals(
            [
                [self.steps(first), last // self.step]
                for first, last in self.hall.windows(fixture, court)
                if self.steps(first) <= last // self.step
            ]
        )
        for begun, ended in self.closed_to(fixture, court):
            first, last = (begun - fixture.minutes) // self.step + 1, self.steps(ended) - 1
            if first <= last:
                found = found.intersection_with(Domain(first, last).complement())
        return found

    def closed_to(self, fixture: Fixture, court: str) -> Iterator[tuple[int, int]]:
        """Times it cannot touch: somebody is away, or a match that stays where it is has the court or a player."""
        for away in self.hall.absences(fixture):
            yield away.start, away.end
        for other in self.held:
            if other.at is not None and other.at.court == court:
                yield other.at.start, other.at.start + other.minutes
        for person in fixture.people:
            for other in self.held_of.get(person, ()):
                if other.at is not None and both(person, fixture, other):
                    yield other.at.start - fixture.rest, other.at.start + other.minutes + other.rest

    def add_order(self) -> None:
        for fixture in self.hall.fixtures:
            for feeder in fixture.after:
                before = self.hall.by_id.get(feeder)
                if before is None or (before.at and fixture.at):
                    continue
                pause = before.minutes + before.rest
                if before.at is not None:
                    self.model.add(self.starts[fixture.id] >= self.steps(before.at.start + pause))
                else:
                    self.model.add(self.starts[fixture.id] >= self.starts[feeder] + self.steps(pause))

    def add_people(self) -> None:
        """Nobody in two places, and everybody's rest: sure players in one row, those foreseen pair by pair."""
        sure: dict[str, list[Fixture]] = {}
        everybody: dict[str, list[Fixture]] = {}
        for fixture in self.hall.fixtures:
            if fixture.at is not None:
                continue
            for person in fixture.players:
                sure.setdefault(person, []).append(fixture)
            for person in fixture.people:
                everybody.setdefault(person, []).append(fixture)
        rows = {tuple(fixture.id for fixture in matches) for matches in sure.values() if len(matches) > 1}
        pairs = {
            (one.id, two.id)
            for person, matches in everybody.items()
            for one, two in combinations(matches, 2)
            if both(person, one, two) and not (person in one.players and person in two.players)
        }
        for row in sorted(rows | pairs):
            self.model.add_no_overlap([self.with_rest(match) for match in row])

    def with_rest(self, match: str) -> IntervalVar:
        fixture = self.hall.by_id[match]
        size = self.steps(fixture.minutes + fixture.rest)
        return self.model.new_fixed_size_interval_var(self.starts[match], size, "")

    def add_day_limits(self) -> None:
        rules = self.hall.rules
        rows: dict[tuple[str, ...], int] = {}
        for contest in ("", *rules.contest_most_a_day):
            most = rules.contest_most_a_day[contest] if contest else rules.most_a_day
            if most is None:
                continue
            by_person: dict[str, list[str]] = {}
            for fixture in self.hall.fixtures:
                for person in fixture.players if contest in ("", fixture.contest) else ():
                    by_person.setdefault(person, []).append(fixture.id)
            rows |= {tuple(row): most for row in by_person.values() if len(row) > most}
        days = self.days({match for row in rows for match in row})
        for row, most in rows.items():
            for day in dict.fromkeys(day for match in row for day in days[match]):
                self.model.add(sum(days[match][day] for match in row if day in days[match]) <= most)

    def days(self, matches: set[str]) -> dict[str, dict[int, IntVar]]:
        """Of each match, a truth a day of play: whether it is played then."""
        open_days = {day for each in self.hall.sessions for day in range(each.start // DAY, each.end // DAY + 1)}
        found: dict[str, dict[int, IntVar]] = {}
        for match in sorted(matches):
            at = self.hall.by_id[match].at
            here = {day: self.model.new_bool_var("") for day in ([at.start // DAY] if at else sorted(open_days))}
            self.model.add_exactly_one(here.values())
            for day, truth in here.items() if at is None else ():
                within = Domain(self.steps(day * DAY), self.steps((day + 1) * DAY) - 1)
                self.model.add_linear_expression_in_domain(self.starts[match], within).only_enforce_if(truth)
            found[match] = here
        return found

    def add_officials(self) -> None:
        """Never more at once than there are; who it is, is settled afterwards."""
        busy = [fixture for fixture in self.hall.fixtures if fixture.officials]
        if not self.hall.officials or not busy:
            return
        intervals = [
            self.model.new_fixed_size_interval_var(self.starts[each.id], self.steps(each.minutes), "") for each in busy
        ]
        self.model.add_cumulative(intervals, [each.officials for each in busy], len(self.hall.officials))


def kinds_of(hall: Hall) -> tuple[Kind, ...]:
    """Courts that are alike; one on which a match is held is a kind of its own, or it might be given away."""
    held = {fixture.at.court for fixture in hall.fixtures if fixture.at is not None}
    alike: dict[object, list[str]] = {}
    wanted = {fixture.courts for fixture in hall.fixtures if fixture.courts}
    for court in hall.courts:
        sessions = tuple(session.holds(court.id) for session in hall.sessions)
        allowed = tuple(court.id in courts for courts in sorted(wanted))
        own = court.id if court.id in held else ""
        alike.setdefault((sessions, allowed, court.show, own), []).append(court.id)
    return tuple(Kind(tuple(courts)) for courts in alike.values())


def on_courts(hall: Hall, starts: Mapping[str, int], kinds: Mapping[str, Kind]) -> dict[str, Slot]:
    """A court of its kind for every match: in order of start the first that is free, which is always enough."""
    free_at: dict[str, int] = {}
    plan: dict[str, Slot] = {}
    for match in sorted(starts, key=lambda each: (starts[each], each)):
        fixture = hall.by_id[match]
        if fixture.at is not None:
            court = fixture.at.court
        else:
            court = next(each for each in kinds[match].courts if free_at.get(each, 0) <= starts[match])
        free_at[court] = max(free_at.get(court, 0), starts[match] + fixture.minutes)
        plan[match] = Slot(court, starts[match])
    return plan
