"""A fact is told once; its newer state takes the older's place; what no longer counts says so."""

from uuid import uuid4

from shared.messages.members import MemberChanged
from tests.servers import Running
from tests.services.notifications.ground import new_contest, played


async def test_the_same_facts_sent_again_change_nothing(service: Running) -> None:
    # given a day that was told and read
    contest = new_contest(service)
    day = [contest.draw(), contest.called(), contest.decided(played(1)), contest.placed()]
    await service.deliver(*day)
    await contest.read(0)
    before = await contest.inbox(0)
    # when a stream is rebuilt: the same facts under new message ids, also twice in a batch
    await service.deliver(*day)
    await service.deliver_batch([day[2], day[2]])
    # then
    assert before["unread"] == 0
    assert await contest.inbox(0) == before


async def test_a_corrected_result_takes_the_older_place_and_is_unread_and_newest(service: Running) -> None:
    # given a semi-final lost by a mistake, and a placing told after it, all read
    contest = new_contest(service)
    await service.deliver(contest.decided(played(2)), contest.placed(order=(1, 0, 2, 3)))
    await contest.read(0)
    # when
    await service.deliver(contest.decided(played(1), revision=4, minute=60, corrected=True))
    found = await contest.inbox(0)
    # then
    assert found["unread"] == 1
    assert [message["kind"] for message in found["messages"]] == ["result", "placing"]
    newest = found["messages"][0]
    assert newest["text"] == "更正：男子单打决赛：您战胜了李四。比分 21-15, 18-21, 21-19。"
    assert (newest["read"], newest["corrected"], newest["params"]["won"]) == (False, True, True)
    # and when the older state comes late
    await service.deliver(contest.decided(played(2)))
    # then
    assert await contest.inbox(0) == found


async def test_a_correction_that_leaves_the_result_as_it_was_is_said_all_the_same(service: Running) -> None:
    # given
    contest = new_contest(service)
    await service.deliver(contest.decided(played(1)))
    await contest.read(0)
    # when
    await service.deliver(contest.decided(played(1), revision=4, minute=60, corrected=True))
    # then
    found = await contest.inbox(0)
    assert (found["unread"], found["messages"][0]["corrected"]) == (1, True)


async def test_two_states_in_one_batch_leave_the_newer_whatever_their_order(service: Running) -> None:
    # given
    contest = new_contest(service)
    older, newer = contest.decided(played(2)), contest.decided(played(1), revision=4, corrected=True)
    # when
    await service.deliver_batch([newer, older])
    # then
    messages = (await contest.inbox(0))["messages"]
    assert [message["params"]["won"] for message in messages] == [True]


async def test_a_later_call_is_another_message(service: Running) -> None:
    # given
    contest = new_contest(service)
    # when
    await service.deliver(contest.called(), contest.called(call=2, revision=3, minute=12))
    texts = await contest.texts(0)
    # then
    assert len(texts) == 2
    assert "这是第 2 次检录" in texts[0] and "这是第" not in texts[1]


async def test_a_draw_sent_anew_updates_its_message_and_takes_back_those_left_out(service: Running) -> None:
    # given
    contest = new_contest(service)
    await service.deliver(contest.draw())
    await contest.read(0)
    await contest.read(1)
    # when the sides of the first match change places, and one entry is gone
    await service.deliver(contest.draw(revision=2, order=(1, 0)))
    # then
    moved, gone = (await contest.inbox(0)), (await contest.inbox(2))
    assert (moved["unread"], len(moved["messages"]), moved["messages"][0]["params"]["line"]) == (1, 1, 2)
    assert gone["messages"][0]["withdrawn"] is True
    assert gone["messages"][0]["text"].startswith("本条已不作数。")
    # and when the older draw comes late
    await service.deliver(contest.draw())
    assert await contest.inbox(0) == moved


async def test_a_newer_revision_that_says_the_same_is_no_news(service: Running) -> None:
    # given
    contest = new_contest(service)
    await service.deliver(contest.draw(), contest.placed())
    await contest.read(0)
    before = await contest.inbox(0)
    # when
    await service.deliver(contest.draw(revision=2), contest.placed(revision=6, minute=70))
    # then
    assert await contest.inbox(0) == before


async def test_a_match_played_again_takes_back_its_first_result_and_the_placings(service: Running) -> None:
    # given
    contest = new_contest(service)
    await service.deliver(contest.decided(played(1)), contest.placed())
    # when it is called for another attempt, between others
    await service.deliver(contest.called(call=2, revision=6, attempt=2, minute=80))
    # then
    told = {message["kind"]: message["withdrawn"] for message in (await contest.inbox(0))["messages"]}
    assert told == {"result": True, "placing": True, "call": False}
    # and when it is decided
    await service.deliver(contest.decided(played(2), revision=7, attempt=2, minute=90))
    await service.deliver(contest.placed(order=(1, 0, 2, 3), revision=9, minute=91))
    # then the newest result and placing are the right ones, and stand
    found = (await contest.inbox(0))["messages"]
    results = [(each["params"]["won"], each["withdrawn"]) for each in found if each["kind"] == "result"]
    assert results == [(False, False), (True, True)]
    assert (found[0]["kind"], found[0]["withdrawn"], found[0]["params"]["first"]) == ("placing", False, 2)


async def test_a_result_of_an_earlier_attempt_that_comes_late_does_not_count(service: Running) -> None:
    # given
    contest = new_contest(service)
    await service.deliver(contest.decided(played(2), revision=7, attempt=2, minute=90))
    # when
    await service.deliver(contest.decided(played(1), revision=3, attempt=1, minute=40))
    # then
    found = (await contest.inbox(0))["messages"]
    assert [(each["params"]["attempt"], each["withdrawn"]) for each in found] == [(2, False), (1, True)]


async def test_members_who_left_are_told_nothing_and_an_older_state_does_not_bring_them_back(service: Running) -> None:
    # given
    contest = new_contest(service)
    here = MemberChanged(id=contest.member(0), revision=1, staff_number="1", name="张三", unit="一分厂")
    left = MemberChanged(id=contest.member(0), revision=2, staff_number="1", name="张三", unit="一分厂", active=False)
    await service.deliver(left, here)
    # when
    await service.deliver(contest.decided(played(1)))
    # then
    assert (await contest.texts(0), len(await contest.texts(1))) == ([], 1)


async def test_the_newest_result_of_many_is_the_last_one_decided(service: Running) -> None:
    # given
    contest = new_contest(service)
    semi = contest.decided(played(1), match_id=uuid4(), minute=20, round_=1, sides=(0, 2))
    final = contest.decided(played(2), minute=40)
    # when they come the wrong way round
    await service.deliver(final, semi)
    # then
    assert [each["params"]["round"] for each in (await contest.inbox(0))["messages"]] == [2, 1]
