"""A decided contest becomes honours; a correction takes them back."""

from datetime import UTC, datetime
from typing import Any
from uuid import UUID, uuid4

from shared.messages.events import ContestDecided, EntryRef, MemberRef, PlacingRef
from tests.servers import Running
from tests.services.members.desk import account, listed

Headers = dict[str, str]
CONTEST, EVENT = uuid4(), uuid4()


def decided(revision: int, *names: tuple[UUID, ...]) -> ContestDecided:
    placings = tuple(
        PlacingRef(
            entry=EntryRef(
                id=uuid4(), name=f"entry {place}", unit="", members=tuple(MemberRef(each, "x") for each in ids)
            ),
            first=place,
            last=place,
        )
        for place, ids in enumerate(names, start=1)
    )
    return ContestDecided(
        id=CONTEST,
        revision=revision,
        event_id=EVENT,
        event_name="教职工羽毛球赛",
        contest_name="女子双打",
        placings=placings,
        decided_at=datetime.now(UTC),
    )


async def places(members: Running, headers: Headers) -> list[tuple[Any, Any]]:
    me = (await members.http.get("/members/me", headers=headers)).json()
    return [(honour["contest_name"], honour["first"]) for honour in me["honours"]]


async def test_both_of_a_pair_are_honoured_and_the_newest_deciding_stands(members: Running, admin: Headers) -> None:
    first, second = await account(members, admin, "H1"), await account(members, admin, "H2")
    one = UUID((await listed(members, admin, "H1"))["id"])
    two = UUID((await listed(members, admin, "H2"))["id"])

    await members.deliver(decided(3, (one, two)))
    assert await places(members, first) == await places(members, second) == [("女子双打", 1)]

    await members.deliver(decided(5, (uuid4(), uuid4()), (one, two)), decided(4, (one, two)))

    assert await places(members, first) == [("女子双打", 2)]
