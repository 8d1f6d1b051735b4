"""Calls to the suite's door: what is asked is asked again while a service is away. Knows no match and no mark.

Only a refusal ends a call; a broken connection or a 502, 503 or 504 is waited out, because any part of the suite may
be killed and come back while a tournament goes on. What must not happen twice is asked `once`: it is repeated only
where the first request certainly did nothing.
"""

import asyncio
import random
import ssl
import time
from collections.abc import Mapping
from typing import Any

import msgspec

from deploy.replay.wire import Answer, Lost, Wire

AWAY = frozenset({502, 503, 504})
PATIENCE = 120.0
"""Longer than any part of the suite takes to come back, and than a disk that others keep busy."""
FIRST_PATIENCE = 5.0
"""As long as nobody at all has answered yet: the address may be wrong."""
SHORTEST, LONGEST = 0.02, 1.0
HEARD_AGAIN = 0.02
Json = dict[str, Any]


class TurnedDown(Exception):
    """The suite refused, with its own sentence."""

    def __init__(self, what: str, answer: Answer) -> None:
        self.status = answer.status
        self.code, sentence = _refusal(answer)
        super().__init__(f"{what}: {sentence}")


class GaveUp(Exception):
    """Nobody answered for as long as the caller is patient."""


class Door:
    """One caller with a connection and, once signed in, a token of its own."""

    def __init__(self, origin: str, token: str = "", tls: ssl.SSLContext | None = None) -> None:
        self.origin = origin
        self.wire = Wire(origin, tls=tls)
        self.tls = tls
        self.token = token
        self.retries = 0
        self.heard = False
        """Whether anybody ever answered here."""

    def another(self, token: str = "") -> "Door":
        """A caller of its own at the same door."""
        found = Door(self.origin, token or self.token, self.tls)
        found.heard = self.heard
        return found

    async def get(self, path: str) -> Any:
        return (await self.call("GET", path)).json()

    async def post(self, path: str, body: object = None, *, once: bool = False) -> Any:
        sent = msgspec.json.encode({} if body is None else body)
        return _json(await self.call("POST", path, sent, once=once))

    async def post_once_heard(self, path: str, body: object = None, *, unheard: str, again: float = HEARD_AGAIN) -> Any:
        """Ask what will be done a little later: once the service has heard from another, or lets one try again."""
        until = time.monotonic() + PATIENCE
        while True:
            try:
                return await self.post(path, body)
            except TurnedDown as refused:
                if refused.code != unheard or time.monotonic() > until:
                    raise
            await asyncio.sleep(again)

    async def put(self, path: str, body: object) -> Any:
        return _json(await self.call("PUT", path, msgspec.json.encode(body)))

    async def upload(self, path: str, name: str, content: bytes) -> Any:
        """Send one file as a form's field `file`."""
        boundary = "saishi-replay-roster"
        head = f'--{boundary}\r\nContent-Disposition: form-data; name="file"; filename="{name}"\r\n'
        body = f"{head}Content-Type: text/csv\r\n\r\n".encode() + content + f"\r\n--{boundary}--\r\n".encode()
        return _json(await self.call("POST", path, body, kind=f"multipart/form-data; boundary={boundary}"))

    async def call(
        self, method: str, path: str, body: bytes = b"", *, kind: str = "application/json", once: bool = False
    ) -> Answer:
        """Ask until somebody answers.

        Raises:
            TurnedDown: the suite refused.
            GaveUp: nobody answered in time, or it cannot be known whether a thing asked once was done.
        """
        headers = self._headers(kind if body else "")
        began, wait = time.monotonic(), SHORTEST
        while True:
            answer, why = await self._try(method, path, headers, body, once)
            if answer is not None and answer.status not in AWAY:
                self.heard = True
                return _accepted(f"{method} {path}", answer)
            self.heard = self.heard or answer is not None
            patience = PATIENCE if self.heard else min(PATIENCE, FIRST_PATIENCE)
            if time.monotonic() > began + patience:
                raise GaveUp(f"The suite at {self.origin} did not answer for {patience:.0f} s ({why}).")
            self.retries += 1
            await asyncio.sleep(wait * random.uniform(0.5, 1.0))
            wait = min(LONGEST, wait * 2)

    async def _try(
        self, method: str, path: str, headers: Mapping[str, str], body: bytes, once: bool
    ) -> tuple[Answer | None, str]:
        try:
            answer = await self.wire.send(method, path, headers, body)
        except Lost as lost:
            if once and lost.sent:
                raise GaveUp(f"The connection broke before an answer came to {method} {path} ({lost}).") from lost
            return None, f"{method} {path}: {lost}"
        return answer, f"{method} {path}: {answer.status}"

    def _headers(self, kind: str) -> dict[str, str]:
        headers = {"Accept": "application/json", "Accept-Language": "en"}
        if kind:
            headers["Content-Type"] = kind
        if self.token:
            headers["Authorization"] = f"Bearer {self.token}"
        return headers


def _accepted(what: str, answer: Answer) -> Answer:
    if answer.status >= 300:
        raise TurnedDown(what, answer)
    return answer


def _json(answer: Answer) -> Any:
    return answer.json() if answer.body else {}


def _refusal(answer: Answer) -> tuple[str, str]:
    try:
        said = answer.json()
        return str(said["code"]), str(said["sentence"])
    except (msgspec.DecodeError, UnicodeDecodeError, KeyError, TypeError):
        return "", f"answered {answer.status}"
