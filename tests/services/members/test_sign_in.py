"""Signing in, throttling, sessions and passwords."""

import asyncio
from datetime import UTC, datetime, timedelta

import pytest

from services.members.sql import sessions
from shared.messages.members import SessionRevoked
from tests.servers import Running
from tests.services.members.desk import OWN_PASSWORD, account, bearer, first_password, listed, person, sign_in

Headers = dict[str, str]


async def test_a_first_password_opens_nothing_but_the_change_of_it(members: Running, admin: Headers) -> None:
    await person(members, admin, "A1")

    signed = await sign_in(members, "A1", await first_password(members, admin, "A1"))
    headers = bearer(signed.json()["token"])

    assert signed.json()["must_change_password"] is True
    refused = await members.http.get("/members/me", headers=headers)
    assert (refused.status_code, refused.json()["code"]) == (403, "password.must_change")
    assert (await members.http.get("/members/password", headers=headers)).status_code == 200


async def test_a_changed_password_opens_everything_and_voids_the_token_before(members: Running, admin: Headers) -> None:
    await person(members, admin, "A2")
    before = bearer((await sign_in(members, "A2", await first_password(members, admin, "A2"))).json()["token"])

    changed = await members.http.post("/members/password", headers=before, json={"password": OWN_PASSWORD})
    members.http.cookies.clear()

    assert changed.status_code == 200
    me = await members.http.get("/members/me", headers=bearer(changed.json()["token"]))
    assert me.json()["staff_number"] == "A2"
    assert (await members.http.get("/members/password", headers=before)).status_code == 401
    assert (await sign_in(members, "A2", OWN_PASSWORD)).json()["must_change_password"] is False


@pytest.mark.parametrize(
    ("password", "code"),
    [
        ("short", "password.short"),
        ("A3A3A3-A3A3A3", "password.personal"),
        ("1234567890", "password.simple"),
        ("aaaaaaaaaaaa", "password.simple"),
        ("x" * 300, "password.long"),
    ],
)
async def test_a_guessable_password_is_refused_with_a_sentence(
    members: Running, admin: Headers, password: str, code: str
) -> None:
    number = f"A3-{code}-{len(password)}"
    headers = await account(members, admin, number)
    given = password.replace("A3", number) if code == "password.personal" else password

    refused = await members.http.post(
        "/members/password", headers=headers, json={"password": given, "current": OWN_PASSWORD}
    )

    assert (refused.status_code, refused.json()["code"]) == (422, code)


async def test_changing_a_password_needs_the_present_one(members: Running, admin: Headers) -> None:
    headers = await account(members, admin, "A4")
    refused = await members.http.post(
        "/members/password", headers=headers, json={"password": "another-good-word", "current": "not-the-one"}
    )
    assert refused.json()["code"] == "password.wrong"


async def test_a_wrong_password_and_an_unknown_number_get_the_same_answer(members: Running, admin: Headers) -> None:
    await account(members, admin, "A5")

    wrong = await sign_in(members, "A5", "wrong-password")
    unknown = await sign_in(members, "nobody-here", "wrong-password")

    assert (wrong.status_code, unknown.status_code) == (401, 401)
    assert wrong.json() == unknown.json()


async def test_a_number_is_taken_in_full_width_digits_too(members: Running, admin: Headers) -> None:
    await account(members, admin, "70017")
    assert (await sign_in(members, "７００１７ ", OWN_PASSWORD)).status_code == 200


async def test_guessing_is_throttled_even_when_many_guess_at_once(members: Running, admin: Headers) -> None:
    await account(members, admin, "A6")

    guesses = await asyncio.gather(*(sign_in(members, "A6", f"guess-{n}-guess") for n in range(30)))

    looked_at = [reply for reply in guesses if reply.status_code == 401]
    turned_away = [reply.json() for reply in guesses if reply.status_code == 429]
    assert len(looked_at) <= 9
    assert len(looked_at) + len(turned_away) == 30
    assert all(each["details"]["seconds"] >= 1 for each in turned_away)


async def test_while_an_account_waits_not_even_the_right_password_is_looked_at(
    members: Running, admin: Headers
) -> None:
    await account(members, admin, "A12")
    await account(members, admin, "A13")
    now = datetime.now(UTC)
    async with members.app.state.db.tx() as tx:
        for attempt in range(10):
            await sessions.claim_attempt(tx, "account:a12", 0, now + timedelta(seconds=2**attempt))

    waiting = await sign_in(members, "A12", OWN_PASSWORD)
    other = await sign_in(members, "A13", OWN_PASSWORD)

    assert (waiting.status_code, waiting.json()["code"]) == (429, "sign_in.throttled")
    assert other.status_code == 200


async def test_the_wait_grows_and_an_hour_of_quiet_forgets(members: Running) -> None:
    waits = []
    now = datetime.now(UTC)
    async with members.app.state.db.tx() as tx:
        for _attempt in range(12):
            assert await sessions.claim_attempt(tx, "account:slow", 3, now)
            waits.append(await sessions.seconds_to_wait(tx, "account:slow", now))
            assert waits[-1] == 0 or not await sessions.claim_attempt(tx, "account:slow", 3, now)
            now += timedelta(seconds=waits[-1])
        now += timedelta(hours=2)
        assert await sessions.claim_attempt(tx, "account:slow", 3, now)
        after = await sessions.seconds_to_wait(tx, "account:slow", now)

    assert waits == [0, 0, 0, 1, 2, 4, 8, 16, 32, 64, 128, 256]
    assert after == 0


async def test_signing_out_voids_the_token_and_the_others_hear_of_it(members: Running, admin: Headers) -> None:
    headers = await account(members, admin, "A7")
    told = len(await members.journal(SessionRevoked))

    out = await members.http.post("/members/sign-out", headers=headers)

    assert out.status_code == 200
    assert (await members.http.get("/members/me", headers=headers)).status_code == 401
    assert len(await members.journal(SessionRevoked)) == told + 1


async def test_another_session_of_mine_can_be_ended_but_none_of_others(members: Running, admin: Headers) -> None:
    mine = await account(members, admin, "A8")
    other = bearer((await sign_in(members, "A8", OWN_PASSWORD)).json()["token"])
    stranger = await account(members, admin, "A9")
    running = (await members.http.get("/members/me", headers=mine)).json()["sessions"]
    target = next(each["id"] for each in running if not each["present"])

    foreign = await members.http.post(f"/members/sessions/{target}/revoke", headers=stranger)
    own = await members.http.post(f"/members/sessions/{target}/revoke", headers=mine)

    assert (foreign.status_code, own.status_code) == (404, 200)
    assert (await members.http.get("/members/me", headers=other)).status_code == 401
    assert (await members.http.get("/members/me", headers=mine)).status_code == 200


async def test_who_left_the_union_is_signed_out_and_cannot_sign_in(members: Running, admin: Headers) -> None:
    headers = await account(members, admin, "A10")
    found = await listed(members, admin, "A10")
    values = {key: found[key] for key in ("staff_number", "name", "unit", "gender", "revision")}

    await members.http.post(f"/members/roster/{found['id']}", headers=admin, json={**values, "active": False})

    assert (await members.http.get("/members/me", headers=headers)).status_code == 401
    assert (await sign_in(members, "A10", OWN_PASSWORD)).status_code == 401


async def test_a_browser_gets_a_cookie_no_script_can_read(members: Running, admin: Headers) -> None:
    await account(members, admin, "A11")

    reply = await members.http.post(
        "/members/sign-in", data={"staff_number": "A11", "password": OWN_PASSWORD, "next": "/events/my"}
    )
    members.http.cookies.clear()

    cookie = reply.headers["set-cookie"]
    assert (reply.status_code, reply.headers["location"]) == (303, "/events/my")
    assert "saishi_session=" in cookie and "HttpOnly" in cookie and "SameSite=lax" in cookie


@pytest.mark.parametrize("wanted", ["https://elsewhere.example/", "//elsewhere.example", "/\\elsewhere.example", "x"])
async def test_a_sign_in_link_cannot_lead_elsewhere(members: Running, admin: Headers, wanted: str) -> None:
    page = await members.http.get("/members/sign-in", params={"next": wanted})
    assert 'name="next" value="/"' in page.text


async def test_a_request_from_another_site_signs_nobody_in(members: Running) -> None:
    refused = await members.http.post(
        "/members/sign-in",
        headers={"Sec-Fetch-Site": "cross-site", "Accept": "application/json"},
        json={"staff_number": "A11", "password": OWN_PASSWORD},
    )
    assert (refused.status_code, refused.json()["code"]) == (403, "request.cross_site")


async def test_a_sign_in_overtaken_by_a_neighbours_is_not_asked_to_wait(members: Running) -> None:
    now = datetime.now(UTC)
    async with members.app.state.db.tx() as tx:
        assert await sessions.claim_attempt(tx, "address:hall", 50, now)
        assert await sessions.claim_attempt(tx, "address:hall", 50, now - timedelta(milliseconds=5))
        await sessions.give_attempt_back(tx, "address:hall")
        assert await sessions.claim_attempt(tx, "address:hall", 50, now - timedelta(milliseconds=9))


@pytest.mark.parametrize("wanted", ["http://[::1", "//[", "//elsewhere.example", "/\\elsewhere.example", "x", "/[::1"])
async def test_a_sign_in_page_takes_any_next_page_and_leads_only_within_the_site(members: Running, wanted: str) -> None:
    answer = await members.http.get("/members/sign-in", params={"next": wanted}, headers={"Accept": "text/html"})

    assert answer.status_code == 200
    assert "elsewhere" not in answer.text
