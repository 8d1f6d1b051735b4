"""What runs where: written by the supervisor, read by status, stop, replay and tests. Holds no secret."""

import fcntl
import os

import msgspec
import psutil
from msgspec import Struct

from deploy.layout import Layout
from deploy.words import ALREADY_RUNNING, NOT_RUNNING, CannotGoOn


class ChildState(Struct, kw_only=True):
    """One child process. `pid` is 0 between its end and its next start."""

    pid: int = 0
    port: int = 0
    started: float = 0.0
    """The process's own start time: a pid alone may be somebody else's by now."""
    restarts: int = 0


class State(Struct, kw_only=True):
    pid: int
    url: str
    door: int
    lan: str | None = None
    monitor: int = 0
    """NATS' monitoring port, 0 when NATS is not ours."""
    ready: bool = False
    children: dict[str, ChildState]


class Lock:
    """Held by the supervisor as long as it lives: the system lets go of it however the process ends."""

    def __init__(self, layout: Layout) -> None:
        self.layout = layout
        self.handle = -1

    def take(self) -> None:
        """Raises:
        CannotGoOn: a suite runs with this data folder.
        """
        self.handle = os.open(self.layout.lock, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
        try:
            fcntl.flock(self.handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            self.release()
            where = (found := read_state(self.layout)) and f" at {found.url}"
            stop = f"./saishi stop{self.layout.option}"
            sentence = f"Saishi already runs with {self.layout.data}{where or ''}. Stop it with: {stop}"
            raise CannotGoOn(sentence, ALREADY_RUNNING) from None

    def release(self) -> None:
        if self.handle >= 0:
            os.close(self.handle)
        self.handle = -1


def is_held(layout: Layout) -> bool:
    """Whether a supervisor lives on this folder."""
    if not layout.lock.exists():
        return False
    lock = Lock(layout)
    try:
        lock.take()
    except CannotGoOn:
        return True
    lock.release()
    return False


def running_state(layout: Layout) -> State:
    """The state of the suite that runs on this folder.

    Raises:
        CannotGoOn: none runs.
    """
    state = read_state(layout) if is_held(layout) else None
    if state is None:
        start = f"./saishi up{layout.option}"
        raise CannotGoOn(f"Saishi does not run with {layout.data}. Start it with: {start}", NOT_RUNNING)
    return state


def read_state(layout: Layout) -> State | None:
    try:
        return msgspec.json.decode(layout.state.read_bytes(), type=State)
    except (OSError, msgspec.DecodeError):
        return None


def write_state(layout: Layout, state: State) -> None:
    unfinished = layout.state.with_suffix(".unfinished")
    unfinished.write_bytes(msgspec.json.format(msgspec.json.encode(state), indent=2) + b"\n")
    unfinished.replace(layout.state)


def process_of(child: ChildState) -> psutil.Process | None:
    """The child's process if it still is the one that was started."""
    if not child.pid:
        return None
    try:
        process = psutil.Process(child.pid)
        same = abs(process.create_time() - child.started) < 1 and process.status() != psutil.STATUS_ZOMBIE
    except psutil.Error:
        return None
    return process if same else None


def start_time(pid: int) -> float:
    try:
        return psutil.Process(pid).create_time()
    except psutil.Error:
        return 0.0
