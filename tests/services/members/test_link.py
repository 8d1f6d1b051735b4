"""The one-time link and the token an operator of the machine gets."""

import os
import subprocess
import sys
from datetime import UTC, datetime, timedelta

import httpx

from services.members.once import make_link
from tests.servers import DEAD_BUS, ROOT, Databases, Keys, Running

Headers = dict[str, str]
JSON = {"Accept": "application/json"}


async def code_made(members: Running, now: datetime) -> str:
    async with members.app.state.db.tx() as tx:
        return await make_link(tx, now)


async def use(members: Running, code: str) -> httpx.Response:
    reply = await members.http.post(f"/members/sign-in/once/{code}", headers=JSON)
    members.http.cookies.clear()
    return reply


async def test_looking_at_the_link_does_not_use_it_up(members: Running) -> None:
    code = await code_made(members, datetime.now(UTC))

    looks = [await members.http.get(f"/members/sign-in/once/{code}") for _look in range(3)]

    assert [look.status_code for look in looks] == [200, 200, 200]
    assert (await use(members, code)).status_code == 200


async def test_the_link_signs_an_administrator_in_once(members: Running) -> None:
    code = await code_made(members, datetime.now(UTC))

    first = await use(members, code)
    second = await use(members, code)
    roster = await members.http.get(
        "/members/roster", headers={**JSON, "Authorization": f"Bearer {first.json()['token']}"}
    )

    assert first.json()["must_change_password"] is False
    assert (second.status_code, second.json()["code"]) == (410, "link.gone")
    assert roster.status_code == 200


async def test_a_link_is_void_after_a_day(members: Running) -> None:
    code = await code_made(members, datetime.now(UTC) - timedelta(hours=25))
    assert (await use(members, code)).status_code == 410


async def test_a_made_up_code_signs_nobody_in(members: Running) -> None:
    assert (await use(members, "made-up")).status_code == 410


async def test_the_commands_make_the_first_administrator_on_an_empty_database(databases: Databases, keys: Keys) -> None:
    from services.members.app import SERVICE
    from tests.servers import running

    database = await databases.fresh("members")
    link = run_command("link", database, keys)
    token = run_command("token", database, keys)

    async with running(SERVICE, keys, database) as members:
        roster = await members.http.get("/members/roster", headers={**JSON, "Authorization": f"Bearer {token}"})
        used = await use(members, link.rsplit("/", 1)[-1])

    assert link.startswith("http://127.0.0.1:8080/members/sign-in/once/")
    assert [each["staff_number"] for each in roster.json()["members"]] == ["admin"]
    assert used.status_code == 200


def run_command(name: str, database: str, keys: Keys) -> str:
    environment = {
        **os.environ,
        "SAISHI_PORT": "0",
        "SAISHI_DATABASE": database,
        "SAISHI_BUS": DEAD_BUS,
        "SAISHI_PUBLIC_KEY_FILE": str(keys.public_file),
        "SAISHI_PRIVATE_KEY_FILE": str(keys.private_file),
        "SAISHI_DOOR": "http://127.0.0.1:8080",
    }
    found = subprocess.run(
        [sys.executable, "-m", "services.members", name],
        cwd=ROOT, env=environment, text=True, capture_output=True, check=True,
    )  # fmt: skip
    return found.stdout.strip().splitlines()[-1]
