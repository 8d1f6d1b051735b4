"""What the live fragments and pages show, shaped from stored rows. Draws nothing and writes nothing."""

from collections.abc import Callable, Sequence
from datetime import datetime
from uuid import UUID

from msgspec import Struct
from msgspec.structs import replace

from services.events.group_tables import Group, groups_of
from services.events.performances import RankLine, ranking
from services.events.sql import judged as judged_sql
from services.events.sql import nominations as nomination_sql
from services.events.sql import public as sql
from services.events.sql.judged import Titled, Unplaced
from services.events.sql.nominations import Nomination
from services.events.sql.performances import performed
from services.events.sql.public import ContestLine, CourtLine, Drawn, MatchView, Placed
from shared.kit.db import Tx
from shared.kit.words import _
from shared.messages.scoring import ScoreChanged
from shared.rules.model import Outcome

TALLEST = 8
"""Matches of a round that a screen has room for above one another."""
SOON = 12
LATEST = 12


class Hall(Struct, frozen=True):
    """An event at this moment."""

    courts: tuple[CourtLine, ...]
    playing: tuple[MatchView, ...]
    soon: tuple[MatchView, ...]
    latest: tuple[MatchView, ...]


class CourtNow(Struct, frozen=True):
    """A court with the match on it and the one that follows."""

    court: CourtLine
    match: MatchView | None
    next: MatchView | None


class Round(Struct, frozen=True):
    """The matches of one section that are played about the same time."""

    section: str
    round: int
    matches: tuple[MatchView, ...]

    @property
    def key(self) -> str:
        """Names it on its page."""
        return f"{self.section}-{self.round}".replace(" ", "-")

    @property
    def words(self) -> tuple[str, dict[str, object]]:
        first = self.matches[0].round_words
        if any(match.round_words != first for match in self.matches):
            # Groups, heats and challenges bear names of their own.
            return _("Round {round}"), {"round": self.round}
        return first


class ContestPage(Struct, frozen=True):
    contest: ContestLine
    matches: tuple[MatchView, ...]
    entries: tuple[Drawn, ...]
    placings: tuple[Placed, ...]
    ranking: tuple[RankLine, ...] = ()
    """Of performances without opponent, as it stands."""
    groups: tuple[Group, ...] = ()
    """Tables of groups, as they stand."""
    judged: tuple[Titled, ...] = ()
    """The signed result of a judged contest."""
    unplaced: tuple[Unplaced, ...] = ()
    """Whom it gives no place."""
    sent_up: tuple[Nomination, ...] = ()
    """Where entries went on to; what gave nothing there is nobody else's business."""

    @property
    def rounds(self) -> tuple[Round, ...]:
        found: dict[tuple[str, int], list[MatchView]] = {}
        for match in self.matches:
            found.setdefault((match.section, match.round), []).append(match)
        return tuple(Round(section, number, tuple(matches)) for (section, number), matches in found.items())


async def hall(tx: Tx, event_id: UUID) -> Hall:
    return Hall(
        tuple(await sql.courts(tx, event_id)),
        tuple(await sql.on_courts(tx, event_id)),
        tuple(await sql.upcoming(tx, event_id, SOON)),
        tuple(await sql.latest(tx, event_id, LATEST)),
    )


async def contest_page(tx: Tx, contest_id: UUID) -> ContestPage | None:
    contest = await sql.contest(tx, contest_id)
    if contest is None:
        return None
    published = contest.status in ("published", "decided")
    matches = tuple(await sql.matches_of_contest(tx, contest_id))
    solo = any(match.solo for match in matches)
    return ContestPage(
        contest,
        matches,
        tuple(await sql.entries_of_draw(tx, contest_id)) if published else (),
        tuple(await sql.placings(tx, contest_id)),
        ranking(contest.regulation, await performed(tx, contest_id)) if solo else (),
        await groups_of(tx, contest_id, matches),
        tuple(await judged_sql.placings(tx, contest_id)) if contest.regulation.judged else (),
        tuple(await judged_sql.unplaced(tx, contest_id)) if contest.regulation.judged else (),
        tuple(each for each in await nomination_sql.of_contest(tx, contest_id) if is_public(each)),
    )


def is_public(nomination: Nomination) -> bool:
    return nomination.honoured or nomination.status == "nominated"


def courts_now(found: Hall, scored: Callable[[MatchView], MatchView]) -> list[CourtNow]:
    on_court = {match.court_id: match for match in found.playing}
    following: dict[UUID | None, MatchView] = {}
    for match in found.soon:
        following.setdefault(match.court_id, match)
    return [
        CourtNow(court, scored(on_court[court.id]) if court.id in on_court else None, following.get(court.id))
        for court in found.courts
    ]


def with_score(match: MatchView, score: ScoreChanged | None) -> MatchView:
    """The match with a newer score of its present attempt, if that is one."""
    if score is None or match.outcome is not None or score.attempt != match.attempt:
        return match
    if score.revision <= (match.score_revision or 0):
        return match
    status = "playing" if match.status in ("ready", "called") else match.status
    return replace(
        match,
        status=status,
        games=score.games,
        serving=score.serving,
        finished=score.finished,
        score_revision=score.revision,
        fouls=score.fouls,
        period=score.period,
        counts=score.counts,
    )


class Summary(Struct, frozen=True, kw_only=True):
    """A match as programs read it."""

    id: UUID
    number: int
    round: int
    rounds: int
    position: int
    section: str
    group: int | None
    status: str
    attempt: int
    revision: int
    sides: tuple[str | None, str | None]
    """Names, in the order of the draw."""
    entries: tuple[UUID | None, UUID | None]
    games: Sequence[tuple[int, int]]
    outcome: Outcome | None
    court_id: UUID | None
    starts_at: datetime | None


def summary(match: MatchView) -> Summary:
    return Summary(
        id=match.id,
        number=match.number,
        round=match.round,
        rounds=match.rounds,
        position=match.position,
        section=match.section,
        group=match.grp,
        status=match.status,
        attempt=match.attempt,
        revision=match.revision,
        sides=(match.name_1, match.name_2),
        entries=(match.entry_1, match.entry_2),
        games=match.shown_games,
        outcome=match.outcome,
        court_id=match.court_id,
        starts_at=match.starts_at,
    )
