"""The notifications service on a fresh database, one a module."""

from collections.abc import AsyncIterator

import pytest

from services.notifications.app import SERVICE
from tests.servers import Databases, Keys, Running, running


@pytest.fixture(scope="module")
async def service(databases: Databases, keys: Keys) -> AsyncIterator[Running]:
    async with running(SERVICE, keys, await databases.fresh("notifications")) as service:
        yield service
