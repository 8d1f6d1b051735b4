"""The whole suite, really running on a temporary data folder: for benches, fault tests and flows.

Knows how to start it, count in its databases, kill its parts and stop it; knows nothing of what is played on it.
"""

import re
import shutil
import socket
import subprocess
import sys
import tempfile
from pathlib import Path
from types import TracebackType

import asyncpg

from deploy.keys import make_secrets
from deploy.layout import ROOT, SERVICES, Layout
from deploy.replay.access import local_door
from deploy.replay.door import Door
from deploy.state import State, process_of, read_state

READY_WITHIN = 120


class SuiteFailed(Exception):
    """The suite did not start; the message is what it said."""


class RunningSuite:
    """`saishi up` as a child, with everything it needs below one temporary folder."""

    def __init__(self, services: tuple[str, ...] = SERVICES, data: Path | None = None) -> None:
        self.services = services
        self.folder = Path(tempfile.mkdtemp(prefix="saishi-"))
        self.layout = Layout(data or self.folder / "data")
        self.process: subprocess.Popen[str] | None = None

    def __enter__(self) -> "RunningSuite":
        self.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, _error: BaseException | None, _trace: TracebackType | None
    ) -> None:
        """After a failure the folder stays: its logs say why."""
        self.stop()
        if kind is None:
            shutil.rmtree(self.folder, ignore_errors=True)
        else:
            sys.stderr.write(f"The suite's logs: {self.layout.logs}\n")

    def start(self) -> None:
        data, services = str(self.layout.data), ",".join(self.services)
        command = [sys.executable, "-m", "deploy", "up", "--data", data, "--port", str(free_port())]
        log = (self.folder / "up.log").open("w")
        self.process = subprocess.Popen(
            [*command, "--services", services], cwd=ROOT, stdout=subprocess.PIPE, stderr=log, text=True
        )
        said = []
        assert self.process.stdout is not None
        for line in self.process.stdout:
            said.append(line)
            if re.match(r"ready http", line):
                return
        raise SuiteFailed("".join(said) + (self.folder / "up.log").read_text())

    def stop(self) -> None:
        if self.process is not None and self.process.poll() is None:
            self.process.terminate()
            self.process.wait(60)

    @property
    def state(self) -> State:
        state = read_state(self.layout)
        assert state is not None, "the suite has written no state"
        return state

    def door(self) -> Door:
        return local_door(self.layout.data)

    async def database(self, service: str) -> "asyncpg.Connection[asyncpg.Record]":
        """A connection of the superuser: to count what is stored, behind everybody's back."""
        password = make_secrets(self.layout.secrets).superuser
        port = self.state.children["postgres"].port
        return await asyncpg.connect(f"postgres://saishi:{password}@127.0.0.1:{port}/saishi_{service}")

    async def count(self, service: str, statement: str, *values: object) -> int:
        connection = await self.database(service)
        try:
            return int(await connection.fetchval(statement, *values) or 0)
        finally:
            await connection.close()

    def kill(self, part: str) -> int:
        """SIGKILL a part; returns how often it had been restarted before."""
        child = self.state.children[part]
        process = process_of(child)
        assert process is not None, f"{part} does not run"
        process.kill()
        return child.restarts

    def cpu(self) -> dict[str, float]:
        """Seconds of processor each part has used so far, with the processes it started."""
        found = {}
        for name, child in self.state.children.items():
            process = process_of(child)
            if process is not None:
                family = [process, *process.children(recursive=True)]
                times = [each.cpu_times() for each in family if each.is_running()]
                found[name] = round(sum(time.user + time.system for time in times), 2)
        return found

    def memory(self) -> dict[str, float]:
        """Peak resident MB of each part so far; a part of several processes is their sum, shared pages counted once."""
        found = {}
        for name, child in self.state.children.items():
            process = process_of(child)
            if process is not None:
                family = [process, *process.children(recursive=True)]
                found[name] = round(sum(peak(each.pid) for each in family) / 1024, 1)
        return found


def peak(pid: int) -> int:
    """Peak resident kB of a process without the shared memory it maps, which for PostgreSQL is the same everywhere."""
    try:
        text = Path(f"/proc/{pid}/status").read_text()
    except OSError:
        return 0
    sizes = {name: int(value) for name, value in re.findall(r"^(VmHWM|RssShmem):\s+(\d+) kB", text, re.M)}
    return sizes.get("VmHWM", 0) - sizes.get("RssShmem", 0)


def free_port() -> int:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return int(found.getsockname()[1])
