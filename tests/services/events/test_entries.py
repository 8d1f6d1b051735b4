"""Entries by hand, by list and by file; seeds and removal; closed once the draw is published."""

import io
from typing import Any

import httpx
import xlsxwriter

from tests.servers import Running
from tests.services.events.desk import Desk, member, members, open_desk, refused


async def names(desk: Desk, contest: str) -> list[tuple[str, str, int | None]]:
    entries = (await desk.look(contest))["entries"]
    return [(each["name"], each["unit"], each["seed"]) for each in entries]


async def test_a_member_is_entered_by_staff_number(events: Running) -> None:
    desk = await open_desk(events)
    contest = await desk.contest()
    await member(events, "S1", "张三", "计算机学院")

    answer = await desk.post(f"/events/contests/{contest}/entries", {"members": ["S1"], "seed": 1})

    assert answer.status_code == 201
    assert [each["name"] for each in answer.json()["entries"]] == ["张三"]
    assert await names(desk, contest) == [("张三", "计算机学院", 1)]


async def test_a_pair_carries_both_names_and_units(events: Running) -> None:
    desk = await open_desk(events)
    contest = await desk.contest("doubles")
    await member(events, "P1", "赵一", "外语学院")
    await member(events, "P2", "钱二", "艺术学院")
    await member(events, "P3", "孙三", "艺术学院")
    await member(events, "P4", "李四", "艺术学院")

    body = [{"members": ["P1", "P2"]}, {"members": ["P3", "P4"], "seed": 2}]
    await desk.post(f"/events/contests/{contest}/entries", {"entries": body})

    assert await names(desk, contest) == [
        ("赵一 / 钱二", "外语学院 / 艺术学院", None),
        ("孙三 / 李四", "艺术学院", 2),
    ]


async def test_five_hundred_and_twelve_entries_fit_and_one_more_does_not(events: Running) -> None:
    desk = await open_desk(events)
    contest = await desk.entered(512)
    another = (await members(events, 1))[0]

    answer = await desk.post(f"/events/contests/{contest}/entries", {"members": [another]})

    assert len((await desk.look(contest))["entries"]) == 512
    assert "513" in refused(answer, "contest.full")


async def test_a_member_cannot_be_entered_twice(events: Running) -> None:
    desk = await open_desk(events)
    contest = await desk.contest()
    first, second = await members(events, 2)
    await desk.post(f"/events/contests/{contest}/entries", {"members": [first]})

    refused(await desk.post(f"/events/contests/{contest}/entries", {"members": [first]}), "member.entered")
    twice = {"entries": [{"members": [second]}, {"members": [second]}]}
    refused(await desk.post(f"/events/contests/{contest}/entries", twice), "member.entered")
    assert len((await desk.look(contest))["entries"]) == 1


async def test_singles_are_one_member_and_doubles_two(events: Running) -> None:
    desk = await open_desk(events)
    one, two = await members(events, 2)
    singles, doubles = await desk.contest(), await desk.contest("doubles")

    refused(await desk.post(f"/events/contests/{singles}/entries", {"members": [one, two]}), "entry.players")
    refused(await desk.post(f"/events/contests/{doubles}/entries", {"members": [one]}), "entry.players")
    refused(await desk.post(f"/events/contests/{doubles}/entries", {"members": [one, one]}), "entry.players")


async def test_whoever_is_not_in_the_roster_cannot_be_entered(events: Running) -> None:
    desk = await open_desk(events)
    contest = await desk.contest()

    refused(await desk.post(f"/events/contests/{contest}/entries", {"members": ["nobody"]}), "member.unknown")
    refused(await desk.post(f"/events/contests/{contest}/entries", {}), "entries.none")


async def test_a_pasted_list_takes_numbers_names_and_seeds(events: Running) -> None:
    desk = await open_desk(events)
    contest = await desk.contest()
    await member(events, "L1", "王一", "A")
    await member(events, "L2", "王二", "B")
    await member(events, "L3", "Lin Dan", "C")
    listed = "L1 王一 [2]\n\n王二\t（种子1）\nLin Dan"

    answer = await desk.form(f"/events/contests/{contest}/entries", listed=listed)

    assert answer.status_code == 303, answer.text
    assert await names(desk, contest) == [("王一", "A", 2), ("王二", "B", 1), ("Lin Dan", "C", None)]


async def test_a_pasted_list_of_pairs_parts_them_by_a_slash(events: Running) -> None:
    desk = await open_desk(events)
    contest = await desk.contest("doubles")
    for place, name in enumerate(("冯一", "冯二", "冯三", "冯四", "冯五", "冯六"), start=1):
        await member(events, f"D{place}", name, "U")

    await desk.form(f"/events/contests/{contest}/entries", listed="D1 冯一 / D2 冯二 [1]\n冯三、冯四\nD5\tD6")

    assert [each[0] for each in await names(desk, contest)] == ["冯一 / 冯二", "冯三 / 冯四", "冯五 / 冯六"]


async def test_a_list_with_mistakes_enters_nobody_and_names_every_mistake(events: Running) -> None:
    desk = await open_desk(events)
    contest = await desk.contest()
    await member(events, "M1", "陈伟", "甲学院")
    await member(events, "M2", "陈伟", "乙学院")
    await member(events, "M3", "陈三", "乙学院")
    listed = "M3 陈四\n陈伟\n没有此人\nM3\nM3"

    answer = await desk.form(f"/events/contests/{contest}/entries", listed=listed)

    assert answer.status_code == 422
    for told in ("M3 陈四", "M1 甲学院, M2 乙学院", "没有此人", "陈三"):
        assert told in answer.text
    assert await names(desk, contest) == []


async def test_a_unit_in_the_list_tells_namesakes_apart(events: Running) -> None:
    desk = await open_desk(events)
    contest = await desk.contest()
    await member(events, "N1", "周伟", "甲学院")
    await member(events, "N2", "周伟", "乙学院")

    answer = await desk.form(f"/events/contests/{contest}/entries", listed="姓名\t单位\n周伟\t乙学院\n周伟\t甲学院")

    assert answer.status_code == 303, answer.text
    assert [each[1] for each in await names(desk, contest)] == ["乙学院", "甲学院"]


async def test_an_excel_file_is_read_by_its_headings(events: Running) -> None:
    desk = await open_desk(events)
    contest = await desk.contest("doubles")
    for number, name in (("9001", "吴一"), ("9002", "吴二"), ("9003", "吴三"), ("9004", "吴四")):
        await member(events, number, name, "U")
    heading = ["种子", "姓名", "工号", "搭档", "搭档工号"]
    file = workbook([heading, [1, "吴一", 9001, "吴二", 9002], ["", "吴三", "", "吴四", ""]])

    answer = await upload(desk, contest, "报名.xlsx", file)

    assert answer.status_code == 303, answer.text
    assert await names(desk, contest) == [("吴一 / 吴二", "U", 1), ("吴三 / 吴四", "U", None)]


async def test_a_csv_file_is_read_in_the_encoding_it_has(events: Running) -> None:
    desk = await open_desk(events)
    for encoding, name in (("gb18030", "郑一"), ("utf-8-sig", "郑二"), ("utf-16", "郑三")):
        contest = await desk.contest()
        await member(events, f"E{encoding}", name, "学院")

        answer = await upload(desk, contest, "list.csv", f"姓名,种子\n{name},1\n".encode(encoding))

        assert answer.status_code == 303, answer.text
        assert await names(desk, contest) == [(name, "学院", 1)]


async def test_a_file_that_is_no_table_is_refused(events: Running) -> None:
    desk = await open_desk(events)
    contest = await desk.contest()

    answer = await upload(desk, contest, "list.xlsx", b"PK\x03\x04 and then nothing")

    assert answer.status_code == 422
    assert answer.headers["saishi-code"] == "file.unreadable"


async def test_members_are_found_by_name_or_number_and_entered_by_ticking(events: Running) -> None:
    desk = await open_desk(events)
    contest = await desk.contest("doubles")
    await member(events, "F77", "欧阳一", "U")
    await member(events, "F78", "欧阳二", "U")

    found = (await desk.get(f"/events/contests/{contest}/members?q=欧阳"))["members"]
    answer = await desk.form(f"/events/contests/{contest}/entries", picked=["F77", "F78"], seed="1")

    assert [each["staff_number"] for each in found] == ["F77", "F78"]
    assert answer.status_code == 303
    assert await names(desk, contest) == [("欧阳一 / 欧阳二", "U", 1)]
    assert "disabled" in await desk.page(f"/events/contests/{contest}/members?q=F77")


async def test_a_seed_belongs_to_one_entry(events: Running) -> None:
    desk = await open_desk(events)
    contest = await desk.entered(3, seeds=2)
    first, _second, third = [each["id"] for each in (await desk.look(contest))["entries"]]

    refused(await desk.post(f"/events/entries/{third}/seed", {"seed": 1}), "seed.taken", 409)
    refused(await desk.post(f"/events/entries/{third}/seed", {"seed": 0}), "seed.invalid")
    await desk.form(f"/events/entries/{first}/seed", seed="")
    answer = await desk.post(f"/events/entries/{third}/seed", {"seed": 1})

    assert answer.status_code == 200
    assert [each[2] for each in await names(desk, contest)] == [None, 2, 1]


async def test_a_change_of_the_entries_voids_a_draw_that_is_not_published(events: Running) -> None:
    desk = await open_desk(events)
    for act in ("seed", "remove", "add"):
        contest = await desk.drawn(4)
        entry = (await desk.look(contest))["entries"][0]["id"]

        match act:
            case "seed":
                await desk.post(f"/events/entries/{entry}/seed", {"seed": 1})
            case "remove":
                await desk.post(f"/events/entries/{entry}/remove", {})
            case _:
                await desk.post(f"/events/contests/{contest}/entries", {"members": await members(events, 1)})

        now = await desk.look(contest)
        assert (now["contest"]["status"], now["contest"]["lot"]) == ("open", None)
        assert {each["line"] for each in now["entries"]} == {None}


async def test_once_the_draw_is_published_the_entries_stand(events: Running) -> None:
    desk = await open_desk(events)
    contest, _matches = await desk.published(3)
    entry = (await desk.look(contest))["entries"][0]["id"]
    new = await members(events, 1)

    refused(await desk.post(f"/events/contests/{contest}/entries", {"members": new}), "draw.locked", 409)
    refused(await desk.post(f"/events/entries/{entry}/seed", {"seed": 1}), "draw.locked", 409)
    refused(await desk.post(f"/events/entries/{entry}/remove", {}), "draw.locked", 409)
    assert len((await desk.look(contest))["entries"]) == 3


async def test_entries_of_another_event_are_out_of_reach(events: Running) -> None:
    mine, other = await open_desk(events), await open_desk(events)
    contest = await other.entered(2)
    entry = (await other.look(contest))["entries"][0]["id"]

    refused(await mine.post(f"/events/entries/{entry}/remove", {}), "event.not_yours", 403)
    refused(await mine.post(f"/events/entries/{entry}/seed", {"seed": 1}), "event.not_yours", 403)
    refused(await mine.post(f"/events/contests/{contest}/entries", {"members": ["x"]}), "event.not_yours", 403)


def workbook(rows: list[list[Any]]) -> bytes:
    data = io.BytesIO()
    with xlsxwriter.Workbook(data, {"in_memory": True}) as book:
        sheet = book.add_worksheet()
        for number, row in enumerate(rows):
            sheet.write_row(number, 0, row)
    return data.getvalue()


async def upload(desk: Desk, contest: str, name: str, data: bytes) -> httpx.Response:
    headers = desk.headers | {"Accept": "text/html"}
    path = f"/events/contests/{contest}/entries"
    return await desk.events.http.post(path, files={"file": (name, data)}, data={"listed": ""}, headers=headers)
