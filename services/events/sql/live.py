"""Statements of the live score: the newest state of each open sheet, and a match begun by its first mark."""

from collections.abc import Sequence
from uuid import UUID

from msgspec import Struct

from shared.kit.db import Tx, many
from shared.messages.scoring import ScoreChanged


class Place(Struct, frozen=True):
    """Where a match belongs."""

    id: UUID
    contest_id: UUID
    event_id: UUID


async def keep_scores(tx: Tx, scores: Sequence[ScoreChanged]) -> None:
    """The newest score of each sheet; an older revision that comes late changes nothing."""
    await tx.execute(
        "insert into live_score (sheet_id, match_id, attempt, games, serving, finished, marked_at, revision, fouls, "
        "period, counts) "
        "select * from unnest($1::uuid[], $2::uuid[], $3::integer[], $4::jsonb[], $5::integer[], $6::boolean[], "
        "$7::timestamptz[], $8::bigint[], $9::jsonb[], $10::integer[], $11::jsonb[]) "
        "on conflict (sheet_id) do update set games = excluded.games, serving = excluded.serving, "
        "finished = excluded.finished, marked_at = excluded.marked_at, revision = excluded.revision, "
        "fouls = excluded.fouls, period = excluded.period, counts = excluded.counts "
        "where excluded.revision > live_score.revision",
        [score.id for score in scores],
        [score.match_id for score in scores],
        [score.attempt for score in scores],
        [score.games for score in scores],
        [score.serving for score in scores],
        [score.finished for score in scores],
        [score.marked_at for score in scores],
        [score.revision for score in scores],
        [score.fouls for score in scores],
        [score.period for score in scores],
        [score.counts for score in scores],
    )


async def begin(tx: Tx, matches: Sequence[UUID], attempts: Sequence[int]) -> list[Place]:
    """Matches whose first mark came move to playing; returns where each belongs."""
    rows = await tx.fetch(
        "with given as (select * from unnest($1::uuid[], $2::integer[]) as g (id, attempt)), "
        "begun as (update match m set status = 'playing' from given g "
        "where m.id = g.id and m.attempt = g.attempt and m.status in ('ready', 'called')), "
        "seen as (select m.id, m.contest_id, c.event_id from match m join contest c on c.id = m.contest_id "
        "where m.id in (select id from given)) "
        "select id, contest_id, event_id from seen",
        matches,
        attempts,
    )
    return many(Place, rows)
