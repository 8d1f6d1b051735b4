"""The user guide: a page for every sport, format and task, in both languages; its worked examples are true."""

import re
from decimal import Decimal
from fractions import Fraction

import pytest

from services.events.guide import PAGES, TASKS, drawing, pad, prose
from services.events.guide_examples import example
from shared.rules.counting import counted
from shared.rules.formats import formats
from shared.rules.formats.ladder import climbed
from shared.rules.judging import judged_mean
from shared.rules.model import Counting, Exhibition
from shared.rules.sports import sport, sports
from tests.servers import Running

NAMES = [
    *(f"sport_{name}" for name in sports()),
    *(f"format_{kind}" for kind in formats()),
    *(f"task_{task}" for task in TASKS),
]


@pytest.mark.parametrize("name", NAMES)
def test_every_sport_format_and_task_has_prose_and_a_picture(name: str) -> None:
    assert prose(name, "zh") and prose(name, "en")
    assert drawing(name) or example(name.removeprefix("format_")).nodes


@pytest.mark.parametrize("name", NAMES)
def test_both_languages_say_the_same_with_the_same_headings(name: str) -> None:
    zh, en = ((PAGES / prose(name, lang)).read_text(encoding="utf-8") for lang in ("zh", "en"))
    assert [zh.count(tag) for tag in ("<h2>", "<li>", "<ol>")] == [en.count(tag) for tag in ("<h2>", "<li>", "<ol>")]


def test_prose_belongs_to_a_page() -> None:
    written = {file.stem for file in (PAGES / "guide").glob("*/*.html")}
    assert written == set(NAMES) - {name for name in NAMES if not prose(name, "en")}


@pytest.mark.parametrize("lang", ["zh", "en"])
async def test_every_page_is_served(events: Running, lang: str) -> None:
    contents = await events.http.get("/events/guide", headers={"Accept-Language": lang})
    links = re.findall(r'href="(/events/guide/[^"]+)"', contents.text)
    assert len(links) == len(NAMES)
    for link in links:
        page = await events.http.get(link, headers={"Accept-Language": lang})
        assert page.status_code == 200
        assert "<svg" in page.text.partition("<main")[2]


@pytest.mark.parametrize("name", [name for name in sports() if sport(name).PAD != "ballot"])
async def test_a_sport_shows_its_pad(events: Running, name: str) -> None:
    found = await events.http.get(f"/events/guide/pictures/{pad(name)}")
    assert found.headers["content-type"] == "image/png"
    assert found.content.startswith(b"\x89PNG")


async def test_a_page_nobody_wrote_is_refused(events: Running) -> None:
    for path in ("tasks/x", "sports/x", "formats/x", "pictures/x.png", "pictures/..%2Fguide.html"):
        assert (await events.http.get(f"/events/guide/{path}")).status_code == 404


@pytest.mark.parametrize("kind", formats())
def test_examples_are_played_to_the_end_by_the_rules(kind: str) -> None:
    shown = example(kind)
    if shown.places:
        assert shown.places[0][0] == "1"
        assert sorted(entry for entry, _, _ in shown.places) == sorted(str(n) for n in range(1, shown.entries + 1))


def test_the_worked_numbers_of_the_sports_are_those_of_the_rules() -> None:
    assert counted(Counting(), (117, 118, 121), false_starts=1).score == Decimal("107.5")
    assert counted(Counting(counters=1, combine="single", foul=3), (210,), fouls=2).score == 204
    assert judged_mean(Exhibition(), [Decimal(mark) for mark in (88, 92, 90, 85, 95)]) == Fraction(90)
    assert climbed("123456", [("5", "2")]) == tuple("152346")
