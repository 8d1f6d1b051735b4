"""`python -m services.members serve`, and the two ways in for the machine's own operator: `link` and `token`."""

import asyncio
from datetime import UTC, datetime

import click

from services.members import tokens
from services.members.app import SERVICE
from services.members.once import first_administrator, make_link
from services.members.sql import acts, sessions
from shared.kit.config import Config, ConfigMissing, load_config
from shared.kit.db import Db
from shared.kit.migrate import migrate
from shared.kit.process import main

commands = main(SERVICE)


@commands.command(help="Print a link that signs an administrator in, once and within a day.")
def link() -> None:
    config = load_config(SERVICE.name)
    click.echo(f"{config.door}/members/sign-in/once/{asyncio.run(new_link(config))}")


@commands.command(help="Print a bearer token of the administrator, good for twelve hours.")
def token() -> None:
    click.echo(asyncio.run(new_token(load_config(SERVICE.name))))


async def new_link(config: Config) -> str:
    db = await opened(config)
    try:
        async with db.tx() as tx:
            return await make_link(tx, datetime.now(UTC))
    finally:
        await db.close()


async def new_token(config: Config) -> str:
    if config.private_key_file is None:
        raise ConfigMissing("SAISHI_PRIVATE_KEY_FILE")
    signer = tokens.Signer(config.private_key_file)
    db = await opened(config)
    now = datetime.now(UTC)
    try:
        async with db.tx() as tx:
            account = await first_administrator(tx, now)
            session_id = await sessions.begin(tx, account.member_id, "saishi token", "", now, now + tokens.LASTS)
            await acts.note(tx, "token_made", None, account.member_id, {}, now)
    finally:
        await db.close()
    return signer.token(account, session_id, now + tokens.LASTS).token


async def opened(config: Config) -> Db:
    """The database, migrated: this may run before the service ever did."""
    await migrate(config.database, SERVICE.folder / "migrations")
    db = Db(config.database, lambda: None)
    await db.open()
    return db


if __name__ == "__main__":
    commands()
