"""A draw as the desk shows it: its lines, its bracket, the rules it breaks. Draws nothing by lot and stores nothing."""

import re
from collections.abc import Mapping, Sequence
from typing import Any

from litestar import Request
from markupsafe import Markup
from msgspec import Struct

from services.events.bracket_svg import bracket
from services.events.lots import Swap, lines_of, report_of, sentences
from services.events.sql import public
from services.events.sql.contests import Contest
from services.events.sql.entries import Entry
from services.events.sql.public import MatchView
from services.events.sql.publishing import rounds_of
from services.events.stage import Stage, stage_of
from shared.kit.db import Tx
from shared.kit.http.auth import who_of
from shared.rules.follow import settle
from shared.rules.formats import format_file, pairing_file, table_file
from shared.rules.plan import Node
from shared.web.times import Times

LINK = re.compile(r' href="/events/matches/[^"]*"')


class DrawView(Struct, frozen=True):
    """What the desk shows of a draw."""

    lines: tuple[tuple[int, Entry | None], ...]
    swaps: tuple[Swap, ...]
    broken: list[tuple[str, dict[str, Any]]]
    paired_later: bool
    """Whether matches are paired while the contest is played."""
    own_table: bool
    """Whether its format has a table of its own."""
    stage: Stage
    """All lines, by group where there are groups."""


def draw_view(contest: Contest, entries: Sequence[Entry]) -> DrawView:
    by_id = {str(entry.id): entry for entry in entries}
    lines = lines_of(contest, entries)
    report = report_of(contest)
    return DrawView(
        tuple((number, by_id.get(line or "")) for number, line in enumerate(lines, start=1)),
        report.swaps,
        sentences(report.conflicts, {key: entry.name for key, entry in by_id.items()}),
        pairing_file(contest.format.kind) is not None,
        table_file(contest.format.kind) is not None,
        stage_of(contest, entries, len(entries)),
    )


async def picture(request: Request[Any, Any, Any], tx: Tx, contest: Contest, entries: Sequence[Entry]) -> Markup:
    """The bracket: with its matches once it is published, with the matches it would have before."""
    if contest.size is None:
        return Markup("")
    pages, lang = request.app.state.pages, who_of(request).lang
    times = Times(request.app.state.config.timezone, lang)
    drawn = [
        public.Drawn(entry.id, entry.line, entry.name, entry.unit, entry.seed)
        for entry in sorted(entries, key=lambda each: each.line or 0)
        if entry.line
    ]

    def say(sentence: str, **params: object) -> str:
        return str(pages.say(sentence, lang, **params))

    if contest.locked:
        matches = await public.matches_of_contest(tx, contest.id)
        return bracket(matches, drawn, contest.name, say, times.when)
    svg = bracket(foreseen(contest, entries), drawn, contest.name, say, times.when)
    # A match that is only foreseen has no page to lead to.
    return Markup(LINK.sub("", svg))  # noqa: S704 - still the drawing's own markup


def foreseen(contest: Contest, entries: Sequence[Entry]) -> list[MatchView]:
    """The matches this draw would have."""
    lines = lines_of(contest, entries)
    nodes = format_file(contest.format.kind).structure(contest.format, lines, contest.lot or str(contest.id))
    sides = settle(nodes, lines, {})
    by_id = {str(entry.id): entry for entry in entries}
    rounds = rounds_of(nodes)
    return [foreseen_match(contest, node, rounds, sides[node.number], by_id) for node in nodes]


def foreseen_match(
    contest: Contest,
    node: Node,
    rounds: Mapping[tuple[str, int | None], int],
    sides: tuple[str | None, str | None],
    by_id: Mapping[str, Entry],
) -> MatchView:
    one, two = by_id.get(sides[0] or ""), by_id.get(sides[1] or "")
    return MatchView(
        id=contest.id,
        contest_id=contest.id,
        contest_name=contest.name,
        event_id=contest.event_id,
        number=node.number,
        round=node.round,
        rounds=rounds[node.section, node.group],
        section=node.section,
        title=node.title,
        grp=node.group,
        position=node.position,
        regulation=contest.regulation,
        source_1=node.sides[0],
        source_2=node.sides[1],
        status="ready" if one and two else "waiting",
        attempt=1,
        call=0,
        revision=1,
        sheet_revision=0,
        entry_1=one.id if one else None,
        name_1=one.name if one else None,
        unit_1=one.unit if one else None,
        seed_1=one.seed if one else None,
        entry_2=two.id if two else None,
        name_2=two.name if two else None,
        unit_2=two.unit if two else None,
        seed_2=two.seed if two else None,
        court_id=None,
        court_name=None,
        called_at=None,
        starts_at=None,
        decided_at=None,
        outcome=None,
        winner=None,
    )
