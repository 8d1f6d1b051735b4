"""One running suite for all flows, with the browser's door and an administrator's token."""

from collections.abc import Iterator

import pytest

from tests.running import RunningSuite


@pytest.fixture(scope="session")
def suite() -> Iterator[RunningSuite]:
    with RunningSuite() as running:
        yield running
