"""Stored matches, times and people as the hall that a plan must fit. Pure: reads rows, writes nothing.

Minutes count from midnight of the origin, the first day of the event or of its sessions, in the hall's timezone.
"""

from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

from msgspec import Struct

from services.events.foreseen import Foreseen, last_rounds
from services.events.sql.availability import Absence, ContestTimes, EventRules, OfficialLine, SessionTime
from services.events.sql.planning import MatchRow, Side
from shared.rules import sports
from shared.rules.scheduling import Away, Court, Fixture, Hall, Official, Rules, Session, Slot

BEGUN = ("called", "playing")
RECENT = timedelta(hours=3)
"""How long a match that is over still counts: its players may need their rest."""
STILL = timedelta(minutes=5)
"""How much longer a match that should be over is reckoned to take."""


class Customs(Struct, frozen=True):
    """What a contest's matches take, as its sport has it or its organiser set it."""

    minutes: int
    rest: int
    most_a_day: int | None
    officials: int


class Rows(Struct, frozen=True, kw_only=True):
    """All that is stored about an event's schedule."""

    first_day: date
    timezone: ZoneInfo
    courts: Sequence[tuple[UUID, str]]
    show: Sequence[UUID]
    sessions: Sequence[SessionTime]
    contests: Sequence[ContestTimes]
    matches: Sequence[MatchRow]
    sides: Sequence[Side]
    rules: EventRules
    absences: Sequence[Absence]
    officials: Sequence[OfficialLine]

    @property
    def origin(self) -> date:
        """The day whose midnight is minute 0."""
        days = [self.first_day, *(self.local(session.starts_at).date() for session in self.sessions)]
        return min(days)

    def local(self, moment: datetime) -> datetime:
        return moment.astimezone(self.timezone).replace(tzinfo=None)

    def minute(self, moment: datetime) -> int:
        return int((self.local(moment) - datetime.combine(self.origin, time())).total_seconds() // 60)

    def moment(self, minute: int) -> datetime:
        return moment_of(self.origin, minute, self.timezone)


def moment_of(origin: date, minute: int, timezone: ZoneInfo) -> datetime:
    return (datetime.combine(origin, time()) + timedelta(minutes=minute)).replace(tzinfo=timezone)


def customs(contest: ContestTimes) -> Customs:
    """The organiser's numbers before the sport's; a sport that says nothing asks for half an hour and half an hour."""
    sport = sports.sport(contest.regulation.sport)
    slot_minutes = getattr(sport, "slot_minutes", None)
    most = contest.most_a_day if contest.most_a_day is not None else getattr(sport, "MOST_A_DAY", 0)
    return Customs(
        contest.minutes or (slot_minutes(contest.regulation) if slot_minutes else 30),
        contest.rest if contest.rest is not None else getattr(sport, "REST_MINUTES", 30),
        most or None,
        contest.officials if contest.officials is not None else getattr(sport, "OFFICIALS", 1),
    )


def hall_of(rows: Rows, now: datetime | None = None) -> Hall:
    """The hall for a plan: matches that have begun stay, none of the others begins before `now`.

    Without `now` every match counts as it stands, so that a plan already made can be looked at.
    """
    times = {contest.id: contest for contest in rows.contests}
    taken = {contest.id: customs(contest) for contest in rows.contests}
    foreseen = Foreseen(rows.matches, rows.sides, rows.rules.foresee)
    finishes = last_rounds(rows.matches)
    since = earliest_start(rows, now)
    fixtures = []
    for match in rows.matches:
        if match.status == "void" or (match.status == "decided" and not recent(match, now)):
            continue
        if times[match.contest_id].regulation.exhibition is not None:
            continue
        minutes = minutes_of(match, taken[match.contest_id].minutes, now)
        at = stays(rows, match, minutes, now)
        players, possible = foreseen.people(match)
        contest = times[match.contest_id]
        limits = [] if at else [since, rows.minute(contest.from_at) if contest.from_at else None]
        begins = [limit for limit in limits if limit is not None]
        fixtures.append(
            Fixture(
                id=str(match.id),
                contest=str(match.contest_id),
                minutes=minutes,
                rest=taken[match.contest_id].rest,
                players=players,
                possible=possible,
                units=foreseen.units(match),
                after=foreseen.feeders(match),
                courts=tuple(map(str, contest.court_ids)),
                not_before=max(begins, default=None),
                not_after=rows.minute(contest.until_at) if contest.until_at and not at else None,
                final=match.winner_places == (1, 1),
                finish=finishes.get(match.id, ""),
                officials=taken[match.contest_id].officials,
                at=at,
            )
        )
    return Hall(
        courts=tuple(Court(str(court), court in rows.show) for court, _name in rows.courts),
        sessions=tuple(
            Session(rows.minute(each.starts_at), rows.minute(each.ends_at), tuple(map(str, each.court_ids)))
            for each in rows.sessions
        ),
        fixtures=tuple(fixtures),
        away=tuple(
            Away(str(each.member_id or each.unit), rows.minute(each.starts_at), rows.minute(each.ends_at))
            for each in rows.absences
        ),
        officials=tuple(Official(str(each.member_id), each.unit) for each in rows.officials),
        rules=Rules(
            step=rows.rules.step,
            finals_on_show=rows.rules.finals_on_show,
            units_apart=rows.rules.units_apart,
            most_a_day=rows.rules.most_a_day,
            contest_most_a_day={str(id_): each.most_a_day for id_, each in taken.items() if each.most_a_day},
        ),
    )


def plan_of(rows: Rows) -> dict[str, Slot]:
    """Where matches stand now."""
    return {
        str(match.id): Slot(str(match.court_id), rows.minute(match.starts_at))
        for match in rows.matches
        if match.court_id is not None and match.starts_at is not None and match.status != "void"
    }


def earliest_start(rows: Rows, now: datetime | None) -> int | None:
    """While the event runs nothing is put into the past; before and after it its days are planned as a whole."""
    if now is None or not rows.sessions:
        return None
    first = min(session.starts_at for session in rows.sessions)
    last = max(session.ends_at for session in rows.sessions)
    return rows.minute(now) + 1 if first < now < last else None


def recent(match: MatchRow, now: datetime | None) -> bool:
    if now is None:
        return match.starts_at is not None
    return match.decided_at is not None and timedelta() <= now - match.decided_at < RECENT


def minutes_of(match: MatchRow, usual: int, now: datetime | None) -> int:
    """How long it keeps its court: as usual, and longer if it should be over and is not."""
    if now is None or match.status not in BEGUN or match.called_at is None:
        return usual
    return max(usual, int((now + STILL - match.called_at).total_seconds() // 60))


def stays(rows: Rows, match: MatchRow, minutes: int, now: datetime | None) -> Slot | None:
    """Where a match is that no plan moves: it has begun, is just over, or is held."""
    if now is None or match.court_id is None:
        return None
    if match.status == "decided" and match.decided_at is not None:
        return Slot(str(match.court_id), rows.minute(match.decided_at) - minutes)
    if match.status in BEGUN and match.called_at is not None:
        return Slot(str(match.court_id), rows.minute(match.called_at))
    if match.held and match.starts_at is not None:
        return Slot(str(match.court_id), rows.minute(match.starts_at))
    return None
