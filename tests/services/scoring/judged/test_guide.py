"""The guide to judged contests: three pages in two languages, with an example the rules compute."""

from decimal import Decimal

import pytest

from services.scoring.judged.guide import FOLDER, ROLES
from services.scoring.judged.guide_example import example
from tests.servers import Running

PAGE = {"Accept": "text/html"}


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("role", [*ROLES])
async def test_every_page_of_the_guide_is_there_in_both_languages(scoring: Running, role: str, lang: str) -> None:
    page = await scoring.http.get(f"/scoring/guide/{role}?lang={lang}", headers=PAGE)
    scoring.http.cookies.clear()

    assert page.status_code == 200
    assert (FOLDER / lang / f"{role}.html").read_text("utf-8")[:60] in page.text


async def test_the_guide_lists_its_pages_and_knows_no_others(scoring: Running) -> None:
    contents = await scoring.http.get("/scoring/guide", headers=PAGE)

    assert all(f"/scoring/guide/{role}" in contents.text for role in ROLES)
    assert (await scoring.http.get("/scoring/guide/nobody", headers=PAGE)).status_code == 404
    assert (await scoring.http.get("/scoring/guide/pictures/..%2F..%2Fzh.po", headers=PAGE)).status_code == 404


def test_the_example_is_what_the_rules_make_of_it() -> None:
    rows = {row.order: row for row in example(lambda msgid: msgid).rows}

    # 90, 90, 91, 92, 93 without 89 and 96 is 456/5; 41 seconds over five minutes are one minute begun.
    assert (rows["02"].mean, rows["02"].deducted, rows["02"].total) == (Decimal("91.20"), Decimal(1), Decimal("90.20"))
    # Seat 3 is recused: 90, 91, 91, 92 without 88 and 93.
    assert (rows["03"].total, rows["03"].place) == (Decimal("91.00"), 1)
    assert [cell.dropped for cell in rows["01"].cells] == [False, False, True, False, True, False, False]
