"""The children of one suite, and the supervisor that keeps them. Knows how to start, restart and stop; not what for.

Everything here runs in the main thread: Linux sends a child its death signal when the thread that started it ends.
"""

import signal
import subprocess
import time
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

from deploy.progress import say
from deploy.state import ChildState, start_time

BACK_OFF = (0.1, 0.3, 1.0, 3.0, 10.0)
STEADY_SECONDS = 30
"""A child that ran so long starts again without waiting."""
LOG_LIMIT = 16 * 1024 * 1024
LOGS_KEPT = 3
LOOK_SECONDS = 0.1
ROTATE_EVERY = 100


class Child:
    """One process and how to start it again."""

    def __init__(
        self,
        name: str,
        launch: Callable[[], subprocess.Popen[bytes]],
        *,
        port: int = 0,
        log: Path,
        stop_signal: signal.Signals = signal.SIGTERM,
        patience: float = 10,
    ) -> None:
        self.name = name
        self.launch = launch
        self.log = log
        self.stop_signal = stop_signal
        self.patience = patience
        self.process: subprocess.Popen[bytes] | None = None
        self.state = ChildState(port=port)
        self.failures = 0
        self.since = 0.0
        self.due = 0.0

    def start(self) -> subprocess.Popen[bytes]:
        rotate(self.log)
        self.process = self.launch()
        self.since = time.monotonic()
        self.state.pid = self.process.pid
        self.state.started = start_time(self.process.pid)
        return self.process

    def ended(self) -> int | None:
        """The code of a child that ended since it was last asked about; None while it runs or waits to start."""
        if self.process is None or (code := self.process.poll()) is None:
            return None
        self.process = None
        self.state.pid = 0
        self.failures = 0 if time.monotonic() - self.since > STEADY_SECONDS else self.failures + 1
        self.due = time.monotonic() + BACK_OFF[min(max(self.failures - 1, 0), len(BACK_OFF) - 1)]
        return code

    def restart_if_due(self) -> bool:
        if self.process is not None or time.monotonic() < self.due:
            return False
        self.state.restarts += 1
        self.start()
        return True

    def signal_stop(self) -> None:
        if self.process is not None and self.process.poll() is None:
            self.process.send_signal(self.stop_signal)

    def await_stop(self) -> bool:
        """Wait for the end; False when it had to be killed."""
        if self.process is None:
            return True
        try:
            self.process.wait(self.patience)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()
            return False
        finally:
            self.state.pid = 0
        return True


class Supervisor:
    """Keeps children running until told to stop, then stops them in reverse order of the waves they started in."""

    def __init__(self, log: Path, changed: Callable[[], None]) -> None:
        self.log = log
        self.changed = changed
        self.waves: list[list[Child]] = []

    @property
    def children(self) -> list[Child]:
        return [child for wave in self.waves for child in wave]

    def start(self, *children: Child) -> None:
        """Start some children together. They will be stopped together, before those started earlier."""
        self.waves.append(list(children))
        for child in children:
            child.start()
        self.changed()

    def keep(self) -> None:
        """Restart whatever dies, for ever; ended by an exception from a signal handler."""
        turn = 0
        while True:
            self.look()
            turn += 1
            if turn % ROTATE_EVERY == 0:
                for child in self.children:
                    rotate(child.log)
            time.sleep(LOOK_SECONDS)

    def look(self) -> None:
        for child in self.children:
            code = child.ended()
            if code is not None:
                self.say(f"{child.name} ended ({how(code)}); starting it again in {child.due - time.monotonic():.1f} s")
                self.changed()
            if child.restart_if_due():
                self.say(f"{child.name} started again (restart {child.state.restarts})")
                self.changed()

    def stop(self) -> None:
        """Stop everything in order."""
        while self.waves:
            wave = self.waves[-1]
            for child in wave:
                child.signal_stop()
            for child in wave:
                if not child.await_stop():
                    self.say(f"{child.name} did not stop within {child.patience:.0f} s and was killed")
            self.waves.pop()

    def say(self, sentence: str) -> None:
        """To the supervisor's own log, and to whoever looks on."""
        self.note(sentence)
        say(f"  {sentence}")

    def note(self, sentence: str) -> None:
        """To the supervisor's own log alone."""
        with self.log.open("a") as target:
            target.write(f"{datetime.now(UTC).isoformat(timespec='seconds')} {sentence}\n")


def how(code: int) -> str:
    return f"code {code}" if code >= 0 else signal.Signals(-code).name


def rotate(log: Path) -> None:
    """Keep a log small: copy it aside and empty it. Its writer appends, so it need not open it anew."""
    if not log.exists() or log.stat().st_size < LOG_LIMIT:
        return
    for number in range(LOGS_KEPT - 1, 0, -1):
        older = log.with_name(f"{log.name}.{number}")
        if older.exists():
            older.replace(log.with_name(f"{log.name}.{number + 1}"))
    aside = log.with_name(f"{log.name}.1")
    aside.write_bytes(log.read_bytes())
    aside.chmod(0o600)
    with log.open("r+b") as target:
        target.truncate(0)
