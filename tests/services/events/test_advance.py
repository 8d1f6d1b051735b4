"""A first result taken onward from the matches near it ends as the whole contest recomputed. No database."""

from collections.abc import Sequence
from datetime import UTC, datetime
from uuid import UUID, uuid5

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from services.events.advance import advance
from services.events.match import Match
from services.events.recompute import Recomputed, all_decided, placings, recompute
from services.events.sql.results import Contest
from shared.messages.scoring import SheetClosed
from shared.rules.contest import Plan
from shared.rules.follow import settle
from shared.rules.formats import Format, format_file
from shared.rules.model import Outcome
from shared.rules.plan import Line, LoserOf, WinnerOf
from shared.rules.sports import regulation_of

SPACE = UUID("00000000-0000-0000-0000-000000000001")
LAWS = regulation_of("badminton", "bwf_21x3", "singles")
FORMS = [Format(), Format(third_place=True)]


def contest_of(form: Format, matches: Sequence[Match]) -> Contest:
    return Contest(
        id=SPACE,
        event_id=SPACE,
        event_name="",
        name="",
        regulation=LAWS,
        format=form,
        status="published",
        size=2,
        revision=1,
        open_matches=sum(match.open for match in matches),
        withdrawn=(),
        annulled=any(match.status == "void" or (match.outcome and match.outcome.kind == "void") for match in matches),
    )


def made(form: Format, entries: int) -> tuple[Plan, list[Match]]:
    size = format_file(form.kind).lines_needed(form, entries)
    lines: tuple[Line, ...] = tuple(
        str(uuid5(SPACE, str(line))) if line < entries - (size - entries) or line % 2 == 0 else None
        for line in range(size)
    )
    nodes = format_file(form.kind).structure(form, lines, "any")
    sides = settle(nodes, lines, {})
    matches = [
        Match(
            id=uuid5(SPACE, f"match {node.number}"),
            contest_id=SPACE,
            number=node.number,
            round=node.round,
            position=node.position,
            source_1=node.sides[0],
            source_2=node.sides[1],
            entry_1=sides[node.number][0],
            entry_2=sides[node.number][1],
            status="ready" if None not in sides[node.number] else "waiting",
            attempt=1,
            section=node.section,
            winner_places=node.winner_places,
            loser_places=node.loser_places,
        )
        for node in nodes
    ]
    return Plan(form=form, regulation=LAWS, nodes=nodes, lines=lines), matches


def sheet_for(match: Match, outcome: Outcome) -> SheetClosed:
    return SheetClosed(
        id=uuid5(match.id, str(match.attempt)),
        revision=match.sheet_revision + 5,
        match_id=match.id,
        attempt=match.attempt,
        outcome=outcome,
        closed_at=datetime(2026, 5, 1, tzinfo=UTC),
    )


def near(matches: Sequence[Match], numbers: set[int]) -> list[Match]:
    def fed(match: Match) -> bool:
        sources = (match.source_1, match.source_2)
        return any(isinstance(each, WinnerOf | LoserOf) and each.match in numbers for each in sources)

    return [match for match in matches if match.number in numbers or fed(match)]


def with_changes(matches: Sequence[Match], found: Recomputed) -> list[Match]:
    after = {change.after.id: change.after for change in found.changes}
    return [after.get(match.id, match) for match in matches]


@pytest.mark.parametrize("form", FORMS)
@given(entries=st.integers(2, 20), data=st.data())
def test_the_short_way_and_the_long_way_agree(form: Format, entries: int, data: st.DataObject) -> None:
    plan, matches = made(form, entries)
    while not all_decided(matches):
        ready = [match for match in matches if match.status == "ready"]
        batch = data.draw(st.lists(st.sampled_from(ready), min_size=1, max_size=3, unique_by=lambda each: each.number))
        kinds = st.sampled_from([Outcome("walkover", 1), Outcome("walkover", 2), Outcome("void", None)])
        sheets = [sheet_for(match, data.draw(kinds)) for match in batch]

        whole = with_changes(matches, recompute(plan, matches, sheets))
        found = advance(contest_of(form, matches), near(matches, {match.number for match in batch}), sheets)

        if found is not None:
            assert with_changes(matches, found) == whole
        matches = whole

    assert all(first <= last for _, first, last in placings(plan, matches))


def test_a_first_result_needs_only_what_it_feeds() -> None:
    plan, matches = made(Format(), 512)
    sheet = sheet_for(matches[0], Outcome("walkover", 1))

    found = advance(contest_of(Format(), matches), near(matches, {1}), [sheet])

    assert found is not None
    assert [change.after.number for change in found.changes] == [1, 257]
    assert with_changes(matches, found) == with_changes(matches, recompute(plan, matches, [sheet]))


def test_who_would_meet_the_winner_of_a_void_match_goes_through() -> None:
    plan, matches = made(Format(), 4)
    sheets = [sheet_for(matches[0], Outcome("void", None)), sheet_for(matches[1], Outcome("walkover", 2))]

    after = recompute(plan, matches, sheets).matches

    final = after[2]
    assert (final.status, final.sides) == ("void", (None, matches[1].entry_2))
    assert all_decided(after)
    assert placings(plan, after)[0] == (matches[1].entry_2, 1, 1)


def test_a_decided_match_that_is_kept_stands_although_its_sides_changed() -> None:
    plan, matches = made(Format(), 4)
    first = [sheet_for(match, Outcome("walkover", 1)) for match in matches[:2]]
    played = list(recompute(plan, matches, first).matches)
    played = list(recompute(plan, played, [sheet_for(played[2], Outcome("walkover", 1))]).matches)
    corrected = replace(sheet_for(played[0], Outcome("walkover", 2)), reached={played[2].id: "keep"})

    after = recompute(plan, played, [corrected]).matches

    assert after[2].kept
    assert after[2].outcome == Outcome("walkover", 1)
    assert after[2].sides == played[2].sides
