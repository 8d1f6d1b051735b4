"""Prizes of judged contests, and what works got at higher levels, are honours of every author."""

from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any
from uuid import UUID, uuid4

from msgspec.structs import replace

from shared.messages.events import Author, ContestDecided, EntryRef, MemberRef, NominationChanged, PlacingRef
from shared.rules.levels import Level
from tests.servers import Running
from tests.services.members.desk import account, listed

Headers = dict[str, str]


async def author(members: Running, admin: Headers, number: str) -> tuple[Headers, UUID]:
    headers = await account(members, admin, number)
    return headers, UUID((await listed(members, admin, number))["id"])


def sent_up(level: Level, authors: tuple[UUID, ...], day: int = 1, **facts: Any) -> NominationChanged:
    told = NominationChanged(
        id=uuid4(),
        revision=2,
        contest_id=uuid4(),
        event_name="经典诵读比赛",
        contest_name="集体诵读",
        entry_name="《黄河颂》",
        authors=tuple(Author(each, "x", "y") for each in authors),
        level=level,
        competition=f"{level} recitation",
        status="decided",
        organiser="工会",
        prize="一等奖",
        document_number="豫工文〔2026〕9号",
        decided_on=date(2026, 9, day),
        money=Decimal("2000.00"),
    )
    return replace(told, **facts)


async def me(members: Running, headers: Headers) -> Any:
    return (await members.http.get("/members/me", headers=headers)).json()


async def test_every_author_has_the_honour_with_its_document_the_highest_level_first(
    members: Running, admin: Headers
) -> None:
    # given
    one, first = await author(members, admin, "O1")
    two, second = await author(members, admin, "O2")
    # when
    sent: list[tuple[Level, int]] = [("city", 3), ("nation", 2), ("province", 1), ("city", 9)]
    for level, day in sent:
        await members.deliver(sent_up(level, (first, second), day))
    # then
    for headers in (one, two):
        found = (await me(members, headers))["outside"]
        assert [(each["level"], each["decided_on"]) for each in found] == [
            ("nation", "2026-09-02"),
            ("province", "2026-09-01"),
            ("city", "2026-09-09"),
            ("city", "2026-09-03"),
        ]
        best = found[0]
        assert (best["prize"], best["document_number"], best["money"]) == ("一等奖", "豫工文〔2026〕9号", "2000.00")


async def test_a_correction_changes_the_honour_and_a_withdrawal_takes_it_back(members: Running, admin: Headers) -> None:
    # given
    headers, member = await author(members, admin, "O3")
    told = sent_up("city", (member,))
    # when
    await members.deliver(told, replace(told, revision=3, prize="二等奖"), told)
    # then
    assert [each["prize"] for each in (await me(members, headers))["outside"]] == ["二等奖"]
    # when
    await members.deliver(replace(told, revision=4, status="withdrawn"), told)
    # then
    assert (await me(members, headers))["outside"] == []


async def test_what_is_open_or_gave_nothing_is_no_honour(members: Running, admin: Headers) -> None:
    headers, member = await author(members, admin, "O4")

    await members.deliver(
        sent_up("city", (member,), status="nominated", prize="", decided_on=None),
        sent_up("province", (member,), prize="", title=""),
    )

    assert (await me(members, headers))["outside"] == []


async def test_a_judged_contest_gives_prize_title_and_total(members: Running, admin: Headers) -> None:
    # given
    headers, member = await author(members, admin, "O5")
    entry = EntryRef(id=uuid4(), name="《黄河颂》", unit="", members=(MemberRef(member, "x"),))
    placing = PlacingRef(entry=entry, first=1, last=1, prize="first", title="教学标兵", total=Decimal("9.46"))
    # when
    await members.deliver(
        ContestDecided(
            id=uuid4(),
            revision=3,
            event_id=uuid4(),
            event_name="教学技能竞赛",
            contest_name="高职文科综合组",
            placings=(placing,),
            decided_at=datetime.now(UTC),
        ),
        sent_up("province", (member,)),
    )
    # then
    (honour,) = (await me(members, headers))["honours"]
    assert (honour["prize"], honour["title"], honour["total"]) == ("first", "教学标兵", "9.46")
    for lang, words in (
        ("zh", ("一等奖", "教学标兵", "省级", "奖金 2000.00 元")),
        ("en", ("First prize", "Provincial level")),
    ):
        asked = headers | {"Accept": "text/html", "Accept-Language": lang}
        shown = (await members.http.get("/members/me", headers=asked)).text
        assert all(word in shown for word in words)
    (seen,) = [(await members.http.get(f"/members/roster/{member}", headers=admin | {"Accept": "text/html"})).text]
    assert "教学标兵" in seen
