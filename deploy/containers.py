"""Files for containers: what compose and Kubernetes cannot hold themselves, made for one installation.

Knows the names containers have for one another; their own files lie beside: Dockerfile, compose.yaml, k8s/.
"""

import asyncio
import json
import os
from pathlib import Path
from urllib.parse import urlsplit

from deploy.embedded.caddy import render_parts
from deploy.embedded.databases import check_durable, database_url, prepare_databases
from deploy.embedded.nats import ADMIN, authorization_of, write_secret
from deploy.keys import Secrets, make_secrets, role_of
from deploy.layout import SERVICES
from deploy.parts import NATS_URL, POSTGRES_URL
from deploy.words import CannotGoOn
from shared.kit.bus.streams import set_up

PORT = 8000
"""Every service's own port, in a container of its own."""
BUILD = Path("/saishi/build/web")
KEYS = Path("/run/saishi")
DOOR_STORE = Path("/data/caddy")
BUS_STORE = "/data/jetstream"
POSTGRES = "postgres://saishi:{password}@postgres:5432/postgres"
BUS = "nats://nats:4222"
NODES = ("nats-0", "nats-1", "nats-2")


def render(folder: Path, url: str, *, cluster: bool) -> None:
    """Write everything secret or particular to one installation; again changes no secret.

    Raises:
        CannotGoOn: the address is none.
    """
    if urlsplit(url).scheme not in ("http", "https") or not urlsplit(url).hostname:
        raise CannotGoOn(f"{url} is not an address like https://saishi.example.org")
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    secrets = make_secrets(folder / "secrets")
    write_secret(folder / "nats.conf", nats_configuration(secrets, cluster=cluster))
    write_secret(folder / "Caddyfile", caddyfile(url))
    write_secret(folder / "postgres.env", f"POSTGRES_USER=saishi\nPOSTGRES_PASSWORD={secrets.superuser}\n")
    write_secret(folder / "setup.env", lines(setup_environment(secrets, cluster=cluster)))
    for service in SERVICES:
        write_secret(folder / f"{service}.env", lines(service_environment(secrets, service, url)))


def lines(settings: dict[str, str]) -> str:
    return "".join(f"{name}={value}\n" for name, value in settings.items())


def service_environment(secrets: Secrets, service: str, url: str) -> dict[str, str]:
    """What one service is told in its container."""
    role = role_of(service)
    settings = {
        "SAISHI_HOST": "0.0.0.0",  # noqa: S104
        "SAISHI_PORT": str(PORT),
        "SAISHI_DATABASE": database_url(POSTGRES.format(password=""), role, secrets.passwords[role]),
        "SAISHI_BUS": BUS,
        "SAISHI_BUS_SEED_FILE": str(KEYS / "bus.nk"),
        "SAISHI_PUBLIC_KEY_FILE": str(KEYS / "signing-public.json"),
        "SAISHI_DOOR": url.rstrip("/"),
        "SAISHI_BUILD": str(BUILD),
    }
    if service == "members":
        settings["SAISHI_PRIVATE_KEY_FILE"] = str(KEYS / "signing-private.json")
    return settings


def setup_environment(secrets: Secrets, *, cluster: bool) -> dict[str, str]:
    return {
        POSTGRES_URL: POSTGRES.format(password=secrets.superuser),
        NATS_URL: BUS,
        "SAISHI_REPLICAS": "3" if cluster else "1",
    }


def nats_configuration(secrets: Secrets, *, cluster: bool) -> str:
    """nats.conf of one server, or of three that agree on every message before it is acknowledged."""
    settings = {
        "listen": "0.0.0.0:4222",
        "http": "0.0.0.0:8222",
        "jetstream": {"store_dir": BUS_STORE, "sync_interval": "always"},
        "authorization": authorization_of(secrets.seeds),
        "write_deadline": "10s",
    }
    if cluster:
        routes = [f"nats://{node}.nats-nodes:6222" for node in NODES]
        settings["cluster"] = {"name": "saishi", "listen": "0.0.0.0:6222", "routes": routes}
    return json.dumps(settings, indent=2) + "\n"


def caddyfile(url: str) -> str:
    """With an https address Caddy fetches a certificate itself; with http somebody in front has one."""
    parts = urlsplit(url)
    address = f"https://{parts.netloc}" if parts.scheme == "https" else f"http://:{parts.port or 80}"
    upstreams = {service: f"{service}:{PORT}" for service in SERVICES}
    return render_parts(store=DOOR_STORE, build=BUILD, addresses=address, upstreams=upstreams)


def set_up_servers(folder: Path) -> None:
    """The set-up job: roles, databases, streams and consumers on servers that run already.

    Raises:
        CannotGoOn: a setting is missing.
    """
    missing = [name for name in (POSTGRES_URL, NATS_URL) if not os.environ.get(name)]
    if missing:
        raise CannotGoOn(f"The setting {missing[0]} is missing.")
    secrets = make_secrets(folder)
    prepare_databases(os.environ[POSTGRES_URL], secrets.of_databases)
    check_durable(os.environ[POSTGRES_URL])
    seed = secrets.seeds[ADMIN].read_text().strip()
    asyncio.run(set_up(os.environ[NATS_URL], seed, int(os.environ.get("SAISHI_REPLICAS", "1"))))
