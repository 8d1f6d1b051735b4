"""Caddy from its wheel: the one door in front of the services. Knows paths and ports, no page."""

import http.client
import ssl
import subprocess
import sys
import time
from collections.abc import Mapping
from pathlib import Path
from string import Template

from msgspec import Struct

from deploy.embedded.process import spawn

BINARY = Path(sys.executable).parent / "caddy"
TEMPLATE = Path(__file__).parent / "Caddyfile"

SERVICE = Template("""
	@$name path /$name /$name/*
	handle @$name {
		reverse_proxy $upstream {
			flush_interval -1
			stream_timeout 12h
			lb_try_duration 3s
			lb_try_interval 100ms
			transport http {
				dial_timeout 2s
				keepalive_idle_conns_per_host 512
				read_buffer 4KiB
				write_buffer 4KiB
			}
		}
	}""")

CERTIFICATE = Template("""
	handle /saishi-ca.crt {
		root "$store/pki/authorities/local"
		rewrite /root.crt
		header Content-Type application/x-x509-ca-cert
		file_server
	}
""")


class CaddyFailed(Exception):
    """Caddy did not come up."""


class Door(Struct, frozen=True, kw_only=True):
    """What the door must know: where it stands, what it serves and whom it asks."""

    port: int
    services: Mapping[str, int]
    build: Path
    lan: str | None = None
    """The hall's address; with it the door speaks HTTPS with a certificate of its own authority."""

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}" if self.lan is None else f"https://{self.lan}:{self.port}"


def render(door: Door, store: Path) -> str:
    """The Caddyfile of a door on this machine."""
    lan = door.lan
    https = f"https://{lan}:{door.port}, https://127.0.0.1:{door.port}, https://localhost:{door.port}"
    return render_parts(
        store=store,
        build=door.build.resolve(),
        addresses=f"http://:{door.port}" if lan is None else https,
        upstreams={name: f"127.0.0.1:{port}" for name, port in door.services.items()},
        bind="\tbind 127.0.0.1" if lan is None else f"\tbind 127.0.0.1 {lan}\n\ttls internal",
        options="" if lan is None else f"\tdefault_sni {lan}",
        certificate="" if lan is None else CERTIFICATE.substitute(store=store),
    )


def render_parts(
    *,
    store: Path,
    build: Path,
    addresses: str,
    upstreams: Mapping[str, str],
    bind: str = "",
    options: str = "",
    certificate: str = "",
) -> str:
    """The Caddyfile of any door, given where it stands and whom it asks."""
    services = "".join(SERVICE.substitute(name=name, upstream=where) for name, where in upstreams.items())
    return Template(TEMPLATE.read_text(encoding="utf-8")).safe_substitute(
        store=store,
        build=build,
        addresses=addresses,
        bind=bind,
        options=options,
        services=services,
        certificate=certificate,
    )


def certificate(folder: Path) -> Path:
    """The certificate of the door's own authority, which tablets are told to trust."""
    return folder / "store" / "pki" / "authorities" / "local" / "root.crt"


def write_caddyfile(folder: Path, door: Door) -> Path:
    """Render the Caddyfile into the server's folder."""
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    file = folder / "Caddyfile"
    file.write_text(render(door, folder / "store"))
    return file


def launch_caddy(config: Path, *, log: Path | None = None) -> subprocess.Popen[bytes]:
    """Start the server and return at once."""
    return spawn([BINARY, "run", "--config", config, "--adapter", "caddyfile"], log=log)


def start_caddy(folder: Path, door: Door, *, log: Path | None = None) -> subprocess.Popen[bytes]:
    """Write the configuration, start the door and return once it answers.

    Raises:
        CaddyFailed: it did not come up.
    """
    process = launch_caddy(write_caddyfile(folder, door), log=log)
    wait_for_caddy(door, process)
    return process


def wait_for_caddy(door: Door, process: subprocess.Popen[bytes], seconds: float = 30) -> None:
    """Return once the door answers anything at all.

    Raises:
        CaddyFailed: it ended, or took too long.
    """
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        if process.poll() is not None:
            raise CaddyFailed(f"Caddy ended with code {process.returncode} while starting.")
        if opens(door):
            return
        time.sleep(0.02)
    raise CaddyFailed(f"Caddy did not answer within {seconds:.0f} s.")


def opens(door: Door) -> bool:
    """Whether `/` redirects, as only our door does. Trust is no question here: it is asked over loopback."""
    unchecked = ssl._create_unverified_context()  # noqa: S323
    connection = (
        http.client.HTTPConnection("127.0.0.1", door.port, timeout=2)
        if door.lan is None
        else http.client.HTTPSConnection("127.0.0.1", door.port, timeout=2, context=unchecked)
    )
    try:
        connection.request("GET", "/")
        return connection.getresponse().status == http.HTTPStatus.FOUND
    except (OSError, http.client.HTTPException):
        return False
    finally:
        connection.close()
