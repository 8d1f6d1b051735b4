"""A judged contest for tests: entered, handed over, and decided by a result as scoring signs it."""

from collections.abc import Sequence
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any
from uuid import UUID, uuid4

from shared.messages.scoring import JudgedContestSigned, RankedEntry
from tests.services.events.desk import Desk, made

SIGNED_AT = datetime(2026, 5, 2, 8, 30, tzinfo=UTC)


async def judged_contest(desk: Desk, preset: str = "recitation_10") -> str:
    """A new judged contest, open for entries."""
    body = {"name": f"Recitation {uuid4().hex[:6]}", "preset": preset}
    return made(await desk.post(f"/events/{desk.id}/contests", body))


async def entered(desk: Desk, contest: str, *entries: dict[str, Any]) -> list[UUID]:
    """Entries of it by staff numbers, each with a name where it is a work; their ids."""
    answer = await desk.post(f"/events/contests/{contest}/entries", {"entries": list(entries)})
    assert answer.status_code == 201, answer.text
    return [UUID(each["id"]) for each in answer.json()["entries"]]


async def handed_over(desk: Desk, contest: str) -> None:
    answer = await desk.post(f"/events/contests/{contest}/hand-over", {})
    assert answer.status_code == 200, answer.text


def ranked(entry: UUID, place: int, total: str, prize: str = "", title: str = "", last: int = 0) -> RankedEntry:
    return RankedEntry(entry_id=entry, first=place, last=last or place, total=Decimal(total), prize=prize, title=title)


def signed(
    desk: Desk, contest: str, lines: Sequence[RankedEntry], revision: int = 1, amendment: str = ""
) -> JudgedContestSigned:
    return JudgedContestSigned(
        id=UUID(contest),
        revision=revision,
        event_id=UUID(desk.id),
        lines=tuple(lines),
        rule_set_version=1,
        chain_head="ab" * 32,
        signed_at=SIGNED_AT,
        amendment=amendment,
    )
