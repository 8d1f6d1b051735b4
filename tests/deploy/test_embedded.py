"""The servers that come along: they start as root too, keep services apart, and are durable or refused."""

import asyncio
import json
import signal
import ssl
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import nats
import psutil
import pytest

from deploy.embedded import caddy, databases
from deploy.embedded import nats as embedded_nats
from deploy.embedded.caddy import Door, start_caddy
from deploy.embedded.databases import ask, database_url, prepare_databases, scram_verifier
from deploy.embedded.ports import free_ports
from deploy.embedded.postgres import PostgresFailed, start_postgres, stop_postgres
from deploy.embedded.process import spawn
from shared.kit.bus.streams import set_up

PASSWORDS = {"saishi_members": "first one", "saishi_events": "second/one@"}


def superuser(port: int) -> str:
    return f"postgres://saishi:secret@127.0.0.1:{port}/postgres"


@pytest.fixture(scope="module")
def postgres(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A cluster with two services' databases."""
    port = free_ports(1)[0]
    process = start_postgres(tmp_path_factory.mktemp("pg") / "data", port, "secret")
    prepare_databases(superuser(port), PASSWORDS)
    yield superuser(port)
    stop_postgres(process)


def test_a_service_signs_in_to_its_own_database(postgres: str) -> None:
    url = database_url(postgres, "saishi_events", PASSWORDS["saishi_events"])

    assert ask(url, "SELECT current_user || ' ' || current_database();") == "saishi_events saishi_events"


def test_a_service_cannot_enter_the_database_of_another(postgres: str) -> None:
    own = database_url(postgres, "saishi_events", PASSWORDS["saishi_events"])

    with pytest.raises(PostgresFailed, match="does not have CONNECT"):
        ask(own.removesuffix("/saishi_events") + "/saishi_members", "SELECT 1;")


def test_a_wrong_password_is_refused(postgres: str) -> None:
    with pytest.raises(PostgresFailed, match="password authentication failed"):
        ask(database_url(postgres, "saishi_events", "wrong"), "SELECT 1;")


def test_preparing_again_keeps_what_is_there(postgres: str) -> None:
    url = database_url(postgres, "saishi_members", PASSWORDS["saishi_members"])
    ask(url, "CREATE TABLE kept (it int); INSERT INTO kept VALUES (7);")

    prepare_databases(postgres, PASSWORDS)

    assert ask(url, "SELECT it FROM kept;") == "7"


def test_the_cluster_is_durable_and_checks_its_pages(postgres: str) -> None:
    databases.check_durable(postgres)

    assert ask(postgres, "SHOW data_checksums;") == "on"


def test_a_password_is_never_sent_in_the_clear() -> None:
    assert "first one" not in scram_verifier("first one")
    assert scram_verifier("first one") != scram_verifier("first one")


def test_a_server_without_fsync_is_refused(tmp_path: Path) -> None:
    port = free_ports(1)[0]
    process = start_postgres(tmp_path / "data", port, "secret", settings={"fsync": "off"})
    try:
        with pytest.raises(PostgresFailed, match="fsync = off"):
            databases.check_durable(superuser(port))
    finally:
        stop_postgres(process)


def test_data_is_there_after_sigkill_and_below_a_closed_folder() -> None:
    with tempfile.TemporaryDirectory(dir=Path.home()) as closed:
        Path(closed).chmod(0o700)
        port = free_ports(1)[0]
        process = start_postgres(Path(closed) / "data", port, "secret")
        ask(superuser(port), "CREATE TABLE kept (it int); INSERT INTO kept VALUES (7);")
        process.kill()
        process.wait()
        await_backends_gone(Path(closed))

        process = start_postgres(Path(closed) / "data", port, "secret")

        try:
            assert ask(superuser(port), "SELECT it FROM kept;") == "7"
        finally:
            stop_postgres(process)


def await_backends_gone(folder: Path) -> None:
    deadline = time.monotonic() + 20
    while time.monotonic() < deadline and processes_of(folder):
        time.sleep(0.05)


def processes_of(folder: Path) -> list[int]:
    """Processes that work in a folder."""
    found = []
    for process in psutil.process_iter():
        try:
            if process.cwd().startswith(str(folder)):
                found.append(process.pid)
        except psutil.Error:
            continue
    return found


PARENT = """
import sys, time
from pathlib import Path
from deploy.embedded.postgres import start_postgres
process = start_postgres(Path(sys.argv[1]), int(sys.argv[2]), "secret")
print(process.pid, flush=True)
time.sleep(60)
"""


def test_nothing_is_left_when_the_parent_is_killed(tmp_path: Path) -> None:
    command = [sys.executable, "-c", PARENT, str(tmp_path / "data"), str(free_ports(1)[0])]
    parent = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
    assert parent.stdout is not None
    child = psutil.Process(int(parent.stdout.readline()))

    parent.kill()
    parent.communicate()

    psutil.wait_procs([child], timeout=20)
    assert not child.is_running() or child.status() == psutil.STATUS_ZOMBIE


def test_a_service_may_publish_its_own_subjects_only(tmp_path: Path) -> None:
    port = free_ports(1)[0]
    process = embedded_nats.start_nats(tmp_path, port)
    seeds = {user: (tmp_path / "keys" / f"{user}.nk").read_text() for user in embedded_nats.USERS}
    try:
        asyncio.run(publish_own_and_foreign(f"nats://127.0.0.1:{port}", seeds))
    finally:
        process.terminate()
        process.wait()


async def publish_own_and_foreign(url: str, seeds: dict[str, str]) -> None:
    refused: list[str] = []

    async def note(error: Exception) -> None:
        refused.append(str(error))

    await set_up(url, seeds["admin"])
    client = await nats.connect(url, nkeys_seed_str=seeds["events"], inbox_prefix="_INBOX.events", error_cb=note)
    try:
        jetstream = client.jetstream(timeout=1)
        assert (await jetstream.publish("events.x.v1.1", b"{}")).stream == "EVENTS"
        for subject in ("scoring.x.v1.1", "$JS.API.STREAM.PURGE.SCORING", "$JS.API.CONSUMER.CREATE.SCORING.mine"):
            with pytest.raises(TimeoutError):
                await client.request(subject, b"{}", timeout=0.5)
        await client.subscribe("scoring.>")
        async with asyncio.timeout(5):
            while len(refused) < 4:
                await asyncio.sleep(0.01)
    finally:
        await client.close()
    assert len(refused) == 4, refused


def test_seed_files_are_for_the_owner_only(tmp_path: Path) -> None:
    files = embedded_nats.make_keys(tmp_path / "keys")

    assert {file.stat().st_mode & 0o777 for file in files.values()} == {0o600}
    assert (tmp_path / "keys").stat().st_mode & 0o777 == 0o700
    assert embedded_nats.make_keys(tmp_path / "keys") == files


def test_a_nats_that_does_not_sync_every_message_is_refused(tmp_path: Path) -> None:
    port, monitor = free_ports(2)
    config = tmp_path / "nats.conf"
    lazy = {
        "listen": f"127.0.0.1:{port}",
        "http": f"127.0.0.1:{monitor}",
        "jetstream": {"store_dir": str(tmp_path), "sync_interval": "2m"},
    }
    config.write_text(json.dumps(lazy))
    process = embedded_nats.launch_nats(config)
    try:
        with pytest.raises(embedded_nats.NatsFailed, match="sync_interval: always"):
            embedded_nats.wait_for_nats(monitor, process)
    finally:
        process.terminate()
        process.wait()


@pytest.fixture(scope="module")
def build(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("build")
    (folder / "static").mkdir()
    (folder / "static" / "page.abc.css").write_text("body { color: red }\n" * 100)
    (folder / "tablet").mkdir()
    (folder / "tablet" / "index.html").write_text("<!doctype html><title>tablet</title>")
    return folder


ECHO = """
import sys
from http.server import BaseHTTPRequestHandler, HTTPServer

class Echo(BaseHTTPRequestHandler):
    def do_GET(self):
        self.send_response(200)
        self.end_headers()
        self.wfile.write(self.path.encode())

HTTPServer(("127.0.0.1", int(sys.argv[1])), Echo).serve_forever()
"""


@pytest.fixture
def door(tmp_path: Path, build: Path) -> Iterator[str]:
    """A door in front of an events service that only says whom it was asked as."""
    upstream, port = free_ports(2)
    answering = "import http.server as h\nclass H(h.BaseHTTPRequestHandler):\n"
    answering += (
        " def do_GET(self):\n  self.send_response(200); self.end_headers(); self.wfile.write(self.path.encode())\n"
    )
    service = spawn([sys.executable, "-c", f"{answering}\nh.HTTPServer(('127.0.0.1', {upstream}), H).serve_forever()"])
    away = free_ports(1)[0]
    what = Door(port=port, services={"events": upstream, "members": away}, build=build)
    process = start_caddy(tmp_path / "caddy", what)
    yield what.url
    for each in (process, service):
        each.terminate()
        each.wait()


def get(
    url: str, context: ssl.SSLContext | None = None, headers: dict[str, str] | None = None
) -> tuple[int, dict[str, str], str]:
    request = urllib.request.Request(url, headers=headers or {})
    try:
        with urllib.request.urlopen(request, timeout=10, context=context) as reply:
            return reply.status, dict(reply.headers), reply.read().decode(errors="replace")
    except urllib.error.HTTPError as error:
        return error.code, dict(error.headers), error.read().decode()


def test_the_door_keeps_the_prefix_of_a_service(door: str) -> None:
    deadline = time.monotonic() + 10
    while (found := get(f"{door}/events/some/page?x=1"))[0] == 502 and time.monotonic() < deadline:
        time.sleep(0.1)

    assert found[0] == 200
    assert found[2] == "/events/some/page?x=1"


def test_hashed_files_are_kept_for_ever_and_packed(door: str) -> None:
    status, headers, _body = get(f"{door}/static/page.abc.css", headers={"Accept-Encoding": "gzip"})

    assert (status, headers["Content-Encoding"]) == (200, "gzip")
    assert "immutable" in headers["Cache-Control"]


def test_the_tablet_opens_at_every_address_below_it_and_is_asked_for_anew(door: str) -> None:
    status, headers, body = get(f"{door}/scoring/tablet/?code=ABCD")

    assert (status, headers["Cache-Control"]) == (200, "no-cache")
    assert "tablet" in body


@pytest.mark.parametrize("path", ["/health/ready", "/metrics", "/etc/passwd", "/static/../../../etc/passwd"])
def test_the_door_shows_nothing_else(door: str, path: str) -> None:
    assert get(door + path)[0] == 404


def test_a_service_that_is_away_is_said_in_both_languages(door: str) -> None:
    status, headers, body = get(f"{door}/members/")

    assert (status, headers["Retry-After"]) == (502, "2")
    assert "正在重新启动" in body and "starting again" in body


def test_the_hall_is_served_over_https_by_an_authority_of_its_own(tmp_path: Path, build: Path) -> None:
    what = Door(port=free_ports(1)[0], services={}, build=build, lan="127.0.0.2")
    process = start_caddy(tmp_path / "caddy", what)
    try:
        trusted = ssl.create_default_context(cafile=str(caddy.certificate(tmp_path / "caddy")))
        status, _headers, body = get(f"{what.url}/saishi-ca.crt", trusted)
    finally:
        process.send_signal(signal.SIGTERM)
        process.wait()

    assert status == 200
    assert body == caddy.certificate(tmp_path / "caddy").read_text()
    assert (tmp_path / "caddy").stat().st_mode & 0o077 == 0
