"""Background tasks that never die unseen: one that ends or raises takes its process with it, to be started anew."""

import asyncio
import os
from collections.abc import Coroutine
from typing import Any

import structlog

log = structlog.get_logger()
EXIT_TASK_DIED = 70


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
    for task in tasks:
        task.cancel()
    await asyncio.gather(*tasks, return_exceptions=True)
