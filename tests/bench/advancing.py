"""How long the events service takes to bring a bracket on after one result, in brackets of different sizes.

The service runs in this process on a real PostgreSQL; what is timed is the handler of a closed sheet with its
transaction, as the reader of the bus runs it. It must not grow with the bracket.
"""

import tempfile
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path
from time import perf_counter
from typing import Any
from uuid import UUID, uuid4

from deploy.embedded.postgres import start_postgres, stop_postgres
from services.events.app import SERVICE
from shared.messages.members import MemberChanged
from shared.messages.scoring import SheetClosed
from shared.rules.model import Outcome
from tests.bench.figures import quantile
from tests.servers import Databases, Running, free_port, make_keys, running

SIZES = (32, 128, 512)
RESULTS = 16
"""Timed in each bracket, each the first result of a match of the first round."""


async def bench_advance() -> dict[str, Any]:
    with tempfile.TemporaryDirectory(prefix="saishi-bench-") as folder:
        port = free_port()
        postgres = start_postgres(Path(folder) / "postgres", port, "for-bench")
        try:
            databases = Databases(f"postgres://saishi:for-bench@127.0.0.1:{port}/postgres")
            async with running(SERVICE, make_keys(Path(folder)), await databases.fresh("events")) as events:
                waits = {size: await advancing(events, size) for size in SIZES}
        finally:
            stop_postgres(postgres)
    found: dict[str, Any] = {"bench": "advance", "wrong": []}
    for size, seconds in waits.items():
        found[f"bracket_{size}_p50_ms"] = round(quantile(seconds, 0.5) * 1000, 2)
        found[f"bracket_{size}_max_ms"] = round(max(seconds) * 1000, 2)
    found["ratio_512_to_32"] = round(quantile(waits[512], 0.5) / quantile(waits[32], 0.5), 2)
    return found


async def advancing(events: Running, size: int) -> list[float]:
    matches = await published(events, size)
    waits = []
    for match in [each for each in matches if each["status"] == "ready"][:RESULTS]:
        sheet = closed(match)
        begun = perf_counter()
        await events.deliver(sheet)
        waits.append(perf_counter() - begun)
    return waits


def closed(match: dict[str, Any]) -> SheetClosed:
    return SheetClosed(
        id=uuid4(),
        revision=40,
        match_id=UUID(match["id"]),
        attempt=1,
        outcome=Outcome("played", 1, ((21, 12), (21, 15))),
        closed_at=datetime.now(UTC),
    )


async def published(events: Running, size: int) -> Sequence[dict[str, Any]]:
    """The matches of a contest of so many entries, its draw published."""
    numbers = [f"{size}-{number}" for number in range(size)]
    await events.deliver_batch(
        [MemberChanged(id=uuid4(), revision=1, staff_number=each, name=f"N{each}", unit="U") for each in numbers]
    )
    headers = events.as_(uuid4(), "Bench", roles=("administrator",))

    async def post(path: str, body: Any) -> Any:
        answer = await events.http.post(path, json=body, headers=headers)
        assert answer.status_code < 300, answer.text
        return answer.json()

    event = await post("/events/", {"name": f"E{size}", "starts_on": "2026-05-01", "ends_on": "2026-05-02"})
    contest = (await post(f"/events/{event['id']}/contests", {"name": f"C{size}"}))["id"]
    await post(f"/events/contests/{contest}/entries", {"entries": [{"members": [number]} for number in numbers]})
    await post(f"/events/contests/{contest}/draw", {"lot": "bench"})
    await post(f"/events/contests/{contest}/draw/publish", {})
    found: Sequence[dict[str, Any]] = (
        await events.http.get(f"/events/contests/{contest}/matches", headers=headers)
    ).json()["matches"]
    return found
