"""The scoring service on a fresh database, one a module."""

from collections.abc import AsyncIterator

import pytest

from services.scoring.app import SERVICE
from tests.servers import Databases, Keys, Running, running


@pytest.fixture(scope="module")
async def scoring(databases: Databases, keys: Keys) -> AsyncIterator[Running]:
    async with running(SERVICE, keys, await databases.fresh("scoring")) as service:
        yield service
