"""Panels: who sits where, pasted or typed, what each judges, what changes once it has judged, codes for tablets."""

from decimal import Decimal
from typing import Any
from uuid import uuid4

import pytest
from msgspec.structs import replace

from shared.messages.members import MemberChanged
from tests.servers import Running
from tests.services.scoring.ground import revisions, rows
from tests.services.scoring.judged.set_up import Setting, new_setting

PEOPLE = """张一 省教科院
李二，师范大学，组长
王三\t理工大学\t评委
赵四 纪委 监督
钱五 教务处 计时
孙六 师范大学 候补"""


def member(staff_number: str, name: str = "周七", unit: str = "工会") -> MemberChanged:
    return MemberChanged(
        id=uuid4(),
        revision=next(revisions),
        staff_number=staff_number,
        name=name,
        unit=unit,
        active=True,
    )


async def judging(scoring: Running) -> tuple[Setting, str, str]:
    """A contest whose panel has given a ballot: the contest, the panel's address, the stage."""
    setting = await new_setting(scoring)
    stage = (await setting.rules())["rule_set"]["stages"][0]["key"]
    panel = await setting.panel(PEOPLE, stages=(stage,))
    performance = (await setting.performances(stage))[0]
    await setting.ballot(performance["id"], panel["seats"][0]["id"], {"x": Decimal(1)})
    return setting, f"/scoring/panels/{panel['id']}", stage


async def test_a_pasted_list_becomes_seats_with_roles(scoring: Running) -> None:
    # given
    setting = await new_setting(scoring)
    # when
    panel = await setting.panel(PEOPLE)
    # then
    told = [(each["number"], each["name"], each["role"], each["marks"], each["reserve"]) for each in panel["seats"]]
    assert told == [
        (1, "张一", "judge", True, False),
        (2, "李二", "chief", False, False),
        (3, "王三", "judge", True, False),
        (4, "赵四", "supervisor", False, False),
        (5, "钱五", "timekeeper", False, False),
        (6, "孙六", "judge", True, True),
    ]
    assert panel["version"] == 1


async def test_a_staff_number_names_a_member_who_may_act_signed_in(scoring: Running) -> None:
    # given
    setting = await new_setting(scoring)
    known = member("20080123")
    await scoring.deliver(known)
    panel = f"/scoring/panels/{(await setting.panel('张一'))['id']}"
    # when
    answer = await setting.post(f"{panel}/seats", staff_number="20080123", role="chief", marks=True)
    nobody = await setting.post(f"{panel}/seats", staff_number="99999999")
    # then
    seat = answer.json()["seats"][1]
    assert (seat["name"], seat["unit"], seat["member_id"], seat["marks"]) == ("周七", "工会", str(known.id), True)
    assert (nobody.status_code, nobody.json()["code"]) == (422, "panel.no_member")
    # when
    page = f"/scoring/events/{setting.event.id}/judged"
    before = (await setting.get(page, scoring.as_(known.id))).json()["contests"][0]["yours"]
    stage = (await setting.rules())["rule_set"]["stages"][0]["key"]
    await setting.post(f"{panel}/stages", stages=[f"{setting.id}:{stage}"])
    after = (await setting.get(page, scoring.as_(known.id))).json()["contests"][0]["yours"]
    # then
    assert (before, after) == (False, True)


async def test_one_panel_judges_several_stages_and_their_performances_come_before_it(scoring: Running) -> None:
    # given
    setting = await new_setting(scoring)
    stages = [each["key"] for each in (await setting.rules())["rule_set"]["stages"]]
    panel = await setting.panel(PEOPLE, stages=tuple(stages))
    path = f"/scoring/panels/{panel['id']}/stages"
    # then
    assert {str(each["panel_id"]) for each in await setting.performances(stages[0])} == {panel["id"]}
    # when
    answer = await setting.post(path, stages=[f"{setting.id}:{stages[1]}"])
    # then
    assert answer.json()["stages"] == [[str(setting.id), stages[1]]]
    assert {each["panel_id"] for each in await setting.performances(stages[0])} == {None}
    for wrong in (f"{uuid4()}:x", "x", f"{setting.id}:nothing"):
        assert (await setting.post(path, stages=[wrong])).status_code == 404


async def test_a_panel_belongs_to_the_organisers_of_its_event(scoring: Running) -> None:
    # given
    setting = await new_setting(scoring)
    other = await new_setting(scoring)
    panel = await setting.panel(PEOPLE)
    stranger = other.event.desk
    # when
    for path, data in (
        (f"/scoring/panels/{panel['id']}/seats", {"name": "某人"}),
        (f"/scoring/panels/{panel['id']}/codes", {}),
        (f"/scoring/panels/{panel['id']}/remove", {}),
        (f"/scoring/panel-seats/{panel['seats'][0]['id']}", {"name": "某人"}),
        (f"/scoring/panel-seats/{panel['seats'][0]['id']}/remove", {}),
        (f"/scoring/events/{setting.event.id}/panels", {"name": "x"}),
    ):
        answer = await setting.post(path, stranger, **data)
        # then
        assert answer.status_code == 403, path
    foreign = await setting.post(f"/scoring/panels/{panel['id']}/stages", stages=[f"{other.id}:x"])
    assert foreign.status_code == 409
    copied = await other.post(f"/scoring/events/{other.event.id}/panels", name="x", copy_of=panel["id"])
    assert copied.status_code == 403


async def test_before_the_first_ballot_seats_change_freely(scoring: Running) -> None:
    # given
    setting = await new_setting(scoring)
    panel = await setting.panel(PEOPLE)
    seat, other = panel["seats"][0], panel["seats"][1]
    # when
    changed = await setting.post(f"/scoring/panel-seats/{seat['id']}", name="张一一", unit="新单位", number=9)
    taken = await setting.post(f"/scoring/panel-seats/{seat['id']}", name="张一一", number=other["number"])
    gone = await setting.post(f"/scoring/panel-seats/{other['id']}/remove")
    # then
    assert [(each["number"], each["name"]) for each in changed.json()["seats"]][-1] == (9, "张一一")
    assert (taken.status_code, taken.json()["code"]) == (409, "panel.number")
    assert [each["name"] for each in gone.json()["seats"]] == ["王三", "赵四", "钱五", "孙六", "张一一"]
    assert gone.json()["version"] == 1


async def test_once_it_has_judged_a_panel_changes_only_with_a_reason_and_as_a_version(scoring: Running) -> None:
    # given
    setting, panel, _stage = await judging(scoring)
    seats = (await setting.get(panel)).json()["seats"]
    # when
    bare = await setting.post(f"{panel}/seats", name="候补甲", role="judge", reserve=True)
    judge = await setting.post(f"{panel}/seats", name="新评委", role="judge", reason="缺人")
    spare = await setting.post(f"{panel}/seats", name="候补甲", role="judge", reserve=True, reason="备用")
    # then
    assert (bare.status_code, bare.json()["code"]) == (422, "panel.reason")
    assert (judge.status_code, judge.json()["code"]) == (409, "panel.judged")
    assert (spare.status_code, spare.json()["version"]) == (201, 2)
    # when
    fewer = await setting.post(f"/scoring/panel-seats/{seats[2]['id']}/remove", reason="有事")
    duty = await setting.post(f"/scoring/panel-seats/{seats[5]['id']}", name="孙六", role="judge", reason="转正")
    renamed = await setting.post(f"/scoring/panel-seats/{seats[0]['id']}", name="张 一", role="judge", reason="更正")
    # then
    assert (fewer.status_code, fewer.json()["code"]) == (409, "panel.seat_judged")
    assert (duty.status_code, duty.json()["code"]) == (409, "panel.duty")
    assert (renamed.status_code, renamed.json()["version"]) == (200, 3)
    versions = await rows(
        scoring,
        "select version, reason, seats from panel_version where panel_id = $1 order by version",
        seat_panel(panel),
    )
    assert [(each["version"], each["reason"]) for each in versions] == [(1, ""), (2, "备用"), (3, "更正")]
    assert "备用" in await setting.page(panel)


def seat_panel(panel: str) -> str:
    return panel.rsplit("/", 1)[-1]


async def test_a_panel_that_judged_keeps_its_stage_and_stays(scoring: Running) -> None:
    # given
    setting, panel, _stage = await judging(scoring)
    # when
    left = await setting.post(f"{panel}/stages", stages=[])
    removed = await setting.post(f"{panel}/remove")
    copied = await setting.post(
        f"/scoring/events/{setting.event.id}/panels", name="决赛评委组", copy_of=seat_panel(panel)
    )
    # then
    assert (left.status_code, left.json()["code"]) == (409, "panel.stage_judged")
    assert (removed.status_code, removed.json()["code"]) == (409, "panel.used")
    assert [each["name"] for each in copied.json()["seats"]] == ["张一", "李二", "王三", "赵四", "钱五", "孙六"]
    gone = await setting.post(f"/scoring/panels/{copied.json()['id']}/remove")
    assert gone.status_code == 200


async def test_no_panel_changes_while_it_judges(scoring: Running) -> None:
    # given
    setting = await new_setting(scoring)
    stage = (await setting.rules())["rule_set"]["stages"][0]["key"]
    panel = await setting.panel(PEOPLE, stages=(stage,))
    async with scoring.app.state.db.tx() as tx:
        await tx.execute("update performance set status = 'open' where contest_id = $1 and order_no = 1", setting.id)
    # when
    answer = await setting.post(f"/scoring/panels/{panel['id']}/seats", name="某人", reason="急")
    # then
    assert (answer.status_code, answer.json()["code"]) == (409, "panel.judging")


@pytest.mark.parametrize(
    ("data", "code"),
    [
        ({"name": "x", "role": "king"}, "panel.role"),
        ({"name": ""}, "panel.no_person"),
        ({"name": "x" * 200}, "input.too_long"),
        ({"name": "x", "number": 100}, "input.too_great"),
        ({"name": "x", "number": 1}, "panel.number"),
        ({"name": "a\x00b"}, "input.unstorable"),
    ],
)
async def test_a_seat_that_cannot_be_is_refused(scoring: Running, data: dict[str, Any], code: str) -> None:
    # given
    setting = await new_setting(scoring)
    panel = await setting.panel("张一")
    # when
    answer = await setting.post(f"/scoring/panels/{panel['id']}/seats", **data)
    # then
    assert (answer.status_code in (409, 422), answer.json()["code"]) == (True, code)


async def test_a_list_is_taken_whole_or_not_at_all(scoring: Running) -> None:
    # given
    setting = await new_setting(scoring)
    panel = await setting.panel("张一")
    path = f"/scoring/panels/{panel['id']}/seats/paste"
    # when
    long = await setting.post(path, people="\n".join(f"人{n}" for n in range(80)))
    wrong = await setting.post(path, people="李二 师范大学\n王三 99990000")
    empty = await setting.post(path, people="  \n ")
    # then
    assert [each.status_code for each in (long, wrong, empty)] == [422, 422, 422]
    assert len((await setting.get(f"/scoring/panels/{panel['id']}")).json()["seats"]) == 1


async def test_nobody_is_chief_and_supervisor_of_one_panel(scoring: Running) -> None:
    # given
    setting = await new_setting(scoring)
    await scoring.deliver(member("M0050", "同一人"))
    panel = await setting.panel("张一 文学院\n李二 理学院 组长 M0050")
    path = f"/scoring/panels/{panel['id']}/seats"
    # when
    typed = await setting.post(path, staff_number="M0050", role="supervisor", name="另名")
    pasted = await setting.post(f"{path}/paste", people="另名 纪委 监督 M0050")
    judge = (await setting.get(f"/scoring/panels/{panel['id']}")).json()["seats"][0]["id"]
    changed = await setting.post(f"/scoring/panel-seats/{judge}", staff_number="M0050", role="supervisor")
    # then
    assert [each.json().get("code") for each in (typed, pasted, changed)] == ["panel.same_person"] * 3
    assert len((await setting.get(f"/scoring/panels/{panel['id']}")).json()["seats"]) == 2


@pytest.mark.parametrize(
    ("line", "code", "named"),
    [
        ("张三\t文学院\t主席", "panel.word", "主席"),
        ("张三 文学院 副主任评委", "panel.word", "副主任评委"),
        ("a,b,评委,组长,监督", "panel.roles", "评委,组长,监督"),
        ("张三，文学院，组长，候补", "panel.roles", "张三"),
        ("张三\t文学院\t20080123\t20080124", "panel.line", "张三"),
    ],
)
async def test_a_line_that_could_mean_something_else_is_refused_and_named(
    scoring: Running, line: str, code: str, named: str
) -> None:
    # given
    setting = await new_setting(scoring)
    panel = await setting.panel("张一")
    # when
    answer = await setting.post(f"/scoring/panels/{panel['id']}/seats/paste", people=f"李二 理学院\n{line}")
    # then
    assert (answer.status_code, answer.json()["code"]) == (422, code)
    assert named in answer.text
    assert len((await setting.get(f"/scoring/panels/{panel['id']}")).json()["seats"]) == 1


async def test_words_for_a_reserve_and_short_staff_numbers_are_known(scoring: Running) -> None:
    # given
    setting = await new_setting(scoring)
    known = member("M05")
    await scoring.deliver(known)
    # when
    panel = await setting.panel("甲\t工会\t后备\n乙 工会 备用\n丙,工会,替补\n丁 工会 候补\n戊\t教务处\t组长\tM05")
    # then
    assert [(each["unit"], each["reserve"]) for each in panel["seats"][:4]] == [("工会", True)] * 4
    assert (panel["seats"][4]["unit"], panel["seats"][4]["member_id"]) == ("教务处", str(known.id))


async def test_an_organiser_who_marks_where_names_are_hidden_is_warned_about(scoring: Running) -> None:
    # given
    setting = await new_setting(scoring)
    stage = (await setting.rules())["rule_set"]["stages"][0]["key"]
    organiser = replace(member("20080999", "组织者"), id=setting.event.organiser)
    await scoring.deliver(organiser)
    panel = await setting.panel("张一 文学院\n组织者 工会 20080999", stages=(stage,))
    # when
    shown = await setting.page(f"/scoring/panels/{panel['id']}", "zh")
    # then
    assert ("组织者组织本赛事，又在本组打分" in shown) == (await setting.rules())["rule_set"]["anonymous"]
    assert "张一组织本赛事" not in shown


@pytest.mark.parametrize("lang", ["zh", "en"])
async def test_a_code_is_shown_once_with_its_picture_and_a_sheet_has_one_for_every_seat(
    scoring: Running, lang: str
) -> None:
    # given
    setting = await new_setting(scoring)
    panel = await setting.panel(PEOPLE)
    path = f"/scoring/panels/{panel['id']}"
    # when
    one = await setting.page(f"{path}/codes", lang, status=201, form={"seats": panel["seats"][0]["id"]})
    sheet = await setting.post(f"{path}/codes")
    kept = await rows(
        scoring,
        "select count(*) filter (where expires_at > now()) as valid from panel_pairing p "
        "join panel_seat s on s.id = p.seat_id where s.panel_id = $1",
        panel["id"],
    )
    # then
    assert one.count("<svg viewBox") + one.count('<svg class="segno"') >= 1 or "<svg" in one
    assert "/scoring/tablet/<" in one and "data-print" in one
    assert ("已全部失效" if lang == "zh" else "no longer work") in one
    assert len({each["code"] for each in sheet.json()}) == 6
    assert kept[0]["valid"] == 6
    assert (await setting.post(f"{path}/codes", seats=[str(uuid4())])).status_code == 404
    page = await setting.page(path, lang)
    assert ("全部失效" if lang == "zh" else "stop working") in page
    assert all(each["code"] not in page for each in sheet.json())


@pytest.mark.parametrize("lang", ["zh", "en"])
async def test_the_pages_of_panels_are_there_in_both_languages(scoring: Running, lang: str) -> None:
    # given
    setting, panel, _stage = await judging(scoring)
    # when
    listed = await setting.page(f"/scoring/events/{setting.event.id}/panels", lang)
    shown = await setting.page(panel, lang)
    # then
    assert "评委组" in listed
    assert "张一" in shown and "省教科院" in shown
    assert ("Supervisor" if lang == "en" else "监督员") in shown


async def test_a_code_of_the_sheet_pairs_the_tablet_of_its_seat_which_finds_its_contest(scoring: Running) -> None:
    # given
    setting, panel, _stage = await judging(scoring)
    sheet = (await setting.post(f"{panel}/codes")).json()
    chief = next(each for each in sheet if each["number"] == 2)
    # when
    paired = await scoring.http.post("/scoring/pair", json={"code": chief["code"]})
    scoring.http.cookies.clear()
    again = await scoring.http.post("/scoring/pair", json={"code": chief["code"]})
    tablet = {"Authorization": f"Bearer seat.{paired.json()['token']}", "Accept": "application/json"}
    listed = (await setting.get(f"/scoring/events/{setting.event.id}/judged", tablet)).json()
    # then
    assert (paired.status_code, again.status_code) == (201, 422)
    assert listed["contests"][0]["yours"] is True
    assert (await setting.get(panel)).json()["devices"].keys() == {chief["seat_id"]}
    # when
    await setting.post(f"/scoring/panel-seats/{chief['seat_id']}/revoke")
    # then
    assert (await setting.get(panel)).json()["devices"] == {}
