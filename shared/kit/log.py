"""Structured logs: one JSON line a fact, the request's id on each, personal and secret fields never written.

The canonical line of a request is written by the thousand a second, so it goes round the pipeline: one encoding into
a buffer that is written out five times a second and at the end.
"""

import asyncio
import atexit
import logging
import sys
from collections.abc import MutableMapping
from contextvars import ContextVar
from datetime import UTC, datetime
from typing import Any

import msgspec
import structlog

HIDDEN = frozenset(
    {"password", "token", "phone", "id_number", "code", "authorization", "cookie", "secret", "mark", "marks", "content"}
)
REQUEST_ID: ContextVar[str | None] = ContextVar("request_id", default=None)
"""The id of the request or message being handled; it travels with every message that follows from it."""
WRITE_EVERY = 0.2
encode = msgspec.json.Encoder().encode


def hide(_logger: Any, _method: str, line: MutableMapping[str, Any]) -> MutableMapping[str, Any]:
    for key in HIDDEN & line.keys():
        line[key] = "***"
    return line


def with_request_id(_logger: Any, _method: str, line: MutableMapping[str, Any]) -> MutableMapping[str, Any]:
    found = REQUEST_ID.get()
    if found is not None:
        line.setdefault("request_id", found)
    return line


def set_up_log(service: str, style: str) -> None:
    """Route structlog and the standard library's loggers to one stream, as JSON lines or for a person's eyes."""

    def with_service(_logger: Any, _method: str, line: MutableMapping[str, Any]) -> MutableMapping[str, Any]:
        line.setdefault("service", service)
        return line

    shared: list[Any] = [
        with_service,
        with_request_id,
        structlog.processors.add_log_level,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
        hide,
        structlog.processors.format_exc_info,
    ]
    last = structlog.dev.ConsoleRenderer() if style == "console" else structlog.processors.JSONRenderer()
    structlog.configure(
        processors=[*shared, last],
        wrapper_class=structlog.make_filtering_bound_logger(logging.INFO),
        logger_factory=structlog.WriteLoggerFactory(file=sys.stdout),
        cache_logger_on_first_use=True,
    )
    handler = logging.StreamHandler(sys.stdout)
    handler.setFormatter(structlog.stdlib.ProcessorFormatter(processor=last, foreign_pre_chain=shared))
    logging.basicConfig(level=logging.WARNING, handlers=[handler], force=True)
    logging.getLogger("uvicorn.error").setLevel(logging.WARNING)


class RequestLine(msgspec.Struct, frozen=True):
    """The canonical line of one request."""

    timestamp: datetime
    service: str
    request_id: str
    method: str
    path: str
    route: str
    status: int
    ms: float
    member: str | None
    level: str = "info"
    event: str = "request"


class RequestLines:
    """The canonical lines of a process, buffered."""

    def __init__(self, service: str) -> None:
        self.service = service
        self.lines: list[bytes] = []
        atexit.register(self.write)

    def add(
        self, request_id: str, method: str, path: str, route: str, status: int, seconds: float, member: str | None
    ) -> None:
        line = RequestLine(
            datetime.now(UTC), self.service, request_id, method, path, route, status, round(seconds * 1000, 2), member
        )
        if not self.lines:
            asyncio.get_running_loop().call_later(WRITE_EVERY, self.write)
        self.lines.append(encode(line))

    def write(self) -> None:
        if not self.lines:
            return
        lines, self.lines = self.lines, []
        sys.stdout.write(b"\n".join(lines).decode() + "\n")
        sys.stdout.flush()
