"""Starts a child process that dies with its parent. Knows how to leave root behind; knows nothing of what it starts.

Start children from a thread that lives as long as they shall: Linux sends the death signal when the *thread* ends.
"""

import os
import pwd
import shutil
import subprocess
from collections.abc import Mapping, Sequence
from pathlib import Path

from msgspec import Struct

UNPRIVILEGED = ("saishi", "postgres", "nobody")
"""Whom a server that refuses root runs as: the first of these that the machine has."""
CAPABILITIES = {2: "dac_read_search", 1: "dac_override"}
"""What lets an unprivileged process pass a closed parent folder; containers often allow only the second."""


class CannotDropRoot(Exception):
    """Root started the suite and the machine gives no way to run PostgreSQL as somebody else."""


class User(Struct, frozen=True):
    uid: int
    gid: int
    capability: str | None = None


def spawn(
    command: Sequence[str | Path],
    *,
    log: Path | None = None,
    env: Mapping[str, str] | None = None,
    user: User | None = None,
    death_signal: str = "TERM",
) -> subprocess.Popen[bytes]:
    """Start a child in its own session: Ctrl-C reaches only the supervisor, which stops its children in order."""
    output = subprocess.DEVNULL if log is None else os.open(log, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
    try:
        return subprocess.Popen(
            [*wrapper(user, death_signal), *map(str, command)],
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=output,
            env=dict(os.environ if env is None else env),
            start_new_session=True,
        )
    finally:
        if log is not None:
            os.close(output)


def run_as(user: User | None, command: Sequence[str | Path]) -> subprocess.CompletedProcess[str]:
    """Run a short command to its end as that user."""
    return subprocess.run([*wrapper(user, "TERM"), *map(str, command)], capture_output=True, text=True, check=False)


def wrapper(user: User | None, death_signal: str) -> list[str]:
    setpriv = shutil.which("setpriv")
    if setpriv is None:
        if user is not None:
            raise CannotDropRoot("PostgreSQL refuses to run as root, and setpriv (util-linux) is not installed.")
        return []
    drop = [] if user is None else privileges(user)
    return [setpriv, *drop, f"--pdeathsig={death_signal}", "--"]


def privileges(user: User) -> list[str]:
    drop = [f"--reuid={user.uid}", f"--regid={user.gid}", "--clear-groups"]
    if user.capability is None:
        return [*drop, "--inh-caps=-all", "--bounding-set=-all"]
    kept = f"-all,+{user.capability}"
    return [*drop, f"--inh-caps={kept}", f"--ambient-caps={kept}", f"--bounding-set={kept}"]


def user_for(*folders: Path) -> User | None:
    """Whom a server that refuses root runs as, given the folders it must reach; None where we are not root."""
    if os.geteuid() != 0:
        return None
    account = unprivileged_account()
    if all(open_to_all(folder) for folder in folders):
        return User(account.pw_uid, account.pw_gid)
    return User(account.pw_uid, account.pw_gid, passing_capability())


def unprivileged_account() -> pwd.struct_passwd:
    for name in UNPRIVILEGED:
        try:
            return pwd.getpwnam(name)
        except KeyError:
            continue
    raise CannotDropRoot("PostgreSQL refuses to run as root; make a user for it: useradd --system saishi")


def open_to_all(folder: Path) -> bool:
    return all(parent.stat().st_mode & 0o001 for parent in folder.resolve().parents if parent.exists())


def passing_capability() -> str:
    status = Path("/proc/self/status").read_text()
    line = next(line for line in status.splitlines() if line.startswith("CapBnd:"))
    bounding = int(line.split()[1], 16)
    for bit, name in CAPABILITIES.items():
        if bounding >> bit & 1:
            return name
    raise CannotDropRoot("PostgreSQL cannot reach the data folder as another user; choose a folder outside /root.")
