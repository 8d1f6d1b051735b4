"""The one file of a backup: a tar with a manifest, four dumps and the signing key. Knows its inside, no database."""

import hashlib
import io
import os
import tarfile
from datetime import UTC, datetime
from pathlib import Path
from typing import IO

import msgspec
from msgspec import Struct

from deploy.words import CannotGoOn

FORMAT = 1
MANIFEST = "manifest.json"
SIGNING_KEY = "secrets/signing-private.json"
CHUNK = 1024 * 1024


class Manifest(Struct, frozen=True, kw_only=True):
    """What is in the file, with a hash of each part: a backup that was cut short must not restore half."""

    format: int
    made_at: datetime
    parts: dict[str, str]
    """SHA-256 by name."""


def dump_name(role: str) -> str:
    return f"databases/{role}.dump"


def write_archive(target: Path, parts: dict[str, Path]) -> None:
    """Write the file, readable by the owner only; it appears whole or not at all."""
    unfinished = target.with_name(target.name + ".unfinished")
    unfinished.unlink(missing_ok=True)
    digests = {name: digest_of(path) for name, path in parts.items()}
    manifest = msgspec.json.encode(Manifest(format=FORMAT, made_at=datetime.now(UTC), parts=digests))
    try:
        with os.fdopen(os.open(unfinished, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
            with tarfile.open(fileobj=file, mode="w") as tar:
                add_bytes(tar, MANIFEST, manifest)
                for name, path in parts.items():
                    add_file(tar, name, path)
            file.flush()
            os.fsync(file.fileno())
        unfinished.rename(target)
    finally:
        unfinished.unlink(missing_ok=True)


def add_bytes(tar: tarfile.TarFile, name: str, content: bytes) -> None:
    tar.addfile(entry(name, len(content)), io.BytesIO(content))


def add_file(tar: tarfile.TarFile, name: str, path: Path) -> None:
    with path.open("rb") as source:
        tar.addfile(entry(name, path.stat().st_size), source)


def entry(name: str, size: int) -> tarfile.TarInfo:
    info = tarfile.TarInfo(name)
    info.size = size
    info.mode = 0o600
    return info


def read_archive(source: Path, folder: Path) -> dict[str, Path]:
    """Unpack the parts into a folder, each checked against its hash; nothing but what the manifest names is written.

    Raises:
        CannotGoOn: the file is not a backup, or is damaged.
    """
    try:
        with tarfile.open(source) as tar:
            manifest = manifest_of(tar)
            return {name: unpack(tar, name, digest, folder) for name, digest in manifest.parts.items()}
    except (tarfile.TarError, EOFError, KeyError, msgspec.DecodeError):
        raise CannotGoOn(f"{source} is not a whole backup of Saishi.") from None


def manifest_of(tar: tarfile.TarFile) -> Manifest:
    manifest = msgspec.json.decode(opened(tar, MANIFEST).read(), type=Manifest)
    if manifest.format != FORMAT:
        raise CannotGoOn(f"This backup has format {manifest.format}; this Saishi reads format {FORMAT}.")
    return manifest


def opened(tar: tarfile.TarFile, name: str) -> IO[bytes]:
    found = tar.extractfile(name)
    if found is None:
        raise KeyError(name)
    return found


def unpack(tar: tarfile.TarFile, name: str, digest: str, folder: Path) -> Path:
    # The part gets a name of ours: the one in the file never becomes a path.
    target = folder / hashlib.sha256(name.encode()).hexdigest()
    with opened(tar, name) as source, target.open("wb") as file:
        while chunk := source.read(CHUNK):
            file.write(chunk)
    if digest_of(target) != digest:
        raise CannotGoOn(f"The backup is damaged: {name} is not what was written.")
    return target


def digest_of(path: Path) -> str:
    with path.open("rb") as source:
        return hashlib.file_digest(source, "sha256").hexdigest()
