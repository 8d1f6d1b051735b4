"""A service's settings, read once from its environment. Knows no defaults that would hide a missing secret."""

import os
from pathlib import Path
from zoneinfo import ZoneInfo

from msgspec import Struct


class ConfigMissing(Exception):
    """A setting the service cannot start without."""

    def __init__(self, name: str) -> None:
        super().__init__(f"The setting {name} is missing from the environment.")


class Config(Struct, frozen=True, kw_only=True):
    service: str
    port: int
    host: str = "127.0.0.1"
    """Where it listens: loopback behind the door of one machine, another address only inside a container."""
    database: str
    bus: str
    bus_seed_file: Path | None
    public_key_file: Path
    private_key_file: Path | None
    door: str
    timezone: ZoneInfo
    build: Path
    log: str
    sports: Path | None = None
    """A folder with files of more sports."""

    @property
    def https(self) -> bool:
        return self.door.startswith("https://")


def required(name: str) -> str:
    value = os.environ.get(name, "")
    if not value:
        raise ConfigMissing(name)
    return value


def optional_path(name: str) -> Path | None:
    value = os.environ.get(name, "")
    return Path(value) if value else None


def load_config(service: str) -> Config:
    """The configuration of one service.

    Raises:
        ConfigMissing: a required setting is absent.
    """
    return Config(
        service=service,
        port=int(required("SAISHI_PORT")),
        host=os.environ.get("SAISHI_HOST", "127.0.0.1"),
        database=required("SAISHI_DATABASE"),
        bus=required("SAISHI_BUS"),
        bus_seed_file=optional_path("SAISHI_BUS_SEED_FILE"),
        public_key_file=Path(required("SAISHI_PUBLIC_KEY_FILE")),
        private_key_file=optional_path("SAISHI_PRIVATE_KEY_FILE"),
        door=required("SAISHI_DOOR").rstrip("/"),
        timezone=ZoneInfo(os.environ.get("SAISHI_TIMEZONE", "Asia/Shanghai")),
        build=Path(os.environ.get("SAISHI_BUILD", "build/web")),
        log=os.environ.get("SAISHI_LOG", "json"),
        sports=optional_path("SAISHI_SPORTS"),
    )
