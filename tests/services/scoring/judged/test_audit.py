"""What `saishi audit verify` says of a signed contest somebody changed behind everybody's back."""

from typing import Any

import pytest

from services.scoring.judged.audit import walk_of
from tests.servers import Running
from tests.services.scoring.judged.stand import Stand, new_stand

MARKS = ("70", "75", "80", "85", "90")


@pytest.fixture
async def stand(scoring: Running) -> Stand:
    """Three works judged, a ballot of the first changed, a deduction taken, the result signed by both."""
    found = await new_stand(scoring)
    for turn, totals in zip(found.turns, (MARKS, MARKS[::-1], MARKS), strict=True):
        await found.day.done(turn, "open")
        for judge, total in zip(found.tablets, totals, strict=True):
            await judge.give(turn, total)
        await found.day.done(turn, "close")
    first, judge = found.turns[0], found.tablets[2]
    asked = (await judge.ask(first, "A slip of the finger")).json()["change_id"]
    granted = await found.day.post(f"/scoring/changes/{asked}/grant", found.day.chief, reason="Granted")
    assert granted.status_code == 200, granted.text
    await judge.give(first, "99", 2)
    await found.day.done(first, "close")
    await found.day.done(found.turns[1], "deductions", kind="leak", reason="Named the college")
    await found.day.post(f"{found.day.contest}/stages/final/close")
    draft = (await found.day.post(f"{found.day.contest}/result")).json()
    for who in (found.day.chief, found.day.supervisor):
        signed = await found.day.post(f"{found.day.contest}/result/sign", who, version=1, hash=draft["hash"])
        assert signed.status_code == 200, signed.text
    return found


async def told(stand: Stand) -> list[str]:
    async with stand.day.scoring.app.state.db.tx() as tx:
        walk = await walk_of(tx, stand.day.ground.contest_id)
    return [each.sentence.format_map(each.params) for each in walk.misfits]


async def test_a_signed_contest_fits(stand: Stand) -> None:
    assert await told(stand) == []


ANOTHER_RESULT = "what is stored now gives another result"
BEHIND: dict[str, tuple[str, str]] = {
    "an older revision counts again": (
        "update ballot_revision r set standing = case r.revision when 1 then 'active' else 'superseded' end "
        "from ballot b where b.id = r.ballot_id and b.active = 2; update ballot set active = 1 where active = 2",
        "an older revision counts in its place",
    ),
    "a deduction is gone": ("delete from deduction", ANOTHER_RESULT),
    "a work is disqualified": ("update performance set status = 'disqualified' where order_no = 2", ANOTHER_RESULT),
    "places are changed": (
        """update result set lines = jsonb_set(lines, '{0,first}', '3')""",
        "it is not what Chief signed as chief",
    ),
    "a signature is gone": ("delete from signature where role = 'chief'", "without the signature of the chief"),
    "another name signed": ("update signature set name = 'X' where role = 'chief'", "another name stands there now"),
    "the result is gone": ("delete from signature; delete from result", "is not stored any more"),
    "nobody recorded a signature": ("delete from desk_act where act = 'signed'", "knows no signature of the chief"),
}


@pytest.mark.parametrize("what", BEHIND)
async def test_what_was_changed_behind_the_signatures_is_told(stand: Stand, what: str) -> None:
    statements, expected = BEHIND[what]
    for statement in statements.split("; "):
        await stand.day.ground.sql(statement)

    found: Any = await told(stand)

    assert any(expected in sentence for sentence in found), found
