"""Each member of the entries is told each fact once, from their own side and in their own language."""

from decimal import Decimal

import pytest
from msgspec.structs import replace

from shared.rules.model import Outcome, OutcomeKind, Performance
from shared.rules.plan import Title
from tests.servers import Running
from tests.services.notifications.ground import GAMES, new_contest, played


async def test_a_whole_day_is_told_newest_first_in_chinese_unless_asked_otherwise(service: Running) -> None:
    # given
    contest = new_contest(service)
    # when
    await service.deliver(contest.draw(), contest.called(), contest.decided(played(1)), contest.placed())
    # then
    assert await contest.texts(0, "") == [
        "男子单打名次已定：第 1 名。",
        "男子单打决赛：您战胜了李四。比分 21-15, 18-21, 21-19。",
        "男子单打决赛检录：第 3 场，请到 2 号场，对手李四。预定时间 5月1日 09:30。",
        "男子单打抽签结果已公布：您在 1 号位，首场为第 1 场，对手李四。",
    ]


async def test_the_loser_reads_the_same_facts_from_the_other_side(service: Running) -> None:
    # given
    contest = new_contest(service)
    # when
    await service.deliver(contest.draw(), contest.called(), contest.decided(played(1)), contest.placed())
    # then
    assert await contest.texts(1, "en") == [
        "男子单打: you finished 2nd.",
        "男子单打, Final: you lost to 张三. Score 15-21, 21-18, 19-21.",
        "男子单打, Final: your match 3 against 张三 is called to 2 号场. It is planned for 1 May 09:30.",
        "The draw of 男子单打 is published: you are on line 2, first in match 1 against 张三.",
    ]


async def test_a_message_is_values_for_programs_too(service: Running) -> None:
    # given
    contest = new_contest(service)
    # when
    await service.deliver(contest.decided(played(2)))
    found = await contest.inbox(0)
    # then
    assert found["unread"] == 1
    message = found["messages"][0]
    params = message["params"]
    assert (message["kind"], message["read"], message["at"]) == ("result", False, "2026-05-01T01:40:00Z")
    assert (params["won"], params["outcome"], params["games"]) == (False, "played", [list(each) for each in GAMES])
    assert (params["contest_id"], params["match_id"]) == (str(contest.id), str(contest.match_id))
    assert (params["opponent"], params["entry_id"]) == ("李四", str(contest.entries[0].id))


async def test_places_that_are_shared_are_told_as_shared(service: Running) -> None:
    # given
    contest = new_contest(service)
    # when
    await service.deliver(contest.placed())
    # then
    assert await contest.texts(2, "en") == ["男子单打: you finished shared 3rd to 4th."]
    assert await contest.texts(3, "zh") == ["男子单打名次已定：并列第 3 至 4 名。"]


@pytest.mark.parametrize(
    ("kind", "winner", "loser"),
    [
        ("walkover", "不战而胜", "按弃权处理，张三晋级"),
        ("retired", "李四中途退赛，您获胜", "您对张三的比赛中途退赛"),
        ("disqualified", "李四被取消资格", "您在对张三的比赛中被取消资格"),
    ],
)
async def test_a_match_that_was_not_played_out_says_how_it_ended(
    service: Running, kind: OutcomeKind, winner: str, loser: str
) -> None:
    # given
    contest = new_contest(service)
    # when
    await service.deliver(contest.decided(played(1, (), kind)))
    # then
    assert winner in (await contest.texts(0))[0]
    assert loser in (await contest.texts(1))[0]


async def test_a_void_match_has_no_winner(service: Running) -> None:
    # given
    contest = new_contest(service)
    # when
    await service.deliver(contest.decided(Outcome("void", None)))
    # then
    for number, opponent in ((0, "李四"), (1, "张三")):
        assert await contest.texts(number) == [f"男子单打决赛：对{opponent}的比赛作废。"]


async def test_both_of_a_pair_are_told_and_nobody_else(service: Running) -> None:
    # given
    contest = new_contest(service, persons=2)
    # when
    await service.deliver(contest.decided(played(1)))
    # then
    assert [len((await contest.inbox(0, person=person))["messages"]) for person in (0, 1)] == [1, 1]
    assert await contest.texts(2) == []


async def test_facts_of_many_contests_in_one_batch_reach_everybody(service: Running) -> None:
    # given
    contests = [new_contest(service) for _ in range(60)]
    # when
    await service.deliver_batch([contest.decided(played(1)) for contest in contests])
    # then
    assert [len(await contest.texts(0)) + len(await contest.texts(1)) for contest in contests] == [2] * 60


async def test_a_planned_time_is_told_once_and_anew_when_it_changes(service: Running) -> None:
    # given
    contest = new_contest(service)
    await service.deliver(contest.ready(1, 30), contest.ready(2, 30))
    await contest.read(0)
    # when the same time is said again, and then another
    await service.deliver(contest.ready(3, 30))
    unchanged = await contest.inbox(0)
    await service.deliver(contest.ready(4, 75, "3 号场"))
    found = await contest.inbox(0)
    # then
    assert unchanged["unread"] == 0
    assert found["unread"] == 1
    assert [message["text"] for message in found["messages"]] == [
        "更正：男子单打决赛：您的第 3 场定于 5月1日 10:15，3 号场。"
    ]


async def test_a_performance_is_told_its_result_and_no_opponent(service: Running) -> None:
    # given
    contest = new_contest(service)
    done = contest.decided(Outcome("played", None, performance=Performance(score=Decimal("182.50"))))
    state = replace(done.match, sides=(done.match.sides[0], None), solo=True, title=Title("Final"))
    # when
    await service.deliver(replace(done, match=state))
    # then
    assert await contest.texts(0, "en") == ["男子单打, Final: your result is 182.5."]


async def test_whoever_has_no_match_yet_is_told_the_line_alone(service: Running) -> None:
    # given
    contest = new_contest(service)
    drawn = contest.draw()
    alone = tuple(replace(each, first_match=0, opponent=None) for each in drawn.entries)
    # when
    await service.deliver(replace(drawn, entries=alone))
    # then
    assert await contest.texts(0, "") == ["男子单打抽签结果已公布：您在 1 号位。"]
    assert await contest.texts(1, "en") == ["The draw of 男子单打 is published: you are on line 2."]
