"""Background tasks end when they are told to, also when the first telling is lost."""

import asyncio

import pytest

from shared.kit import background


async def test_a_task_that_loses_its_cancellation_is_told_again(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(background, "TOLD_AGAIN", 0.01)
    lost = 0

    async def deaf() -> None:
        nonlocal lost
        while True:
            try:
                await asyncio.sleep(60)
            except asyncio.CancelledError:
                lost += 1
                if lost > 1:
                    raise

    task = asyncio.create_task(deaf())
    await asyncio.sleep(0)
    await asyncio.wait_for(background.end([task]), 2)

    assert task.cancelled()
    assert lost == 2
