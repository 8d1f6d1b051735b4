"""A signed result decides a judged contest: placings, prizes, titles; an amended one replaces it. Knows no mark."""

from collections.abc import Sequence

from services.events import judged
from services.events.sql import awards as award_sql
from services.events.sql import judged as sql
from services.events.sql import results as result_sql
from services.events.sql.awards import NewAward, Winner
from services.events.sql.results import Contest
from shared.kit.bus.journal import record
from shared.kit.db import Tx
from shared.kit.words import _
from shared.messages.events import ContestDecided, PlacingRef
from shared.messages.scoring import JudgedContestSigned


class StrangeResult(Exception):
    """A result for entries this contest does not have; an operator must look at it."""


async def settle(tx: Tx, signed: JudgedContestSigned) -> Contest | None:
    """Decide the contest by a signed result; None where it is not newer than the one that stands."""
    found = await result_sql.lock_contest(tx, signed.id)
    if not found or found[0].regulation.judged is None:
        raise StrangeResult(f"there is no judged contest {signed.id}")
    contest = found[0]
    await sql.keep_result(tx, signed)
    if signed.revision <= await sql.result_version(tx, contest.id):
        return None
    placings = await placings_of(tx, signed)
    await sql.write_placings(tx, contest.id, placings)
    revision = await sql.decide(tx, contest.id, signed.revision, signed.signed_at)
    await award(tx, contest, placings, signed)
    await record(tx, decided(contest, placings, signed, revision))
    await judged.tell(tx, contest.id)
    return contest


async def placings_of(tx: Tx, signed: JudgedContestSigned) -> tuple[PlacingRef, ...]:
    own = {entry.id for entry in await sql.entries(tx, signed.id)}
    strange = [str(line.entry_id) for line in signed.lines if line.entry_id not in own]
    if strange:
        raise StrangeResult(f"contest {signed.id} has no entries {', '.join(strange)}")
    entries = await result_sql.entries_of(tx, [str(line.entry_id) for line in signed.lines], unveiled=True)
    return tuple(
        PlacingRef(
            entry=entries[str(line.entry_id)],
            first=line.first,
            last=line.last,
            prize=line.prize,
            title=line.title,
            total=line.total,
            panel=line.panel,
        )
        for line in sorted(signed.lines, key=lambda line: (line.panel, line.first))
    )


def decided(
    contest: Contest, placings: Sequence[PlacingRef], signed: JudgedContestSigned, revision: int
) -> ContestDecided:
    return ContestDecided(
        id=contest.id,
        revision=revision,
        event_id=contest.event_id,
        event_name=contest.event_name,
        contest_name=contest.name,
        placings=tuple(placings),
        decided_at=signed.signed_at,
    )


async def award(tx: Tx, contest: Contest, placings: Sequence[PlacingRef], signed: JudgedContestSigned) -> None:
    """Prizes and titles of a signed result are awards at once; those of an earlier result are no more."""
    await sql.forget_prizes(tx, contest.id)
    names = dict.fromkeys([each.prize for each in placings] + [each.title for each in placings])
    basis: list[tuple[str, dict[str, object]]] = [(_("By the result that chief and supervisor signed."), {})]
    made = [
        NewAward(kind="prize", name=name, contest_id=contest.id, basis=basis, winners=winners(placings, name))
        for name in names
        if name
    ]
    ids = await award_sql.add(tx, contest.event_id, made)
    await award_sql.publish(tx, ids, None, signed.signed_at)


def winners(placings: Sequence[PlacingRef], name: str) -> tuple[Winner, ...]:
    return tuple(
        Winner(name=each.entry.name, unit=each.entry.unit, entry_id=each.entry.id)
        for each in placings
        if name in (each.prize, each.title)
    )
