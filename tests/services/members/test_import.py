"""Importing a roster: preview, confirmation, repetition."""

import time
from typing import Any

from shared.messages.members import MemberChanged
from tests.servers import Running
from tests.services.members.desk import confirm, csv, first_password, imported, listed, previewed, sign_in, upload, xlsx

Headers = dict[str, str]
HEADINGS = ("工号", "姓名", "部门", "性别", "手机")


def row_of(preview: dict[str, Any], number: int) -> dict[str, Any]:
    found: dict[str, Any] = next(row for row in preview["rows"] if row["row"] == number)
    return found


async def test_a_preview_writes_nothing(members: Running, admin: Headers) -> None:
    preview = await previewed(members, admin, xlsx(HEADINGS, ("P1", "王芳", "图书馆", "女", "13800138000")))

    listing = await members.http.get("/members/roster", headers=admin, params={"q": "P1"})

    assert (preview["added"], preview["changed"], preview["unchanged"], preview["refused"]) == (1, 0, 0, 0)
    assert listing.json()["members"] == []


async def test_a_confirmed_preview_is_the_roster_and_the_others_hear_of_it(members: Running, admin: Headers) -> None:
    done = await imported(members, admin, xlsx(HEADINGS, ("C1", "李静", "机电学院", "女", "13800138001")))

    told = {each.staff_number: each for each in await members.journal(MemberChanged)}

    assert done == {"added": 1, "changed": 0}
    assert (await listed(members, admin, "C1"))["unit"] == "机电学院"
    assert (told["C1"].name, told["C1"].unit, told["C1"].gender, told["C1"].revision) == (
        "李静",
        "机电学院",
        "female",
        1,
    )


async def test_the_same_file_twice_changes_nothing(members: Running, admin: Headers) -> None:
    data = csv(HEADINGS, ("T1", "赵敏", "图书馆", "女", "13800138002"), encoding="gbk")
    await imported(members, admin, data)
    told = len(await members.journal(MemberChanged))

    again = await previewed(members, admin, data)
    done = await confirm(members, admin, again["import_id"])

    assert (again["added"], again["changed"], again["unchanged"]) == (0, 0, 1)
    assert done.json() == {"added": 0, "changed": 0}
    assert len(await members.journal(MemberChanged)) == told


async def test_a_change_names_its_fields_and_an_empty_cell_keeps_what_is_known(
    members: Running, admin: Headers
) -> None:
    await imported(members, admin, xlsx(HEADINGS, ("F1", "周婷", "图书馆", "女", "13800138003")))

    preview = await previewed(members, admin, xlsx(HEADINGS, ("F1", "周婷", "后勤处", "", "")))
    await confirm(members, admin, preview["import_id"])

    assert row_of(preview, 2)["changes"] == [{"field": "unit", "before": "图书馆", "after": "后勤处"}]
    found = await listed(members, admin, "F1")
    assert (found["unit"], found["gender"], found["phone"]) == ("后勤处", "female", "138****8003")


async def test_refused_rows_say_why_and_do_not_hold_up_the_others(members: Running, admin: Headers) -> None:
    preview = await previewed(
        members,
        admin,
        xlsx(
            ("某学院名册",),
            HEADINGS,
            ("R1", "王芳", "图书馆", "女", ""),
            ("", "无号", "", "", ""),
            ("R2", "李静", "", "", "123"),
            ("R3", "甲", "", "", ""),
            ("R3", "乙", "", "", ""),
        ),
    )
    done = await confirm(members, admin, preview["import_id"])

    assert {row["row"]: row["action"] for row in preview["rows"]} == {
        3: "added", 4: "refused", 5: "refused", 6: "refused", 7: "refused",
    }  # fmt: skip
    assert "7" in row_of(preview, 6)["reasons"][0] and "6" in row_of(preview, 7)["reasons"][0]
    assert done.json() == {"added": 1, "changed": 0}


async def test_a_preview_is_stale_once_a_member_of_it_has_changed(members: Running, admin: Headers) -> None:
    await imported(members, admin, xlsx(HEADINGS, ("S1", "吴丹", "图书馆", "", "")))
    first = await previewed(
        members, admin, xlsx(HEADINGS, ("S1", "吴丹", "后勤处", "", ""), ("S2", "新人", "", "", ""))
    )
    await imported(members, admin, xlsx(HEADINGS, ("S1", "吴丹", "信息学院", "", "")))

    refused = await confirm(members, admin, first["import_id"])

    assert (refused.status_code, refused.json()["code"]) == (409, "import.stale")
    assert (await listed(members, admin, "S1"))["unit"] == "信息学院"
    assert (await members.http.get("/members/roster", headers=admin, params={"q": "S2"})).json()["members"] == []


async def test_a_preview_is_confirmed_once(members: Running, admin: Headers) -> None:
    preview = await previewed(members, admin, xlsx(HEADINGS, ("O1", "郑洁", "", "", "")))

    first = await confirm(members, admin, preview["import_id"])
    second = await confirm(members, admin, preview["import_id"])

    assert (first.status_code, second.status_code, second.json()["code"]) == (200, 409, "import.confirmed")


async def test_a_first_password_of_the_file_signs_in_and_must_be_changed(members: Running, admin: Headers) -> None:
    data = xlsx(("工号", "姓名", "初始密码"), ("W1", "王芳", "Shuttle-2026"))
    await imported(members, admin, data)

    signed = await sign_in(members, "W1", "Shuttle-2026")
    again = await previewed(members, admin, data)

    assert signed.json()["must_change_password"] is True
    assert again["unchanged"] == 1
    assert "Shuttle-2026" not in str(await everything_kept(members))


async def everything_kept(members: Running) -> list[Any]:
    async with members.app.state.db.acquire() as tx:
        rows = await tx.fetch("select row_to_json(i)::text as text from roster_import i")
        rows += await tx.fetch("select row_to_json(a)::text as text from act a")
    return [row["text"] for row in rows]


async def test_a_file_cannot_replace_the_password_of_somebody_who_has_one(members: Running, admin: Headers) -> None:
    await imported(members, admin, xlsx(("工号", "姓名"), ("W2", "李静")))
    issued = await first_password(members, admin, "W2")

    preview = await previewed(members, admin, xlsx(("工号", "姓名", "初始密码"), ("W2", "李静", "Shuttle-2026")))
    await confirm(members, admin, preview["import_id"])

    assert preview["unchanged"] == 1
    assert (await sign_in(members, "W2", issued)).status_code == 200


async def test_a_file_that_is_no_roster_is_refused_with_a_sentence(members: Running, admin: Headers) -> None:
    refused = await upload(members, admin, b"%PDF-1.7\x00", "roster.pdf")
    assert refused.status_code == 422
    assert refused.json()["code"] == "roster.file_unreadable"
    assert ".xlsx" in refused.json()["sentence"]


async def test_eight_hundred_rows_are_previewed_in_under_two_seconds(members: Running, admin: Headers) -> None:
    rows = [(f"E{number:04}", f"职工{number}", f"学院{number % 20}", "女", f"138{number:08}") for number in range(800)]
    data = xlsx(HEADINGS, *rows)

    started = time.perf_counter()
    preview = await previewed(members, admin, data)
    seconds = time.perf_counter() - started

    assert preview["added"] == 800
    assert seconds < 2.0
    assert (await confirm(members, admin, preview["import_id"])).json() == {"added": 800, "changed": 0}


async def test_the_preview_is_a_page_that_shows_the_refused_rows_first(members: Running, admin: Headers) -> None:
    preview = await previewed(members, admin, xlsx(HEADINGS, ("V1", "王芳", "", "", ""), ("", "无号之人", "", "", "")))
    path = f"/members/roster/imports/{preview['import_id']}"

    first = await members.http.get(path, headers={**admin, "Accept": "text/html"})
    second = await members.http.get(f"{path}?show=added", headers={**admin, "Accept": "text/html"})

    assert "无号之人" in first.text and "缺少工号。" in first.text
    assert "V1" in second.text and "确认写入" in second.text
