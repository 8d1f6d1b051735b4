"""NATS with JetStream from its wheel: keys, configuration, start. Durable to the last message.

Rights are made from the table of readers: a service publishes its own subjects and reads its own consumers,
nothing else. Streams and consumers are made by the kit with the admin's key.
"""

import json
import os
import secrets
import subprocess
import sys
import time
import urllib.request
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import nkeys

from deploy.embedded.ports import free_ports
from deploy.embedded.process import spawn
from shared.kit.bus.streams import stream_of, streams_read_by
from shared.messages.readers import PUBLISHERS, READERS

BINARY = Path(sys.executable).parent / "nats-server"
ADMIN = "admin"
USERS = (ADMIN, *READERS)


class NatsFailed(Exception):
    """NATS did not come up, or came up with settings that lose messages."""


def make_keys(folder: Path) -> dict[str, Path]:
    """The seed file of each user, made on first use and readable by the owner only."""
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    files = {user: folder / f"{user}.nk" for user in USERS}
    for file in files.values():
        if not file.exists():
            write_secret(file, new_seed())
    return files


def new_seed() -> str:
    return bytes(nkeys.encode_seed(secrets.token_bytes(32), nkeys.PREFIX_BYTE_USER)).decode()


def write_secret(file: Path, text: str) -> None:
    """Write a file that was never readable by others and is never half written."""
    unfinished = file.with_name(file.name + ".unfinished")
    unfinished.unlink(missing_ok=True)
    with os.fdopen(os.open(unfinished, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as target:
        target.write(text)
        target.flush()
        os.fsync(target.fileno())
    unfinished.rename(file)


def public_key(seed: str) -> str:
    """The user's public half, as nats.conf names it."""
    return bytes(nkeys.from_seed(seed.encode()).public_key).decode()


def rights(service: str) -> dict[str, Any]:
    """What one service may publish and subscribe; everything else is denied."""
    reads = streams_read_by(service)
    own = {stream_of(service)} if service in PUBLISHERS else set()
    publish = [f"{service}.>"] if own else []
    publish += [f"$JS.API.STREAM.INFO.{stream}" for stream in sorted(own | set(reads))]
    for stream in sorted(reads):
        publish.append(f"$JS.API.CONSUMER.MSG.NEXT.{stream}.{service}")
        publish.append(f"$JS.API.CONSUMER.INFO.{stream}.{service}")
        publish.append(f"$JS.ACK.{stream}.{service}.>")
    return {"publish": publish, "subscribe": [f"_INBOX.{service}.>"]}


def authorization_of(seeds: Mapping[str, Path]) -> dict[str, Any]:
    """The users of nats.conf: the admin with all rights, each service with its own. No private key is in it."""
    keys = {user: public_key(file.read_text().strip()) for user, file in seeds.items()}
    users: list[dict[str, Any]] = [{"nkey": keys[ADMIN]}]
    return {"users": users + [{"nkey": keys[service], "permissions": rights(service)} for service in READERS]}


def configuration(store: Path, port: int, monitor: int, seeds: Mapping[str, Path], host: str = "127.0.0.1") -> str:
    """nats.conf. Its syntax is a superset of JSON, so JSON cannot be quoted wrongly."""
    settings = {
        "server_name": "saishi",
        "listen": f"{host}:{port}",
        "http": f"{host}:{monitor}",
        "jetstream": {"store_dir": str(store), "sync_interval": "always"},
        "authorization": authorization_of(seeds),
        "write_deadline": "10s",
    }
    return json.dumps(settings, indent=2, ensure_ascii=False) + "\n"


def write_configuration(folder: Path, port: int, monitor: int, seeds: Mapping[str, Path]) -> Path:
    """Render nats.conf into the server's folder."""
    (folder / "store").mkdir(mode=0o700, parents=True, exist_ok=True)
    file = folder / "nats.conf"
    write_secret(file, configuration(folder / "store", port, monitor, seeds))
    return file


def launch_nats(config: Path, *, log: Path | None = None) -> subprocess.Popen[bytes]:
    """Start the server and return at once."""
    return spawn([BINARY, "--config", config], log=log)


def start_nats(
    folder: Path,
    port: int,
    monitor: int | None = None,
    *,
    seeds: Mapping[str, Path] | None = None,
    log: Path | None = None,
) -> subprocess.Popen[bytes]:
    """Write the configuration, start the server and return once it answers. Keys default to `folder/keys`.

    Raises:
        NatsFailed: it did not come up durable.
    """
    watched = free_ports(1)[0] if monitor is None else monitor
    config = write_configuration(folder, port, watched, make_keys(folder / "keys") if seeds is None else seeds)
    process = launch_nats(config, log=log)
    wait_for_nats(watched, process)
    return process


def wait_for_nats(monitor: int, process: subprocess.Popen[bytes], seconds: float = 60) -> None:
    """Return once JetStream is ready and known to be durable.

    Raises:
        NatsFailed: it ended, took too long, or does not sync every message.
    """
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        if process.poll() is not None:
            raise NatsFailed(f"NATS ended with code {process.returncode} while starting.")
        if answer(monitor, "healthz") == {"status": "ok"}:
            check_durable(monitor)
            return
        time.sleep(0.02)
    raise NatsFailed(f"NATS did not answer within {seconds:.0f} s.")


def check_durable(monitor: int) -> None:
    """Refuse a server that acknowledges a message before it is on disk.

    Raises:
        NatsFailed: `sync_always` is not what the server reports; it appears there only when set.
    """
    varz = answer(monitor, "varz") or {}
    if varz.get("jetstream", {}).get("config", {}).get("sync_always") is not True:
        raise NatsFailed("NATS runs without sync_interval: always; Saishi sends no score over that.")


def answer(monitor: int, page: str) -> dict[str, Any] | None:
    """A monitoring page, None while the server is away or unwell."""
    try:
        with urllib.request.urlopen(f"http://127.0.0.1:{monitor}/{page}", timeout=2) as reply:
            found: dict[str, Any] = json.load(reply)
            return found
    except (OSError, ValueError):
        return None
