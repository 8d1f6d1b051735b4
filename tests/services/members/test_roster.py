"""The roster by hand: who may see and change what, and what is recorded."""

import io
from uuid import UUID, uuid4

import pytest
from python_calamine import CalamineWorkbook

from shared.messages.members import MemberChanged
from tests.servers import Running
from tests.services.members.desk import OWN_PASSWORD, account, bearer, imported, listed, person, sign_in, xlsx

Headers = dict[str, str]
HTML = {"Accept": "text/html"}
SOMEBODY = UUID("01890000-0000-7000-8000-000000000001")


@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("GET", "/members/roster"),
        ("GET", "/members/roster/new"),
        ("GET", "/members/roster/import"),
        ("GET", "/members/roster/passwords"),
        ("GET", "/members/administrators"),
        ("GET", "/members/acts"),
        ("GET", f"/members/roster/{SOMEBODY}"),
        ("GET", f"/members/roster/imports/{SOMEBODY}"),
        ("POST", "/members/roster"),
        ("POST", f"/members/roster/{SOMEBODY}"),
        ("POST", f"/members/roster/{SOMEBODY}/reveal"),
        ("POST", f"/members/roster/{SOMEBODY}/personal"),
        ("POST", f"/members/roster/{SOMEBODY}/administrator"),
        ("POST", f"/members/roster/{SOMEBODY}/administrator/withdraw"),
        ("POST", "/members/roster/import"),
        ("POST", f"/members/roster/imports/{SOMEBODY}/confirm"),
        ("POST", "/members/roster/passwords"),
    ],
)
async def test_the_roster_is_closed_to_members_and_strangers(members: Running, method: str, path: str) -> None:
    member = await members.http.request(method, path, headers=members.as_(uuid4()))
    stranger = await members.http.request(method, path, headers={"Accept": "application/json"})
    assert (member.status_code, stranger.status_code) == (403, 401)


async def test_phones_and_id_numbers_are_masked_everywhere_but_where_somebody_asked(
    members: Running, admin: Headers
) -> None:
    phone, number = "13900001234", "11010519491231002X"
    await imported(members, admin, xlsx(("工号", "姓名", "手机", "身份证号"), ("M1", "王芳", phone, number)))
    found = await listed(members, admin, "M1")
    pages = [
        (await members.http.get(path, headers={**admin, **HTML})).text
        for path in (f"/members/roster/{found['id']}", "/members/roster?q=M1", "/members/acts")
    ]

    revealed = await members.http.post(f"/members/roster/{found['id']}/reveal", headers=admin)
    acts = (await members.http.get("/members/acts", headers=admin)).json()

    assert found["phone"] == "139****1234"
    assert "1949" not in found["id_number"]
    assert not any(phone in page or number in page for page in pages)
    assert (revealed.json()["phone"], revealed.json()["id_number"]) == (phone, number)
    assert [act["about_number"] for act in acts if act["kind"] == "revealed"] == ["M1"]


async def test_nothing_private_is_told_to_the_others(members: Running, admin: Headers) -> None:
    await imported(members, admin, xlsx(("工号", "姓名", "手机"), ("M2", "王芳", "13900005678")))
    async with members.app.state.db.acquire() as tx:
        bodies = [bytes(row["body"]) for row in await tx.fetch("select body from journal")]
    assert bodies
    assert not any(b"13900005678" in body for body in bodies)


async def test_a_member_is_changed_only_in_the_state_that_was_seen(members: Running, admin: Headers) -> None:
    member_id = await person(members, admin, "M3")
    values = {"staff_number": "M3", "name": "新名", "unit": "后勤处", "gender": "女", "active": True, "revision": 1}

    first = await members.http.post(f"/members/roster/{member_id}", headers=admin, json=values)
    second = await members.http.post(f"/members/roster/{member_id}", headers=admin, json=values)

    assert (first.status_code, first.json()["gender"], first.json()["revision"]) == (200, "female", 2)
    assert (second.status_code, second.json()["code"]) == (409, "member.stale")


async def test_a_form_that_keeps_the_gender_keeps_it(members: Running, admin: Headers) -> None:
    member_id = await person(members, admin, "M4")
    form = {"staff_number": "M4", "name": "王芳", "unit": "", "gender": "female", "active": "on", "revision": "1"}

    await members.http.post(f"/members/roster/{member_id}", headers={**admin, **HTML}, data=form)

    found = await listed(members, admin, "M4")
    assert (found["gender"], found["active"]) == ("female", True)


async def test_a_staff_number_is_given_once(members: Running, admin: Headers) -> None:
    await person(members, admin, "M5")
    other = await person(members, admin, "M6")

    added = await members.http.post("/members/roster", headers=admin, json={"staff_number": "Ｍ５", "name": "别人"})
    changed = await members.http.post(
        f"/members/roster/{other}",
        headers=admin,
        json={"staff_number": "M5", "name": "别人", "active": True, "revision": 1},
    )

    assert (added.status_code, changed.status_code) == (409, 409)
    assert added.json()["code"] == changed.json()["code"] == "member.number_taken"


async def test_the_roster_is_searched_by_name_number_and_unit(members: Running, admin: Headers) -> None:
    await imported(
        members, admin, xlsx(("工号", "姓名", "单位"), ("Q1", "欧阳娜", "体育部"), ("Q2", "司马光", "体育部"))
    )

    async def found(**asked: str) -> list[str]:
        reply = await members.http.get("/members/roster", headers=admin, params=asked)
        return [each["staff_number"] for each in reply.json()["members"]]

    assert await found(q="欧阳") == ["Q1"]
    assert await found(q="q2") == ["Q2"]
    assert await found(unit="体育部") == ["Q1", "Q2"]
    assert await found(q="%") == []


async def test_the_roster_comes_in_pages(members: Running, admin: Headers) -> None:
    await imported(
        members, admin, xlsx(("工号", "姓名", "单位"), *((f"G{n:03}", "某人", "分页部") for n in range(120)))
    )

    async def page(at: int) -> list[str]:
        reply = await members.http.get("/members/roster", headers=admin, params={"unit": "分页部", "at": at})
        assert reply.json()["pages"] == 3
        return [each["staff_number"] for each in reply.json()["members"]]

    assert [len(await page(at)) for at in (1, 2, 3)] == [50, 50, 20]
    assert (await page(3))[-1] == "G119"


async def test_slips_are_a_workbook_whose_passwords_sign_in(members: Running, admin: Headers) -> None:
    member_id = await person(members, admin, "=L1".lstrip("="))

    reply = await members.http.post("/members/roster/passwords", headers={**admin, **HTML}, data={"members": member_id})

    rows = CalamineWorkbook.from_filelike(io.BytesIO(reply.content)).get_sheet_by_index(0).to_python()
    assert "attachment" in reply.headers["content-disposition"]
    assert rows[0][1] == "工号"
    assert (await sign_in(members, str(rows[1][1]), str(rows[1][3]))).status_code == 200


async def test_first_passwords_of_a_unit_leave_own_passwords_alone(members: Running, admin: Headers) -> None:
    await imported(members, admin, xlsx(("工号", "姓名", "单位"), ("U1", "甲", "密码部"), ("U2", "乙", "密码部")))
    await account(members, admin, "U3")

    issued = await members.http.post("/members/roster/passwords", headers=admin, json={"units": ["密码部", "图书馆"]})

    numbers = [slip["staff_number"] for slip in issued.json()["issued"]]
    assert {"U1", "U2"} <= set(numbers) and "U3" not in numbers
    assert (await sign_in(members, "U3", OWN_PASSWORD)).status_code == 200


async def test_a_new_first_password_voids_the_old_one_and_its_sessions(members: Running, admin: Headers) -> None:
    headers = await account(members, admin, "U4")

    await members.http.post("/members/roster/passwords", headers=admin, json={"staff_numbers": ["U4"]})

    assert (await members.http.get("/members/me", headers=headers)).status_code == 401
    assert (await sign_in(members, "U4", OWN_PASSWORD)).status_code == 401


async def test_an_administrator_is_named_and_withdrawn_but_never_the_last(members: Running, admin: Headers) -> None:
    await account(members, admin, "D1")
    named = (await listed(members, admin, "D1"))["id"]
    first = (await listed(members, admin, "admin"))["id"]

    last = await members.http.post(f"/members/roster/{first}/administrator/withdraw", headers=admin)
    await members.http.post(f"/members/roster/{named}/administrator", headers=admin)
    headers = bearer((await sign_in(members, "D1", OWN_PASSWORD)).json()["token"])
    may = await members.http.get("/members/roster", headers=headers)
    gone = await members.http.post(f"/members/roster/{named}/administrator/withdraw", headers=admin)

    assert (last.status_code, last.json()["code"]) == (409, "administrator.last")
    assert (may.status_code, gone.status_code) == (200, 200)
    assert (await members.http.get("/members/roster", headers=headers)).status_code == 401


async def test_the_last_administrator_cannot_be_taken_out_of_the_union(members: Running, admin: Headers) -> None:
    found = await listed(members, admin, "admin")
    refused = await members.http.post(
        f"/members/roster/{found['id']}",
        headers=admin,
        json={"staff_number": "admin", "name": found["name"], "active": False, "revision": found["revision"]},
    )
    assert refused.json()["code"] == "administrator.last"
    assert (await listed(members, admin, "admin"))["active"] is True


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize(
    "path", ["/members/roster", "/members/roster/new", "/members/roster/import", "/members/roster/passwords",
             "/members/administrators", "/members/acts", "/members/me", "/members/password"]
)  # fmt: skip
async def test_every_page_is_drawn_in_both_languages(members: Running, admin: Headers, path: str, lang: str) -> None:
    reply = await members.http.get(path, headers={**admin, **HTML}, params={"lang": lang})
    members.http.cookies.clear()
    assert reply.status_code == 200
    assert f'lang="{"zh-Hans" if lang == "zh" else "en"}"' in reply.text


async def test_kind_leader_and_year_of_birth_are_told_to_the_others(members: Running, admin: Headers) -> None:
    headings = ("工号", "姓名", "人员类别", "是否干部", "出生年份")
    await imported(members, admin, xlsx(headings, ("K1", "王芳", "退休", "否", "1956"), ("K2", "李静", "", "是", "")))
    await imported(members, admin, xlsx(headings, ("K1", "王芳", "", "", ""), ("K2", "李静", "", "", "1985")))

    told = {each.staff_number: each for each in await members.journal(MemberChanged)}

    assert (told["K1"].category, told["K1"].leader, told["K1"].birth_year) == ("retired", False, 1956)
    assert (told["K2"].category, told["K2"].leader, told["K2"].birth_year) == ("staff", True, 1985)


async def test_a_form_that_leaves_out_the_kind_keeps_it(members: Running, admin: Headers) -> None:
    member_id = await person(members, admin, "K3")
    values = {"staff_number": "K3", "name": "王芳", "active": True}
    told = {**values, "category": "retired", "leader": "yes", "birth_year": "1960", "revision": 1}
    await members.http.post(f"/members/roster/{member_id}", headers=admin, json=told)

    kept = await members.http.post(f"/members/roster/{member_id}", headers=admin, json={**values, "revision": 2})
    cleared = await members.http.post(
        f"/members/roster/{member_id}", headers=admin, json={**values, "birth_year": "", "revision": 3}
    )

    assert (kept.json()["category"], kept.json()["leader"], kept.json()["birth_year"]) == ("retired", True, 1960)
    assert cleared.json()["birth_year"] is None
