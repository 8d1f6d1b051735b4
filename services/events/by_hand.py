"""Lots drawn by hand in the room: after every line typed, what is wrong with it and what it made impossible."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from litestar import Request, Response, Router, post
from litestar.di import NamedDependency
from litestar.params import FromPath
from msgspec import Struct

from services.events.access import contest_to_draw
from services.events.lots import contenders, refusals_of_rules, sentences
from services.events.sql import entries as entry_sql
from services.events.sql.contests import Contest
from services.events.sql.entries import Entry
from shared.kit.db import Tx
from shared.kit.http.auth import Who, signed_in
from shared.kit.http.forms import typed
from shared.kit.http.replies import json, page, wants_json
from shared.kit.words import _
from shared.rules.draws.separation import Conflict
from shared.rules.formats import completing_file, format_file
from shared.rules.refusals import IllegalDraw

AnyRequest = Request[Any, Any, Any]
Sentence = tuple[str, dict[str, Any]]


class Typed(Struct, kw_only=True):
    """Entries and their lines side by side, as far as they are typed."""

    entry: list[UUID] = []
    line: list[str] = []


class Checked(Struct, frozen=True, kw_only=True):
    placed: int
    entries: int
    wrong: tuple[Sentence, ...] = ()
    """What cannot be: a line twice, a line there is not."""
    broken: tuple[Conflict, ...] = ()
    """Rules that no way of drawing the rest can keep any more."""


@post("/contests/{contest_id:uuid}/draw/by-hand/check", guards=[signed_in], status_code=200)
async def check(
    request: AnyRequest, contest_id: FromPath[UUID], tx: NamedDependency[Tx], who: NamedDependency[Who]
) -> Response[Any]:
    data = await typed(request, Typed)
    contest = await contest_to_draw(tx, contest_id, who)
    entries = await entry_sql.entries(tx, contest_id)
    with refusals_of_rules():
        size = format_file(contest.format.kind).lines_needed(contest.format, len(entries))
    found = checked(contest, entries, size, list(zip(data.entry, data.line, strict=False)))
    if wants_json(request):
        return json(found)
    names = {str(entry.id): entry.name for entry in entries}
    return page(request, "draw_check.html", found=found, broken=sentences(found.broken, names))


def checked(contest: Contest, entries: Sequence[Entry], size: int, given: Sequence[tuple[UUID, str]]) -> Checked:
    """Everything to be told of the lines typed so far."""
    names = {str(entry.id): entry.name for entry in entries}
    lines: list[str | None] = [None] * size
    wrong: list[Sentence] = []
    for who, text in given:
        if not text.strip() or str(who) not in names:
            continue
        line = int(text) if text.strip().isdecimal() and len(text) < 6 else 0
        if not 1 <= line <= size:
            wrong.append((_("There is no line {line}."), {"line": text}))
        elif (there := lines[line - 1]) is not None:
            wrong.append((_("{entry} and {other} both stand on line {line}."),
                          {"entry": names[there], "other": names[str(who)], "line": line}))  # fmt: skip
        else:
            lines[line - 1] = str(who)
    placed = sum(line is not None for line in lines)
    try:
        broken = broken_by(contest, entries, lines) if placed else ()
    except IllegalDraw as illegal:
        params: dict[str, Any] = illegal.params
        wrong.append((illegal.sentence, params))
        broken = ()
    return Checked(placed=placed, entries=len(entries), wrong=tuple(wrong), broken=broken)


def broken_by(contest: Contest, entries: Sequence[Entry], lines: Sequence[str | None]) -> tuple[Conflict, ...]:
    """The rules broken even if the rest is drawn as well as can be."""
    file = completing_file(contest.format.kind)
    given = contenders(entries)
    if file is None:
        return ()
    whole = file.complete(contest.format, given, lines, contest.seed_rule)
    return format_file(contest.format.kind).check_lines(contest.format, given, whole, contest.seed_rule)


router = Router(path="/events", route_handlers=[check])
