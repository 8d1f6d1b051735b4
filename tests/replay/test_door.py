"""What the caller does when the suite is away, against a server that answers as it is told."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import pytest

from deploy.replay.door import Door, GaveUp, TurnedDown

Answer = bytes | None
"""What is sent back; None breaks the connection instead."""


def http(status: int, body: str = "{}", more: str = "") -> bytes:
    return f"HTTP/1.1 {status} X\r\nContent-Length: {len(body)}\r\n{more}\r\n{body}".encode()


REFUSAL = http(409, '{"code":"court.busy","sentence":"Match 3 is still on this court.","status":409}')


class Server:
    def __init__(self, answers: list[Answer]) -> None:
        self.answers = answers
        self.asked: list[bytes] = []

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        while head := await self.request(reader):
            self.asked.append(head)
            answer = self.answers.pop(0)
            if answer is None:
                break
            writer.write(answer)
            await writer.drain()
        writer.close()

    async def request(self, reader: asyncio.StreamReader) -> bytes:
        try:
            head = await reader.readuntil(b"\r\n\r\n")
        except asyncio.IncompleteReadError:
            return b""
        length = int(head.split(b"Content-Length: ")[1].split(b"\r\n")[0])
        return head + await reader.readexactly(length)


@asynccontextmanager
async def answering(*answers: Answer) -> AsyncIterator[tuple[Door, Server]]:
    server = Server(list(answers))
    listening = await asyncio.start_server(server.serve, "127.0.0.1", 0)
    port = listening.sockets[0].getsockname()[1]
    door = Door(f"http://127.0.0.1:{port}", "secret")
    try:
        yield door, server
    finally:
        door.wire.close()
        listening.close()


async def test_an_answer_is_read_and_the_connection_kept() -> None:
    async with answering(http(200, '{"a":1}'), http(200, '{"a":2}')) as (door, server):
        assert [await door.get("/one"), await door.get("/two")] == [{"a": 1}, {"a": 2}]

        assert b"Authorization: Bearer secret\r\n" in server.asked[1]


async def test_a_chunked_answer_is_put_together() -> None:
    chunks = b'HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n4\r\n{"a"\r\n3;x=y\r\n:1}\r\n0\r\n\r\n'
    async with answering(chunks, http(200)) as (door, _):
        assert await door.get("/") == {"a": 1}
        assert await door.get("/") == {}


@pytest.mark.parametrize("away", [http(502), http(503), http(504), None])
async def test_a_service_that_is_away_is_asked_again_with_the_same_request(away: Answer) -> None:
    async with answering(away, away, http(201, '{"id":7}')) as (door, server):
        assert await door.post("/things", {"name": "x"}) == {"id": 7}

        assert len(set(server.asked)) == 1
        assert door.retries == 2


async def test_a_refusal_is_said_in_the_suites_own_words() -> None:
    async with answering(REFUSAL) as (door, _):
        with pytest.raises(TurnedDown, match="Match 3 is still on this court") as refused:
            await door.post("/call")

    assert (refused.value.status, refused.value.code) == (409, "court.busy")


async def test_what_must_not_happen_twice_is_not_sent_again_after_a_broken_connection() -> None:
    async with answering(None, http(201)) as (door, server):
        with pytest.raises(GaveUp, match="broke before an answer came"):
            await door.post("/events/", {}, once=True)

        assert len(server.asked) == 1


async def test_what_must_not_happen_twice_is_sent_again_while_the_service_refuses_to_start() -> None:
    async with answering(http(503), http(201)) as (door, _):
        await door.post("/events/", {}, once=True)

        assert door.retries == 1


async def test_a_refusal_for_what_is_still_on_its_way_is_waited_out() -> None:
    async with answering(REFUSAL, REFUSAL, http(200, '{"call":1}')) as (door, _):
        assert await door.post_once_heard("/call", {}, unheard="court.busy") == {"call": 1}


async def test_any_other_refusal_is_not_waited_out() -> None:
    async with answering(REFUSAL) as (door, _):
        with pytest.raises(TurnedDown):
            await door.post_once_heard("/call", {}, unheard="court.unknown")


@pytest.mark.parametrize("closing", [http(200, "{}", "Connection: close\r\n")])
async def test_a_connection_the_server_closes_is_opened_again(closing: bytes) -> None:
    async with answering(closing, http(200, '{"a":2}')) as (door, _):
        await door.get("/one")

        assert await door.get("/two") == {"a": 2}


async def test_nobody_there_is_given_up_after_the_patience(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("deploy.replay.door.PATIENCE", 0.1)
    door = Door("http://127.0.0.1:9")

    with pytest.raises(GaveUp, match="did not answer"):
        await door.get("/")


async def test_nobody_who_ever_answered_is_given_up_soon(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("deploy.replay.door.FIRST_PATIENCE", 0.1)

    with pytest.raises(GaveUp, match="did not answer for 0 s"):
        await Door("http://127.0.0.1:9").get("/")


async def test_refusals_are_asked_for_in_english() -> None:
    async with answering(http(200)) as (door, server):
        await door.get("/")

        assert b"Accept-Language: en\r\n" in server.asked[0]
