"""The parts of the suite as children: which program, which port, which settings. Knows all names, runs nothing."""

import os
import signal
from collections.abc import Mapping, Sequence
from pathlib import Path
from urllib.parse import urlsplit

import msgspec
from msgspec import Struct

from deploy.children import Child
from deploy.embedded import caddy, nats, postgres
from deploy.embedded.databases import database_url
from deploy.embedded.nats import write_secret
from deploy.embedded.ports import free_ports, is_free
from deploy.embedded.process import spawn
from deploy.keys import Secrets, role_of
from deploy.layout import BUILD, PYTHON, ROOT, Layout
from deploy.state import State, read_state
from shared.messages.readers import READERS

POSTGRES_URL, NATS_URL = "SAISHI_POSTGRES_URL", "SAISHI_NATS_URL"


class Plan(Struct, frozen=True, kw_only=True):
    """What one start shall look like: settled before anything runs, so nothing is decided in between."""

    layout: Layout
    secrets: Secrets
    services: Sequence[str]
    door: caddy.Door
    ports: Mapping[str, int]
    postgres_url: str
    nats_url: str
    own_postgres: bool
    own_nats: bool


class Servers(Struct, frozen=True):
    """URLs of servers that existed before us; None where we start our own. They may hold passwords."""

    postgres: str | None = None
    nats: str | None = None


def make_plan(layout: Layout, secrets: Secrets, services: Sequence[str], door: int, lan: str | None) -> Plan:
    """The plan of a start: ports of the last start where they are free, external servers where the settings say so."""
    servers = Servers(os.environ.get(POSTGRES_URL) or None, os.environ.get(NATS_URL) or None)
    write_secret(layout.servers, msgspec.json.encode(servers).decode())
    ports = choose_ports(layout, ["postgres", "nats", "monitor", *services], door)
    return plan_on(ports, servers, layout, secrets, services, door, lan)


def plan_of_running(layout: Layout, secrets: Secrets, state: State) -> Plan:
    """The plan a running suite was started with: its ports are taken, by itself."""
    servers = msgspec.json.decode(layout.servers.read_bytes(), type=Servers)
    services = [name for name in READERS if name in state.children]
    return plan_on(last_ports(layout), servers, layout, secrets, services, state.door, state.lan)


def plan_on(
    ports: Mapping[str, int],
    servers: Servers,
    layout: Layout,
    secrets: Secrets,
    services: Sequence[str],
    door: int,
    lan: str | None,
) -> Plan:
    own = f"postgres://{postgres.SUPERUSER}:{secrets.superuser}@127.0.0.1:{ports.get('postgres', 0)}/postgres"
    return Plan(
        layout=layout,
        secrets=secrets,
        services=services,
        door=caddy.Door(port=door, services={name: ports[name] for name in services}, build=BUILD, lan=lan),
        ports=ports,
        postgres_url=servers.postgres or own,
        nats_url=servers.nats or f"nats://127.0.0.1:{ports.get('nats', 0)}",
        own_postgres=servers.postgres is None,
        own_nats=servers.nats is None,
    )


def choose_ports(layout: Layout, names: Sequence[str], door: int) -> dict[str, int]:
    """A loopback port for each name. The last start's are kept where they are free, so bookmarks in tools stay."""
    last = last_ports(layout)
    taken = {door}
    chosen: dict[str, int] = {}
    for name in names:
        port = last.get(name, 0)
        if not port or port in taken or not is_free(port):
            port = next(each for each in free_ports(len(names) + 1) if each not in taken)
        taken.add(port)
        chosen[name] = port
    return chosen


def last_ports(layout: Layout) -> dict[str, int]:
    state = read_state(layout)
    if state is None:
        return {}
    return {name: child.port for name, child in state.children.items()} | {"monitor": state.monitor}


def nats_child(plan: Plan) -> Child:
    config = nats.write_configuration(plan.layout.nats, plan.ports["nats"], plan.ports["monitor"], plan.secrets.seeds)
    log = plan.layout.log("nats")
    return Child("nats", lambda: nats.launch_nats(config, log=log), port=plan.ports["nats"], log=log)


def postgres_child(plan: Plan, cluster: postgres.Cluster) -> Child:
    port, log = plan.ports["postgres"], plan.layout.log("postgres")
    return Child(
        "postgres",
        lambda: postgres.launch_postgres(cluster, port, log=log),
        port=port,
        log=log,
        stop_signal=signal.SIGINT,
        patience=30,
    )


def caddy_child(plan: Plan) -> Child:
    config = caddy.write_caddyfile(plan.layout.caddy, plan.door)
    log = plan.layout.log("caddy")
    return Child("caddy", lambda: caddy.launch_caddy(config, log=log), port=plan.door.port, log=log, patience=5)


def service_child(plan: Plan, service: str) -> Child:
    log = plan.layout.log(service)
    command: list[str | Path] = [PYTHON, "-P", "-m", f"services.{service}", "serve"]
    environment = service_environment(plan, service)
    return Child(
        service, lambda: spawn(command, log=log, env=environment), port=plan.ports[service], log=log, patience=8
    )


def service_environment(plan: Plan, service: str) -> dict[str, str]:
    """Everything a service is told, on top of the environment of the command."""
    role = role_of(service)
    settings = {
        # The door is the only way in.
        "SAISHI_HOST": "127.0.0.1",
        "SAISHI_PORT": str(plan.ports.get(service, 0)),
        "SAISHI_DATABASE": database_url(plan.postgres_url, role, plan.secrets.passwords[role]),
        "SAISHI_BUS": plan.nats_url,
        "SAISHI_PUBLIC_KEY_FILE": str(plan.secrets.public_key),
        "SAISHI_DOOR": plan.door.url,
        "SAISHI_BUILD": str(BUILD),
    }
    if uses_seeds(plan.nats_url):
        settings["SAISHI_BUS_SEED_FILE"] = str(plan.secrets.seeds[service])
    if service == "members":
        settings["SAISHI_PRIVATE_KEY_FILE"] = str(plan.secrets.private_key)
    inherited = {name: value for name, value in os.environ.items() if name not in (POSTGRES_URL, NATS_URL)}
    return inherited | {"PYTHONPATH": str(ROOT), "PYTHONUNBUFFERED": "1"} | settings


def uses_seeds(url: str) -> bool:
    """A URL that carries a user or a token of its own signs in with that."""
    return urlsplit(url).username is None


def admin_seed(plan: Plan) -> str | None:
    return plan.secrets.seeds[nats.ADMIN].read_text().strip() if uses_seeds(plan.nats_url) else None
