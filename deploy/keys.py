"""The secrets of one installation: made on first start, kept in the data folder, readable by the owner only."""

import json
import os
import secrets
from pathlib import Path

from joserfc.jwk import OKPKey
from msgspec import Struct

from deploy.embedded.nats import make_keys as make_bus_keys
from deploy.embedded.nats import write_secret
from deploy.layout import SERVICES

SUPERUSER = "superuser"


class Secrets(Struct, frozen=True):
    """Passwords by role, seed files by bus user, and the key that signs tokens."""

    passwords: dict[str, str]
    seeds: dict[str, Path]
    private_key: Path
    public_key: Path

    @property
    def superuser(self) -> str:
        return self.passwords[SUPERUSER]

    @property
    def of_databases(self) -> dict[str, str]:
        """Password by role, which is also the database's name."""
        return {role_of(service): self.passwords[role_of(service)] for service in SERVICES}


def role_of(service: str) -> str:
    return f"saishi_{service}"


def make_secrets(folder: Path) -> Secrets:
    """The secrets in this folder; what is missing is made."""
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    folder.chmod(0o700)
    private, public = make_signing_key(folder)
    return Secrets(
        passwords={name: make_password(folder / f"{name}.password") for name in (SUPERUSER, *map(role_of, SERVICES))},
        seeds=make_bus_keys(folder),
        private_key=private,
        public_key=public,
    )


def make_password(file: Path) -> str:
    if not file.exists():
        write_secret(file, secrets.token_urlsafe(32))
    return file.read_text().strip()


def make_signing_key(folder: Path) -> tuple[Path, Path]:
    """Ed25519 as JWK: members signs with the private half, everybody verifies with the public one."""
    private, public = folder / "signing-private.json", folder / "signing-public.json"
    if not private.exists():
        write_secret(private, json.dumps(OKPKey.generate_key("Ed25519").as_dict(private=True)))
    key = OKPKey.import_key(json.loads(private.read_text()))
    wanted = json.dumps(key.as_dict(private=False))
    if not public.exists() or public.read_text() != wanted:
        write_secret(public, wanted)
    return private, public


def readable_by_others(folder: Path) -> list[Path]:
    """Files of the secrets folder that somebody opened to others."""
    return [path for path in (folder, *folder.iterdir()) if path.stat().st_mode & 0o077 and os.name == "posix"]
