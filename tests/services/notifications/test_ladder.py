"""Prizes of judged contests and outcomes at higher levels are told to each author, once, and taken back."""

from datetime import date
from decimal import Decimal
from typing import Any
from uuid import uuid4

from msgspec.structs import replace

from shared.messages.events import Author, NominationChanged
from tests.servers import Running
from tests.services.notifications.ground import Contest, new_contest


def sent_up(contest: Contest, **facts: Any) -> NominationChanged:
    told = NominationChanged(
        id=uuid4(),
        revision=2,
        contest_id=contest.id,
        event_name="职工运动会",
        contest_name="集体诵读",
        entry_name="《黄河颂》",
        authors=tuple(Author(contest.member(number), "x", "y") for number in (0, 1)),
        level="city",
        competition="市诵读大赛",
        status="decided",
        prize="一等奖",
        decided_on=date(2026, 9, 1),
    )
    return replace(told, **facts)


async def test_a_placing_of_a_judged_contest_says_prize_and_title(service: Running) -> None:
    # given
    contest = new_contest(service)
    placed = contest.placed()
    best = replace(placed.placings[0], prize="first", title="教学标兵", total=Decimal("9.46"))
    # when
    await service.deliver(replace(placed, placings=(best, *placed.placings[1:])))
    # then
    assert await contest.texts(0) == ["男子单打名次已定：第 1 名。奖项：一等奖。荣誉称号：教学标兵。"]
    assert await contest.texts(0, "en") == ["男子单打: you finished 1st. Prize: First prize. Title: 教学标兵."]
    assert await contest.texts(1) == ["男子单打名次已定：第 2 名。"]


async def test_every_author_hears_once_what_became_of_the_work(service: Running) -> None:
    # given
    contest = new_contest(service)
    told = sent_up(contest)
    # when
    await service.deliver(replace(told, revision=1, status="nominated", prize="", decided_on=None), told, told)
    # then
    for number in (0, 1):
        assert await contest.texts(number) == ["《黄河颂》：市诵读大赛（市级）已公布结果。奖项：一等奖。"]
    (message,) = (await contest.inbox(0, "en"))["messages"]
    assert message["link"] == f"/events/nominations/{told.id}"
    assert await contest.texts(0, "en") == ["《黄河颂》: 市诵读大赛 (City level) is decided. Prize: 一等奖."]
    assert await contest.texts(2) == []


async def test_a_correction_is_new_and_a_withdrawal_no_longer_counts(service: Running) -> None:
    # given
    contest = new_contest(service)
    told = sent_up(contest)
    # when
    await service.deliver(told, replace(told, revision=3, prize="", title=""))
    # then
    assert await contest.texts(0, "en") == [
        "Corrected. 《黄河颂》: 市诵读大赛 (City level) is decided; nothing was given."
    ]
    # when
    await service.deliver(replace(told, revision=4, status="withdrawn"))
    # then
    (message,) = (await contest.inbox(0))["messages"]
    assert message["withdrawn"] is True
