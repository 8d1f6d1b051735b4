"""Every link an official is offered opens, every page not offered is refused, and a tablet's page says whose it is."""

from uuid import UUID, uuid4

import pytest

from services.scoring.codes import hashed
from services.scoring.judged.doors import DOORS
from services.scoring.seated import SEAT_COOKIE
from tests.servers import Running
from tests.services.scoring.judged.day import Day, new_day, rules, stage

PATHS = {"desk": "", "order": "/stages/final/order", "readers": "/stages/final/readers"}


async def paired(day: Day, role: str, *, marks: bool = False) -> tuple[str, UUID]:
    """The token of a tablet in a seat of this role, and the seat."""
    token = uuid4().hex
    rows = await day.ground.sql(
        "insert into panel_seat (panel_id, number, role, marks, name) values ($1, $2, $3, $4, $5) returning id",
        day.ground.panel_id,
        60,
        role,
        marks,
        f"Whoever is {role}",
    )
    seat: UUID = rows[0]["id"]
    await day.ground.sql(
        "insert into panel_device (seat_id, token_hash, paired_at, seen_at) "
        "values ($1, $2, now(), now() - interval '1 hour')",
        seat,
        hashed(token),
    )
    return token, seat


@pytest.mark.parametrize("anonymous", [True, False])
@pytest.mark.parametrize("role", ["chief", "supervisor", "timekeeper", "recorder", "judge"])
async def test_an_official_is_offered_exactly_the_pages_that_open(scoring: Running, role: str, anonymous: bool) -> None:
    # given somebody who holds a tablet in a seat that marks, where the role may
    day = await new_day(scoring, rules(anonymous=anonymous))
    token, _seat = await paired(day, role, marks=role in ("chief", "judge"))
    tablet = {"Authorization": f"Bearer seat.{token}"}
    # when they look at the event's judged contests
    found = await scoring.http.get(
        f"/scoring/events/{day.ground.event_id}/judged", headers=tablet | {"Accept": "application/json"}
    )
    offered = set(found.json()["contests"][0]["doors"])
    # then each page opens if and only if it is offered
    for page in DOORS:
        path = day.contest + PATHS.get(page, f"/{page}")
        answer = await scoring.http.get(path, headers=tablet | {"Accept": "text/html"}, follow_redirects=True)
        if page == "readers":
            assert (answer.status_code == 403) == (page not in offered), (page, answer.text)
            continue
        assert answer.status_code == (200 if page in offered else 403), (page, answer.text[:400])
    if "desk" in offered:
        desk = (await scoring.http.get(f"{day.contest}/stages/final", headers=tablet | {"Accept": "text/html"})).text
        for page in ("host", "result", "appeals", "papers", "stages/final/order"):
            door = page.rpartition("/")[2]
            assert (f'href="{day.contest}/{page}"' in desk) == (door in offered), page


async def test_where_nobody_performs_no_timer_is_offered(scoring: Running) -> None:
    # given works that hang in a gallery
    day = await new_day(scoring, rules(stage(mode="gallery")), entries=2)
    # when the timekeeper opens the desk, and the timer by its address
    desk = (await day.look(f"{day.contest}/stages/final", day.timekeeper, html=True)).text
    timer = await day.look(f"{day.contest}/timer", day.timekeeper, html=True)
    # then the desk has no link to it, and the page says why it is empty
    assert f"{day.contest}/timer" not in desk
    assert timer.status_code == 200 and "本阶段不计时" in timer.text


async def test_the_page_of_an_officials_tablet_says_whose_it_is_and_counts_as_a_sign_of_life(scoring: Running) -> None:
    # given a supervisor's tablet nobody has heard of for an hour
    day = await new_day(scoring)
    token, seat = await paired(day, "supervisor")
    # when it opens the result
    answer = await scoring.http.get(
        f"{day.contest}/result", headers={"Cookie": f"{SEAT_COOKIE}={token}", "Accept": "text/html"}
    )
    # then the head names seat, person and role, and does not ask to sign in
    assert "Whoever is supervisor" in answer.text and "本平板" in answer.text
    assert "/members/sign-in" not in answer.text
    rows = await day.ground.sql(
        "select now() - seen_at < interval '1 minute' as lately from panel_device where seat_id = $1", seat
    )
    assert rows[0]["lately"]


async def test_who_says_in_the_header_who_they_are_is_not_the_seat_whose_cookie_they_hold(scoring: Running) -> None:
    # given an organiser in whose browser a recorder's tablet was paired
    day = await new_day(scoring)
    token, _seat = await paired(day, "recorder")
    # when the organiser opens the first performance
    cookie = {"Cookie": f"{SEAT_COOKIE}={token}"}
    answer = await scoring.http.post(f"/scoring/performances/{day.turns[0]}/open", headers=day.organiser | cookie)
    assert answer.status_code == 200
    # then the record names the organiser
    rows = await day.ground.sql(
        "select made_by from desk_act where act = 'open' and contest_id = $1", day.ground.contest_id
    )
    assert [row["made_by"] for row in rows] == ["Organiser"]
