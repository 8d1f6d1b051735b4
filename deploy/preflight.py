"""What would stop a start, found before anything is started: each as one sentence that says what helps."""

import resource
import shutil
import socket
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

import psutil

from deploy.embedded.ports import is_free
from deploy.layout import BUILD, Layout
from deploy.state import process_of, read_state
from deploy.words import CannotGoOn

MEGABYTE = 1024 * 1024
NEEDED_FIRST = 400 * MEGABYTE
NEEDED_LATER = 150 * MEGABYTE
POSTGRES_VERSION = "18"
PATIENCE_SECONDS = 30
OPEN_FILES = 65536


def prepare_folder(layout: Layout) -> None:
    """Make the data folder and see that it can be written.

    Raises:
        CannotGoOn: it cannot.
    """
    try:
        layout.data.mkdir(mode=0o700, parents=True, exist_ok=True)
        layout.logs.mkdir(mode=0o700, exist_ok=True)
        probe = layout.data / ".writable"
        probe.write_bytes(b"saishi")
        probe.unlink()
    except OSError as error:
        sentence = f"The data folder {layout.data} cannot be written: {error.strerror}. Choose another with --data."
        raise CannotGoOn(sentence) from None


def check_room(layout: Layout) -> None:
    """Refuse a disk so full that PostgreSQL would stop in the middle of a match."""
    needed = NEEDED_LATER if layout.postgres.exists() else NEEDED_FIRST
    free = shutil.disk_usage(layout.data).free
    if free < needed:
        raise CannotGoOn(
            f"The disk of {layout.data} is nearly full: {free // MEGABYTE} MB are free and "
            f"{needed // MEGABYTE} MB are needed. Make room or choose another folder with --data."
        )


def check_port(port: int, host: str = "127.0.0.1") -> None:
    """Refuse a port that somebody listens on, and say who."""
    if not is_free(port, host):
        raise CannotGoOn(f"Port {port} is in use{by_whom(port)}. Choose another with --port.")


def by_whom(port: int) -> str:
    with suppress(psutil.Error):
        for each in psutil.net_connections("tcp"):
            if each.status == psutil.CONN_LISTEN and each.laddr and each.laddr.port == port and each.pid:
                return f" by {psutil.Process(each.pid).name()} (process {each.pid})"
    return ""


def check_cluster(layout: Layout) -> None:
    """Refuse a cluster that another PostgreSQL made."""
    file = layout.postgres / "PG_VERSION"
    if file.exists() and (found := file.read_text().strip()) != POSTGRES_VERSION:
        raise CannotGoOn(
            f"The data in {layout.postgres} was made by PostgreSQL {found}, this is {POSTGRES_VERSION}: "
            "back it up with the version that made it, then restore into a new folder."
        )


def check_build() -> None:
    """Refuse to serve pages without their style and script."""
    if not (BUILD / "static").is_dir():
        raise CannotGoOn("The web files are not built. Run ./saishi, which builds them.")


def await_previous(layout: Layout) -> None:
    """Wait until nothing of an earlier run is left: killed hard, it takes its children along, but not at once."""
    state = read_state(layout)
    left = [process for child in state.children.values() if (process := process_of(child))] if state else []
    _gone, alive = psutil.wait_procs(left, timeout=PATIENCE_SECONDS)
    if alive:
        names = ", ".join(f"{each.name()} ({each.pid})" for each in alive)
        raise CannotGoOn(f"Processes of an earlier run are still there: {names}. End them, then start again.")


def raise_open_files() -> None:
    """As many open files as the system allows us, up to what two thousand live pages need; children inherit it."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    wanted = OPEN_FILES if hard == resource.RLIM_INFINITY else min(OPEN_FILES, hard)
    if soft < wanted:
        with suppress(OSError, ValueError):
            resource.setrlimit(resource.RLIMIT_NOFILE, (wanted, hard))


def lan_address() -> str:
    """The machine's address in the hall's network.

    Raises:
        CannotGoOn: it has none.
    """
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        try:
            # Nothing is sent: connecting a datagram socket only asks the routing table. 192.0.2.1 is nobody's.
            probe.connect(("192.0.2.1", 9))
            found = str(probe.getsockname()[0])
        except OSError:
            found = first_address()
    if not found or found.startswith("127."):
        raise CannotGoOn("This machine has no address in a network: connect it to the hall's network, or leave --lan.")
    return found


def first_address() -> str:
    addresses = [each for found in psutil.net_if_addrs().values() for each in found if each.family == socket.AF_INET]
    return next((each.address for each in addresses if not each.address.startswith("127.")), "")


def check_everything(layout: Layout, port: int, host: str) -> None:
    """Everything that can be known beforehand, cheapest first; the folder is locked by now."""
    check_room(layout)
    check_cluster(layout)
    check_build()
    await_previous(layout)
    check_port(port, host)
    raise_open_files()


def empty_or_missing(folder: Path) -> bool:
    return not folder.exists() or not any(folder.iterdir())


def leave_as_found(layout: Layout) -> Callable[[], None]:
    """What a refused start calls: a folder that was empty or missing becomes so again."""
    was_there, fresh = layout.data.exists(), False
    with suppress(OSError):
        fresh = empty_or_missing(layout.data)

    def leave() -> None:
        if fresh:
            with suppress(OSError):
                layout.logs.rmdir()
                layout.lock.unlink(missing_ok=True)
                if not was_there:
                    layout.data.rmdir()

    return leave
