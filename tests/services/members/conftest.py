"""The members service on a fresh database, one a module, with an administrator."""

from collections.abc import AsyncIterator
from datetime import UTC, datetime

import pytest

from services.members.app import SERVICE
from services.members.once import first_administrator
from tests.servers import Databases, Keys, Running, running


@pytest.fixture(scope="module")
async def members(databases: Databases, keys: Keys) -> AsyncIterator[Running]:
    async with running(SERVICE, keys, await databases.fresh("members")) as service:
        yield service


@pytest.fixture(scope="module")
async def admin(members: Running) -> dict[str, str]:
    """Headers of the first administrator."""
    async with members.app.state.db.tx() as tx:
        account = await first_administrator(tx, datetime.now(UTC))
    return members.as_(account.member_id, "Administrator", roles=("administrator",))
