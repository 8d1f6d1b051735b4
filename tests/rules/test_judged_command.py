"""`saishi judge`: an old paper sheet computed from files, and what is wrong with a file told in one sentence."""

import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from deploy.cli import saishi
from shared.rules.judged.contests import presets
from shared.rules.judged.files import write_rule_set

EXAMPLE = Path(__file__).parent.parent / "data" / "judged_marks.yaml"
SIX = "{design: 18, content: 27, organisation: 26, language: 9, features: 4, reflection: 4}"


def judge(*arguments: str | Path) -> Result:
    return CliRunner().invoke(saishi, ["judge", *map(str, arguments)])


def computed(*arguments: str | Path) -> dict[str, Any]:
    found = judge(*arguments, "--json")
    assert found.exit_code == 0, found.output
    return json.loads(found.stdout)  # type: ignore[no-any-return]


def wrong(tmp_path: Path, text: str | bytes, ruleset: str | Path = "henan_2025", name: str = "marks.yaml") -> str:
    """What is said about a file of marks with something wrong in it."""
    path = tmp_path / name
    path.write_bytes(text.encode() if isinstance(text, str) else text)
    found = judge("--ruleset", ruleset, "--marks", path)
    assert found.exit_code == 2, found.output
    assert found.stdout == ""
    assert isinstance(found.exception, SystemExit)
    return found.stderr.strip()


def test_the_example_prints_totals_what_was_dropped_places_prizes_and_titles() -> None:
    found = judge("--ruleset", "henan_2025", "--marks", EXAMPLE)

    assert found.exit_code == 0
    assert found.stdout.splitlines() == [
        "Henan teaching skills, six headings (henan_2025, 1)",
        "",
        "== Final on site",
        "07  88.90",
        "    judges: J1 90.00, J2 89.50, J3 84.70, J4 (94.60), J5 89.50, J6 (77.00), J7 90.80",
        "    dropped: J4, J6",
        "08  88.43",
        "    judges: J1 90.00, J2 89.50, J3 84.70, J5 89.50, J6 (77.00), J7 (90.80)",
        "    dropped: J6, J7",
        "    missing: J4 recused",
        "09  86.90",
        "    judges: J1 90.00, J2 89.50, J3 84.70, J4 (94.60), J5 89.50, J6 (77.00), J7 90.80",
        "    dropped: J4, J6",
        "    deducted: time 2 21:15",
        "10  absent",
        "",
        "== Result",
        "1  07  88.90  First prize  河南省教学标兵",
        "2  08  88.43  Second prize",
        "3  09  86.90  Third prize",
        "-  10  absent",
    ]


def test_it_speaks_chinese() -> None:
    found = judge("--ruleset", "henan_2025", "--marks", EXAMPLE, "--lang", "zh")

    assert "== 现场决赛" in found.stdout
    assert "    去掉: J4, J6" in found.stdout
    assert "1  07  88.90  一等奖  河南省教学标兵" in found.stdout


def test_a_rule_set_of_a_file_computes_as_the_preset_it_came_from(tmp_path: Path) -> None:
    path = tmp_path / "rule.yaml"
    path.write_bytes(write_rule_set(presets()["henan_2025"]))

    assert computed("--ruleset", path, "--marks", EXAMPLE) == computed("--ruleset", "henan_2025", "--marks", EXAMPLE)


@pytest.mark.parametrize("coding", ["utf-8", "utf-8-sig", "gb18030"])
def test_ballots_can_come_as_a_table(tmp_path: Path, coding: str) -> None:
    path = tmp_path / "marks.csv"
    rows = [
        "entry,seat,content,language,expression,bearing,missing,seconds,votes,fact:original,deduction:noise",
        "甲,J1,20,20,20,20,,330,,1,",
        "甲,J2,21,21,21,21,,,,,",
        "甲,J3,,,,,recused,,,,",
        "乙,J1,22,22,22,22,,,,,2",
    ]
    path.write_bytes("\r\n".join(rows).encode(coding))

    found = computed("--ruleset", "recitation_4x25", "--marks", path)

    assert found["stages"]["final"]["甲"]["score"] == "82.00"  # 82 the mean, 1 for the work, 1 for half a minute over
    assert [(line["first"], line["entry"], line["total"]) for line in found["result"]] == [
        (1, "乙", "86.00"),
        (2, "甲", "82.00"),
    ]


def test_two_stages_say_who_goes_on_and_place_the_final_first(tmp_path: Path) -> None:
    path = tmp_path / "marks.json"
    one = {"content": 30, "language": 20, "bearing": 10}
    prelim = {f"{n:02}": {"ballots": {"J1": one | {"effect": n / 2}}} for n in range(1, 18)}
    final = {
        "02": {"ballots": {"J1": one | {"effect": 9}}, "votes": 10},
        "17": {"ballots": {"J1": one | {"effect": 1}}},
    }
    path.write_text(json.dumps({"stages": {"prelim": prelim, "final": final}}), "utf-8")

    found = computed("--ruleset", "speech_audience", "--marks", path)

    assert len(found["going_on"]["prelim"]) == 16
    assert [line["entry"] for line in found["result"]][:3] == ["02", "17", "16"]
    assert found["result"][0]["total"] == "72.10"  # 69 times 90 % and all the votes


def test_prizes_of_categories_and_a_tie_are_told(tmp_path: Path) -> None:
    path = tmp_path / "marks.yaml"
    path.write_text(
        """
stages:
  scoring:
    S1: {category: single, ballots: {J1: [35, 25, 25], J2: [37, 25, 25]}}
    S2: {category: single, ballots: {J1: [37, 24, 25], J2: [36, 25, 25]}}
    Z1: {category: series, ballots: {J1: [20, 20, 20], J2: [20, 20, 20]}}
""",
        "utf-8",
    )

    found = judge("--ruleset", "photography_exhibition", "--marks", path)

    assert "1  S2  86.00  First prize  (The judges' mean for “Theme”.)" in found.stdout
    assert "2  S1  86.00  First prize  (The judges' mean for “Theme”.)" in found.stdout
    assert "3  Z1  60.00  First prize" in found.stdout


FINAL = "stages: {final: {'07': {ballots: {J1: %s}}}}"


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (FINAL % "[18, 31, 26, 9, 4, 4]", "final, 07, J1: “Teaching content” is marked from 0 to 30, not with 31."),
        (
            FINAL % "[18, 27.005, 26, 9, 4, 4]",
            "final, 07, J1: “Teaching content” is marked in steps of 0.01, not with 27.005.",
        ),
        (FINAL % "[18, x, 26, 9, 4, 4]", "final, 07, J1: The mark for “Teaching content” is no number."),
        (FINAL % "[18, ~, 26, 9, 4, 4]", "final, 07, J1: “Teaching content” has no mark yet."),
        (FINAL % "[18, 27]", "final, 07, J1: There are 6 marks to give, not 2."),
        (FINAL % "{design: 18, tea: 1}", "final, 07, J1: There is nothing named “tea” to mark."),
        (FINAL % "~", "final, 07, J1: No marks: say the reason under “missing”; missing is never zero."),
        ("stages: {final: {'07': {ballots: {}}}}", "final, 07: It has 0 ballots; the rule asks for 1 at least."),
        (
            f"stages: {{final: {{'07': {{ballots: {{J1: {SIX}}}, missing: {{J1: ill}}}}}}}}",
            "final, 07: J1 has marks and is missing.",
        ),
        (
            f"stages: {{final: {{'07': {{ballots: {{J1: {SIX}}}, status: absent}}}}}}",
            "final, 07: It was not judged, but has marks.",
        ),
        (
            f"stages: {{final: {{'07': {{ballots: {{J1: {SIX}}}, deductions: [{{kind: noise}}]}}}}}}",
            "final, 07: The points of the deduction “noise” are missing.",
        ),
        (
            f"stages: {{final: {{'07': {{ballots: {{J1: {SIX}}}, seconds: -1}}}}}}",
            "final, 07: A performance takes less than a day.",
        ),
        (
            f"stages: {{final: {{'07': {{ballots: {{J1: {SIX}}}, facts: {{x: 1}}}}}}}}",
            "final, 07: There is nothing named “x” to mark.",
        ),
        (
            f"stages: {{final: {{'07': {{ballots: {{J1: {SIX}}}, missing: {{J2: \"\\ud800\"}}}}}}}}",
            "final, 07: A reason or a name is too long, or nobody can read it.",
        ),
        ("stages: {semi: {}}", "semi: The rule set has no such stage."),
        ("stages: 3", "The file is no file of marks: Expected `object`, got `int` - at `$.stages`"),
        ("stages: {final: {'07': {marks: 3}}}", None),
        ("stages: {final: {'07': {votes: 1e9}}}", None),
        ("[", None),
        (b"\xff\xfe", "The file is not written in UTF-8."),
        ("", None),
    ],
)
def test_what_is_wrong_with_the_marks_is_said_with_its_place(
    tmp_path: Path, text: str | bytes, said: str | None
) -> None:
    told = wrong(tmp_path, text)

    assert told == said if said else told


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("name,mark\n07,8", "The table has no column “entry”."),
        ("entry,seat,content\n07,J1,8", None),
        ("entry,seat,seconds,missing\n07,J1,100,ill\n07,J2,200,ill", "Row 3 says another “seconds” of the same entry."),
        ("entry,seat,votes\n07,J1,many", None),
        ("", "The table has no column “entry”."),
        (
            "entry,seat,content\n07,J1," + "9" * 200_000,
            "The table cannot be read: field larger than field limit (131072)",
        ),
        ("entry,seat,seconds\n07,J1," + "9" * 5000, None),
        (b"\xff\xff\xff", "The table is written neither in UTF-8 nor in GB 18030."),
    ],
)
def test_what_is_wrong_with_a_table_is_said(tmp_path: Path, text: str | bytes, said: str | None) -> None:
    told = wrong(tmp_path, text, "recitation_4x25", "marks.csv")

    assert told == said if said else told


def test_panels_compared_as_they_are_are_not_compared_silently(tmp_path: Path) -> None:
    path = tmp_path / "marks.yaml"
    turns = (f"{entry}: {{panel: {panel}, ballots: {{J1: {SIX}}}}}" for entry, panel in (("a", "A"), ("b", "B")))
    path.write_text(f"stages: {{final: {{{', '.join(turns)}}}}}", "utf-8")

    found = judge("--ruleset", "henan_2025", "--marks", path)

    assert "“Final on site” was judged by 2 panels, whose scores are compared as they are." in found.stdout


def test_more_works_chosen_than_the_rule_allows_are_refused(tmp_path: Path) -> None:
    rule = write_rule_set(presets()["calligraphy_exhibition"]).replace(b"picks: 60", b"picks: 1")
    path = tmp_path / "rule.yaml"
    path.write_bytes(rule)

    told = wrong(tmp_path, "stages: {selection: {R1: {ballots: {J1: 1}}, R2: {ballots: {J1: 1}}}}", path)

    assert told == "selection, J1: 2 works chosen; the rule allows 1."


def test_a_file_that_is_not_there_is_said(tmp_path: Path) -> None:
    unknown = judge("--ruleset", "no_such_rule", "--marks", EXAMPLE)
    missing = judge("--ruleset", "henan_2025", "--marks", tmp_path / "no.yaml")
    folder = judge("--ruleset", "henan_2025", "--marks", tmp_path)

    assert (unknown.exit_code, missing.exit_code, folder.exit_code) == (2, 2, 2)
    assert "henan_2025" in unknown.stderr
    assert "cannot be read: No such file or directory." in missing.stderr
    assert "cannot be read: Is a directory." in folder.stderr


def test_a_rule_set_that_makes_no_sense_is_said(tmp_path: Path) -> None:
    path = tmp_path / "rule.yaml"
    path.write_text("key: x\nname: X\nstages: []\n", "utf-8")

    found = judge("--ruleset", path, "--marks", EXAMPLE, "--lang", "zh")

    assert (found.exit_code, found.stderr.strip()) == (2, "比赛应有 1 至 5 个阶段。")


def test_the_command_stands_in_the_list() -> None:
    assert "judge" in CliRunner().invoke(saishi, ["--help"]).output
