"""Two hundred ballots over forty seats at once, scoring killed twice among them: all confirmed, all counted right.

Every tablet sends as the app does: again until a receipt for exactly its ballot is here.
"""

import asyncio
import random
import subprocess
import sys
import time
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

import pytest

from deploy.layout import ROOT
from deploy.replay.door import Door
from tests.faults.judged_hall import Ballot, Hall, make_hall
from tests.faults.test_kill import killed_and_back
from tests.running import RunningSuite

pytestmark = [pytest.mark.fault, pytest.mark.timeout(600)]
KILLS = (40, 120)
"""Ballots stored after which scoring is killed."""


async def test_two_hundred_ballots_are_confirmed_while_scoring_is_killed_twice(
    suite: RunningSuite, capsys: pytest.CaptureFixture[str]
) -> None:
    hall = await make_hall(suite.door(), random.Random(4))
    assert len(hall.ballots) == 200 and len({each.seat for each in hall.ballots}) == 40

    # when all are handed in at once, and scoring is killed after 40 and after 120
    began = time.monotonic()
    sending = asyncio.gather(*(handed_in(hall, each) for each in hall.ballots))
    for after in KILLS:
        await until_stored(suite, after, sending)
        await killed_and_back(suite, "scoring")
    given = await sending
    seconds = time.monotonic() - began

    # then every receipt is for its ballot, stands in the chain where it says, and is given again for the same ballot
    receipts = [receipt for receipt, _retries, _waited in given]
    assert [receipt["hash"] for receipt in receipts] == [each.body["hash"] for each in hall.ballots]
    assert sorted(receipt["number"] for receipt in receipts) == list(range(1, 201))
    assert await links_of(suite) == {receipt["number"]: receipt["head"] for receipt in receipts}
    again = [await handed_in(hall, each) for each in hall.ballots[::10]]
    assert [receipt for receipt, _retries, _waited in again] == receipts[::10]
    assert await suite.count("scoring", "select count(*) from ballot_revision") == 200
    assert await suite.count("scoring", "select count(*) from ballot_revision where standing <> 'active'") == 0

    # and the totals are those of the marks, and the chain verifies
    await close_all(hall)
    assert await totals_of(hall) == expected_totals(hall)
    audit(suite, hall)
    with capsys.disabled():
        retries = sum(retried for _receipt, retried, _waited in given)
        longest = max(waited for _receipt, _retries, waited in given)
        sys.stdout.write(
            f"\n200 ballots, 40 seats, scoring killed {len(KILLS)} times: all confirmed in {seconds:.1f} s, "
            f"{retries} retries, the longest waited {longest:.1f} s\n"
        )


async def handed_in(hall: Hall, ballot: Ballot) -> tuple[Any, int, float]:
    """The receipt, how often it was asked for again, and how long that took."""
    door = Door(hall.door.origin, f"seat.{ballot.token}", hall.door.tls)
    door.heard = True
    began = time.monotonic()
    receipt = await door.put(ballot.path, ballot.body)
    return receipt, door.retries, time.monotonic() - began


async def until_stored(suite: RunningSuite, count: int, sending: "asyncio.Future[Any]") -> None:
    while await suite.count("scoring", "select count(*) from ballot_revision") < count:
        assert not sending.done(), "all ballots were confirmed before scoring was killed"
        await asyncio.sleep(0.01)


async def links_of(suite: RunningSuite) -> dict[int, str]:
    connection = await suite.database("scoring")
    try:
        rows = await connection.fetch("select number, link from ballot_revision")
    finally:
        await connection.close()
    return {row["number"]: row["link"] for row in rows}


async def close_all(hall: Hall) -> None:
    """Each panel's five close together."""
    firsts: dict[str, str] = {}
    for each in hall.ballots:
        firsts.setdefault(hall.panels[each.seat], str(each.performance))
    for performance in firsts.values():
        await hall.door.post(f"/scoring/performances/{performance}/close", {})


async def totals_of(hall: Hall) -> dict[str, Decimal]:
    found = await hall.door.get(f"/scoring/contests/{hall.contest}/result")
    return {line["entry"]: Decimal(line["total"]) for line in found["lines"]}


def expected_totals(hall: Hall) -> dict[str, Decimal]:
    """Highest and lowest out, the mean of the other six, to two digits half up: computed here on its own."""
    by_entry: dict[str, list[Decimal]] = {}
    for each in hall.ballots:
        by_entry.setdefault(each.entry, []).append(each.total)
    return {
        entry: (sum(sorted(totals)[1:-1], Decimal()) / 6).quantize(Decimal("0.01"), ROUND_HALF_UP)
        for entry, totals in by_entry.items()
    }


def audit(suite: RunningSuite, hall: Hall) -> None:
    command = [sys.executable, "-m", "deploy", "audit", "verify", hall.event, "--data", str(suite.layout.data)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    assert "200" in done.stdout
