"""An organiser's desk for tests: members heard of, an event, a contest with entries, a draw. Each act over HTTP."""

from itertools import count
from typing import Any
from uuid import UUID, uuid4

import httpx
from msgspec import Struct

from shared.messages.members import MemberChanged
from tests.servers import Running

staff_numbers = count(1001)
ADMINISTRATOR = uuid4()


class Desk(Struct):
    """One event and who runs it."""

    events: Running
    id: str
    organiser: UUID

    @property
    def headers(self) -> dict[str, str]:
        return self.events.as_(self.organiser, "Organiser") | {"Accept-Language": "en"}

    async def post(self, path: str, body: Any) -> httpx.Response:
        return await self.events.http.post(path, json=body, headers=self.headers)

    async def get(self, path: str) -> Any:
        answer = await self.events.http.get(path, headers=self.headers)
        assert answer.status_code == 200, answer.text
        return answer.json()

    async def form(self, path: str, **fields: Any) -> httpx.Response:
        """As the page sends it: a form, and HTML for an answer."""
        return await self.events.http.post(path, data=fields, headers=self.headers | {"Accept": "text/html"})

    async def page(self, path: str, lang: str = "en") -> str:
        headers = self.headers | {"Accept": "text/html", "Accept-Language": lang}
        answer = await self.events.http.get(path, headers=headers)
        assert answer.status_code == 200, answer.text
        return answer.text

    async def contest(self, discipline: str = "singles") -> str:
        """A new contest."""
        body = {"name": f"Contest {uuid4().hex[:6]}", "discipline": discipline}
        return made(await self.post(f"/events/{self.id}/contests", body))

    async def entered(self, entries: int, seeds: int = 0, units: int = 7) -> str:
        """A contest with so many entries, the first of them seeded."""
        contest = await self.contest()
        numbers = await members(self.events, entries, units)
        body = [{"members": [n], "seed": i if i <= seeds else None} for i, n in enumerate(numbers, start=1)]
        answer = await self.post(f"/events/contests/{contest}/entries", {"entries": body})
        assert answer.status_code == 201, answer.text
        return contest

    async def drawn(self, entries: int, seeds: int = 0, lot: str = "spring") -> str:
        contest = await self.entered(entries, seeds)
        answer = await self.post(f"/events/contests/{contest}/draw", {"lot": lot})
        assert answer.status_code == 200, answer.text
        return contest

    async def published(self, entries: int, seeds: int = 0) -> tuple[str, list[Any]]:
        """A contest under play, with its matches."""
        contest = await self.drawn(entries, seeds)
        answer = await self.post(f"/events/contests/{contest}/draw/publish", {})
        assert answer.status_code == 200, answer.text
        return contest, answer.json()["matches"]

    async def look(self, contest: str) -> Any:
        return await self.get(f"/events/contests/{contest}/desk")


def made(answer: httpx.Response) -> str:
    """The id of what was made."""
    assert answer.status_code == 201, answer.text
    return str(answer.json()["id"])


async def members(events: Running, amount: int, units: int = 7, names: str = "Player") -> list[str]:
    """New members the service has heard of; their staff numbers."""
    numbers = [str(next(staff_numbers)) for _ in range(amount)]
    for place, number in enumerate(numbers):
        await member(events, number, f"{names} {number}", f"Unit {place % units}")
    return numbers


async def member(events: Running, number: str, name: str, unit: str = "") -> UUID:
    found = uuid4()
    await events.deliver(MemberChanged(id=found, revision=1, staff_number=number, name=name, unit=unit))
    return found


async def open_desk(events: Running) -> Desk:
    """A new event with an organiser of its own."""
    administrator = events.as_(ADMINISTRATOR, "Administrator", roles=("administrator",))
    body = {"name": "Spring Cup", "venue": "Hall", "starts_on": "2026-05-01", "ends_on": "2026-05-03"}
    event = made(await events.http.post("/events/", json=body, headers=administrator))
    number = str(next(staff_numbers))
    organiser = await member(events, number, f"Organiser {number}")
    path = f"/events/{event}/organisers"
    made(await events.http.post(path, json={"staff_number": number}, headers=administrator))
    return Desk(events, event, organiser)


def refused(answer: httpx.Response, code: str, status: int = 422) -> str:
    """The sentence of a refusal that was expected."""
    assert (answer.status_code, answer.json().get("code")) == (status, code), answer.text
    return str(answer.json()["sentence"])
