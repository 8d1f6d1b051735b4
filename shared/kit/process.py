"""A service as a process: serve, migrate, rebuild. Knows how a service is run, not what it is made of."""

import asyncio
from typing import Any

import click
import uvicorn

from shared.kit.bus import journal
from shared.kit.config import Config, load_config
from shared.kit.db import Db
from shared.kit.live import Hub
from shared.kit.log import set_up_log
from shared.kit.migrate import migrate
from shared.kit.service import Service, build


class Server(uvicorn.Server):
    """Uvicorn waits for open streams without limit, so they are ended on the signal, not after it."""

    def __init__(self, config: uvicorn.Config, hub: Hub) -> None:
        super().__init__(config)
        self.hub = hub

    def handle_exit(self, sig: int, frame: Any) -> None:
        self.hub.close()
        super().handle_exit(sig, frame)


def serve(service: Service) -> None:
    """Run a service until it is told to stop."""
    config = load_config(service.name)
    set_up_log(service.name, config.log)
    app = build(service, config)
    settings = uvicorn.Config(
        app,
        host=config.host,
        port=config.port,
        loop="uvloop",
        http="httptools",
        ws="none",
        access_log=False,
        log_config=None,
        timeout_graceful_shutdown=5,
        backlog=4096,
    )
    Server(settings, app.state.hub).run()


def main(service: Service) -> click.Group:
    """The command line of a service: `serve`, `migrate`, `rebuild`. A service may add commands of its own."""

    @click.group()
    def commands() -> None:
        pass

    @commands.command(help="Run the service.")
    def serve_() -> None:
        serve(service)

    @commands.command(help="Bring the database to the present schema.")
    def migrate_() -> None:
        asyncio.run(migrate(load_config(service.name).database, service.folder / "migrations"))

    @commands.command(help="Journal the newest state of everything once more, for a stream that was lost.")
    def rebuild() -> None:
        click.echo(asyncio.run(rebuild_journal(load_config(service.name))))

    serve_.name, migrate_.name = "serve", "migrate"
    commands.commands = {command.name or "": command for command in (serve_, migrate_, rebuild)}
    return commands


async def rebuild_journal(config: Config) -> int:
    db = Db(config.database, lambda: None)
    await db.open()
    try:
        async with db.tx() as tx:
            return await journal.rebuild(tx)
    finally:
        await db.close()
