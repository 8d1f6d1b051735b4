"""Where things lie in the data folder, and in the program's own. Knows places only."""

import shlex
import sys
from pathlib import Path

import platformdirs
from msgspec import Struct

ROOT = Path(__file__).parent.parent
BUILD = ROOT / "build" / "web"
PYTHON = Path(sys.executable)
SERVICES = ("members", "events", "scoring", "notifications")


def default_data() -> Path:
    """The user's own data folder for Saishi."""
    return Path(platformdirs.user_data_dir("saishi", appauthor=False))


class Layout(Struct, frozen=True):
    """One data folder. Everything Saishi keeps is below it."""

    data: Path

    @property
    def option(self) -> str:
        """What names this folder on a command line, after a space; nothing where it is the usual one."""
        return (
            "" if self.data in (default_data(), default_data().resolve()) else f" --data {shlex.quote(str(self.data))}"
        )

    @property
    def postgres(self) -> Path:
        return self.data / "postgres"

    @property
    def nats(self) -> Path:
        return self.data / "nats"

    @property
    def caddy(self) -> Path:
        return self.data / "caddy"

    @property
    def secrets(self) -> Path:
        return self.data / "secrets"

    @property
    def logs(self) -> Path:
        return self.data / "logs"

    @property
    def state(self) -> Path:
        return self.data / "state.json"

    @property
    def lock(self) -> Path:
        return self.data / "lock"

    @property
    def servers(self) -> Path:
        """The URLs of servers that are not ours: secret, since they may hold passwords."""
        return self.secrets / "servers.json"

    @property
    def prepared(self) -> Path:
        """Stands once roles and databases are made in our own PostgreSQL."""
        return self.data / "prepared"

    def log(self, child: str) -> Path:
        return self.logs / f"{child}.log"
