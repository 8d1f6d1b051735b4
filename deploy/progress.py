"""The lines a start prints: one a part, with the time it took. Knows words for people, no part."""

import hashlib
import ssl
import sys
import time
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path


class Progress:
    """Prints as things become ready; `ready URL` is always the very last line."""

    def __init__(self) -> None:
        self.begun = time.monotonic()

    def part(self, name: str, note: str = "") -> None:
        seconds = time.monotonic() - self.begun
        self.line(f"  {name:<14} ready after {seconds:4.1f} s{note and '   ' + note}")

    def line(self, text: str = "") -> None:
        say(text)

    def addresses(self, url: str, organiser: str, stop: str, services: Sequence[str]) -> None:
        """What a person needs next, of the services that run. Without a link the organiser signs in with a password."""
        self.line()
        if "members" in services:
            self.line(f"  Organiser    {organiser}")
        if "/once/" in organiser:
            self.line("               (this link signs in once)")
        if "scoring" in services:
            self.line(f"  Tablets      {url}/scoring/tablet/")
        if "events" in services:
            self.line(f"  Public page  {url}/events/")
        self.line(f"  Stop         {stop}")
        self.line()
        self.line(f"ready {url}")

    def trust(self, certificate: Path, url: str) -> None:
        """How a tablet comes to trust the hall's own certificate, and how to know that it is the right one."""
        digest = hashlib.sha256(ssl.PEM_cert_to_DER_cert(certificate.read_text())).hexdigest().upper()
        fingerprint = ":".join(digest[at : at + 2] for at in range(0, len(digest), 2))
        self.line()
        self.line(f"  Trust        open {url}/saishi-ca.crt on each tablet and install it as a certificate authority")
        self.line(f"               (the same file here: {certificate})")
        self.line(f"               SHA-256 {fingerprint}")


def say(text: str) -> None:
    """To whoever reads; that nobody reads any more, a closed terminal or pipe, must not end the suite."""
    with suppress(OSError, ValueError):
        print(text, flush=True)


def complain(sentence: str) -> None:
    """One sentence on the error channel."""
    print(f"saishi: {sentence}", file=sys.stderr, flush=True)
