"""What would stop a start is one sentence, before anything is started."""

import os
import socket
from collections.abc import Iterator
from pathlib import Path

import pytest

from deploy import preflight
from deploy.layout import Layout
from deploy.progress import Progress
from deploy.run import run
from deploy.state import ChildState, Lock, State, running_state, start_time, write_state
from deploy.words import ALREADY_RUNNING, CannotGoOn


@pytest.fixture
def layout(tmp_path: Path) -> Layout:
    found = Layout(tmp_path / "data")
    preflight.prepare_folder(found)
    return found


@pytest.fixture
def taken_port() -> Iterator[int]:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        listener.listen()
        yield listener.getsockname()[1]


def test_a_port_in_use_is_named_with_the_program_that_has_it(taken_port: int) -> None:
    with pytest.raises(CannotGoOn, match=rf"Port {taken_port} is in use by .*\(process {os.getpid()}\).*--port"):
        preflight.check_port(taken_port)


def test_a_folder_that_cannot_be_made_is_named(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")

    with pytest.raises(CannotGoOn, match=r"file/data cannot be written: Not a directory.*--data"):
        preflight.prepare_folder(Layout(tmp_path / "file" / "data"))


@pytest.mark.skipif(not Path("/proc").exists(), reason="needs a file system nobody can write")
def test_a_folder_that_cannot_be_written_is_named() -> None:
    with pytest.raises(CannotGoOn, match=r"/proc/sys cannot be written"):
        preflight.prepare_folder(Layout(Path("/proc/sys")))


def test_a_full_disk_is_said_in_megabytes(layout: Layout, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(preflight, "NEEDED_FIRST", 10**18)

    with pytest.raises(CannotGoOn, match=r"nearly full: \d+ MB are free and \d+ MB are needed"):
        preflight.check_room(layout)


def test_data_of_another_postgresql_is_left_alone(layout: Layout) -> None:
    layout.postgres.mkdir()
    (layout.postgres / "PG_VERSION").write_text("17\n")

    with pytest.raises(CannotGoOn, match="made by PostgreSQL 17, this is 18"):
        preflight.check_cluster(layout)


def test_a_folder_in_use_says_where_the_suite_runs(layout: Layout) -> None:
    write_state(layout, State(pid=1, url="http://127.0.0.1:4711", door=4711, children={}))
    first, second = Lock(layout), Lock(layout)
    first.take()

    with pytest.raises(CannotGoOn, match=r"already runs with .* at http://127\.0\.0\.1:4711") as refusal:
        second.take()

    first.release()
    assert refusal.value.code == ALREADY_RUNNING


def test_what_an_earlier_run_left_alive_is_waited_for_and_named(
    layout: Layout, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(preflight, "PATIENCE_SECONDS", 0.1)
    ours = ChildState(pid=os.getpid(), started=start_time(os.getpid()))
    write_state(layout, State(pid=1, url="", door=1, children={"postgres": ours}))

    with pytest.raises(CannotGoOn, match=rf"earlier run are still there: .*\({os.getpid()}\)"):
        preflight.await_previous(layout)


def test_a_process_that_only_has_the_same_number_is_not_waited_for(layout: Layout) -> None:
    other = ChildState(pid=os.getpid(), started=start_time(os.getpid()) - 1000)
    write_state(layout, State(pid=1, url="", door=1, children={"postgres": other}))

    preflight.await_previous(layout)


def test_the_folder_is_named_in_the_command_that_helps(layout: Layout) -> None:
    with pytest.raises(CannotGoOn, match=rf"\./saishi up --data {layout.data}$"):
        running_state(layout)


@pytest.mark.parametrize("was_there", [True, False])
def test_a_refused_start_leaves_nothing_behind(tmp_path: Path, taken_port: int, was_there: bool) -> None:
    data = tmp_path / "fresh"
    if was_there:
        data.mkdir()

    with pytest.raises(CannotGoOn):
        run(Layout(data), taken_port, ("members",), lan=False)

    assert data.exists() == was_there
    assert preflight.empty_or_missing(data)


def test_only_services_that_run_have_an_address(capsys: pytest.CaptureFixture[str]) -> None:
    Progress().addresses("http://h", "http://h/members/sign-in", "Ctrl-C", ("members",))

    said = capsys.readouterr().out
    assert "Organiser" in said
    assert "Tablets" not in said
    assert "Public page" not in said
