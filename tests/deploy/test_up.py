"""One suite as a person runs it: start, look, kill, back up, stop, start again, restore elsewhere."""

import os
import signal
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import psutil
import pytest

from deploy.embedded.ports import is_free
from deploy.layout import SERVICES, Layout
from deploy.state import State, process_of, read_state
from deploy.words import ALREADY_RUNNING, NOT_RUNNING
from tests.suite import Suite, json_of

PARTS = {"postgres", "nats", "caddy", *SERVICES}
EVENT = {"name": "校运会", "venue": "体育馆", "starts_on": "2026-05-01", "ends_on": "2026-05-02"}


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("suite")


@pytest.fixture(scope="module")
def suite(folder: Path) -> Iterator[Suite]:
    """The suite of this module. Tests leave it running, whatever they did to it."""
    found = Suite(folder / "data").start()
    yield found
    found.stop()


def state_of(suite: Suite) -> State:
    found = read_state(Layout(suite.data))
    assert found is not None
    return found


def eventually(true: Callable[[], bool], what: str, seconds: float = 60) -> None:
    deadline = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < deadline, f"not within {seconds} s: {what}"
        time.sleep(0.05)


def processes(state: State) -> list[psutil.Process]:
    """Every child of a suite and all that they started."""
    roots = [process for child in state.children.values() if (process := process_of(child))]
    return roots + [each for root in roots for each in root.children(recursive=True)]


def test_the_last_line_says_ready_and_the_lines_before_it_the_addresses(suite: Suite) -> None:
    eventually(lambda: any(line.startswith("ready ") for line in suite.lines), "ready")
    text = "\n".join(suite.lines)

    assert suite.lines[-1] == f"ready http://127.0.0.1:{suite.port}"
    assert suite.link.startswith(f"{suite.url}/members/sign-in/once/")
    assert f"{suite.url}/scoring/tablet/" in text
    assert f"{suite.url}/events/" in text
    assert "./saishi stop" in text


def test_each_part_is_a_process_of_its_own(suite: Suite) -> None:
    state = state_of(suite)

    assert set(state.children) == PARTS
    assert len({child.pid for child in state.children.values()} | {suite.process and suite.process.pid}) == 8


def test_secrets_are_readable_by_the_owner_only(suite: Suite) -> None:
    files = list(Layout(suite.data).secrets.iterdir())

    assert files
    assert [file for file in [*files, Layout(suite.data).secrets] if file.stat().st_mode & 0o077] == []


def test_no_password_stands_on_a_command_line_or_in_the_state(suite: Suite) -> None:
    secrets = [file.read_text().strip() for file in Layout(suite.data).secrets.glob("*.password")]
    seen = Layout(suite.data).state.read_text()
    seen += "".join(" ".join(process.cmdline()) for process in processes(state_of(suite)))

    assert [secret for secret in secrets if secret in seen] == []


def test_a_second_start_says_that_one_runs(suite: Suite) -> None:
    found = suite.command("up", "--port", "1")

    assert found.returncode == ALREADY_RUNNING
    assert f"already runs with {suite.data} at {suite.url}" in found.stderr


def test_a_start_on_a_port_in_use_leaves_nothing_running(suite: Suite, tmp_path: Path) -> None:
    other = Suite(tmp_path / "other")

    found = other.command("up", "--port", str(suite.port))

    assert found.returncode not in (0, ALREADY_RUNNING)
    assert f"Port {suite.port} is in use" in found.stderr
    assert "Traceback" not in found.stderr
    assert not (other.data / "postgres").exists()


def test_status_tells_what_runs_and_how_it_feels(suite: Suite) -> None:
    found = suite.command("status")

    assert found.returncode == 0, found.stdout + found.stderr
    assert "is ready" in found.stdout
    assert all(name in found.stdout for name in PARTS)
    assert "outbox 0" in found.stdout


def test_logs_of_a_part_are_printed(suite: Suite) -> None:
    found = suite.command("logs", "events")

    assert "service ready" in found.stdout


@pytest.mark.parametrize("part", ["events", "caddy", "nats", "postgres"])
def test_a_part_that_is_killed_comes_back(suite: Suite, part: str) -> None:
    before = state_of(suite).children[part]
    os.kill(before.pid, signal.SIGKILL)

    eventually(lambda: state_of(suite).children[part].pid not in (0, before.pid), f"{part} started again")
    eventually(lambda: suite.command("status").returncode == 0, "ready again")
    assert state_of(suite).children[part].restarts == before.restarts + 1


def test_a_restored_backup_ends_with_the_same_events_and_the_streams_filled(
    suite: Suite, folder: Path, tmp_path: Path
) -> None:
    with suite.api() as api:
        event = json_of(api.post("/events/", json=EVENT))["id"]
        listed = json_of(api.get("/events/"))
    file = folder / "backup.tar"

    made = suite.command("backup", str(file))

    assert made.returncode == 0, made.stderr
    assert file.stat().st_mode & 0o077 == 0
    again = Suite(tmp_path / "again")
    restored = again.command("restore", str(file))
    assert restored.returncode == 0, restored.stderr
    token = suite.token()
    again.start()
    try:
        with again.api() as api:
            assert json_of(api.get("/events/")) == listed
            # The key that signs tokens came along: nobody has to sign in again.
            api.headers["Authorization"] = f"Bearer {token}"
            assert api.get(f"/events/{event}/desk").status_code == 200
        eventually(lambda: "EVENTS 1" in again.command("status").stdout, "the stream filled from the journal")
    finally:
        again.stop()


def test_a_damaged_backup_restores_nothing(folder: Path, tmp_path: Path) -> None:
    file = folder / "backup.tar"
    content = bytearray(file.read_bytes())
    content[len(content) // 2] ^= 0xFF
    damaged = tmp_path / "damaged.tar"
    damaged.write_bytes(content)

    found = Suite(tmp_path / "empty").command("restore", str(damaged))

    assert found.returncode != 0
    assert "damaged" in found.stderr or "not a whole backup" in found.stderr
    assert not (tmp_path / "empty").exists()


def test_a_restore_into_a_folder_with_data_is_refused(suite: Suite, folder: Path) -> None:
    found = suite.command("restore", str(folder / "backup.tar"))

    assert found.returncode != 0
    assert "is not empty" in found.stderr


def test_a_supervisor_killed_hard_takes_everything_along_and_the_next_start_works(suite: Suite) -> None:
    assert suite.process is not None
    left = processes(state_of(suite))

    suite.process.kill()
    suite.process.wait()

    _gone, alive = psutil.wait_procs(left, timeout=30)
    assert alive == []
    restart(suite)
    with suite.api() as api:
        assert "校运会" in api.get("/events/").text


def test_ctrl_c_stops_everything_and_a_later_start_is_quick(suite: Suite) -> None:
    left = processes(state_of(suite))

    assert suite.stop() == 0

    assert [process for process in left if process.is_running()] == []
    assert is_free(suite.port)
    found = suite.command("status")
    assert found.returncode == NOT_RUNNING
    begun = time.monotonic()
    restart(suite)
    # Five seconds on a machine of its own; this one may be shared.
    assert time.monotonic() - begun < 30


def test_stop_from_another_terminal_stops_and_says_so(suite: Suite) -> None:
    found = suite.command("stop")

    assert (found.returncode, found.stdout.strip()) == (0, "stopped")
    assert suite.process is not None
    assert suite.process.wait(timeout=10) == 0
    assert suite.command("stop").returncode == NOT_RUNNING
    restart(suite)


def restart(suite: Suite) -> None:
    suite.url = ""
    suite.lines.clear()
    suite.start()


def test_a_service_that_cannot_start_is_said_in_one_sentence_and_nothing_stays(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SAISHI_TIMEZONE", "Nowhere/Land")
    broken = Suite(tmp_path / "broken")

    found = broken.command("up", "--port", str(broken.port))

    assert found.returncode == 1
    assert "ended with code 1 while starting" in found.stderr and "Nowhere/Land" in found.stderr
    assert "Traceback" not in found.stderr
    assert processes(state_of(broken)) == []
    assert broken.command("status").returncode == NOT_RUNNING
