"""What an administrator does in these tests: files of a roster, importing them, giving out passwords."""

import io
from collections.abc import Sequence
from typing import Any

import httpx
import xlsxwriter
import xlwt

from tests.servers import Running

Headers = dict[str, str]
OWN_PASSWORD = "paper-lamp-river-oak"


def xlsx(*rows: Sequence[object]) -> bytes:
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out, {"in_memory": True})
    sheet = book.add_worksheet("名册")
    for number, row in enumerate(rows):
        sheet.write_row(number, 0, row)
    book.close()
    return out.getvalue()


def xls(*rows: Sequence[object]) -> bytes:
    book = xlwt.Workbook()
    sheet = book.add_sheet("名册")
    for number, row in enumerate(rows):
        for column, cell in enumerate(row):
            sheet.write(number, column, cell)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def csv(*rows: Sequence[object], encoding: str = "utf-8") -> bytes:
    return "\r\n".join(",".join(map(str, row)) for row in rows).encode(encoding)


async def upload(members: Running, admin: Headers, data: bytes, name: str = "roster.xlsx") -> httpx.Response:
    return await members.http.post("/members/roster/import", headers=admin, files={"file": (name, data)})


async def previewed(members: Running, admin: Headers, data: bytes) -> dict[str, Any]:
    reply = await upload(members, admin, data)
    assert reply.status_code == 201, reply.text
    found: dict[str, Any] = reply.json()
    return found


async def confirm(members: Running, admin: Headers, import_id: str) -> httpx.Response:
    return await members.http.post(f"/members/roster/imports/{import_id}/confirm", headers=admin)


async def imported(members: Running, admin: Headers, data: bytes) -> dict[str, Any]:
    reply = await confirm(members, admin, (await previewed(members, admin, data))["import_id"])
    assert reply.status_code == 200, reply.text
    found: dict[str, Any] = reply.json()
    return found


async def person(members: Running, admin: Headers, number: str, name: str = "王芳") -> str:
    """A new member; the id."""
    reply = await members.http.post(
        "/members/roster", headers=admin, json={"staff_number": number, "name": name, "unit": "图书馆"}
    )
    assert reply.status_code == 201, reply.text
    return str(reply.json()["id"])


async def listed(members: Running, admin: Headers, number: str) -> dict[str, Any]:
    reply = await members.http.get("/members/roster", headers=admin, params={"q": number})
    found = [each for each in reply.json()["members"] if each["staff_number"] == number]
    assert found, f"{number} is not in the roster"
    one: dict[str, Any] = found[0]
    return one


async def first_password(members: Running, admin: Headers, number: str) -> str:
    reply = await members.http.post("/members/roster/passwords", headers=admin, json={"staff_numbers": [number]})
    assert reply.status_code == 200, reply.text
    return str(reply.json()["issued"][0]["password"])


async def sign_in(members: Running, number: str, password: str) -> httpx.Response:
    reply = await members.http.post(
        "/members/sign-in",
        headers={"Accept": "application/json"},
        json={"staff_number": number, "password": password},
    )
    members.http.cookies.clear()
    return reply


async def account(members: Running, admin: Headers, number: str) -> Headers:
    """A member with a password of their own; the headers of their session."""
    await person(members, admin, number)
    first = (await sign_in(members, number, await first_password(members, admin, number))).json()["token"]
    changed = await members.http.post("/members/password", headers=bearer(first), json={"password": OWN_PASSWORD})
    members.http.cookies.clear()
    assert changed.status_code == 200, changed.text
    return bearer(changed.json()["token"])


def bearer(token: str) -> Headers:
    return {"Authorization": f"Bearer {token}", "Accept": "application/json"}
