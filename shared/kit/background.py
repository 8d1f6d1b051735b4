"""Background tasks that never die unseen: one that ends or raises takes its process with it, to be started anew."""

import asyncio
import os
from collections.abc import Coroutine
from typing import Any

import structlog

log = structlog.get_logger()
EXIT_TASK_DIED = 70
TOLD_AGAIN = 3.0
"""Seconds a task has for its own end before it is cancelled once more."""


def supervise(name: str, work: Coroutine[Any, Any, None]) -> asyncio.Task[None]:
    task = asyncio.create_task(work, name=name)
    task.add_done_callback(fall_with_it)
    return task


def fall_with_it(task: asyncio.Task[None]) -> None:
    if task.cancelled():
        return
    log.critical("background task died", task=task.get_name(), error=repr(task.exception()))
    os._exit(EXIT_TASK_DIED)


async def end(tasks: list[asyncio.Task[None]]) -> None:
    """Cancel tasks and wait for them. A cancellation that meets a time-out in the same step of the loop can be lost
    (`asyncio.wait_for` before Python 3.12): whoever goes on is told again."""
    pending = set(tasks)
    while pending:
        for task in pending:
            task.cancel()
        _done, pending = await asyncio.wait(pending, timeout=TOLD_AGAIN)
