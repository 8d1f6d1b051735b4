"""The page where works are handed in: each entry with its files, for organisers all of them, for authors their own."""

from typing import Any
from uuid import UUID

from litestar import Request, Response, Router, get
from litestar.di import NamedDependency
from litestar.params import FromPath
from msgspec import Struct

from services.scoring.hall import hall_of
from services.scoring.judged.officials import contest_of, organises
from services.scoring.judged.owners import is_author, not_yours, still_open
from services.scoring.judged.sniff import MB, MOST
from services.scoring.judged.uploads import MOST_FILES
from services.scoring.sql import judged
from services.scoring.sql import materials as sql
from services.scoring.sql.judged import ContestRow
from services.scoring.sql.materials import PART, MaterialRow
from shared.kit.db import Tx
from shared.kit.http.auth import Who, signed_in
from shared.kit.http.replies import json, page, wants_json
from shared.messages.events import JudgedEntry

AnyRequest = Request[Any, Any, Any]


class EntryWorks(Struct, frozen=True):
    """An entry with what was handed in for it."""

    entry: JudgedEntry
    number: int
    """Its place on the list of entries; no order number."""
    files: list[MaterialRow]
    full: bool
    """No more files are taken."""


@get("/contests/{contest_id:uuid}/works", guards=[signed_in])
async def works(
    request: AnyRequest, contest_id: FromPath[UUID], tx: NamedDependency[Tx], who: NamedDependency[Who]
) -> Response[Any]:
    contest = await contest_of(tx, contest_id)
    organiser = await organises(request, who, contest.event_id)
    entries = [each for each in contest.state.entries if not each.withdrawn and (organiser or is_author(who, each))]
    if not entries and not organiser:
        raise not_yours()
    shown = await works_of(tx, contest, entries)
    if wants_json(request):
        return json([{"entry": each.entry.id, "files": [listed(file) for file in each.files]} for each in shown])
    rule_set = await judged.newest_rule_set(tx, contest_id)
    stages = list(rule_set.stages) if rule_set else []
    return page(
        request,
        "judged_works.html",
        contest=contest,
        event=await hall_of(request).events.event(contest.event_id),
        works=shown,
        organiser=organiser,
        stages=stages,
        names={each.key: each.name for each in stages},
        open=[each.key for each in stages if await still_open(tx, contest, each.key)],
        all_open=await still_open(tx, contest, ""),
        limits={kind: most // MB for kind, most in MOST.items()},
        most=MOST_FILES,
        part=PART,
    )


async def works_of(tx: Tx, contest: ContestRow, entries: list[JudgedEntry]) -> list[EntryWorks]:
    files: dict[UUID, list[MaterialRow]] = {}
    for each in await sql.materials_of_contest(tx, contest.id):
        files.setdefault(each.entry_id, []).append(each)
    # In the order of entry, as on the list of entries: there each is found by its number.
    numbers = {each.id: number for number, each in enumerate(contest.state.entries, 1)}
    found = [
        EntryWorks(each, numbers[each.id], files.get(each.id, []), len(files.get(each.id, [])) >= MOST_FILES)
        for each in entries
    ]
    return sorted(found, key=lambda each: (each.entry.category, each.number))


def listed(file: MaterialRow) -> dict[str, Any]:
    return {
        "id": file.id,
        "number": file.number,
        "name": file.name,
        "stage": file.stage,
        "content_type": file.content_type,
        "size": file.size,
        "sha256": file.sha256,
        "complete": file.complete,
        "shown": file.shown,
        "doubtful": file.doubtful,
    }


router = Router(path="/scoring", route_handlers=[works])
