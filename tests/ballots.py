"""A ballot as a judge's tablet sends it: the hash is of exactly what stands in it. Knows no service."""

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any
from uuid import UUID, uuid5

from shared.rules.judged.chain import content, content_hash


def ballot_of(performance: UUID | str, seat: UUID | str) -> str:
    """The id of a seat's ballot: one of performance and seat, whoever hands it in."""
    return str(uuid5(UUID(str(performance)), str(seat)))


def ballot_body(
    seat: UUID | str, performance: UUID | str, version: int, marks: Mapping[str, str], revision: int = 1
) -> dict[str, Any]:
    """The body of `PUT /scoring/ballots/{ballot}/revisions/{revision}`; asked for again it is the same revision."""
    ballot = ballot_of(performance, seat)
    nonce = uuid5(UUID(ballot), str(revision)).hex
    given = content(ballot, revision, str(seat), str(performance), version, marks, nonce)
    return {
        "performance_id": str(performance),
        "rule_set_version": version,
        "marks": dict(marks),
        "nonce": nonce,
        "hash": content_hash(given),
        "device_at": datetime.now(UTC).isoformat(),
        "app_version": "test",
    }
