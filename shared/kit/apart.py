"""Work on what strangers sent, in a process of its own with limits on memory and time: what goes wrong ends there.

Knows processes, not formats. The child is a module run by name: it reads standard input and writes standard output.
"""

import asyncio
import resource
import sys

from msgspec import Struct


class Ended(Struct, frozen=True):
    """How a child ended: its exit code, None where it was not done in time, and what it wrote."""

    code: int | None
    out: bytes


def limit(memory: int, cpu_seconds: int) -> None:
    """Called by the child before it reads: no more than so many bytes and seconds of processor."""
    resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
    resource.setrlimit(resource.RLIMIT_CPU, (cpu_seconds, cpu_seconds))


async def work_apart(module: str, data: bytes, seconds: float) -> Ended:
    """Run a module over the data and wait for its end, at most so many seconds."""
    child = await asyncio.create_subprocess_exec(
        sys.executable,
        "-m",
        module,
        stdin=asyncio.subprocess.PIPE,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.DEVNULL,
    )
    try:
        async with asyncio.timeout(seconds):
            out, _err = await child.communicate(data)
    except TimeoutError:
        return Ended(None, b"")
    finally:
        if child.returncode is None:
            child.kill()
            await child.wait()
    return Ended(child.returncode, out)
