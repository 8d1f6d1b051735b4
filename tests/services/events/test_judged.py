"""A judged contest from its entries to the placings its signed result makes."""

from typing import TypeVar
from uuid import UUID

import pytest
from msgspec.structs import replace

from services.events.signed import StrangeResult
from services.events.tables import rows_of
from shared.messages.base import Message
from shared.messages.events import ContestDecided, JudgedContestChanged
from shared.messages.members import MemberChanged
from tests.servers import Running
from tests.services.events.desk import Desk, member, members, open_desk, refused, staff_numbers
from tests.services.events.judged import entered, handed_over, judged_contest, ranked, signed

M = TypeVar("M", bound=Message)


@pytest.fixture
async def desk(events: Running) -> Desk:
    return await open_desk(events)


async def heard(desk: Desk, contest: str, kind: type[M]) -> list[M]:
    """What was told of one contest, in order."""
    return [each for each in await desk.events.journal(kind) if each.id == UUID(contest)]


async def four_of_different_units(desk: Desk) -> list[str]:
    numbers = [str(next(staff_numbers)) for _ in range(4)]
    for place, number in enumerate(numbers, start=1):
        await member(desk.events, number, f"Reader{place}", f"Unit {place}")
    return numbers


async def test_every_change_of_the_entries_is_told_whole_under_a_rising_revision(desk: Desk) -> None:
    # given
    contest = await judged_contest(desk)
    authors = await four_of_different_units(desk)
    # when
    (entry,) = await entered(desk, contest, {"members": authors, "name": "《黄河颂》", "category": "朗诵"})
    # then
    first, second = await heard(desk, contest, JudgedContestChanged)
    assert (first.status, first.preset, first.entries) == ("entering", "recitation_10", ())
    assert second.revision > first.revision
    (told,) = second.entries
    assert (told.id, told.name, told.category, told.withdrawn) == (entry, "《黄河颂》", "朗诵", False)
    assert [(each.name, each.unit) for each in told.authors] == [(f"Reader{n}", f"Unit {n}") for n in range(1, 5)]


async def test_a_signed_result_decides_it_with_shared_places_prizes_and_titles(desk: Desk) -> None:
    # given
    contest = await judged_contest(desk)
    authors = await four_of_different_units(desk)
    (work,) = await entered(desk, contest, {"members": authors, "name": "《黄河颂》"})
    one, two = await entered(desk, contest, *({"members": [n]} for n in await members(desk.events, 2)))
    await handed_over(desk, contest)
    # when
    lines = [
        ranked(work, 1, "9.46", "first", "教学标兵"),
        ranked(one, 2, "9.10", "second", last=3),
        ranked(two, 2, "9.10", "second", last=3),
    ]
    await desk.events.deliver(signed(desk, contest, lines))
    # then
    (decided,) = await heard(desk, contest, ContestDecided)
    best = decided.placings[0]
    assert (best.entry.name, best.prize, best.title, str(best.total)) == ("《黄河颂》", "first", "教学标兵", "9.46")
    assert [each.name for each in best.entry.members] == [f"Reader{n}" for n in range(1, 5)]
    assert [(each.first, each.last) for each in decided.placings[1:]] == [(2, 3), (2, 3)]
    assert (await heard(desk, contest, JudgedContestChanged))[-1].status == "decided"
    found = await desk.get(f"/events/contests/{contest}/placings")
    assert (found["status"], found["placings"][0]["prize"], found["placings"][0]["total"]) == (
        "decided",
        "first",
        "9.46",
    )


async def test_parallel_panels_ranked_apart_stand_apart_on_the_public_page(desk: Desk) -> None:
    # given two panels, each with its own first
    contest = await judged_contest(desk)
    one, two, three = await entered(desk, contest, *({"members": [n]} for n in await members(desk.events, 3)))
    await handed_over(desk, contest)
    # when the result is signed
    lines = [
        replace(ranked(two, 1, "95", "first"), panel="Second panel"),
        replace(ranked(one, 1, "90", "first"), panel="First panel"),
        replace(ranked(three, 2, "89", "second"), panel="First panel"),
    ]
    await desk.events.deliver(signed(desk, contest, lines))
    # then each placing says its panel, and the page sets them apart
    (decided,) = await heard(desk, contest, ContestDecided)
    told = [(each.entry.id, each.first, each.panel) for each in decided.placings]
    assert told == [(one, 1, "First panel"), (three, 2, "First panel"), (two, 1, "Second panel")]
    page = (await desk.events.http.get(f"/events/contests/{contest}", headers={"Accept": "text/html"})).text
    assert page.count('scope="rowgroup"') == 2
    assert page.index("First panel") < page.index(str(three)) < page.index("Second panel") < page.index(str(two))


async def test_who_has_no_place_in_a_signed_result_is_named_below_it(desk: Desk) -> None:
    # given three entered, of whom one never came
    contest = await judged_contest(desk)
    numbers = await four_of_different_units(desk)
    one, two, _absent = await entered(desk, contest, *({"members": [number]} for number in numbers[:3]))
    await handed_over(desk, contest)
    path = f"/events/contests/{contest}"
    assert "Without a place" not in (await desk.page(path, "en"))
    # when the result of the other two is signed
    await desk.events.deliver(signed(desk, contest, [ranked(one, 1, "95"), ranked(two, 2, "90")]))
    # then the page names all three
    page = await desk.page(path, "en")
    assert page.index("Without a place") < page.rindex("Reader3")


async def test_an_amended_result_replaces_the_first_which_stays_known(desk: Desk) -> None:
    # given
    contest = await judged_contest(desk)
    one, two = await entered(desk, contest, *({"members": [n]} for n in await members(desk.events, 2)))
    await handed_over(desk, contest)
    first = signed(desk, contest, [ranked(one, 1, "90", "first"), ranked(two, 2, "89", "second")])
    amended = signed(desk, contest, [ranked(two, 1, "91", "first"), ranked(one, 2, "90", "second")], 2, "Appeal upheld")
    # when
    await desk.events.deliver(first)
    await desk.events.deliver(amended)
    await desk.events.deliver(first)
    # then
    decided = await heard(desk, contest, ContestDecided)
    assert [each.placings[0].entry.id for each in decided] == [one, two]
    assert decided[1].revision > decided[0].revision
    shown = await desk.look(contest)
    assert [(each["version"], each["amendment"]) for each in shown["results"]] == [(2, "Appeal upheld"), (1, "")]
    awards = (await desk.get(f"/events/{desk.id}/awards"))["awards"]
    assert [(each["name"], [w["entry_id"] for w in each["winners"]]) for each in awards] == [
        ("first", [str(two)]),
        ("second", [str(one)]),
    ]


async def test_a_list_names_works_with_authors_of_several_units_and_people_alone(desk: Desk) -> None:
    # given
    contest = await judged_contest(desk)
    a, b, c, d = await four_of_different_units(desk)
    # when
    listed = f"【合诵】《黄河：颂》：{a} Reader1、{b}\n{c} Reader3"
    answer = await desk.post(f"/events/contests/{contest}/entries", {"listed": listed})
    # then
    assert answer.status_code == 201, answer.text
    file = ("works.csv", f"作品,类别,工号\n春天,独诵,{d}\n".encode(), "text/csv")
    sent = await desk.events.http.post(
        f"/events/contests/{contest}/entries", files={"file": file}, headers=desk.headers
    )
    assert sent.status_code == 201, sent.text
    told = (await heard(desk, contest, JudgedContestChanged))[-1].entries
    assert [(each.name, each.category, len(each.authors)) for each in told] == [
        ("《黄河：颂》", "合诵", 2),
        ("Reader3", "", 1),
        ("春天", "独诵", 1),
    ]


async def test_a_list_with_a_slip_enters_nobody_and_shows_the_line_again(desk: Desk) -> None:
    contest = await judged_contest(desk)

    shown = await desk.form(f"/events/contests/{contest}/entries", listed="【合诵】《颂》：9999999 Nobody")

    assert shown.status_code == 422
    assert "【合诵】《颂》: 9999999 Nobody" in shown.text
    (number,) = await members(desk.events, 1)
    file = ("works.csv", f"作品,工号\n{'长' * 9000},{number}\n".encode(), "text/csv")
    path = f"/events/contests/{contest}/entries"
    long = await desk.events.http.post(path, files={"file": file}, headers=desk.headers)
    refused(long, "entry.long")
    assert (await desk.look(contest))["entries"] == []


async def test_one_person_stands_in_one_recitation_but_may_hang_several_works(desk: Desk) -> None:
    # given
    recitation, exhibition = await judged_contest(desk), await judged_contest(desk, "photography_exhibition")
    (number,) = await members(desk.events, 1)
    twice = [{"members": [number], "name": "晨"}, {"members": [number], "name": "暮"}]
    # when / then
    again = await desk.post(f"/events/contests/{recitation}/entries", {"entries": twice})
    refused(again, "member.entered")
    assert len(await entered(desk, exhibition, *twice)) == 2
    same = await desk.post(f"/events/contests/{exhibition}/entries", {"entries": twice[:1]})
    assert same.status_code == 201


async def test_once_the_panel_has_it_an_entry_comes_goes_and_changes_only_with_a_reason(desk: Desk) -> None:
    # given
    contest = await judged_contest(desk)
    one, two, three, four = await four_of_different_units(desk)
    (entry,) = await entered(desk, contest, {"members": [one]})
    await handed_over(desk, contest)
    entries, at = f"/events/contests/{contest}/entries", f"/events/contests/{contest}/entries/{entry}"
    # when it comes without one, then with one
    refused(await desk.post(entries, {"members": [two]}), "entry.late", 409)
    assert (await desk.post(entries, {"members": [two], "reason": "Forgotten by us"})).status_code == 201
    # and it gets another author and a title
    replaced = f"/events/entries/{entry}/replace"
    refused(await desk.post(replaced, {"enters": three}), "entry.late", 409)
    assert (await desk.post(replaced, {"enters": three, "reason": "Reads with her"})).status_code == 200
    described = f"/events/entries/{entry}/describe"
    refused(await desk.post(described, {"name": "《颂》"}), "entry.late", 409)
    title = {"name": "《颂》", "unit": "Unit 1", "category": "合诵", "reason": "Title came late"}
    assert (await desk.post(described, title)).status_code == 200
    # and it withdraws and returns
    refused(await desk.post(f"{at}/withdraw", {"reason": ""}), "late.reason")
    assert (await desk.post(f"{at}/withdraw", {"reason": "Ill"})).status_code == 200
    assert (await heard(desk, contest, JudgedContestChanged))[-1].entries[0].withdrawn
    assert (await desk.post(f"{at}/return", {"reason": "Well again"})).status_code == 200
    # then
    last = (await heard(desk, contest, JudgedContestChanged))[-1]
    assert (last.status, last.entries[0].name, last.entries[0].unit) == ("judging", "《颂》", "Unit 1")
    assert [each.name for each in last.entries[0].authors] == ["Reader1", "Reader3"]
    assert not last.entries[0].withdrawn
    notes = (await desk.get(at))["changes"]
    assert [each["kind"] for each in notes] == ["replaced", "described", "withdrawn", "returned"]
    refused(await desk.post(f"/events/entries/{entry}/remove", {}), "contest.handed_over", 409)
    # and the result is the panel's
    await desk.events.deliver(signed(desk, contest, [ranked(entry, 1, "90")]))
    refused(await desk.post(f"{at}/withdraw", {"reason": "Too late"}), "entry.decided", 409)
    refused(await desk.post(entries, {"members": [four], "reason": "Late"}), "contest.handed_over", 409)


async def test_nothing_is_drawn_and_nobody_hands_over_an_empty_contest(desk: Desk) -> None:
    contest = await judged_contest(desk)

    refused(await desk.post(f"/events/contests/{contest}/hand-over", {}), "contest.empty", 409)
    await entered(desk, contest, *({"members": [n]} for n in await members(desk.events, 3)))
    refused(await desk.post(f"/events/contests/{contest}/draw", {"lot": "x"}), "draw.judged", 409)
    await handed_over(desk, contest)
    refused(await desk.post(f"/events/contests/{contest}/hand-over", {}), "contest.handed_over", 409)
    refused(await desk.post(f"/events/contests/{await desk.contest()}/hand-over", {}), "contest.not_judged", 409)


async def test_a_new_name_and_a_removed_contest_are_told(desk: Desk) -> None:
    contest = await judged_contest(desk)

    named = await desk.post(f"/events/contests/{contest}", {"name": "朗诵决赛"})
    assert named.status_code == 200, named.text
    assert (await heard(desk, contest, JudgedContestChanged))[-1].contest_name == "朗诵决赛"
    assert (await desk.post(f"/events/contests/{contest}/remove", {})).status_code == 200
    assert (await heard(desk, contest, JudgedContestChanged))[-1].status == "removed"


async def test_a_result_for_entries_of_another_contest_is_refused_whole(desk: Desk) -> None:
    # given
    contest, other = await judged_contest(desk), await judged_contest(desk)
    (mine,) = await entered(desk, contest, *({"members": [n]} for n in await members(desk.events, 1)))
    (strange,) = await entered(desk, other, *({"members": [n]} for n in await members(desk.events, 1)))
    await handed_over(desk, contest)
    # when
    with pytest.raises(StrangeResult):
        await desk.events.deliver(signed(desk, contest, [ranked(mine, 1, "9"), ranked(strange, 2, "8")]))
    # then
    assert (await desk.look(contest))["contest"]["status"] == "judging"


async def test_members_enter_a_work_with_co_authors_and_take_it_back(desk: Desk) -> None:
    # given
    contest = await judged_contest(desk)
    one, two, *_rest = await four_of_different_units(desk)
    await desk.post(f"/events/contests/{contest}/eligibility", {"own_entry": True})
    author = desk.events.as_(await member_id(desk, one), "Reader1") | {"Accept-Language": "en"}
    path = f"/events/contests/{contest}"
    # when
    body = {"name": "《颂》", "category": "合诵", "partners": f"{two} Reader2"}
    answer = await desk.events.http.post(f"{path}/enter", json=body, headers=author)
    # then
    assert answer.status_code == 201, answer.text
    (told,) = (await heard(desk, contest, JudgedContestChanged))[-1].entries
    assert (told.name, told.category, len(told.authors)) == ("《颂》", "合诵", 2)
    shown = await desk.events.http.get(f"{path}/enter", headers=author | {"Accept": "text/html"})
    assert "You are entered: 《颂》." in shown.text
    assert f"/scoring/contests/{contest}/works" in shown.text
    own = await desk.events.http.get("/events/my", headers=author | {"Accept": "text/html"})
    assert f"/scoring/contests/{contest}/works" in own.text
    gone = await desk.events.http.post(f"{path}/withdraw", json={}, headers=author)
    assert gone.status_code == 200
    assert (await heard(desk, contest, JudgedContestChanged))[-1].entries == ()


async def member_id(desk: Desk, number: str) -> UUID:
    async with desk.events.app.state.db.acquire() as tx:
        found: UUID = await tx.fetchval("select id from member where staff_number = $1", number)
    return found


async def test_every_page_of_a_judged_contest_reads_well_at_every_stage(desk: Desk) -> None:
    # given
    contest = await judged_contest(desk)
    pages = [f"/events/contests/{contest}/desk", f"/events/contests/{contest}", f"/events/{desk.id}/desk"]
    pages += [f"/events/{desk.id}", f"/events/{desk.id}/screen", f"/events/{desk.id}/meeting/desk"]
    pages += [f"/events/{desk.id}/awards/desk", f"/events/{desk.id}/hall", f"/events/contests/{contest}/guests"]
    (entry,) = await entered(desk, contest, {"members": await four_of_different_units(desk), "name": "《颂》"})
    late = f"/events/contests/{contest}/entries/{entry}"
    for lang in ("en", "zh"):
        shown = "".join([await desk.page(each, lang) for each in [*pages, f"/events/entries/{entry}/members"]])
        assert "#draw" not in shown
    # when handed over
    await handed_over(desk, contest)
    for lang, words in (("en", "being judged"), ("zh", "评审中")):
        shown = "".join([await desk.page(each, lang) for each in [*pages, late, f"/events/entries/{entry}/members"]])
        assert words in shown
        assert f"/scoring/contests/{contest}/board" in await desk.page(pages[1], lang)
        assert "Reader1" not in await desk.page(pages[1], lang)
    # when decided
    await desk.events.deliver(signed(desk, contest, [ranked(entry, 1, "9.46", "first", "优秀诵读者")]))
    for lang, words in (("en", "First prize"), ("zh", "一等奖")):
        shown = await desk.page(pages[1], lang)
        assert words in shown and "9.46" in shown and "优秀诵读者" in shown and "Reader4" in shown
        assert words in await desk.page(f"/events/{desk.id}/screen", lang)
        assert words in await desk.page(f"/events/{desk.id}/awards", lang)
        for each in [*pages, late, f"/events/entries/{entry}/members"]:
            await desk.page(each, lang)


async def test_team_totals_count_the_places_of_a_judged_contest(desk: Desk) -> None:
    # given
    contest = await judged_contest(desk)
    one, two, three, _four = await four_of_different_units(desk)
    entries = await entered(desk, contest, *({"members": [n]} for n in (one, two, three)))
    await handed_over(desk, contest)
    # when
    lines = [ranked(entry, place, f"{100 - place}") for place, entry in enumerate(entries, start=1)]
    await desk.events.deliver(signed(desk, contest, lines))
    # then
    totals = (await desk.get(f"/events/{desk.id}/meeting/desk"))["totals"]
    assert [(each["unit"], each["points"]) for each in totals] == [("Unit 1", "9"), ("Unit 2", "7"), ("Unit 3", "6")]


async def test_certificates_are_one_for_each_author_as_page_workbook_and_csv(desk: Desk) -> None:
    # given
    contest = await judged_contest(desk)
    (work,) = await entered(desk, contest, {"members": await four_of_different_units(desk), "name": "=SUM(1)"})
    path = f"/events/contests/{contest}/certificates"
    early = await desk.events.http.get(path, headers=desk.headers)
    refused(early, "certificates.early", 409)
    await handed_over(desk, contest)
    # when
    await desk.events.deliver(signed(desk, contest, [ranked(work, 1, "9.46", "first", "优秀诵读者")]))
    # then
    found = (await desk.get(path))["certificates"]
    assert [(each["name"], each["unit"], each["prize"]) for each in found] == [
        (f"Reader{n}", f"Unit {n}", "first") for n in range(1, 5)
    ]
    assert "优秀诵读者" in await desk.page(path, "zh")
    chinese = desk.headers | {"Accept-Language": "zh"}
    book = await desk.events.http.get(f"{path}.xlsx", headers=chinese)
    rows = rows_of(book.content)
    assert rows[0] == ["获奖者", "单位", "赛事", "项目", "作品", "奖项", "荣誉称号", "名次", "日期"]
    assert rows[1][0] == "Reader1" and rows[1][4:] == ["=SUM(1)", "一等奖", "优秀诵读者", "1", "2026-05-02"]
    text = (await desk.events.http.get(f"{path}.csv", headers=chinese)).content
    assert text.startswith(b"\xef\xbb\xbf") and "'=SUM(1)" in text.decode("utf-8-sig")
    stranger = desk.events.as_(UUID(int=7), "Stranger")
    refused(await desk.events.http.get(path, headers=stranger), "event.not_yours", 403)


async def test_a_joint_work_counts_for_no_unit_until_one_is_named(desk: Desk) -> None:
    # given
    contest = await judged_contest(desk)
    authors = await four_of_different_units(desk)
    joint, named = await entered(desk, contest, *({"members": authors[n : n + 2], "name": f"W{n}"} for n in (0, 2)))
    (alone,) = await entered(desk, contest, *({"members": [n]} for n in await members(desk.events, 1)))
    answer = await desk.post(f"/events/entries/{named}/describe", {"name": "W2", "unit": "Unit 3"})
    assert answer.status_code == 200
    await handed_over(desk, contest)
    # when
    lines = [ranked(joint, 1, "90"), ranked(named, 2, "89"), ranked(alone, 3, "88")]
    await desk.events.deliver(signed(desk, contest, lines))
    # then
    totals = (await desk.get(f"/events/{desk.id}/meeting/desk"))["totals"]
    assert [(each["unit"], each["points"]) for each in totals] == [("Unit 3", "7"), ("Unit 0", "6")]
    # and a certificate names a work only where it is called something else than its author
    found = (await desk.get(f"/events/contests/{contest}/certificates"))["certificates"]
    assert [each["work"] for each in found] == ["W0", "W0", "W2", "W2", ""]


async def test_an_author_who_moves_to_another_unit_is_told_to_the_panel(desk: Desk) -> None:
    # given
    contest = await judged_contest(desk)
    number, *_others = await four_of_different_units(desk)
    await entered(desk, contest, {"members": [number]})
    await handed_over(desk, contest)
    before = len(await heard(desk, contest, JudgedContestChanged))
    moved = MemberChanged(
        id=await member_id(desk, number), revision=2, staff_number=number, name="Reader1", unit="Unit 9"
    )
    # when
    await desk.events.deliver(moved)
    await desk.events.deliver(moved)
    # then
    told = await heard(desk, contest, JudgedContestChanged)
    assert len(told) == before + 1
    assert [each.unit for each in told[-1].entries[0].authors] == ["Unit 9"]


async def test_the_settings_of_a_judged_contest_are_the_panels(desk: Desk) -> None:
    contest = await judged_contest(desk)
    address = f"/events/contests/{contest}/settings"

    shown = await desk.events.http.get(address, headers=desk.headers | {"Accept": "text/html"})
    assert (shown.status_code, shown.headers["location"]) == (303, f"/scoring/contests/{contest}/rules")
    refused(await desk.post(address, {"kind": "heats"}), "settings.judged", 409)


async def test_a_format_chosen_before_the_rule_set_does_not_count(desk: Desk) -> None:
    body = {"name": "Recitation after all", "preset": "recitation_10", "kind": "swiss"}
    answer = await desk.post(f"/events/{desk.id}/contests", body)
    assert answer.status_code == 201, answer.text
