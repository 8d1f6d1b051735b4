"""Pages everybody may see: right without script, in two languages, cheap to ask again."""

import re
from uuid import UUID

from tests.servers import Running
from tests.services.events.desk import Desk, members, open_desk
from tests.services.events.hall import closed, courts, matches, play, score


async def look(events: Running, path: str, lang: str = "en", **headers: str) -> tuple[int, str, dict[str, str]]:
    """As a visitor who is not signed in."""
    answer = await events.http.get(path, headers={"Accept-Language": lang, "Accept": "text/html", **headers})
    return answer.status_code, answer.text, dict(answer.headers)


async def test_every_public_page_is_shown_to_anybody_in_both_languages(events: Running) -> None:
    desk = await open_desk(events)
    contest, _made = await desk.published(5, seeds=1)
    await courts(desk, "Centre")
    match = (await matches(desk, contest))[1]["id"]
    paths = ["/events/", f"/events/{desk.id}", f"/events/contests/{contest}", f"/events/matches/{match}",
             f"/events/{desk.id}/screen"]  # fmt: skip

    for path in paths:
        for lang, mark in (("en", 'lang="en"'), ("zh", 'lang="zh-Hans"')):
            status, html, _headers = await look(events, path, lang)
            assert status == 200, path
            assert mark in html
            assert "None" not in re.sub(r"<[^>]*>", "", html), path


async def test_an_organisers_pages_are_shown(events: Running) -> None:
    desk = await open_desk(events)
    contest, _made = await desk.published(4)
    (court,) = await courts(desk, "Centre")
    found = await matches(desk, contest)
    await events.deliver(closed(found[1]["id"], 1))
    await desk.post(f"/events/matches/{found[2]['id']}/call", {"court_id": court})

    hall = await desk.page(f"/events/{desk.id}/hall")
    match_desk = await desk.page(f"/events/matches/{found[1]['id']}/desk", "zh")
    correction = await desk.page(f"/events/matches/{found[1]['id']}/correction", "zh")

    assert f"/scoring/matches/{found[2]['id']}/result" in hall
    assert "更正赛果" in match_desk
    assert 'value="21-12 21-15"' in correction


async def test_a_page_that_did_not_change_is_not_sent_again(events: Running) -> None:
    desk = await open_desk(events)
    contest, _made = await desk.published(4)
    found = await matches(desk, contest)
    paths = [f"/events/contests/{contest}", f"/events/{desk.id}", f"/events/matches/{found[1]['id']}", "/events/"]

    for path in paths:
        _status, _html, headers = await look(events, path)
        again, body, _headers = await look(events, path, **{"If-None-Match": headers["etag"]})
        assert (again, body, headers["cache-control"]) == (304, "", "public, max-age=1"), path
        other, _html, _headers = await look(events, path, "zh", **{"If-None-Match": headers["etag"]})
        assert other == 200

    before = (await look(events, paths[0]))[2]["etag"]
    await events.deliver(closed(found[1]["id"], 1))
    assert (await look(events, paths[0], **{"If-None-Match": before}))[0] == 200


async def test_a_score_changes_the_etag_of_the_match_and_the_event(events: Running) -> None:
    desk = await open_desk(events)
    contest, _made = await desk.published(2)
    match = (await matches(desk, contest))[1]["id"]
    paths = [f"/events/matches/{match}", f"/events/{desk.id}"]
    before = [(await look(events, path))[2]["etag"] for path in paths]

    await events.deliver(score(match, (1, 0)))

    assert [(await look(events, path))[2]["etag"] == tag for path, tag in zip(paths, before, strict=True)] == [
        False
    ] * 2


async def test_a_page_of_somebody_signed_in_is_not_for_shared_caches(events: Running) -> None:
    desk = await open_desk(events)

    answer = await events.http.get(f"/events/{desk.id}", headers=desk.headers | {"Accept": "text/html"})

    assert answer.headers["cache-control"] == "private, no-cache"


async def test_the_picture_of_the_bracket_names_everybody_and_links_every_match(events: Running) -> None:
    desk = await open_desk(events)
    contest, _made = await desk.published(13, seeds=4)
    await play(events, desk, contest, until=9)
    found = await matches(desk, contest)

    _status, svg, headers = await look(events, f"/events/contests/{contest}/bracket.svg")

    assert headers["content-type"].startswith("image/svg+xml")
    assert all(f"/events/matches/{match['id']}" in svg for match in found.values())
    assert svg.count(">bye<") == 3
    assert ("[1]" in svg, "[4]" in svg, "Final" in svg) == (True, True, True)
    assert re.search(r"<title[^>]*>Contest", svg)


async def test_names_are_escaped_wherever_they_are_drawn(events: Running) -> None:
    desk = await open_desk(events)
    contest = await desk.contest()
    numbers = await members(events, 2, names='<b onclick="x">&')
    await desk.post(f"/events/contests/{contest}/entries", {"entries": [{"members": [n]} for n in numbers]})
    await desk.post(f"/events/contests/{contest}/draw", {"lot": "x"})
    await desk.post(f"/events/contests/{contest}/draw/publish", {})

    pages = [f"/events/contests/{contest}", f"/events/contests/{contest}/bracket.svg", f"/events/{desk.id}"]

    for path in pages:
        html = (await look(events, path))[1]
        assert "<b onclick" not in html
        assert "&lt;b onclick" in html


async def my(events: Running, desk: Desk, contest: str) -> dict[str, object]:
    """What the member on the first line of a draw sees."""
    async with events.app.state.db.acquire() as tx:
        member = await tx.fetchval(
            "select x.member_id from entry_member x join entry e on e.id = x.entry_id "
            "where e.contest_id = $1 and e.line = 1",
            UUID(contest),
        )
    answer = await events.http.get("/events/my", headers=events.as_(member, "Me"))
    assert answer.status_code == 200
    page = await events.http.get("/events/my", headers=events.as_(member, "Me") | {"Accept": "text/html"})
    assert page.status_code == 200
    return dict(answer.json())


async def test_members_see_their_next_match_then_their_result_and_placing(events: Running) -> None:
    desk = await open_desk(events)
    contest, _made = await desk.published(4)

    before = await my(events, desk, contest)
    await play(events, desk, contest)
    after = await my(events, desk, contest)

    assert [len(before[key]) for key in ("coming", "results", "placings")] == [1, 0, 0]  # type: ignore[arg-type]
    assert [len(after[key]) for key in ("coming", "results", "placings")] == [0, 2, 1]  # type: ignore[arg-type]


async def test_what_there_is_not_is_said_in_a_sentence(events: Running) -> None:
    nothing = "0192f0c0-0000-7000-8000-000000000000"
    for path in (f"/events/{nothing}", f"/events/contests/{nothing}", f"/events/matches/{nothing}"):
        status, html, _headers = await look(events, path, "zh")
        assert status == 404
        assert "没有" in html
