"""The order of a stage: lots anybody can draw again, numbers typed by hand, swaps, who is late, what is refused."""

from decimal import Decimal
from hashlib import sha256
from typing import Any
from uuid import UUID, uuid4

import pytest

from services.scoring.judged.stages import fill_stage
from services.scoring.sql import judged
from shared.rules.lot import Lot
from tests.servers import Running
from tests.services.scoring.judged.set_up import Setting, new_setting


async def ready(scoring: Running, preset: str = "henan_2025", **changed: Any) -> tuple[Setting, str, str]:
    """A contest whose first stage has a panel: the contest, the stage's address, its key."""
    setting = await new_setting(scoring, preset, **changed)
    stage = (await setting.rules())["rule_set"]["stages"][0]["key"]
    await setting.panel("张一 省教科院\n李二 省教科院", stages=(stage,))
    return setting, f"/scoring/contests/{setting.id}/stages/{stage}", stage


async def with_topics(setting: Setting, *topics: str, anonymous: bool = True) -> None:
    rule_set = (await setting.rules())["rule_set"]
    first, *others = rule_set["stages"]
    changed = {**rule_set, "anonymous": anonymous, "stages": [{**first, "topics": topics}, *others]}
    answer = await setting.post(f"/scoring/contests/{setting.id}/rules", rule_set=changed)
    assert answer.status_code == 200, answer.text


async def draw(setting: Setting, stage: str, what: str = "order", **data: Any) -> Any:
    made = await setting.post(f"{stage}/lots", what=what)
    assert made.status_code == 201, made.text
    answer = await setting.post(f"/scoring/lots/{made.json()['id']}/draw", **data)
    assert answer.status_code == 200, answer.text
    return answer.json()


async def test_the_seed_is_promised_before_and_anybody_can_draw_the_order_again(scoring: Running) -> None:
    # given
    setting, stage, key = await ready(scoring)
    # when
    promised = (await setting.post(f"{stage}/lots", what="order")).json()
    again = (await setting.post(f"{stage}/lots", what="order")).json()
    drawn = (await setting.post(f"/scoring/lots/{promised['id']}/draw", word="牡丹")).json()
    # then
    assert (promised["seed"], again["id"]) == ("", promised["id"])
    promise, _colon, word = drawn["seed"].partition(":")
    assert (sha256(promise.encode()).hexdigest(), word) == (promised["promise"], "牡丹")
    expected = Lot(drawn["seed"]).shuffled([str(each.id) for each in setting.entries])
    assert [each["id"] for each in drawn["drawn"]] == expected
    assert [str(each["entry_id"]) for each in await setting.performances(key)] == expected
    assert [each["order_no"] for each in await setting.performances(key)] == [1, 2, 3, 4, 5, 6]
    assert drawn["same_again"] is True


async def test_a_second_draw_says_why_and_the_first_is_kept(scoring: Running) -> None:
    # given
    setting, stage, _key = await ready(scoring)
    first = await draw(setting, stage)
    # when
    made = (await setting.post(f"{stage}/lots", what="order")).json()
    bare = await setting.post(f"/scoring/lots/{made['id']}/draw")
    told = await setting.post(f"/scoring/lots/{made['id']}/draw", reason="漏报一人")
    twice = await setting.post(f"/scoring/lots/{first['id']}/draw", reason="x")
    # then
    assert [bare.status_code, told.status_code, twice.status_code] == [422, 200, 409]
    kept = (await setting.get(f"{stage}/order")).json()["lots"]
    assert [(each["reason"], each["id"]) for each in kept] == [("漏报一人", made["id"]), ("", first["id"])]


async def test_topics_and_panels_are_dealt_by_lot(scoring: Running) -> None:
    # given
    setting, stage, key = await ready(scoring)
    await with_topics(setting, "海", "山", "月", "风")
    alone = await setting.post(f"{stage}/lots", what="panels")
    await setting.panel("王三 省教科院", "第二组", stages=(key,))
    # when
    topics = await draw(setting, stage, "topics")
    panels = await draw(setting, stage, "panels")
    performances = await setting.performances(key)
    # then
    assert (alone.status_code, alone.json()["code"]) == (409, "lots.one_panel")
    assert [each["topic"] for each in performances] == [each["got_name"] for each in topics["drawn"]]
    assert len({each["topic"] for each in performances[:4]}) == 4
    found = [str(each["panel_id"]) for each in performances]
    assert sorted(found.count(each) for each in set(found)) == [3, 3]
    assert {each["got_name"] for each in panels["drawn"]} == {"评委组", "第二组"}
    assert (topics["same_again"], panels["same_again"]) == (True, True)


async def test_numbers_drawn_in_the_room_are_typed_whole_or_not_at_all(scoring: Running) -> None:
    # given
    setting, stage, key = await ready(scoring, entries=3)
    ids = [str(each["id"]) for each in await setting.performances(key)]
    # when
    twice = await setting.post(f"{stage}/order", rows=[{"performance_id": ids[0], "number": 2}])
    zero = await setting.post(f"{stage}/order", rows=[{"performance_id": ids[0], "number": 0}])
    both = [{"performance_id": ids[0], "number": 8}, {"performance_id": ids[0], "number": 9}]
    rows_twice = await setting.post(f"{stage}/order", rows=both)
    assert (rows_twice.status_code, rows_twice.json()["code"]) == (422, "order.row_twice")
    strange = await setting.post(f"{stage}/order", rows=[{"performance_id": str(uuid4()), "number": 9}])
    turned = [{"performance_id": id_, "number": number} for id_, number in zip(ids, (3, 1, 2), strict=True)]
    typed = await setting.post(f"{stage}/order", rows=turned)
    # then
    assert [each.status_code for each in (twice, zero, strange, typed)] == [409, 422, 404, 200]
    assert [str(each["id"]) for each in await setting.performances(key)] == [ids[1], ids[2], ids[0]]
    lots = (await setting.get(f"{stage}/order")).json()["lots"]
    assert (lots[0]["by_hand"], [each["number"] for each in lots[0]["drawn"]]) == (True, [1, 2, 3])
    # when
    silent = await setting.post(f"{stage}/order", rows=[{"performance_id": ids[0], "number": 9}])
    told = await setting.post(f"{stage}/order", rows=[{"performance_id": ids[0], "number": 9}], reason="迟到")
    # then
    assert (silent.status_code, silent.json()["code"], told.status_code) == (422, "order.reason", 200)


async def test_the_form_of_the_order_says_what_the_program_says(scoring: Running) -> None:
    # given
    setting, stage, key = await ready(scoring, entries=2)
    one, two = [each["id"] for each in await setting.performances(key)]
    headers = setting.event.desk
    # when
    form = {f"rows.{one}.number": "２", f"rows.{two}.number": "1", "reason": ""}
    answer = await scoring.http.post(f"{stage}/order", data=form, headers=headers)
    bad = [
        {f"rows.{one}.number": "first"},
        {"rows.x.number": "1"},
        {"rows": "1"},
        {f"rows.{one}.panel": "x"},
        {f"rows.{one}.topic": "x" * 5000},
        {f"rows.{one}.number": "1", "reason": "x" * 5000},
        {f"rows.{one}.topic": "\x00"},
    ]
    # then
    assert answer.status_code == 200, answer.text
    assert [each["id"] for each in await setting.performances(key)] == [two, one]
    for each in bad:
        assert (await scoring.http.post(f"{stage}/order", data=each, headers=headers)).status_code < 500, each


async def test_two_change_places_and_a_late_one_performs_last_each_with_a_reason(scoring: Running) -> None:
    # given
    setting, stage, key = await ready(scoring, entries=4)
    one, two, three, four = [each["id"] for each in await setting.performances(key)]
    # when
    bare = await setting.post(f"{stage}/swap", one=str(one), other=str(three))
    same = await setting.post(f"{stage}/swap", one=str(one), other=str(one), reason="x")
    swapped = await setting.post(f"{stage}/swap", one=str(one), other=str(three), reason="上课冲突")
    silent = await setting.post(f"/scoring/performances/{two}/later")
    late = await setting.post(f"/scoring/performances/{two}/later", reason="堵车")
    # then
    assert [each.status_code for each in (bare, same, swapped, silent, late)] == [422, 422, 200, 422, 200]
    assert [(each["id"], each["order_no"]) for each in await setting.performances(key)] == [
        (three, 1),
        (one, 3),
        (four, 4),
        (two, 5),
    ]


async def test_who_was_judged_or_performs_is_moved_no_more(scoring: Running) -> None:
    # given
    setting, stage, key = await ready(scoring, entries=3)
    one, two, three = await setting.performances(key)
    panels = (await setting.get(f"/scoring/events/{setting.event.id}/panels")).json()["panels"]
    await setting.ballot(one["id"], panels[0]["seats"][0]["id"], {"x": Decimal(1)})
    # when
    swap = await setting.post(f"{stage}/swap", one=str(one["id"]), other=str(two["id"]), reason="x")
    late = await setting.post(f"/scoring/performances/{one['id']}/later", reason="x")
    typed = await setting.post(f"{stage}/order", rows=[{"performance_id": str(one["id"]), "number": 9}], reason="x")
    lots = await setting.post(f"{stage}/lots", what="order")
    others = await setting.post(f"{stage}/swap", one=str(two["id"]), other=str(three["id"]), reason="x")
    # then
    assert [each.status_code for each in (swap, late, typed, lots, others)] == [409, 409, 409, 409, 200]
    assert swap.json()["code"] == "order.judged" and lots.json()["code"] == "lots.begun"


async def test_the_hall_sees_the_draw_line_by_line_and_outsiders_only_what_may_be_known(scoring: Running) -> None:
    # given
    setting, stage, _key = await ready(scoring)
    drawn = await draw(setting, stage)
    show, lots = f"{stage}/lots/{drawn['id']}/show", f"/scoring/lots/{drawn['id']}"
    stranger = scoring.as_(uuid4())
    # when
    await setting.post(f"{lots}/show")
    await setting.post(f"{lots}/show")
    two = (await setting.get(show)).json()
    await setting.post(f"{lots}/show", to=10_000)
    whole = (await setting.get(show)).json()
    # then
    assert two["lines"] == drawn["drawn"][:2]
    assert whole["lines"] == drawn["drawn"]
    assert [(await setting.get(path, stranger)).status_code for path in (show, lots, f"{stage}/order")] == [403] * 3
    assert (await setting.post(f"{lots}/show", stranger)).status_code == 403
    assert (await setting.get(f"{stage}/lots/{uuid4()}/show")).status_code == 404
    # when
    rule_set = (await setting.rules())["rule_set"]
    await setting.post(f"/scoring/contests/{setting.id}/rules", rule_set={**rule_set, "anonymous": False})
    # then
    assert [(await setting.get(path, stranger)).status_code for path in (show, lots)] == [200, 200]
    assert (await setting.get(f"{stage}/order", stranger)).status_code == 403


async def test_a_stage_begins_once_every_performance_has_a_panel(scoring: Running) -> None:
    # given
    setting = await new_setting(scoring, entries=3)
    key, final = (each["key"] for each in (await setting.rules())["rule_set"]["stages"][:2])
    stage = f"/scoring/contests/{setting.id}/stages/{key}"
    # when
    early = await setting.post(f"{stage}/begin")
    await setting.tell(status="judging")
    bare = await setting.post(f"{stage}/begin")
    await setting.panel("张一", "甲组", stages=(key,))
    begun = await setting.post(f"{stage}/begin")
    later = await setting.post(f"/scoring/contests/{setting.id}/stages/{final}/begin")
    # then
    assert (early.status_code, early.json()["code"]) == (409, "stage.entries")
    assert (bare.status_code, bare.json()["code"]) == (409, "stage.no_panel")
    assert (begun.status_code, begun.json()["status"]) == (200, "running")
    assert later.status_code == 409


async def test_panels_nothing_can_link_are_said_before_anybody_performs(scoring: Running) -> None:
    # given rules that compare judges by common entries, and two panels
    setting = await new_setting(scoring, entries=4)
    rule_set = (await setting.rules())["rule_set"]
    key = rule_set["stages"][0]["key"]
    stages = [{**rule_set["stages"][0], "compare": "severity"}, *rule_set["stages"][1:]]
    await setting.post(f"/scoring/contests/{setting.id}/rules", rule_set={**rule_set, "stages": stages})
    await setting.tell(status="judging")
    for name in ("甲组", "乙组"):
        await setting.panel("张一", name, stages=(key,))
    stage = f"/scoring/contests/{setting.id}/stages/{key}"
    # when
    begun = await setting.post(f"{stage}/begin")
    # then
    assert (begun.status_code, begun.json()["code"]) == (409, "stage.unlinked")
    assert "没有作品由两组共评" in await setting.page(f"{stage}/order", "zh")


async def test_the_next_stage_starts_with_those_who_went_on_before_the_same_panel(scoring: Running) -> None:
    # given
    setting, _stage, key = await ready(scoring)
    final = (await setting.rules())["rule_set"]["stages"][1]["key"]
    going = [setting.entries[4].id, setting.entries[1].id]
    # when
    async with scoring.app.state.db.tx() as tx:
        contest = await judged.read_contest(tx, setting.id)
        assert contest is not None
        await tx.execute("update judged_stage set status = 'closed' where contest_id = $1", setting.id)
        await fill_stage(tx, contest, final, going)
    # then
    found = await setting.performances(final)
    assert [(each["entry_id"], each["order_no"]) for each in found] == [(going[0], 1), (going[1], 2)]
    assert {each["panel_id"] for each in found} == {each["panel_id"] for each in await setting.performances(key)}
    # when
    await setting.tell(entries=(*setting.entries[:4], setting.entries[5]))
    # then
    assert [each["entry_id"] for each in await setting.performances(final)] == [going[1]]


@pytest.mark.parametrize("lang", ["zh", "en"])
async def test_the_pages_of_order_and_lots_are_there_in_both_languages(scoring: Running, lang: str) -> None:
    # given
    setting, stage, _key = await ready(scoring)
    await with_topics(setting, "海", "山")
    promised = (await setting.post(f"{stage}/lots", what="order")).json()
    # when
    before = await setting.page(f"/scoring/lots/{promised['id']}", lang)
    await setting.post(f"/scoring/lots/{promised['id']}/draw")
    after = await setting.page(f"/scoring/lots/{promised['id']}", lang)
    await setting.post(f"/scoring/lots/{promised['id']}/show", to=3)
    show = await setting.page(f"{stage}/lots/{promised['id']}/show", lang)
    order = await setting.page(f"{stage}/order", lang)
    # then
    assert promised["promise"] in before and "选手1" not in before
    assert promised["promise"] in after and "选手1" in after
    assert show.count('class="no"') == 3
    assert "选手6" in order and UUID(str(setting.id))
