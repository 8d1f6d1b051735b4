"""The content of a ballot as bytes, its hash, and the chain that links every revision of a contest's ballots.

A hash and a head may be told while marks are secret: the content holds a nonce, without which trying every mark would
find the one that was given. Knows no storage. Anyone with the records can compute both anew: `saishi audit verify`.

>>> first = link("", content_hash(b"a"))
>>> first == link("", content_hash(b"a")), first == link(first, content_hash(b"a"))
(True, False)
"""

import hashlib
import json
from collections.abc import Mapping
from decimal import Decimal


def content(
    ballot: str,
    revision: int,
    seat: str,
    performance: str,
    rule_set_version: int,
    marks: Mapping[str, Decimal | str],
    nonce: str,
) -> bytes:
    """A ballot's revision in one agreed form: JSON, keys in order, no spaces, marks as the strings typed, UTF-8."""
    return json.dumps(
        {
            "ballot": ballot,
            "marks": {key: str(mark) for key, mark in marks.items()},
            "nonce": nonce,
            "performance": performance,
            "revision": revision,
            "rule_set_version": rule_set_version,
            "seat": seat,
        },
        ensure_ascii=False,
        separators=(",", ":"),
        sort_keys=True,
    ).encode()


def content_hash(given: bytes) -> str:
    """SHA-256 of a ballot's content, 64 hexadecimal digits."""
    return hashlib.sha256(given).hexdigest()


def link(head: str, content: str) -> str:
    """The chain's new head: SHA-256 over the old head and the content's hash; the first follows an empty head."""
    return hashlib.sha256(f"{head}\n{content}".encode()).hexdigest()
