"""Papers of a judged contest: what stands on them, what never does, and for whom."""

import io
import zipfile
from decimal import Decimal
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from msgspec.structs import replace
from openpyxl import load_workbook

from services.scoring.judged import typeset
from services.scoring.judged.document import Document, Table, Text
from services.scoring.judged.paper_book import sheet_name
from services.scoring.judged.paper_sheets import seat_code
from services.scoring.judged.typeset import pdf_of
from shared.kit.http.errors import Refused
from shared.rules.judged.rule_set import Criterion, PanelRule, Prizes
from shared.rules.judged.steps import Standardise, SumCriteria, TrimMean, Votes
from shared.rules.model import PrizeTier
from tests.servers import Running
from tests.services.scoring.judged.day import Day, new_day, reserve, rules, stage
from tests.services.scoring.judged.stand import Tablet, new_stand
from tests.services.scoring.judged.works_ground import Judge

FIVE = ("80", "85.5", "86", "87", "90")
PDFS = ("protocol", "ranking", "agreement", "sheets", "blank")


@pytest.fixture(scope="module")
async def day(scoring: Running) -> Day:
    """Three works; two judged, one of them with a deduction; the third open with ballots in."""
    day = await new_day(scoring, rules(prizes=Prizes(tiers=(PrizeTier("first", count=1),))))
    await day.performed(day.turns[0], *FIVE)
    await day.performed(day.turns[1], "70", "71", "72", "73", "74")
    await day.done(day.turns[0], "deductions", day.chief, kind="leak", points="5", reason="said the college")
    await day.done(day.turns[2], "open")
    await day.marks(day.turns[2], "61.37", "62", "63")
    return day


async def paper(day: Day, file: str, headers: dict[str, str] | None = None, lang: str = "en") -> Any:
    who = dict(day.organiser if headers is None else headers) | {"Accept-Language": lang, "Accept": "*/*"}
    return await day.scoring.http.get(f"{day.contest}/papers/{file}", headers=who)


async def book(day: Day, headers: dict[str, str] | None = None) -> dict[str, list[list[Any]]]:
    answer = await paper(day, "protocol.xlsx", headers)
    assert answer.status_code == 200, answer.text
    found = load_workbook(io.BytesIO(answer.content))
    return {sheet.title: [[cell.value for cell in row] for row in sheet.iter_rows()] for sheet in found}


@pytest.fixture
def documents(monkeypatch: pytest.MonkeyPatch) -> list[Document]:
    """What was to be set, without setting it: a machine may have no Chinese font."""
    seen: list[Document] = []

    async def keep(document: Document) -> bytes:
        seen.append(document)
        return b"%PDF-"

    monkeypatch.setattr("services.scoring.judged.papers.pdf_of", keep)
    return seen


def words(document: Document) -> str:
    return repr(document)


@pytest.mark.parametrize("name", PDFS)
async def test_every_paper_is_set_as_a_pdf_in_english(day: Day, name: str) -> None:
    answer = await paper(day, f"{name}.pdf")

    assert answer.status_code == 200, answer.text
    assert answer.headers["content-type"].startswith("application/pdf")
    assert answer.headers["cache-control"] == "private, no-store"
    assert answer.content.startswith(b"%PDF-")


@pytest.mark.parametrize("name", PDFS)
async def test_in_chinese_it_is_set_or_the_missing_font_is_named(day: Day, name: str) -> None:
    answer = await paper(day, f"{name}.pdf", lang="zh")

    if typeset.chinese_font():
        assert answer.content.startswith(b"%PDF-")
    else:
        assert (answer.status_code, answer.headers["saishi-code"]) == (409, "papers.font")


async def test_without_a_chinese_font_pages_say_so_and_the_spreadsheet_still_works(
    day: Day, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(typeset, "chinese_font", lambda: None)

    refused = await paper(day, "ranking.pdf", lang="zh")
    shown = await day.look(f"{day.contest}/papers", html=True)

    assert (refused.status_code, refused.headers["saishi-code"]) == (409, "papers.font")
    assert "Noto Sans CJK" in shown.text
    assert (await paper(day, "protocol.xlsx", lang="zh")).status_code == 200
    assert (await paper(day, "ranking.pdf", lang="en")).status_code == 200


async def test_words_are_never_read_as_markup() -> None:
    told = Text("#panic() $x *b* @a `c` \\ #sys.inputs <l> [")
    document = Document(title="#include", above="=", foot="$", lang="en", blocks=[told])

    assert (await pdf_of(document)).startswith(b"%PDF-")


async def test_a_paper_that_cannot_be_set_is_refused(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    broken = tmp_path / "broken.typ"
    broken.write_text("#panic()", "utf-8")
    monkeypatch.setattr(typeset, "TEMPLATE", broken)

    with pytest.raises(Refused) as refused:
        await pdf_of(Document(title="x", above="", foot="", lang="en", blocks=[]))

    assert refused.value.code == "papers.failed"


async def test_the_protocol_has_every_mark_of_what_is_closed_and_none_of_what_is_open(
    day: Day, documents: list[Document]
) -> None:
    await paper(day, "protocol.pdf")
    (protocol,) = documents

    assert "85.5" in words(protocol)
    assert "61.37" not in words(protocol)
    assert "said the college" in words(protocol)
    assert "Cell(text='80.00', struck=True, bold=True)" in words(protocol)
    assert "Cell(text='90.00', struck=True, bold=True)" in words(protocol)
    assert "Score: 81.17" in words(protocol)
    assert protocol.draft == "Provisional: not everything is closed yet."


async def test_the_spreadsheet_has_numbers_and_what_was_dropped(day: Day) -> None:
    sheets = await book(day)

    assert list(sheets) == ["Ranking", "Final", "Every ballot of Final", "Deductions", "Signatures"]
    marks = {(row[0], row[3]): row for row in sheets["Final"][1:]}
    assert marks["01", 1][5:] == [80, 80, "all", Decimal("81.17").__float__()]
    assert marks["01", 2][5:7] == [85.5, 85.5]
    assert not any("61.37" in map(str, row) for rows in sheets.values() for row in rows)
    assert [row[2:] for row in sheets["Deductions"][1:]] == [["Identity told", 5, "Chief", "said the college"]]


async def test_the_spreadsheet_stores_the_very_digits_of_a_score(scoring: Running) -> None:
    day = await new_day(scoring, entries=1)
    await day.performed(day.turns[0], *(("96.35",) * 5))

    answer = await paper(day, "protocol.xlsx")

    with zipfile.ZipFile(io.BytesIO(answer.content)) as stored:
        assert b"<v>96.35</v>" in stored.read("xl/worksheets/sheet1.xml")
        assert b"<v>96.35</v>" in stored.read("xl/worksheets/sheet2.xml")


async def test_a_reopened_performance_has_no_marks_on_any_paper(scoring: Running, documents: list[Document]) -> None:
    day = await new_day(scoring)
    await day.performed(day.turns[0], *FIVE)
    await day.ground.sql("update performance set status = 'reopened' where id = $1", day.turns[0])

    for name in PDFS:
        await paper(day, f"{name}.pdf")

    assert len(documents) == len(PDFS)
    assert not any(mark in words(document) for document in documents for mark in ("85.5", "86.17"))


async def test_score_sheets_have_order_numbers_and_no_names_of_entries(day: Day, documents: list[Document]) -> None:
    await paper(day, "sheets.pdf")
    await paper(day, "blank.pdf")
    given, blank = documents

    assert "Judge 5" in words(given)
    assert "85.5" in words(given)
    assert "85.5" not in words(blank)
    assert all("Work 1" not in words(document) and "College 1" not in words(document) for document in documents)
    assert words(blank).count("text='03'") == 5


async def test_the_code_on_a_blank_sheet_names_event_and_seat_only(day: Day) -> None:
    judge = day.ground.judges[0]

    assert seat_code(day.ground.event_id, judge.id) == f"saishi:{day.ground.event_id}:{judge.id}"


async def test_who_marks_in_an_anonymous_contest_reads_numbers_until_it_is_over(
    day: Day, documents: list[Document]
) -> None:
    await paper(day, "ranking.pdf", day.chief)
    await paper(day, "ranking.pdf", day.supervisor)
    chief, supervisor = documents

    assert "Work 1" not in words(chief)
    assert "Work 1" in words(supervisor)


async def test_papers_are_for_officials_each_for_its_own(day: Day) -> None:
    stranger = day.ground.stranger()
    for file in ("", "protocol.pdf", "protocol.xlsx", "ranking.pdf", "agreement.pdf", "sheets.pdf", "blank.pdf"):
        assert (await paper(day, file, stranger)).status_code == 403
        assert (await paper(day, file, {})).status_code in (401, 403)
        assert (await paper(day, file, day.ground.judges[0].headers)).status_code == 403
    assert (await paper(day, "blank.pdf", day.timekeeper)).status_code == 200
    assert (await paper(day, "protocol.pdf", day.timekeeper)).status_code == 403
    page = await day.look(f"{day.contest}/papers", day.timekeeper)
    assert [each["file"] for each in page.json()["papers"]] == ["blank.pdf"]


async def test_an_unknown_contest_has_no_papers(day: Day) -> None:
    answer = await day.look("/scoring/contests/00000000-0000-0000-0000-000000000000/papers")

    assert answer.status_code == 404


async def test_a_signed_result_is_printed_with_its_head_signatures_and_titles(
    scoring: Running, documents: list[Document]
) -> None:
    # given a contest signed by both
    day = await new_day(scoring, entries=2)
    await day.performed(day.turns[0], *FIVE)
    await day.performed(day.turns[1], "70", "71", "72", "73", "74")
    await day.ground.stage("final", "closed")
    result = f"{day.contest}/result"
    assert (await day.post(result, day.chief)).status_code in (200, 201)
    draft = (await day.look(result)).json()["draft"]
    for who in (day.chief, day.supervisor):
        signed = await day.post(f"{result}/sign", who, version=draft["version"], hash=draft["hash"])
        assert signed.status_code == 200, signed.text
    # when
    await paper(day, "ranking.pdf", day.chief)
    (ranking,) = documents
    # then
    assert ranking.draft == ""
    assert "河南省教学标兵" in words(ranking)
    assert "signed on the tablet" in words(ranking)
    assert draft["hash"] in words(ranking)


async def test_a_contest_in_which_nothing_has_happened_has_papers_too(
    scoring: Running, documents: list[Document]
) -> None:
    day = await new_day(scoring, rules(stage(), anonymous=False))

    for name in PDFS:
        assert (await paper(day, f"{name}.pdf")).status_code == 200
    assert (await paper(day, "protocol.xlsx")).status_code == 200


def test_names_of_sheets_are_such_as_spreadsheets_take() -> None:
    taken: set[str] = set()

    assert sheet_name("a/b [c]: " + "x" * 40, taken) == "ab c " + "x" * 26
    assert sheet_name("A/B [C]: " + "X" * 40, taken) == "AB C " + "X" * 22 + " 2"
    assert sheet_name("//", taken) == "–"


async def test_a_criterion_left_out_is_struck_by_itself(scoring: Running, documents: list[Document]) -> None:
    two = tuple(Criterion(key=key, name=key.title(), maximum=Decimal(10)) for key in ("voice", "text"))
    day = await new_day(scoring, rules(stage(criteria=two, steps=(TrimMean(), SumCriteria()))))
    await day.done(day.turns[0], "open")
    for judge, voice, text in zip(day.ground.judges, "56789", "67778", strict=True):
        await day.ground.ballot(day.turns[0], judge, {"voice": voice, "text": text})
    await day.done(day.turns[0], "close")

    await paper(day, "protocol.pdf")
    sheets = await book(day)

    (protocol,) = documents
    assert "Cell(text='9', struck=True" in words(protocol)
    assert "Cell(text='17.00', struck=False, bold=True)" in words(protocol)
    assert [row[8] for row in sheets["Final"][1:]] == ["Voice, Text", "", "", "", "Voice, Text"]


async def test_a_seat_without_marks_is_named_with_its_reason_and_an_absent_contestant_too(
    scoring: Running, documents: list[Document]
) -> None:
    day = await new_day(scoring)
    turn, seat = day.turns[0], day.ground.judges[4].id
    await day.done(turn, "open")
    await day.marks(turn, *FIVE[:4])
    await day.done(turn, f"seats/{seat}/absence", day.chief, reason="taken ill")
    await day.done(turn, f"seats/{seat}/absence", day.supervisor)
    await day.done(turn, "close")
    await day.done(day.turns[1], "absent", reason="did not come")

    for name in ("protocol.pdf", "sheets.pdf"):
        await paper(day, name)
    sheets = await book(day)

    protocol, given = documents
    assert "No marks of J5 Judge 5: taken ill" in words(protocol)
    assert "absent: did not come" in words(protocol)
    assert "absent: taken ill" in words(given)
    assert any("taken ill" in row for row in sheets["Final"])
    assert any("did not come" in row for row in sheets["Final"])


async def test_the_protocol_tells_who_stood_in_what_was_taken_off_by_whom_and_who_granted_a_change(
    scoring: Running, documents: list[Document]
) -> None:
    # given a recused judge with a stand-in
    stand = await new_stand(scoring)
    day = stand.day
    first, second, third = day.turns
    stand_in = await reserve(day, 6)
    await day.ground.sql(
        "insert into recusal (contest_id, seat_id, entry_id, by_rule, reason, made_by, made_at, stand_in) "
        "values ($1, $2, $3, true, 'College 1', 'x', now(), $4)",
        day.ground.contest_id,
        day.ground.judges[2].id,
        day.ground.entries[0].id,
        stand_in,
    )
    substitute = await day.ground.paired(stand_in, 6)
    await day.done(first, "open")
    for place, mark in enumerate(("80", "81", "", "83", "84")):
        if mark:
            await stand.tablets[place].give(first, mark)
    await Tablet(scoring.http, substitute.id, substitute.token).give(first, "82")
    # and a change the chief granted
    await stand.tablets[0].ask(first, "typed it wrong")
    change = (await day.ground.sql("select id from reopening order by asked_at desc limit 1"))[0]["id"]
    assert (await day.post(f"/scoring/changes/{change}/grant", day.chief, reason="agreed")).status_code == 200
    await stand.tablets[0].give(first, "85", revision=2)
    await day.done(first, "close")
    # and a lesson over time, and one who did not come
    await day.done(second, "open")
    for tablet in stand.tablets:
        await tablet.give(second, "70")
    await day.done(second, "time", minutes=10, seconds=30, reason="by the second watch")
    await day.done(second, "close")
    await day.done(third, "absent", reason="snowed in")
    # when
    await paper(day, "protocol.pdf")
    await paper(day, "ranking.pdf")
    await paper(day, "ranking.pdf", lang="zh")
    sheets = await book(day)
    protocol, ranked, chinese = documents
    # then
    told = "recused (College 1); J6 Reserve 6 judged instead"
    assert f"No marks of J3 Judge 3: {told}" in words(protocol)
    assert any(told in row for row in sheets["Final"])
    granted = "replaced; change asked for: typed it wrong; granted by Chief"
    assert granted in words(protocol)
    assert any(granted in row for row in sheets["Every ballot of Final"])
    assert "Deduction: Time −1 (by the rule) measured 10:30" in words(protocol)
    assert sheets["Deductions"][0][3:] == ["Points off", "Entered by", "Reason"]
    assert sheets["Deductions"][1][2:] == ["Time", 1, "by the rule", "measured 10:30"]
    assert all("absent: snowed in" in words(document) for document in (protocol, ranked))
    assert "缺席：snowed in" in words(chinese)
    assert sheets["Without a place"][1] == ["03", "Work 3", "College 3", "Final", "absent: snowed in"]
    shown = (await day.look(f"{day.contest}/result", html=True)).text
    assert "缺席：snowed in" in shown


async def test_categories_and_the_parts_of_judges_and_votes_stand_apart(
    scoring: Running, documents: list[Document]
) -> None:
    # given prizes for each category and a public vote that counts a fifth
    voted = stage(public_votes=3, steps=(SumCriteria(), TrimMean(), Votes(judges=Decimal(80), votes=Decimal(20))))
    prizes = Prizes(tiers=(PrizeTier("first", count=1),), apart="category")
    day = await new_day(scoring, rules(voted, prizes=prizes))
    day.ground.entries = [
        replace(each, category=category)
        for each, category in zip(day.ground.entries, ("Single", "Series", "Single"), strict=True)
    ]
    await day.ground.told()
    for turn, total, votes in zip(day.turns, ("90", "80", "70"), (5, 10, 0), strict=True):
        await day.performed(turn, *((total,) * 5))
        await day.ground.sql("update performance set votes = $2 where id = $1", turn, votes)
    # when
    shown = (await day.look(f"{day.contest}/result", html=True)).text
    await paper(day, "ranking.pdf")
    sheets = await book(day)
    # then
    assert "评委 80%" in shown
    assert "投票 20%" in shown
    assert "Series" in shown
    assert sheets["Ranking"][0][2:8] == ["Entry", "Unit", "Category", "Judges 80 %", "Votes 20 %", "Final"]
    assert [row[2:9] for row in sheets["Ranking"][1:]] == [
        ["Work 2 (Work 2 0)", "College 2", "Series", 64, 20, 84, 84],
        ["Work 1 (Work 1 0)", "College 1", "Single", 72, 10, 82, 82],
        ["Work 3 (Work 3 0)", "College 3", "Single", 56, 0, 56, 56],
    ]
    assert "Votes 20 %" in words(documents[0])


async def test_judges_the_rule_could_not_correct_are_told_before_signing_and_on_papers(
    scoring: Running, documents: list[Document]
) -> None:
    scaled = stage(steps=(SumCriteria(), Standardise(least=8), TrimMean()))
    day = await new_day(scoring, rules(scaled), entries=2)
    for turn, total in zip(day.turns, (70, 80), strict=True):
        await day.performed(turn, *(str(total + judge) for judge in range(5)))

    shown = (await day.look(f"{day.contest}/result", day.chief, html=True)).text
    for name in ("protocol.pdf", "ranking.pdf"):
        await paper(day, name)

    assert "每位评委的评分都不足 8 份，没有做标准分校正" in shown
    assert all("no judge was brought to the common scale" in words(document) for document in documents)


async def test_two_panels_are_told_apart_by_their_names(scoring: Running, documents: list[Document]) -> None:
    day = await new_day(scoring)
    other = uuid4()
    event = day.ground.event_id
    await day.ground.sql("insert into panel (id, event_id, name) values ($1, $2, 'Panel B')", other, event)
    await day.ground.sql("update performance set panel_id = $1 where id = $2", other, day.turns[1])
    for number in range(1, 4):
        [seat] = await day.ground.sql(
            "insert into panel_seat (panel_id, number, role, name) values ($1, $2, 'judge', 'Other') returning id",
            other,
            number,
        )
        await day.ground.ballot(day.turns[1], Judge(seat["id"], number, ""), {"all": "75"})
    await day.performed(day.turns[0], *FIVE)
    await day.ground.sql("update performance set status = 'closed' where id = $1", day.turns[1])

    for name in ("protocol.pdf", "sheets.pdf", "agreement.pdf"):
        await paper(day, name)

    protocol, given, agreed = documents
    seats = next(each for each in protocol.blocks if isinstance(each, Table))
    assert seats.heads[0] == "Panel"
    assert {row[0].text for row in seats.rows} == {"P", "Panel B"}
    assert "02 · Work 2 · College 2 · Panel B" in words(protocol)
    assert "Final · Panel B · J1 Other" in words(given)
    assert "Final, Panel B" in words(agreed)


async def test_the_agreement_report_knows_each_judge_and_the_own_unit(
    scoring: Running, documents: list[Document]
) -> None:
    day = await new_day(scoring)
    await day.ground.sql("update panel_seat set unit = 'College 1' where id = $1", day.ground.judges[0].id)
    await day.performed(day.turns[0], "90", "80", "80", "80", "80")
    await day.performed(day.turns[1], "70", "70", "70", "70", "70")
    await day.performed(day.turns[2], "60", "60", "60", "60", "60")
    # Of equal marks the first seat counts as the lowest: it is left out of every performance.

    await paper(day, "agreement.pdf", day.supervisor)

    (report,) = documents
    assert "'ICC(2,k)', '0.989'" in words(report)
    assert "* Fewer than 5 entries: too few to say anything about the judge." in words(report)
    first = next(each for each in report.blocks if isinstance(each, Table)).rows[0]
    assert [each.text for each in first] == ["J1 Judge 1", "3 *", "73.33", "12.47", "-2.67", "+3.33", "+10.00", "100 %"]


async def test_marks_of_judges_nothing_links_are_printed_and_the_page_says_what_to_do(
    scoring: Running, documents: list[Document]
) -> None:
    # given two readers without a common entry
    day = await new_day(scoring, rules(stage(compare="severity", panel=PanelRule(size=1, least=1))), judges=2)
    for turn, judge in zip(day.turns, day.ground.judges, strict=False):
        await day.ground.sql(
            "insert into assignment (performance_id, seat_id, why) values ($1, $2, 'reader')", turn, judge.id
        )
        await day.done(turn, "open")
        await day.ground.ballot(turn, judge, {"all": "81.5"})
        await day.done(turn, "close")
    await day.done(day.turns[2], "absent", reason="ill")
    assert (await day.post(f"{day.contest}/stages/final/close")).status_code == 200
    unlinked = "No common entries link all of these judges"
    # when
    for name in ("protocol.pdf", "sheets.pdf", "ranking.pdf", "agreement.pdf"):
        answer = await paper(day, name)
        assert answer.status_code == 200, answer.text
    sheets = await book(day)
    protocol, given, ranked, agreed = documents
    # then
    assert "Cell(text='81.50', struck=False, bold=True)" in words(protocol)
    assert "Cell(text='81.50', struck=False, bold=True)" in words(given)
    assert all(unlinked in words(document) for document in (protocol, ranked, agreed))
    assert [row[5:7] for row in sheets["Final"][1:3]] == [[81.5, 81.5]] * 2
    # and the result says what to do, and is not put up
    shown = await day.look(f"{day.contest}/result", day.chief, html=True)
    assert shown.status_code == 200
    assert "这些评委之间没有共同评阅的作品相连" in shown.text
    assert "处理办法" in shown.text
    assert f'href="{day.contest}/papers"' in shown.text
    assert (await day.look(f"{day.contest}/result")).json()["obstacles"] == ["judged.unlinked", "result.empty"]
    refused = await day.post(f"{day.contest}/result")
    assert (refused.status_code, refused.json()["code"]) == (409, "judged.unlinked")


@pytest.mark.parametrize(
    "family", ["Noto Serif CJK JP", "SimSun", "STSong", "Songti SC", "AR PL UMing CN", "Microsoft YaHei"]
)
def test_fonts_with_chinese_are_known_by_their_names(family: str) -> None:
    assert typeset.CHINESE.search(family)


@pytest.mark.parametrize("family", ["STIX Two Text", "Kailasa", "Libertinus Serif", "DejaVu Sans", "Noto Sans"])
def test_other_fonts_are_not_taken_for_them(family: str) -> None:
    assert not typeset.CHINESE.search(family)
