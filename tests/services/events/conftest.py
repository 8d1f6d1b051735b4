"""The events service on a fresh database, one a module."""

from collections.abc import AsyncIterator

import pytest

from services.events.app import SERVICE
from tests.servers import Databases, Keys, Running, running


@pytest.fixture(scope="module")
async def events(databases: Databases, keys: Keys) -> AsyncIterator[Running]:
    async with running(SERVICE, keys, await databases.fresh("events")) as service:
        yield service
