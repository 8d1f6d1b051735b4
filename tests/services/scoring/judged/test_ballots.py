"""Ballots handed in by tablets: once, in the server's order, with a receipt, and never counted against the rules."""

import asyncio
from datetime import UTC, datetime, timedelta

import msgspec
import pytest

from services.scoring.judged.ground import ballot_id
from shared.rules.judged.rule_set import Criterion
from tests.servers import Running
from tests.services.scoring.judged.day import rules, stage
from tests.services.scoring.judged.stand import Stand, Tablet, body, new_stand


@pytest.fixture
async def stand(scoring: Running) -> Stand:
    """The first of three is on stage."""
    found = await new_stand(scoring)
    await found.day.done(found.turns[0], "open")
    return found


async def test_t60_the_same_ballot_sent_three_times_is_one_revision_with_three_equal_receipts(stand: Stand) -> None:
    judge, turn = stand.tablets[0], stand.turns[0]
    sent = body(judge.seat, turn, {"all": "88.50"})
    # when it is sent three times at once, and once more
    answers = await asyncio.gather(
        *(judge.http.put(judge.path(turn), json=sent, headers=judge.headers) for _ in range(3))
    )
    again = await judge.http.put(judge.path(turn), json=sent, headers=judge.headers)
    # then one was new, all receipts are equal and the ballot stands once
    assert sorted(answer.status_code for answer in answers) == [200, 200, 201]
    assert again.status_code == 200 and again.headers["content-type"] == "application/json"
    receipts = [answer.json() for answer in (*answers, again)]
    assert all(receipt == receipts[0] for receipt in receipts)
    assert receipts[0]["hash"] == sent["hash"] and receipts[0]["ballot_id"] == str(ballot_id(turn, judge.seat))
    assert await stand.revisions(turn, judge) == [(1, "active")]


async def test_t61_the_same_number_with_other_marks_is_refused(stand: Stand) -> None:
    judge, turn = stand.tablets[0], stand.turns[0]
    await judge.give(turn, "88")
    # when
    answer = await judge.send(turn, {"all": "98"})
    # then
    assert (answer.status_code, answer.json()["code"]) == (422, "ballot.reused")
    assert (await judge.turn(turn))["mine"]["marks"] == {"all": "88"}


async def test_t63_a_second_revision_before_the_first_counts_and_the_first_is_kept(stand: Stand) -> None:
    judge, turn = stand.tablets[0], stand.turns[0]
    # when the second arrives first
    second = await judge.give(turn, "90", revision=2)
    first = await judge.give(turn, "80", revision=1)
    # then both are in the chain, in the order they came
    assert (second["standing"], first["standing"]) == ("active", "superseded")
    assert await stand.revisions(turn, judge) == [(1, "superseded"), (2, "active")]
    assert await stand.active(turn, judge) == 2
    assert (second["number"], first["number"]) == (1, 2)


async def test_a_further_revision_of_a_ballot_handed_in_is_late_though_the_performance_is_open(stand: Stand) -> None:
    judge, turn = stand.tablets[0], stand.turns[0]
    await judge.give(turn, "80")
    # when it is sent again, without a change granted
    receipt = await judge.give(turn, "95", revision=2)
    # then the first counts
    assert receipt["standing"] == "late"
    assert await stand.active(turn, judge) == 1
    assert (await judge.turn(turn))["mine"]["marks"] == {"all": "80"}


async def test_t65_a_second_tablet_takes_the_seat_and_the_first_may_only_look(stand: Stand) -> None:
    # given a tablet that handed one ballot in
    first, turn = stand.tablets[0], stand.turns[0]
    await first.give(turn, "80")
    # when the seat is paired anew
    second = await paired(stand, first)
    # then the first is refused whatever it sends, is told why, and still sees what it sent
    refused = await first.send(turn, {"all": "90"}, 2)
    assert (refused.status_code, refused.json()["code"]) == (403, "seat.revoked")
    assert refused.json()["details"] == {"revoked": "replaced"}
    assert (await first.bench())["seat"]["revoked"] == "replaced"
    seen = await first.turn(turn)
    assert (seen["editable"], seen["why_not"], seen["mine"]["marks"]) == (False, "revoked", {"all": "80"})
    report = await first.http.post("/scoring/bench/report", json={"waiting": 1}, headers=first.headers)
    assert (report.status_code, report.json()["code"]) == (403, "seat.revoked")
    # and the second goes on with the same ballots
    assert (await second.bench())["seat"]["revoked"] is None
    assert (await second.turn(turn))["mine"]["marks"] == {"all": "80"}


async def paired(stand: Stand, before: Tablet) -> Tablet:
    """Another tablet in the same seat, by a code of one use."""
    made = await stand.day.post(f"/scoring/panel-seats/{before.seat}/pairings")
    assert made.status_code == 201, made.text
    answers = [await before.http.post("/scoring/pair", json={"code": made.json()["code"].lower()}) for _ in range(2)]
    before.http.cookies.clear()
    assert [answer.status_code for answer in answers] == [201, 422]
    return Tablet(before.http, before.seat, answers[0].json()["token"])


async def test_t66_a_recused_seat_is_refused_and_is_no_judge_of_this_one(stand: Stand) -> None:
    # given a judge recused by hand
    judge, turn = stand.tablets[0], stand.turns[0]
    recused = await stand.day.post(
        f"{stand.day.contest}/recusals",
        seat_id=str(judge.seat),
        entry_id=str(stand.day.ground.entries[0].id),
        reason="Brother of the contestant",
    )
    assert recused.status_code in (200, 201), recused.text
    # when
    answer = await judge.send(turn, {"all": "99"})
    # then
    assert (answer.status_code, answer.json()["code"]) == (403, "ballot.recused")
    assert "Brother" not in answer.text, "in an anonymous contest the reason may tell who it is"
    assert await stand.revisions(turn, judge) == []
    seen = await judge.turn(turn)
    assert (seen["editable"], seen["why_not"], bool(seen["recused"])) == (False, "recused", True)
    # and the performance is closed by the others
    for tablet in stand.tablets[1:]:
        await tablet.give(turn, "80")
    await stand.day.done(turn, "close")


async def test_t67_the_servers_order_counts_and_both_times_are_stored(stand: Stand) -> None:
    # given a tablet two hours behind
    judge, turn = stand.tablets[0], stand.turns[0]
    behind = (datetime.now(UTC) - timedelta(hours=2)).replace(microsecond=0)
    # when it hands in after another, whose clock is right
    other = await stand.tablets[1].give(turn, "70")
    answer = await judge.send(turn, {"all": "80"}, device_at=behind.isoformat())
    # then
    receipt = answer.json()
    assert receipt["number"] == other["number"] + 1 and receipt["received_at"] > other["received_at"]
    [row] = await stand.sql(
        "select at, device_at from ballot_revision where ballot_id = $1", ballot_id(turn, judge.seat)
    )
    assert row["device_at"] == behind
    assert abs((row["at"] - datetime.now(UTC)).total_seconds()) < 60


async def test_t68_a_ballot_under_other_rules_is_refused_and_names_those_in_force(stand: Stand) -> None:
    # given version 2 after ballots under version 1
    judge, turn = stand.tablets[0], stand.turns[0]
    await stand.tablets[1].give(turn, "70")
    await second_version(stand)
    # when
    answer = await judge.send(turn, {"all": "80"})
    # then
    assert (answer.status_code, answer.json()["code"]) == (409, "rules.version")
    assert answer.json()["details"] == {"version": 2}
    [contest] = (await judge.bench())["contests"]
    assert contest["rule_set_version"] == 2
    # and the same marks under the version in force are taken; what stood before keeps its own
    taken = await judge.send(turn, {"all": "80"}, version=2)
    assert taken.json()["standing"] == "active"
    again = await stand.tablets[1].send(turn, {"all": "70"})
    assert again.status_code == 200 and again.json()["number"] == 1


async def second_version(stand: Stand) -> None:
    changed = msgspec.structs.replace(stand.day.ground.rule_set, version=2, digits=3)
    await stand.sql(
        "insert into rule_set (contest_id, version, data, made_at, made_by) values ($1, 2, $2, now(), 'test')",
        stand.day.ground.contest_id,
        msgspec.to_builtins(changed, builtin_types=()),
    )


async def test_the_first_ballot_freezes_the_rules(stand: Stand) -> None:
    ground = stand.day.ground
    before = await stand.sql("select frozen from judged_contest where id = $1", ground.contest_id)
    # when
    await stand.tablets[0].give(stand.turns[0], "80")
    # then
    [contest] = await stand.sql("select frozen, links, head from judged_contest where id = $1", ground.contest_id)
    [rule_set] = await stand.sql("select frozen_at from rule_set where contest_id = $1", ground.contest_id)
    assert (before[0]["frozen"], contest["frozen"], contest["links"]) == (None, 1, 1)
    assert rule_set["frozen_at"] is not None and len(contest["head"]) == 64


async def test_the_first_marked_together_can_be_changed_until_they_close(scoring: Running) -> None:
    # given two marked together
    stand = await new_stand(scoring, rules(stage(calibration=2)))
    first, judge = stand.turns[0], stand.tablets[0]
    await stand.day.done(first, "open")
    await judge.give(first, "80")
    await stand.day.done(stand.turns[1], "open")
    # when the first is marked again after the second was seen
    assert (await judge.turn(first))["editable"] is True
    receipt = await judge.give(first, "70", revision=2)
    # then
    assert receipt["standing"] == "active"
    assert await stand.revisions(first, judge) == [(1, "superseded"), (2, "active")]


async def test_a_judge_picks_no_more_works_than_the_rule_allows(scoring: Running) -> None:
    # given a gallery of three works with two picks
    pick = Criterion(key="pick", name="Pick", maximum=1, step=1)  # type: ignore[arg-type]
    gallery = stage(mode="gallery", picks=2, criteria=(pick,), time=None, spread={})
    stand = await new_stand(scoring, rules(msgspec.convert(msgspec.to_builtins(gallery), type(gallery), strict=False)))
    opened = await stand.day.post(f"{stand.day.contest}/stages/final/open")
    assert opened.status_code == 200, opened.text
    judge = stand.tablets[0]
    # when
    answers = [await judge.send(turn, {"pick": "1"}) for turn in stand.turns]
    # then
    assert [answer.status_code for answer in answers] == [201, 201, 422]
    assert answers[2].json()["code"] == "judged.picks"
    assert (await judge.send(stand.turns[2], {"pick": "0"}, 2)).status_code == 201


async def test_a_reserve_gives_nothing_until_it_stands_in(stand: Stand) -> None:
    # given a reserve's tablet
    turn = stand.turns[0]
    await stand.sql("update panel_seat set reserve = true where id = $1 returning 1", stand.tablets[4].seat)
    answer = await stand.tablets[4].send(turn, {"all": "80"})
    # then
    assert (answer.status_code, answer.json()["code"]) == (403, "ballot.not_due")
    [contest] = (await stand.tablets[4].bench())["contests"]
    assert contest["turns"] == []


async def test_many_ballots_at_once_make_one_chain(scoring: Running) -> None:
    stand = await new_stand(scoring, entries=1, judges=20)
    await stand.day.done(stand.turns[0], "open")
    # when twenty judges hand in at once, each twice
    receipts = await asyncio.gather(*(each.give(stand.turns[0], "80") for each in [*stand.tablets, *stand.tablets]))
    # then every number is given once
    assert sorted({receipt["number"] for receipt in receipts}) == list(range(1, 21))
    [contest] = await stand.sql("select head, links from judged_contest where id = $1", stand.day.ground.contest_id)
    assert (contest["links"], contest["head"]) == (20, max(receipts, key=lambda each: each["number"])["head"])
