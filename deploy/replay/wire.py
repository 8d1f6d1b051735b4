"""One keep-alive HTTP/1.1 connection with nothing around it. Knows no address of the suite and never tries twice.

A replay sends tens of thousands of small requests from the machine that answers them, so what a request costs here
is taken from what is measured. A general client costs five times as much a request.
"""

import asyncio
import ssl
from collections.abc import Mapping
from typing import Any
from urllib.parse import urlsplit

import msgspec
from msgspec import Struct

LONGEST_HEAD = 64 * 1024


class Lost(Exception):
    """No answer came. `sent` is false where the request certainly never left."""

    def __init__(self, why: str, *, sent: bool) -> None:
        super().__init__(why)
        self.sent = sent


class Answer(Struct):
    status: int
    head: bytes
    body: bytes

    def json(self) -> Any:
        return msgspec.json.decode(self.body)


class Wire:
    """A connection to the door, opened when it is first needed and again after it broke."""

    def __init__(self, origin: str, *, timeout: float = 15.0, tls: ssl.SSLContext | None = None) -> None:
        parts = urlsplit(origin)
        self.host = parts.hostname or "127.0.0.1"
        self.port = parts.port or (443 if parts.scheme == "https" else 80)
        self.tls = (tls or ssl.create_default_context()) if parts.scheme == "https" else None
        self.netloc = parts.netloc
        self.timeout = timeout
        self.reader: asyncio.StreamReader | None = None
        self.writer: asyncio.StreamWriter | None = None

    async def send(self, method: str, path: str, headers: Mapping[str, str], body: bytes = b"") -> Answer:
        """Send one request and read its answer.

        Raises:
            Lost: the connection broke or nothing came in time.
        """
        sent = False
        try:
            async with asyncio.timeout(self.timeout):
                reader, writer = await self._open()
                sent = True
                writer.write(self._head(method, path, headers, len(body)) + body)
                return await self._read(reader)
        except (OSError, EOFError, TimeoutError, ValueError) as problem:
            self.close()
            raise Lost(str(problem) or "no answer in time", sent=sent) from problem
        except asyncio.CancelledError:
            self.close()
            raise

    def close(self) -> None:
        if self.writer is not None:
            self.writer.close()
        self.reader = self.writer = None

    async def _open(self) -> tuple[asyncio.StreamReader, asyncio.StreamWriter]:
        if self.reader is None or self.writer is None or self.reader.at_eof():
            self.close()
            self.reader, self.writer = await asyncio.open_connection(
                self.host, self.port, ssl=self.tls, limit=LONGEST_HEAD
            )
        return self.reader, self.writer

    def _head(self, method: str, path: str, headers: Mapping[str, str], length: int) -> bytes:
        lines = [f"{method} {path} HTTP/1.1", f"Host: {self.netloc}", f"Content-Length: {length}"]
        lines += [f"{name}: {value}" for name, value in headers.items()]
        return ("\r\n".join(lines) + "\r\n\r\n").encode()

    async def _read(self, reader: asyncio.StreamReader) -> Answer:
        head = await reader.readuntil(b"\r\n\r\n")
        status, fields = int(head[9:12]), head.lower()
        body = await _body(reader, status, fields)
        if b"connection: close" in fields:
            self.close()
        return Answer(status, head, body)


async def _body(reader: asyncio.StreamReader, status: int, fields: bytes) -> bytes:
    if status in {204, 304}:
        return b""
    at = fields.find(b"\r\ncontent-length:")
    if at >= 0:
        return await reader.readexactly(int(fields[at + 17 : fields.index(b"\r\n", at + 2)]))
    if b"\r\ntransfer-encoding: chunked" in fields:
        return await _chunks(reader)
    return await reader.read()


async def _chunks(reader: asyncio.StreamReader) -> bytes:
    parts = []
    while size := int((await reader.readline()).split(b";")[0], 16):
        parts.append(await reader.readexactly(size))
        await reader.readexactly(2)
    await reader.readline()
    return b"".join(parts)
