"""A member reads, marks and hears their own inbox only, and chooses what to see."""

import asyncio
from html import unescape
from typing import Any
from uuid import uuid4

import pytest

from services.notifications.view import PAGE
from shared.kit.http.auth import Who
from tests.servers import Running
from tests.services.notifications.ground import Contest, at, new_contest, played


async def told(service: Running) -> Contest:
    contest = new_contest(service)
    await service.deliver(contest.draw(), contest.called(), contest.decided(played(1)), contest.placed())
    return contest


async def page(contest: Contest, path: str, lang: str = "zh") -> str:
    headers = contest.headers(0, lang) | {"Accept": "text/html"}
    answer = await contest.service.http.get(path, headers=headers)
    assert answer.status_code == 200, answer.text
    return unescape(answer.text)


async def test_one_message_is_marked_and_then_all(service: Running) -> None:
    # given
    contest = await told(service)
    newest = (await contest.inbox(0))["messages"][0]
    # when
    one = await contest.read(0, id=newest["id"])
    # then
    assert one.json() == {"unread": 3}
    assert [message["read"] for message in (await contest.inbox(0))["messages"]] == [True, False, False, False]
    # and when
    everything = await contest.read(0)
    # then
    assert everything.json() == {"unread": 0}
    assert (await contest.inbox(1))["unread"] == 4


async def test_marking_all_leaves_what_came_after_the_page_was_drawn(service: Running) -> None:
    # given
    contest = await told(service)
    # when
    answer = await contest.read(0, until=at(40).isoformat())
    # then
    assert answer.json() == {"unread": 1}


async def test_nobody_marks_a_message_of_somebody_else(service: Running) -> None:
    # given
    contest = await told(service)
    newest = (await contest.inbox(0))["messages"][0]
    # when
    answers = [await contest.read(1, id=newest["id"]), await contest.read(0, id=str(uuid4()))]
    # then
    assert [(answer.status_code, answer.json()["code"]) for answer in answers] == [(404, "message.unknown")] * 2
    assert (await contest.inbox(0))["unread"] == 4


@pytest.mark.parametrize(
    ("method", "path"),
    [("GET", "inbox"), ("POST", "inbox/read"), ("GET", "preferences"), ("POST", "preferences")],
)
async def test_who_is_not_signed_in_sees_and_changes_nothing(service: Running, method: str, path: str) -> None:
    # when
    headers = {"Accept": "application/json"}
    answer = await service.http.request(method, f"/notifications/{path}", headers=headers)
    # then
    assert (answer.status_code, answer.json()["code"]) == (401, "auth.sign_in")


async def test_a_long_inbox_comes_in_pages_without_gap_or_repeat(service: Running) -> None:
    # given
    contest = new_contest(service)
    count = PAGE + 7
    await service.deliver_batch(
        [contest.decided(played(1), match_id=uuid4(), minute=number // 3) for number in range(count)]
    )
    # when
    first = await contest.inbox(0)
    rest = await contest.inbox(0, query=f"?before={first['next']}")
    # then
    ids = [message["id"] for message in first["messages"] + rest["messages"]]
    assert (len(first["messages"]), len(ids), len(set(ids)), rest["next"]) == (PAGE, count, count, None)
    assert first["unread"] == count
    # and nobody gets on with a message of somebody else
    assert (await contest.inbox(1, query=f"?before={first['next']}"))["messages"] == []


async def test_a_kind_switched_off_is_neither_shown_nor_counted_and_comes_back(service: Running) -> None:
    # given
    contest = await told(service)
    http, headers = service.http, contest.headers(0)
    # when
    chosen = await http.post("/notifications/preferences", json={"kinds": ["result", "placing"]}, headers=headers)
    off = await contest.inbox(0)
    # then
    wanted = {
        "kinds": {"draw": False, "time": False, "call": False, "result": True, "placing": True, "nomination": False}
    }
    assert chosen.json() == wanted
    assert (await http.get("/notifications/preferences", headers=headers)).json() == wanted
    assert (off["unread"], [each["kind"] for each in off["messages"]]) == (2, ["placing", "result"])
    # and what comes meanwhile, and is not marked with the others, is there later
    await service.deliver(contest.called(call=2, revision=9, minute=99))
    await contest.read(0)
    kinds = ["draw", "time", "call", "result", "placing", "nomination"]
    await http.post("/notifications/preferences", json={"kinds": kinds}, headers=headers)
    back = await contest.inbox(0)
    assert (back["unread"], len(back["messages"])) == (3, 5)
    assert len((await contest.inbox(1))["messages"]) == 5


async def test_a_form_without_a_tick_switches_everything_off_and_an_unknown_kind_is_refused(service: Running) -> None:
    # given
    contest = await told(service)
    path, headers = "/notifications/preferences", contest.headers(0)
    # when
    refused = await service.http.post(path, json={"kinds": ["gossip"]}, headers=headers)
    before = await contest.inbox(0)
    empty = await service.http.post(path, data={"kinds": ""}, headers=headers | {"Accept": "text/html"})
    # then
    assert (refused.status_code, before["unread"]) == (422, 4)
    assert (empty.status_code, (await contest.inbox(0))["messages"]) == (303, [])


@pytest.mark.parametrize(
    ("lang", "words"),
    [
        ("zh", ("消息", "未读", "抽签", "检录", "成绩", "名次", "第 1 名", "全部标为已读")),
        ("en", ("Inbox", "Unread", "Draws", "Calls to court", "Results", "1st", "Mark all as read")),
    ],
)
async def test_the_page_says_all_of_it_in_the_readers_language(
    service: Running, lang: str, words: tuple[str, ...]
) -> None:
    # given
    contest = await told(service)
    # when
    html = await page(contest, "/notifications/inbox", lang)
    # then
    assert [word for word in words if word not in html] == []
    assert f'sse-swap="inbox:{contest.member(0)}:{lang}"' in html
    assert f'href="/events/matches/{contest.match_id}"' in html


async def test_a_name_is_text_and_never_markup(service: Running) -> None:
    # given
    contest = new_contest(service)
    message = contest.placed()
    # when
    await service.deliver(type(message)(**{name: getattr(message, name) for name in message.__struct_fields__}
                                        | {"contest_name": "<b>男单</b> {x}"}))  # fmt: skip
    headers = contest.headers(0) | {"Accept": "text/html"}
    html = (await service.http.get("/notifications/inbox", headers=headers)).text
    # then
    assert "&lt;b&gt;男单&lt;/b&gt; {x}名次已定" in html
    assert "<b>男单" not in html


@pytest.mark.parametrize("lang", ["zh", "en"])
async def test_the_preferences_page_ticks_what_is_on(service: Running, lang: str) -> None:
    # given
    contest = await told(service)
    await service.http.post("/notifications/preferences", json={"kinds": ["call"]}, headers=contest.headers(0))
    # when
    html = await page(contest, "/notifications/preferences", lang)
    # then
    assert html.count(" checked") == 1
    assert 'value="call" checked' in html
    assert ("通知设置" if lang == "zh" else "What to tell me") in html


async def test_only_the_owner_may_listen_to_an_inbox(service: Running) -> None:
    # given
    contest = new_contest(service)
    mine = Who(member_id=contest.member(0))
    listen = service.service.may_listen
    # then
    for kind in ("inbox", "messages"):
        topic = f"{kind}:{contest.member(0)}:zh"
        assert listen(topic, mine)
        assert not listen(topic, Who(member_id=contest.member(1), roles=frozenset({"administrator"})))
        assert not listen(topic, Who())
        assert not listen(topic, Who(member_id=contest.member(0), must_change=True))
    for topic in ("", "inbox", f"inbox:{contest.member(0)}", "inbox:x:zh", f"other:{contest.member(0)}:zh"):
        assert not listen(topic, mine)


async def test_a_listener_hears_of_a_message_and_of_reading_it(service: Running) -> None:
    # given a page that listens, and somebody who tries to listen in
    contest = new_contest(service)
    topic = f"inbox:{contest.member(0)}:zh"
    own, spy = Ears(service, contest.headers(0), topic), Ears(service, contest.headers(1), topic)
    async with own, spy:
        await own.hear("没有未读消息")
        # when
        await service.deliver(contest.decided(played(1)))
        # then
        await own.hear("</span>1</span>")
        # and when
        await contest.read(0)
        # then
        await own.hear("没有未读消息", times=2)
    assert "event: inbox" not in spy.heard


class Ears:
    """A reader of a live stream: what it was sent so far."""

    def __init__(self, service: Running, headers: dict[str, str], topic: str) -> None:
        self.scope = {
            "type": "http",
            "asgi": {"version": "3.0"},
            "http_version": "1.1",
            "method": "GET",
            "scheme": "http",
            "path": "/notifications/live",
            "raw_path": b"/notifications/live",
            "root_path": "",
            "query_string": f"topic={topic}".encode(),
            "headers": [(name.lower().encode(), value.encode()) for name, value in headers.items()],
            "client": ("127.0.0.1", 50000),
            "server": ("127.0.0.1", 8080),
            "state": {},
        }
        self.app: Any = service.app
        self.heard = ""
        self.gone = asyncio.Event()

    async def __aenter__(self) -> "Ears":
        self.task = asyncio.create_task(self.app(self.scope, self.receive, self.send))
        return self

    async def __aexit__(self, *_problem: object) -> None:
        self.gone.set()
        await asyncio.wait_for(self.task, 5)

    async def receive(self) -> dict[str, str]:
        await self.gone.wait()
        return {"type": "http.disconnect"}

    async def send(self, message: Any) -> None:
        self.heard += message.get("body", b"").decode()

    async def hear(self, words: str, times: int = 1) -> None:
        async with asyncio.timeout(5):
            while self.heard.count(words) < times:
                await asyncio.sleep(0.02)
