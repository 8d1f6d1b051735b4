"""The result: stages that end, equals at the line, signatures of two people over exactly one version, amendments."""

import io
from decimal import Decimal
from typing import Any
from uuid import UUID

from msgspec import to_builtins
from msgspec.structs import replace
from openpyxl import load_workbook

from shared.messages.scoring import JudgedContestSigned
from shared.rules.judged.rule_set import Advance, Prizes
from tests.servers import Running
from tests.services.scoring.judged.day import Day, new_day, rules, stage
from tests.services.scoring.judged.works_ground import entry


async def judged(day: Day, *totals: str) -> None:
    for turn, total in zip(day.turns, totals, strict=True):
        await day.performed(turn, *((total,) * 5))
    answer = await day.post(f"{day.contest}/stages/{day.ground.rule_set.stages[0].key}/close")
    assert answer.status_code == 200, answer.text


def cells(book: bytes) -> list[Any]:
    return [cell.value for sheet in load_workbook(io.BytesIO(book)) for row in sheet.iter_rows() for cell in row]


async def put_up(day: Day, **data: Any) -> dict[str, Any]:
    answer = await day.post(f"{day.contest}/result", **data)
    assert answer.status_code == 200, answer.text
    found: dict[str, Any] = answer.json()
    return found


async def sign(day: Day, who: dict[str, str], draft: dict[str, Any]) -> Any:
    return await day.post(f"{day.contest}/result/sign", who, version=draft["version"], hash=draft["hash"])


async def test_after_both_signatures_the_result_is_final_and_told(scoring: Running) -> None:
    # given
    day = await new_day(scoring)
    await judged(day, "70", "90", "80")
    draft = await put_up(day)
    assert (await put_up(day)) == draft
    # when one has signed nothing is told
    assert (await sign(day, day.chief, draft)).json() == {"version": 1, "final": False}
    assert (await sign(day, day.chief, draft)).json() == {"version": 1, "final": False}
    assert [m for m in await scoring.journal(JudgedContestSigned) if m.id == day.ground.contest_id] == []
    # when both have
    assert (await sign(day, day.supervisor, draft)).json() == {"version": 1, "final": True}
    assert (await sign(day, day.supervisor, draft)).json() == {"version": 1, "final": True}
    # then events hears of places, prizes and titles, once
    (told,) = [m for m in await scoring.journal(JudgedContestSigned) if m.id == day.ground.contest_id]
    assert told.revision == 1
    assert [(line.first, line.total, line.prize, line.title) for line in told.lines] == [
        (1, Decimal("90.00"), "first", "河南省教学标兵"),
        (2, Decimal("80.00"), "second", ""),
        (3, Decimal("70.00"), "", ""),
    ]
    assert told.lines[0].entry_id == day.ground.entries[1].id
    # and the board has names and prizes
    board = (await day.look(f"{day.contest}/board")).json()
    assert [(line["name"], line["prize"]) for line in board["final"]] == [
        ("Work 2", "first"),
        ("Work 3", "second"),
        ("Work 1", ""),
    ]


async def test_after_one_signature_the_page_says_whose_is_awaited_and_hears_of_the_other(scoring: Running) -> None:
    # given
    day = await new_day(scoring)
    await judged(day, "70", "90", "80")
    draft = await put_up(day)
    result = f"{day.contest}/result"
    # when
    await sign(day, day.chief, draft)
    chief = (await day.look(result, day.chief, html=True)).text
    supervisor = (await day.look(result, day.supervisor, html=True)).text
    # then
    assert "您已签字，等待监督员签字。" in chief
    assert "/result/sign" not in chief
    assert "评委组长Chief已签字，等待监督员签字。" in supervisor
    assert "/result/sign" in supervisor
    assert f'sse-connect="/scoring/live?topic=desk:{day.ground.contest_id}:zh"' in chief
    # when another result is shown in a page that stands open
    await day.done(day.turns[1], "deductions", points="15", reason="over time")
    await put_up(day)
    refreshed = (await day.look(f"{result}?seen={draft['hash']}", day.supervisor, html=True)).text
    # then it is read again before it can be signed
    assert "打开本页后结果有变化" in refreshed
    assert "/result/sign" not in refreshed
    assert "/result/sign" in (await day.look(f"{result}?seen='\"<x", day.supervisor, html=True)).text


async def test_columns_with_nothing_in_them_are_left_out(scoring: Running) -> None:
    day = await new_day(scoring, rules(prizes=Prizes()))
    empty = (await day.look(f"{day.contest}/result", html=True)).text
    await judged(day, "70", "90", "80")

    shown = (await day.look(f"{day.contest}/result", html=True)).text

    assert "并列区分依据" not in shown
    assert "奖项" not in shown
    assert 'data-label="总分"' in shown
    assert "本结果" in shown
    assert empty.count("还没有任何评分结果。") == 1
    assert "本结果" not in empty


async def test_rules_changed_after_the_first_ballot_stand_above_the_result_before_it_is_signed(
    scoring: Running,
) -> None:
    # given
    day = await new_day(scoring)
    await judged(day, "70", "90", "80")
    await day.ground.sql("update judged_contest set frozen = 1 where id = $1", day.ground.contest_id)
    assert "之后被改动" not in (await day.look(f"{day.contest}/result", day.chief, html=True)).text
    # when
    changed = {**to_builtins(day.ground.rule_set), "ties": ["unrounded", "median", "shared"]}
    answer = await day.post(f"{day.contest}/rules", rule_set=changed, reason="补充通知第三条")
    assert answer.status_code in (200, 201), answer.text
    # then
    for who in (day.chief, day.supervisor):
        shown = (await day.look(f"{day.contest}/result", who, html=True)).text
        assert "规则在已收到 15 份评分表之后被改动。" in shown
        assert "补充通知第三条" in shown
        assert "Organiser" in shown
    sheets = await day.scoring.http.get(f"{day.contest}/papers/protocol.xlsx", headers=day.organiser)
    assert "补充通知第三条" in "".join(map(str, cells(sheets.content)))


async def test_until_the_stage_is_over_a_chief_reads_the_result_without_names(scoring: Running) -> None:
    day = await new_day(scoring)
    await day.performed(day.turns[0], *(("90",) * 5))

    chief = (await day.look(f"{day.contest}/result", day.chief)).json()
    organiser = (await day.look(f"{day.contest}/result", day.organiser)).json()

    assert chief["names"] == {}
    assert set(organiser["names"].values()) == {"Work 1"}
    assert chief["lines"] == organiser["lines"]


async def test_only_chief_and_supervisor_sign_and_they_are_two_people(scoring: Running) -> None:
    day = await new_day(scoring)
    await judged(day, "70", "90", "80")
    draft = await put_up(day)
    for who in (day.organiser, day.timekeeper, day.ground.stranger(), day.ground.judges[0].headers):
        assert (await sign(day, who, draft)).status_code == 403
    await day.ground.sql(
        "insert into panel_seat (panel_id, number, role, marks, name, member_id) "
        "values ($1, 80, 'supervisor', false, 'Chief', $2)",
        day.ground.panel_id,
        day.chief_id,
    )
    assert (await sign(day, day.chief, draft)).json()["final"] is False
    answer = await sign(day, day.chief, draft)
    assert (answer.status_code, answer.json()["code"]) == (403, "official.same")


async def test_a_member_who_signed_as_chief_does_not_sign_on_the_supervisors_tablet(scoring: Running) -> None:
    day = await new_day(scoring)
    await judged(day, "70", "90", "80")
    draft = await put_up(day)
    tablet = await supervisors_tablet(day, "Somebody else", day.chief_id)
    await sign(day, day.chief, draft)

    answer = await sign(day, tablet, draft)

    assert (answer.status_code, answer.json()["code"]) == (403, "official.same")


async def test_two_people_who_share_a_name_sign(scoring: Running) -> None:
    day = await new_day(scoring)
    await judged(day, "70", "90", "80")
    draft = await put_up(day)
    tablet = await supervisors_tablet(day, "Chief", None)
    await sign(day, day.chief, draft)

    assert (await sign(day, tablet, draft)).json()["final"] is True


async def supervisors_tablet(day: Day, name: str, member: UUID | None) -> dict[str, str]:
    """The headers of a tablet paired to a supervisor's seat."""
    [seat] = await day.ground.sql(
        "insert into panel_seat (panel_id, number, role, marks, name, member_id) "
        "values ($1, 80, 'supervisor', false, $2, $3) returning id",
        day.ground.panel_id,
        name,
        member,
    )
    return (await day.ground.paired(seat["id"], 80)).headers


async def test_whatever_changes_voids_what_was_put_up(scoring: Running) -> None:
    # given a draft the chief has signed
    day = await new_day(scoring)
    await judged(day, "70", "90", "80")
    draft = await put_up(day)
    await sign(day, day.chief, draft)
    # when a deduction comes
    await day.done(day.turns[1], "deductions", points="15", reason="over time, by the second watch")
    # then the supervisor cannot sign what he was shown
    answer = await sign(day, day.supervisor, draft)
    assert (answer.status_code, answer.json()["code"]) == (409, "result.changed")
    assert (await day.look(f"{day.contest}/result")).json()["stale"] is True
    # and a new version starts without signatures
    second = await put_up(day)
    assert second["version"] == 2
    assert (await sign(day, day.supervisor, second)).json()["final"] is False
    assert (await sign(day, day.chief, second)).json()["final"] is True
    versions = (await day.look(f"{day.contest}/result")).json()["versions"]
    assert [(each["version"], each["void_at"] is None) for each in versions] == [(2, True), (1, False)]


async def test_an_amended_result_needs_a_reason_and_keeps_the_first(scoring: Running) -> None:
    # given a signed result
    day = await new_day(scoring)
    await judged(day, "70", "90", "80")
    first = await put_up(day)
    await sign(day, day.chief, first)
    await sign(day, day.supervisor, first)
    assert (await day.post(f"{day.contest}/result", reason="x")).json()["code"] == "result.same"
    # when something changes
    await day.done(day.turns[1], "disqualify", day.chief, reason="copied")
    assert (await day.post(f"{day.contest}/result")).json()["code"] == "reason.missing"
    second = await put_up(day, reason="Work 2 was copied")
    await sign(day, day.supervisor, second)
    # then the first stands until both have signed
    assert (await day.look(f"{day.contest}/board")).json()["final"][0]["name"] == "Work 2"
    screen = (await day.look(f"{day.contest}/screen")).json()
    assert (screen["ranking"]["lines"][0]["name"], screen["ranking"]["lines"][0]["total"]) == ("Work 2", "90.00")
    await sign(day, day.chief, second)
    screen = (await day.look(f"{day.contest}/screen")).json()
    assert "Work 2" not in {line["name"] for line in screen["ranking"]["lines"]}
    # then the amended one is told, with its reason, and both are kept
    told = [m for m in await scoring.journal(JudgedContestSigned) if m.id == day.ground.contest_id]
    assert [(m.revision, m.amendment) for m in told] == [(1, ""), (2, "Work 2 was copied")]
    assert len(told[1].lines) == 2
    kept = await day.ground.sql("select signed_at from result where contest_id = $1", day.ground.contest_id)
    assert all(row["signed_at"] for row in kept)
    assert len(kept) == 2


async def test_what_is_open_stands_in_the_way_of_a_result(scoring: Running) -> None:
    day = await new_day(scoring)
    assert (await day.post(f"{day.contest}/result")).json()["code"] == "stage.open"
    assert (await day.post(f"{day.contest}/stages/final/close")).json()["code"] == "stage.nothing"
    await day.performed(day.turns[0], *(("70",) * 5))
    answer = await day.post(f"{day.contest}/stages/final/close")
    assert (answer.json()["code"], answer.json()["details"]["left"]) == ("stage.not_over", [2, 3])


async def test_a_tablet_that_still_holds_ballots_stands_in_the_way(scoring: Running) -> None:
    day = await new_day(scoring)
    await judged(day, "70", "90", "80")
    await day.ground.sql(
        "update panel_device set report = '{\"waiting\": 2}' where seat_id = $1", day.ground.judges[2].id
    )
    answer = await day.post(f"{day.contest}/result")
    assert (answer.json()["code"], "Judge 3" in answer.json()["sentence"]) == ("tablet.holds", True)


def two_stages(boundary: Any) -> Any:
    return rules(
        stage("prelim", advance=Advance(count=2, boundary=boundary), weight=Decimal(0)),
        stage("final"),
        ties=("unrounded", "shared"),
    )


async def test_closing_a_stage_begins_the_next_with_those_who_go_on(scoring: Running) -> None:
    day = await new_day(scoring, two_stages("admit_all"))
    for turn, total in zip(day.turns, ("70", "90", "80"), strict=True):
        await day.performed(turn, *((total,) * 5))
    for _tap in range(2):
        answer = await day.post(f"{day.contest}/stages/prelim/close")
        assert answer.status_code == 200
    rows = await day.ground.sql(
        "select entry_id, panel_id from performance where contest_id = $1 and stage = 'final' order by order_no",
        day.ground.contest_id,
    )
    assert [row["entry_id"] for row in rows] == [day.ground.entries[1].id, day.ground.entries[2].id]
    assert all(row["panel_id"] == day.ground.panel_id for row in rows)
    desk = (await day.look(f"{day.contest}")).json()
    assert desk["stage"] == "final"


async def finalists(scoring: Running) -> Day:
    """Three in the preliminary, the second and the third in the final, both stages closed."""
    day = await new_day(scoring, two_stages("admit_all"))
    await day.ground.told()
    for turn, total in zip(day.turns, ("70", "90", "80"), strict=True):
        await day.performed(turn, *((total,) * 5))
    await day.post(f"{day.contest}/stages/prelim/close")
    rows = await day.ground.sql(
        "select id from performance where contest_id = $1 and stage = 'final' order by order_no", day.ground.contest_id
    )
    for row, total in zip(rows, ("85", "80"), strict=True):
        await day.performed(row["id"], *((total,) * 5))
    closed = await day.post(f"{day.contest}/stages/final/close")
    assert closed.status_code == 200, closed.text
    return day


async def test_a_ranking_that_changed_behind_the_finalists_is_decided_by_the_chief(scoring: Running) -> None:
    # given
    day = await finalists(scoring)
    for judge in day.ground.judges:
        await day.change(day.turns[0], judge, "99")
    # when
    refused = await day.post(f"{day.contest}/result")
    # then
    assert (refused.status_code, refused.json()["code"]) == (409, "advance.moved")
    assert "01" in refused.json()["sentence"]
    # when the chief says that it stays
    stays = f"{day.contest}/stages/prelim/advance/stays"
    assert (await day.post(stays, day.supervisor, reason="x")).status_code == 403
    assert (await day.post(stays, day.chief)).json()["code"] == "reason.missing"
    assert (await day.post(stays, day.chief, reason="The final is over")).status_code == 200
    # then
    assert (await put_up(day))["version"] == 1
    assert "The final is over" in (await day.look(f"{day.contest}/result", day.chief, html=True)).text


async def test_an_entry_that_came_late_or_left_is_settled_before_the_result(scoring: Running) -> None:
    # given
    day = await finalists(scoring)
    *others, last = day.ground.entries
    late = entry("Too late", "College 9")
    day.ground.entries = [*others, replace(last, withdrawn=True), late]
    await day.ground.told()
    # when
    shown = (await day.look(f"{day.contest}/result")).json()["obstacles"]
    # then
    assert {"entry.no_turn", "entry.gone"} <= set(shown)


async def test_equals_at_the_line_the_rule_leaves_out_are_decided_by_the_chief(scoring: Running) -> None:
    # given two equals for the second place that goes on
    day = await new_day(scoring, two_stages("none"))
    for turn, total in zip(day.turns, ("80", "90", "80"), strict=True):
        await day.performed(turn, *((total,) * 5))
    closed = (await day.post(f"{day.contest}/stages/prelim/close")).json()
    assert closed["left"] == [str(day.ground.entries[0].id), str(day.ground.entries[2].id)] or len(closed["left"]) == 2
    path = f"{day.contest}/stages/prelim/advance"
    chosen = str(day.ground.entries[2].id)
    # then the chief alone decides, with a reason, about these only
    assert (await day.post(path, entries=[chosen], reason="x")).status_code == 403
    assert (await day.post(path, day.chief, entries=[chosen])).json()["code"] == "reason.missing"
    best = str(day.ground.entries[1].id)
    assert (await day.post(path, day.chief, entries=[best], reason="x")).json()["code"] == "advance.not_equal"
    answer = await day.post(path, day.chief, entries=[chosen], reason="better classroom part")
    assert answer.json()["advancing"] == [best, chosen]
    assert (await day.post(path, day.chief, entries=[chosen], reason="again")).json()["code"] == "stage.begun"


async def test_a_tie_the_rule_leaves_is_ordered_by_the_chief_with_a_reason(scoring: Running) -> None:
    # given equals and a rule without a shared place
    day = await new_day(scoring, rules(ties=("unrounded",)))
    await judged(day, "90", "90", "80")
    assert (await day.post(f"{day.contest}/result")).json()["code"] == "result.tie"
    first, second = (str(each.id) for each in day.ground.entries[:2])
    path = f"{day.contest}/result/order"
    assert (await day.post(path, entries=[second, first], reason="x")).status_code == 403
    for wrong in ([second], [second, second], [second, str(day.ground.entries[2].id)], []):
        assert (await day.post(path, day.chief, entries=wrong, reason="x")).json()["code"] == "result.no_tie"
    assert (await day.post(path, day.chief, entries=[second, first])).json()["code"] == "reason.missing"
    # when
    await day.post(path, day.chief, entries=[second, first], reason="louder applause")
    # then
    lines = (await day.look(f"{day.contest}/result")).json()["lines"]
    assert [(line["entry"], line["first"], line["last"], line["split_by"]) for line in lines[:2]] == [
        (second, 1, 1, "decision"),
        (first, 2, 2, "decision"),
    ]
    # when the chief had mistaken the order
    again = await day.post(path, day.chief, entries=[first, second], reason="read the wrong sheet")
    # then what was decided last stands
    assert again.status_code == 200, again.text
    lines = (await day.look(f"{day.contest}/result")).json()["lines"]
    assert [line["entry"] for line in lines[:2]] == [first, second]
    assert "重新裁定" in (await day.look(f"{day.contest}/result", day.chief, html=True)).text
    await put_up(day)


async def test_T70_a_reopened_ballot_keeps_both_revisions_and_the_result_is_amended(scoring: Running) -> None:
    # given a revealed performance whose judge asked for a change that the chief granted
    day = await new_day(scoring)
    await judged(day, "70", "90", "80")
    turn, judge = day.turns[0], day.ground.judges[0]
    await day.done(turn, "reveal", to="score")
    await day.ground.sql("update performance set status = 'reopened' where id = $1", turn)
    await day.ground.sql(
        "update ballot set reopened_at = now() where performance_id = $1 and seat_id = $2", turn, judge.id
    )
    assert (await day.act(turn, "close")).json()["code"] == "performance.unresolved"
    assert (await day.post(f"{day.contest}/result")).json()["code"] == "performance.open"
    # when the new revision is in and the performance is closed again
    await day.change(turn, judge, "75")
    await day.done(turn, "close")
    # then both revisions are kept and the reveal is marked as amended
    rows = await day.ground.sql(
        "select r.revision, r.standing from ballot_revision r join ballot b on b.id = r.ballot_id "
        "where b.performance_id = $1 and b.seat_id = $2 order by 1",
        turn,
        judge.id,
    )
    assert [(row["revision"], row["standing"]) for row in rows] == [(1, "superseded"), (2, "active")]
    assert (await day.stand(turn))["amended"] is True
    assert (await day.look(f"{day.contest}/board")).json()["ranking"]["lines"][0]["amended"] is True


async def test_nonsense_cannot_be_signed(scoring: Running) -> None:
    day = await new_day(scoring)
    path = f"{day.contest}/result/sign"
    for data in ({}, {"version": "x", "hash": ""}, {"version": 10**30, "hash": "x"}, {"version": 1, "hash": "x" * 99}):
        assert 400 <= (await day.post(path, day.chief, **data)).status_code < 500
    assert (await day.post(path, day.chief, version=1, hash="x")).json()["code"] == "result.changed"


async def test_a_performance_that_is_on_is_not_said_to_be_open_again(scoring: Running) -> None:
    day = await new_day(scoring)
    await day.done(day.turns[0], "open")
    shown = (await day.look(f"{day.contest}/result", html=True)).text
    assert "01 正在评审" in shown and "又被重新开放" not in shown


async def test_a_total_below_zero_is_pointed_out_before_it_is_signed(scoring: Running) -> None:
    day = await new_day(scoring, entries=1)
    await day.done(day.turns[0], "deductions", kind="other", points="90", reason="mistyped: 9")
    await day.performed(day.turns[0], *("80",) * 5)
    await day.post(f"{day.contest}/stages/final/close")
    assert "有 1 个总分低于 0" in (await day.look(f"{day.contest}/result", html=True)).text
