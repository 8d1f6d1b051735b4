"""A ballot carried from a tablet as a file, or as the text of its code: read, and told whose it is.

Stores nothing and asks no database; what stands in a file is believed only as far as a typed number is.
"""

from collections.abc import Iterable, Iterator, Mapping
from typing import Annotated
from uuid import UUID

import msgspec
from msgspec import Meta, Raw, Struct

from services.scoring.judged.ground import StageGround
from shared.kit.http.errors import Refused
from shared.kit.words import _
from shared.rules.judged.chain import content, content_hash
from shared.rules.judged.marks import leaves

LARGEST = 256 * 1024
Count = Annotated[int, Meta(ge=0, le=2**31 - 1)]


class Carried(Struct, frozen=True, kw_only=True):
    """A ballot as a tablet writes it out; what was never handed in has no revision and no hash."""

    ballot_id: UUID
    seat_id: UUID
    performance_id: UUID
    rule_set_version: Count
    marks: dict[Annotated[str, Meta(max_length=200)], Annotated[str, Meta(max_length=20)]]
    submitted: bool = True
    revision: Count = 0
    nonce: Annotated[str, Meta(max_length=64)] = ""
    hash: Annotated[str, Meta(max_length=64)] = ""


def read_carried(data: bytes, ground: StageGround, ballot: UUID, number: str) -> Carried:
    """The newest revision of this ballot in a file, else its draft; only marks that the sheet has.

    Raises:
        Refused: it is no such file, holds no such ballot, was altered, or is of other rules than those in force.
    """
    ours = [each for each in ballots_in(data) if each.ballot_id == ballot]
    if not ours:
        raise Refused("carried.other", _("No ballot of this seat for {order} is in this file."), order=number)
    found = max(ours, key=lambda each: (each.submitted, each.revision))
    present = ground.rule_set.version
    if found.rule_set_version != present:
        raise Refused(
            "carried.version",
            _("This ballot was filled in under version {old} of the rules; version {version} is in force."),
            status=409,
            old=found.rule_set_version,
            version=present,
        )
    if found.submitted and hash_of(found) != found.hash:
        raise Refused("carried.altered", _("This ballot was changed after it left the tablet. It is not taken."))
    return msgspec.structs.replace(found, marks=on_the_sheet(ground, found.marks))


def ballots_in(data: bytes) -> list[Carried]:
    """All that can be read as a ballot; the rest of a file is passed over."""
    text = data.removeprefix(b"\xef\xbb\xbf").strip()
    try:
        raws = msgspec.json.decode(text, type=list[Raw]) if text.startswith(b"[") else [Raw(text)]
        found = list(readable(raws))
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        found = []
    if not found:
        raise Refused("carried.none", _("This is no file of ballots from a judge's tablet."))
    return found


def readable(raws: Iterable[Raw]) -> Iterator[Carried]:
    for raw in raws:
        try:
            yield msgspec.json.decode(raw, type=Carried)
        except msgspec.ValidationError:
            continue


def hash_of(found: Carried) -> str:
    ids = (str(found.seat_id), str(found.performance_id))
    return content_hash(
        content(str(found.ballot_id), found.revision, *ids, found.rule_set_version, found.marks, found.nonce)
    )


def on_the_sheet(ground: StageGround, marks: Mapping[str, str]) -> dict[str, str]:
    return {key: marks[key] for key in leaves(ground.stage.criteria) if key in marks}
