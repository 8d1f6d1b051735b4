"""The supervisor's own behaviour, with children that do nothing but live and die."""

import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from deploy import children
from deploy.children import Child, Supervisor, rotate
from deploy.embedded.process import spawn

STUBBORN = "import signal, time; signal.signal(signal.SIGTERM, signal.SIG_IGN); print('up', flush=True); time.sleep(60)"


def sleeper(tmp_path: Path, name: str = "sleeper") -> Child:
    return Child(name, lambda: spawn(["sleep", "60"]), log=tmp_path / f"{name}.log")


def supervisor(tmp_path: Path) -> Supervisor:
    return Supervisor(tmp_path / "supervisor.log", lambda: None)


def look_until_running(keeper: Supervisor, child: Child, seconds: float = 5) -> None:
    deadline = time.monotonic() + seconds
    keeper.look()
    while child.process is None and time.monotonic() < deadline:
        time.sleep(0.02)
        keeper.look()


def test_a_child_that_died_is_started_again_and_it_is_written_down(tmp_path: Path) -> None:
    keeper, child = supervisor(tmp_path), sleeper(tmp_path)
    keeper.start(child)
    first = child.state.pid
    assert child.process is not None
    child.process.kill()
    child.process.wait()

    look_until_running(keeper, child)

    assert child.state.pid not in (0, first)
    assert child.state.restarts == 1
    assert "sleeper ended (SIGKILL)" in (tmp_path / "supervisor.log").read_text()
    keeper.stop()


def test_a_child_that_keeps_dying_is_tried_ever_more_slowly(tmp_path: Path) -> None:
    child = Child("failing", lambda: spawn(["false"]), log=tmp_path / "failing.log")
    waits = []
    for _ in range(3):
        child.start().wait()
        child.ended()
        waits.append(child.due - time.monotonic())

    assert waits == sorted(waits)
    assert waits[2] > 0.5


def test_a_child_that_ran_steadily_starts_again_at_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(children, "STEADY_SECONDS", 0)
    child = Child("steady", lambda: spawn(["sleep", "0.1"]), log=tmp_path / "steady.log")
    child.failures = 4
    child.start().wait()

    child.ended()

    assert child.due - time.monotonic() < 0.2


def test_children_stop_in_the_reverse_order_of_their_start(tmp_path: Path) -> None:
    keeper, store, service = supervisor(tmp_path), sleeper(tmp_path, "store"), sleeper(tmp_path, "service")
    keeper.start(store)
    keeper.start(service)
    ended: list[str] = []
    for child in (store, service):
        watch(child, ended)

    keeper.stop()

    assert ended == ["service", "store"]


def watch(child: Child, ended: list[str]) -> None:
    awaiting = child.await_stop

    def noting() -> bool:
        found = awaiting()
        ended.append(child.name)
        return found

    child.await_stop = noting  # type: ignore[method-assign]


def test_a_child_that_does_not_listen_is_killed_and_it_is_said(tmp_path: Path) -> None:
    log = tmp_path / "stubborn.log"
    keeper = supervisor(tmp_path)
    child = Child("stubborn", lambda: spawn([sys.executable, "-c", STUBBORN], log=log), log=log, patience=0.3)
    keeper.start(child)
    deadline = time.monotonic() + 10
    while "up" not in log.read_text() and time.monotonic() < deadline:
        time.sleep(0.02)

    keeper.stop()

    assert child.process is not None
    assert child.process.returncode == -signal.SIGKILL
    assert "stubborn did not stop within" in (tmp_path / "supervisor.log").read_text()


def test_ctrl_c_in_the_terminal_does_not_reach_a_child(tmp_path: Path) -> None:
    child = sleeper(tmp_path)
    process = child.start()

    found = subprocess.run(["ps", "-o", "sid=", "-p", str(process.pid)], capture_output=True, text=True, check=True)

    assert int(found.stdout) == process.pid
    child.signal_stop()
    assert child.await_stop()


def test_a_log_that_grew_is_put_aside_while_its_writer_goes_on(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(children, "LOG_LIMIT", 10)
    log = tmp_path / "a.log"
    with log.open("a") as writer:
        writer.write("0123456789 first\n")
        writer.flush()

        rotate(log)

        writer.write("second\n")
    assert (tmp_path / "a.log.1").read_text() == "0123456789 first\n"
    assert log.read_text() == "second\n"
