"""One connection to NATS that never gives up. Knows the client library's traps, so that nobody else has to."""

import asyncio
import os
from pathlib import Path
from typing import Any

import nats
import structlog
from nats.errors import Error as NatsError

log = structlog.get_logger()
EXIT_BUS_CLOSED = 71


async def on_error(error: Exception) -> None:
    log.error("bus error", error=str(error) or repr(error))


async def on_closed() -> None:
    # The client is told to reconnect for ever; if it closes all the same, only a new process helps.
    log.critical("bus closed")
    os._exit(EXIT_BUS_CLOSED)


class Bus:
    """The connection of one service; `client` is None until NATS first answered."""

    def __init__(self, service: str, url: str, seed_file: Path | None) -> None:
        self.service = service
        self.url = url
        self.seed_file = seed_file
        self.client: Any = None
        self.closing = False

    @property
    def connected(self) -> bool:
        return self.client is not None and self.client.is_connected

    async def open(self) -> None:
        """Wait for NATS and connect."""
        while self.client is None:
            try:
                self.client = await nats.connect(
                    self.url,
                    name=self.service,
                    nkeys_seed_str=self.seed_file.read_text().strip() if self.seed_file else None,
                    inbox_prefix=f"_INBOX.{self.service}",
                    max_reconnect_attempts=-1,
                    reconnect_time_wait=0.3,
                    ping_interval=2,
                    max_outstanding_pings=2,
                    error_cb=on_error,
                    closed_cb=self.on_closed,
                )
            except (OSError, NatsError, TimeoutError) as error:
                log.warning("bus away", error=str(error) or repr(error))
                await asyncio.sleep(0.3)

    async def on_closed(self) -> None:
        if not self.closing:
            await on_closed()

    async def close(self) -> None:
        self.closing = True
        if self.client is not None:
            await self.client.close()

    async def answers(self) -> bool:
        """Whether the bus answers a request of our own; `is_connected` stays true after the read loop has died."""
        if not self.connected:
            return False
        try:
            await self.client.request(f"$JS.API.STREAM.INFO.{self.probe}", b"", timeout=1)
        except (NatsError, TimeoutError, OSError):
            return False
        return True

    probe: str = "MEMBERS"
