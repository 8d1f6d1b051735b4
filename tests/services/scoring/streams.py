"""What a tablet's stream sends, read straight from the application, which leaves like a closed browser."""

import asyncio
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

from tests.servers import Running

PATIENCE = 8.0


@asynccontextmanager
async def listening(scoring: Running, place: str, token: str) -> AsyncIterator[AsyncIterator[Any]]:
    """The states told at `seat` or `bench` to the tablet with this token."""
    sent: asyncio.Queue[bytes] = asyncio.Queue()
    left = asyncio.Event()
    lead = f"event: {place}\ndata: ".encode()

    async def receive() -> Any:
        await left.wait()
        return {"type": "http.disconnect"}

    async def send(message: Any) -> None:
        await sent.put(message.get("body", b""))

    async def states() -> AsyncIterator[Any]:
        while True:
            part = await asyncio.wait_for(sent.get(), PATIENCE)
            if part.startswith(lead):
                yield json.loads(part.removeprefix(lead))

    task = asyncio.create_task(scoring.app(asked(scoring, f"/scoring/{place}/live", token), receive, send))
    try:
        yield states()
    finally:
        left.set()
        await asyncio.wait_for(task, 5)


def asked(scoring: Running, path: str, token: str) -> Any:
    return {
        "type": "http",
        "method": "GET",
        "path": path,
        "raw_path": path.encode(),
        "query_string": b"",
        "root_path": "",
        "headers": [(b"authorization", f"Bearer seat.{token}".encode())],
        "client": ("127.0.0.1", 1),
        "server": ("127.0.0.1", 8080),
        "scheme": "http",
        "http_version": "1.1",
        "app": scoring.app,
        "litestar_app": scoring.app,
        "state": {},
    }
