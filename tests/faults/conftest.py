"""A running suite for each module of fault tests."""

from collections.abc import Iterator

import pytest

from tests.running import RunningSuite


@pytest.fixture(scope="module")
def suite() -> Iterator[RunningSuite]:
    with RunningSuite() as running:
        yield running
