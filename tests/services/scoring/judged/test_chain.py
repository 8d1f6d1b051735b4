"""A chain of ballots: nothing can be changed in it, and what was changed behind its back is found."""

from collections.abc import AsyncIterator
from decimal import Decimal
from typing import Any
from uuid import UUID

import asyncpg
import pytest

from services.scoring.judged.chain import Walk, verify
from services.scoring.judged.ground import ballot_id
from services.scoring.judged.officials import contest_of
from shared.kit.db import Db
from shared.rules.judged import chain
from shared.rules.judged.rule_set import Criterion, RuleSet, Stage
from shared.rules.judged.steps import Mean, SumCriteria
from tests.servers import Running
from tests.services.scoring.judged.works_ground import Ground, entry, prepare

RULES = RuleSet(
    key="recitation",
    name="Recitation",
    stages=(
        Stage(
            key="final",
            name="Final",
            criteria=(Criterion(key="all", name="All", maximum=Decimal(10)),),
            steps=(SumCriteria(), Mean()),
        ),
    ),
)


@pytest.fixture
async def ground(scoring: Running) -> AsyncIterator[Ground]:
    """Two judges have marked two contestants: a chain of four revisions."""
    found = await prepare(scoring, RULES, [entry("甲", "机电学院"), entry("乙", "信息学院")])
    await found.seat(["教务处", "工会"])
    for performance in await found.turns("final", "running"):
        for judge in found.judges:
            await link(found, performance, judge.id, {"all": f"8.{judge.number}"})
    yield found


async def link(ground: Ground, performance: UUID, seat: UUID, marks: dict[str, str]) -> None:
    """Hand a ballot in as the tablets' interface stores it."""
    ballot = ballot_id(performance, seat)
    content = chain.content(str(ballot), 1, str(seat), str(performance), 1, marks, "5a" * 16)
    [contest] = await ground.sql("select head, links from judged_contest where id = $1", ground.contest_id)
    head = chain.link(contest["head"], chain.content_hash(content))
    await ground.sql("insert into ballot values ($1, $2, $3, 1)", ballot, performance, seat)
    await ground.sql(
        "insert into ballot_revision (ballot_id, revision, hash, content, marks, standing, rule_set_version, "
        "panel_version, device_at, contest_id, number, link) "
        "values ($1, 1, $2, $3, $4, 'active', 1, 1, now(), $5, $6, $7)",
        ballot,
        chain.content_hash(content),
        content.decode(),
        marks,
        ground.contest_id,
        contest["links"] + 1,
        head,
    )
    await ground.sql("update judged_contest set head = $2, links = links + 1 where id = $1", ground.contest_id, head)


async def walk(ground: Ground) -> Walk:
    db = Db(ground.scoring.database, lambda: None)
    await db.open()
    try:
        async with db.tx() as tx:
            return await verify(tx, await contest_of(tx, ground.contest_id))
    finally:
        await db.close()


async def behind(ground: Ground, *statements: str) -> None:
    """Somebody with all rights on the database, who knows the triggers."""
    await ground.sql("alter table ballot_revision disable trigger user")
    for statement in statements:
        await ground.sql(statement, ground.contest_id)
    await ground.sql("alter table ballot_revision enable trigger user")


def said(found: Walk) -> list[str]:
    return [misfit.sentence.format_map(misfit.params) for misfit in found.misfits]


async def test_an_untouched_chain_fits(ground: Ground) -> None:
    found = await walk(ground)

    assert (found.revisions, found.misfits) == (4, [])


@pytest.mark.parametrize("statement", ["update ballot_revision set marks = '{}'", "delete from ballot_revision"])
async def test_a_ballot_cannot_be_changed_or_removed(ground: Ground, statement: str) -> None:
    with pytest.raises(asyncpg.RestrictViolationError):
        await ground.sql(statement + " where contest_id = $1", ground.contest_id)

    assert (await walk(ground)).misfits == []


TAMPERED: list[tuple[str, list[str], str]] = [
    (
        "a mark",
        ["""update ballot_revision set marks = '{"all": "9.9"}' where contest_id = $1 and number = 2"""],
        "Number 2: what is stored of ballot",
    ),
    (
        "a mark and its content",
        [
            """update ballot_revision set marks = '{"all": "9.9"}', content = replace(content, '8.2', '9.9') """
            "where contest_id = $1 and number = 2"
        ],
        "Number 2: the content of ballot",
    ),
    (
        "a mark, its content and its hash",
        [
            """update ballot_revision set marks = '{"all": "9.9"}', content = replace(content, '8.2', '9.9'), """
            "hash = encode(sha256(convert_to(replace(content, '8.2', '9.9'), 'UTF8')), 'hex') "
            "where contest_id = $1 and number = 2"
        ],
        "Number 2: the link does not follow from the one before.",
    ),
    (
        "a revision in the middle",
        [
            "update ballot set active = null from ballot_revision r "
            "where r.ballot_id = ballot.id and r.contest_id = $1 and r.number = 2",
            "delete from ballot_revision where contest_id = $1 and number = 2",
        ],
        "Between number 1 and number 3 something is missing.",
    ),
    (
        "the last revision",
        ["delete from ballot_revision where contest_id = $1 and number = 4"],
        "The chain should have 4 revisions; 3 are stored.",
    ),
    (
        "what counts",
        [
            "update ballot set active = null from ballot_revision r "
            "where r.ballot_id = ballot.id and r.contest_id = $1 and r.number = 3"
        ],
        "whether it counts is stored in two ways.",
    ),
]


@pytest.mark.parametrize(("_what", "statements", "told"), TAMPERED, ids=[each[0] for each in TAMPERED])
async def test_what_was_changed_behind_the_chain_is_told(
    ground: Ground, _what: str, statements: list[str], told: str
) -> None:
    await behind(ground, *statements)

    found = said(await walk(ground))

    assert any(told in sentence for sentence in found), found


async def test_a_chain_cut_short_with_its_head_no_longer_has_the_head_that_was_signed(ground: Ground) -> None:
    await ground.sql(
        "insert into result (contest_id, version, lines, rule_set_version, head, made_at, made_by) "
        "select id, 1, '[]'::jsonb, 1, head, now(), 'Desk' from judged_contest where id = $1",
        ground.contest_id,
    )
    await ground.sql(
        "insert into signature (contest_id, version, role, name, head, at) "
        "select id, 1, 'chief', '赵主任', head, now() from judged_contest where id = $1",
        ground.contest_id,
    )

    await behind(
        ground,
        "delete from ballot_revision where contest_id = $1 and number = 4",
        "update judged_contest set links = 3, head = (select link from ballot_revision "
        "where contest_id = $1 and number = 3) where id = $1",
    )

    assert any("signed by the chief is no link of the chain." in sentence for sentence in said(await walk(ground)))


async def test_the_head_is_there_for_everybody_and_tells_no_mark(scoring: Running, ground: Ground) -> None:
    reply = await scoring.http.get(f"/scoring/contests/{ground.contest_id}/chain")

    told: dict[str, Any] = reply.json()
    assert reply.status_code == 200
    assert told["number"] == 4
    assert told["links"] is None


async def test_an_official_sees_every_link_and_no_mark(scoring: Running, ground: Ground) -> None:
    reply = await scoring.http.get(f"/scoring/contests/{ground.contest_id}/chain", headers=ground.desk)

    links = reply.json()["links"]
    assert [link["number"] for link in links] == [1, 2, 3, 4]
    assert "8.2" not in reply.text
