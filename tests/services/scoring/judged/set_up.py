"""A judged contest the scoring service has heard of, with entries of several units: what its setting up stands on."""

from collections.abc import Mapping
from decimal import Decimal
from html import unescape
from typing import Any
from uuid import UUID, uuid4

import httpx
from msgspec import Struct
from msgspec.structs import replace

from shared.messages.events import Author, JudgedContestChanged, JudgedEntry
from tests.servers import Running
from tests.services.scoring.ground import Event, new_event, revisions, rows

UNITS = ("文学院", "理学院", "工学院", "外语学院", "体育部", "艺术学院")


def entry(name: str, unit: str, *more: str) -> JudgedEntry:
    """A work of one author, or of several of these further units."""
    authors = [Author(uuid4(), name, unit), *(Author(uuid4(), f"{name}的同伴", other) for other in more)]
    return JudgedEntry(id=uuid4(), name=name, unit=unit, authors=tuple(authors))


class Setting(Struct):
    """A contest being set up by its organiser."""

    event: Event
    told: JudgedContestChanged

    @property
    def id(self) -> UUID:
        return self.told.id

    @property
    def scoring(self) -> Running:
        return self.event.scoring

    @property
    def entries(self) -> tuple[JudgedEntry, ...]:
        return self.told.entries

    async def tell(self, **changed: Any) -> None:
        self.told = replace(self.told, revision=next(revisions), **changed)
        await self.scoring.deliver(self.told)

    async def get(self, path: str, headers: dict[str, str] | None = None) -> httpx.Response:
        return await self.scoring.http.get(path, headers=headers or self.event.desk)

    async def post(self, path: str, headers: dict[str, str] | None = None, **data: Any) -> httpx.Response:
        return await self.scoring.http.post(path, json=data, headers=headers or self.event.desk)

    async def page(self, path: str, lang: str = "en", status: int = 200, form: Mapping[str, str] | None = None) -> str:
        """A page as the organiser's browser gets it; with form values it is posted."""
        headers = self.event.desk | {"Accept": "text/html", "Accept-Language": lang, "Sec-Fetch-Site": "same-origin"}
        http = self.scoring.http
        answer = await (http.post(path, data=form, headers=headers) if form else http.get(path, headers=headers))
        assert answer.status_code == status, answer.text
        return unescape(answer.text)

    async def rules(self) -> Any:
        answer = await self.get(f"/scoring/contests/{self.id}/rules")
        assert answer.status_code == 200, answer.text
        return answer.json()

    async def performances(self, stage: str) -> list[Any]:
        return await rows(
            self.scoring,
            "select * from performance where contest_id = $1 and stage = $2 order by order_no",
            self.id,
            stage,
        )

    async def panel(self, people: str, name: str = "评委组", stages: tuple[str, ...] = ()) -> Any:
        """A panel with these people, who judge these stages of the contest."""
        made = await self.post(f"/scoring/events/{self.event.id}/panels", name=name)
        assert made.status_code == 201, made.text
        panel = f"/scoring/panels/{made.json()['id']}"
        assert (await self.post(f"{panel}/seats/paste", people=people)).status_code == 201
        answer = await self.post(f"{panel}/stages", stages=[f"{self.id}:{stage}" for stage in stages])
        assert answer.status_code == 200, answer.text
        return answer.json()

    async def ballot(self, performance_id: UUID, seat_id: Any, marks: dict[str, Decimal]) -> None:
        """A ballot as it is stored once a tablet has sent it."""
        ballot_id = uuid4()
        async with self.scoring.app.state.db.tx() as tx:
            await tx.execute(
                "insert into ballot (id, performance_id, seat_id, active) values ($1, $2, $3, 1)",
                ballot_id,
                performance_id,
                UUID(str(seat_id)),
            )
            await tx.execute(
                "insert into ballot_revision (ballot_id, revision, hash, content, marks, standing, rule_set_version, "
                "panel_version, device_at, contest_id, number, link) select $1, 1, $2, '', $3, 'active', 1, 1, now(), "
                "$4, links + 1, 'x' from judged_contest where id = $4",
                ballot_id,
                ballot_id.hex,
                {key: str(mark) for key, mark in marks.items()},
                self.id,
            )
            await tx.execute(
                "update judged_contest set links = links + 1, frozen = coalesce(frozen, 1) where id = $1", self.id
            )


async def new_setting(scoring: Running, preset: str = "henan_2025", entries: int = 6, **changed: Any) -> Setting:
    event = await new_event(scoring)
    told = JudgedContestChanged(
        id=uuid4(),
        revision=next(revisions),
        event_id=event.id,
        event_name="教学竞赛",
        contest_name="高职理科综合组",
        preset=preset,
        status="entering",
        entries=tuple(entry(f"选手{place + 1}", UNITS[place % len(UNITS)]) for place in range(entries)),
    )
    setting = Setting(event, replace(told, **changed))
    await scoring.deliver(setting.told)
    return setting
