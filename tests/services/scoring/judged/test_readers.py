"""Papers shared out among readers: two each, none of the author's unit, a third where the two are far apart."""

from collections import Counter
from collections.abc import AsyncIterator
from decimal import Decimal
from typing import Any
from uuid import UUID, uuid4

import httpx
import msgspec
import pytest

from services.scoring.judged.ground import ground_of
from services.scoring.judged.officials import contest_of
from services.scoring.judged.third import third_reader
from shared.rules.judged.contests import presets
from shared.rules.judged.rule_set import Reading, RuleSet
from tests.servers import Running
from tests.services.scoring.judged.day import rules, stage
from tests.services.scoring.judged.stand import Tablet, new_stand
from tests.services.scoring.judged.works_ground import Ground, Judge, entry, prepare

ESSAYS = [each for each in presets().values() if each.stages[0].reading]
RULES = next(each for each in ESSAYS if each.stages[0].reading and each.stages[0].reading.gap)
LINKED = next(each for each in ESSAYS if each.stages[0].reading and each.stages[0].reading.anchors)
STAGE = RULES.stages[0]
UNITS = ["East", "West", "North", "South"]


async def essays(scoring: Running, rules: RuleSet) -> Ground:
    made = await prepare(scoring, rules, [entry(f"Essay {number}", UNITS[number % 4]) for number in range(12)])
    await made.seat([*UNITS, "Centre"])
    await made.turns(rules.stages[0].key, "running")
    scoring.http.cookies.clear()
    return made


@pytest.fixture
async def ground(scoring: Running) -> AsyncIterator[Ground]:
    yield await essays(scoring, RULES)


async def post(ground: Ground, path: str, body: Any, headers: dict[str, str] | None = None) -> httpx.Response:
    stage = ground.rule_set.stages[0].key
    address = f"/scoring/contests/{ground.contest_id}/stages/{stage}/readers/{path}"
    return await ground.scoring.http.post(address, json=body, headers=headers or ground.desk)


async def shares(ground: Ground) -> list[tuple[int, int, str]]:
    rows = await ground.sql(
        "select p.order_no, s.number, a.why from assignment a join performance p on p.id = a.performance_id "
        "join panel_seat s on s.id = a.seat_id where p.contest_id = $1 order by 1, 2",
        ground.contest_id,
    )
    return [(row["order_no"], row["number"], row["why"]) for row in rows]


async def performance(ground: Ground, order: int) -> UUID:
    [row] = await ground.sql(
        "select id from performance where contest_id = $1 and order_no = $2", ground.contest_id, order
    )
    found: UUID = row["id"]
    return found


def marks(share: float) -> dict[str, str]:
    """A ballot with this share of full marks."""
    return {each.key: str(round(float(each.maximum) * share * 2) / 2) for each in STAGE.criteria}


async def called(ground: Ground, order: int) -> UUID | None:
    async with ground.scoring.app.state.db.tx() as tx:
        stands = await ground_of(tx, await contest_of(tx, ground.contest_id), STAGE.key)
        row = next(each for each in stands.performances if each.order_no == order)
        return await third_reader(tx, stands, row)


async def read(ground: Ground, order: int, *given: float) -> list[Judge]:
    """The readers of a paper hand in their marks."""
    numbers = [seat for paper, seat, _why in await shares(ground) if paper == order]
    readers = [judge for judge in ground.judges if judge.number in numbers]
    for judge, share in zip(readers, given, strict=False):
        await ground.ballot(await performance(ground, order), judge, marks(share))
    return readers


async def test_every_paper_goes_to_two_readers_none_of_them_of_the_authors_unit(ground: Ground) -> None:
    answer = await post(ground, "lots", {"seed": "spring"})

    assert answer.status_code == 200, answer.text
    found = await shares(ground)
    assert Counter(paper for paper, _seat, _why in found) == Counter(dict.fromkeys(range(1, 13), 2))
    assert all(UNITS[(paper - 1) % 4] != [*UNITS, "Centre"][seat - 1] for paper, seat, _why in found)
    loads = Counter(seat for _paper, seat, _why in found)
    assert max(loads.values()) - min(loads.values()) <= 1


async def test_the_same_seed_shares_out_the_same_again(ground: Ground) -> None:
    await post(ground, "lots", {"seed": "spring"})
    first = await shares(ground)

    await post(ground, "lots", {"seed": "autumn"})
    other = await shares(ground)
    await post(ground, "lots", {"seed": "spring"})

    assert await shares(ground) == first != other


async def test_readers_far_apart_call_a_third_at_once_and_only_once(ground: Ground) -> None:
    await post(ground, "lots", {"seed": "spring"})
    readers = await read(ground, 3, 0.6, 0.9)

    third = await called(ground, 3)

    assert third is not None
    assert third not in {each.id for each in readers}
    assert await called(ground, 3) is None
    assert [why for paper, _seat, why in await shares(ground) if paper == 3].count("third") == 1


async def test_readers_who_agree_or_of_whom_one_is_still_reading_call_nobody(ground: Ground) -> None:
    await post(ground, "lots", {"seed": "spring"})
    await read(ground, 1, 0.8, 0.85)
    await read(ground, 2, 0.2)

    assert await called(ground, 1) is None
    assert await called(ground, 2) is None


async def test_papers_read_by_everyone_link_the_readers(scoring: Running) -> None:
    ground = await essays(scoring, LINKED)
    assert LINKED.stages[0].reading is not None

    await post(ground, "lots", {"seed": "spring"})

    anchors = {paper for paper, _seat, why in await shares(ground) if why == "anchor"}
    assert len(anchors) == LINKED.stages[0].reading.anchors


async def test_a_paper_is_handed_on_with_a_reason_until_it_is_read(ground: Ground) -> None:
    await post(ground, "lots", {"seed": "spring"})
    seats = {each.number: each.id for each in ground.judges}
    mine = [seat for paper, seat, _why in await shares(ground) if paper == 1]
    free = next(seat for seat in (5, 4, 3, 2) if seat not in mine)
    body = {"giver": str(seats[mine[0]]), "taker": str(seats[free]), "reason": "ill"}
    path = f"{await performance(ground, 1)}/hand-on"

    moved = await post(ground, path, body)
    own_unit = await post(ground, path, body | {"giver": str(seats[free]), "taker": str(seats[1])})
    await read(ground, 1, 0.8, 0.8)
    late = await post(ground, path, {"giver": str(seats[free]), "taker": str(seats[mine[0]]), "reason": "x"})

    assert moved.status_code == 200, moved.text
    assert own_unit.json()["code"] == "readers.not_free"
    assert late.json()["code"] == "readers.read"
    acts = await ground.sql(
        "select reason from desk_act where act = 'reader.moved' and contest_id = $1", ground.contest_id
    )
    assert [act["reason"] for act in acts] == ["ill"]


async def test_after_the_first_ballot_only_papers_without_readers_are_shared_out(ground: Ground) -> None:
    await post(ground, "lots", {"seed": "spring"})
    await read(ground, 1, 0.8)
    before = await shares(ground)

    again = await post(ground, "lots", {"seed": "other"})

    assert again.json()["code"] == "readers.none_due"
    assert await shares(ground) == before


async def test_too_few_readers_are_told_with_the_papers_they_are_missing_for(scoring: Running) -> None:
    ground = await prepare(scoring, RULES, [entry("One", "East"), entry("Two", "West", "", "Centre")])
    await ground.seat(["East", "West"])
    await ground.turns(STAGE.key, "running")

    answer = await post(ground, "lots", {})

    assert (answer.status_code, answer.json()["code"]) == (409, "readers.few")


async def test_the_page_tells_progress_and_never_a_mark(ground: Ground) -> None:
    await post(ground, "lots", {"seed": "spring"})
    await read(ground, 1, 0.77, 0.77)
    path = f"/scoring/contests/{ground.contest_id}/stages/{STAGE.key}/readers"

    page = await ground.scoring.http.get(path, headers=ground.desk | {"Accept": "text/html"})

    assert page.status_code == 200
    assert "spring" in page.text
    assert "Essay" not in page.text
    for mark in marks(0.77).values():
        assert f">{mark}<" not in page.text


async def test_only_organisers_share_out_and_judges_do_not_look(ground: Ground) -> None:
    path = f"/scoring/contests/{ground.contest_id}/stages/{STAGE.key}/readers"

    assert (await post(ground, "lots", {}, ground.stranger())).status_code == 403
    assert (await post(ground, "lots", {}, ground.judges[0].headers)).status_code == 403
    assert (await ground.scoring.http.get(path, headers=ground.judges[0].headers)).status_code == 403


@pytest.mark.parametrize(
    "body", [{}, [], {"giver": "x"}, {"giver": str(uuid4()), "taker": str(uuid4()), "reason": "r"}, {"seed": "\0"}]
)
async def test_nothing_a_client_sends_breaks_it(ground: Ground, body: Any) -> None:
    for path in ("lots", f"{await performance(ground, 1)}/hand-on", f"{uuid4()}/hand-on"):
        answer = await post(ground, path, body)
        assert answer.status_code < 500


async def test_the_second_of_two_distant_ballots_puts_the_paper_before_a_third_reader_alone(scoring: Running) -> None:
    stand = await new_stand(scoring, rules(stage(mode="reading", reading=Reading(gap=Decimal(10)))), entries=2)
    ground = stand.day.ground
    await ground.sql("update panel_seat set marks = false where role <> 'judge' and panel_id = $1", ground.panel_id)
    answer = await post(ground, "lots", {"seed": "spring"})
    assert answer.status_code == 200, answer.text
    opened = await stand.day.post(f"{stand.day.contest}/stages/final/open")
    assert opened.status_code == 200, opened.text
    paper = stand.turns[0]

    readers = [tablet for tablet in stand.tablets if await sees(tablet, paper)]
    await readers[0].give(paper, "70")
    between = [tablet for tablet in stand.tablets if await sees(tablet, paper)]
    await readers[1].give(paper, "80")
    after = [tablet for tablet in stand.tablets if await sees(tablet, paper)]

    assert len(readers) == len(between) == 2
    assert len(after) == 3
    [third] = [tablet for tablet in after if tablet not in readers]
    await third.give(paper, "78")


async def sees(tablet: Tablet, performance: UUID) -> bool:
    return str(performance) in {
        turn["performance_id"] for contest in (await tablet.bench())["contests"] for turn in contest["turns"]
    }


async def test_readers_compared_by_common_papers_are_linked_before_anything_is_read(scoring: Running) -> None:
    # given one reader a paper, compared by common papers
    made = await essays(scoring, replaced(LINKED, Reading(readers=1)))
    # when
    alone = await post(made, "lots", {})
    # then
    assert (alone.status_code, alone.json()["code"]) == (409, "readers.unlinked")
    assert await shares(made) == []


def replaced(rules: RuleSet, reading: Reading) -> RuleSet:
    first = msgspec.structs.replace(rules.stages[0], reading=reading)
    return msgspec.structs.replace(rules, stages=(first, *rules.stages[1:]))
