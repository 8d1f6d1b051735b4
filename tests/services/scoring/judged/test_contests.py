"""A judged contest arrives: its rules, its performances, what its page shows to whom."""

from uuid import uuid4

import pytest

from tests.servers import Running
from tests.services.scoring.judged.set_up import entry, new_setting


async def test_the_first_word_of_a_contest_brings_its_preset_in_chinese_and_a_turn_for_each_entry(
    scoring: Running,
) -> None:
    # when
    setting = await new_setting(scoring, "henan_2025")
    rules = await setting.rules()
    first = rules["rule_set"]["stages"][0]
    # then
    assert (rules["rule_set"]["key"], rules["rule_set"]["version"], rules["frozen"]) == ("henan_2025", 1, None)
    assert first["criteria"][0]["name"] == "教学设计"
    performances = await setting.performances(first["key"])
    assert [each["order_no"] for each in performances] == [1, 2, 3, 4, 5, 6]
    assert [each["entry_id"] for each in performances] == [each.id for each in setting.entries]


async def test_a_preset_nobody_knows_gives_the_first_and_says_so(scoring: Running) -> None:
    # when
    setting = await new_setting(scoring, "no_such_preset")
    versions = (await setting.rules())["versions"]
    # then
    assert versions[0]["reason"] == "preset:?no_such_preset"
    assert "no_such_preset" in await setting.page(f"/scoring/contests/{setting.id}/rules")


async def test_entries_come_and_go_and_an_old_word_changes_nothing(scoring: Running) -> None:
    # given
    setting = await new_setting(scoring, entries=3)
    stage = (await setting.rules())["rule_set"]["stages"][0]["key"]
    one, two, three = setting.entries
    new = entry("新选手", "文学院")
    # when
    await setting.tell(entries=(one, three, new))
    await scoring.deliver_batch([setting.told])
    # then
    performances = await setting.performances(stage)
    assert [each["entry_id"] for each in performances] == [one.id, three.id, new.id]
    assert two.id not in [each["entry_id"] for each in performances]


async def test_who_is_judged_already_stays_as_withdrawn(scoring: Running) -> None:
    # given
    setting = await new_setting(scoring, entries=3)
    stage = (await setting.rules())["rule_set"]["stages"][0]["key"]
    panel = await setting.panel("王一 纪委", stages=(stage,))
    one, two, three = setting.entries
    first = (await setting.performances(stage))[0]
    await setting.ballot(first["id"], panel["seats"][0]["id"], {})
    # when
    await setting.tell(entries=(two, three))
    # then
    kept = [each["status"] for each in await setting.performances(stage) if each["entry_id"] == one.id]
    assert kept == ["withdrawn"]
    # when
    await setting.tell(entries=(one, two, three))
    # then
    assert {each["status"] for each in await setting.performances(stage)} == {"waiting"}


async def test_a_contest_handed_over_waits_for_its_desk_to_begin(scoring: Running) -> None:
    # given
    setting = await new_setting(scoring)
    # when
    before = (await setting.get(f"/scoring/events/{setting.event.id}/judged")).json()["contests"][0]
    await setting.tell(status="judging")
    after = (await setting.get(f"/scoring/events/{setting.event.id}/judged")).json()["contests"][0]
    # then
    assert [each["status"] for each in before["stages"]] == ["planned", "planned"]
    assert [each["status"] for each in after["stages"]] == ["planned", "planned"]
    assert (after["entries"], after["stages"][0]["performances"]) == (6, 6)


@pytest.mark.parametrize("lang", ["zh", "en"])
async def test_everybody_sees_contests_and_rules_and_only_its_people_the_desk(scoring: Running, lang: str) -> None:
    # given
    setting = await new_setting(scoring)
    path = f"/scoring/events/{setting.event.id}/judged"
    # when
    organiser = await setting.page(path, lang)
    stranger = await setting.get(path, {"Accept": "text/html", "Accept-Language": lang})
    # then
    assert f"/scoring/contests/{setting.id}/recusals" in organiser
    assert stranger.status_code == 200
    assert f"/scoring/contests/{setting.id}/rules" in stranger.text
    assert f"/scoring/contests/{setting.id}/recusals" not in stranger.text


async def test_a_contest_taken_back_disappears_and_an_unknown_event_is_refused(scoring: Running) -> None:
    # given
    setting = await new_setting(scoring)
    # when
    await setting.tell(status="removed")
    answer = await setting.get(f"/scoring/events/{setting.event.id}/judged")
    unknown = await setting.get(f"/scoring/events/{uuid4()}/judged")
    # then
    assert answer.json()["contests"] == []
    assert unknown.status_code == 404
