"""`saishi judge`: an old paper sheet computed from files, and what is wrong with a file told in one sentence."""

import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from deploy.cli import saishi
from shared.rules.judged.contests import presets
from shared.rules.judged.files import write_rule_set
from shared.rules.judged.rule_set import Advance
from shared.rules.judged.steps import Mean, Standardise, SumCriteria
from tests.rules.judged import rule_set, stage

EXAMPLE = Path(__file__).parent.parent / "data" / "judged_marks.yaml"
SIX = "{design: 18, content: 27, organisation: 26, language: 9, features: 4, reflection: 4}"


def judge(*arguments: str | Path) -> Result:
    return CliRunner().invoke(saishi, ["judge", *map(str, arguments)])


def computed(*arguments: str | Path) -> dict[str, Any]:
    found = judge(*arguments, "--json")
    assert found.exit_code == 0, found.output
    return json.loads(found.stdout)  # type: ignore[no-any-return]


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
        "乙,J2,22,22,22,22,,,,,",
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


def test_panels_compared_as_they_are_are_not_compared_silently(tmp_path: Path) -> None:
    path = tmp_path / "marks.yaml"
    turns = (f"{entry}: {{panel: {panel}, ballots: {{J1: {SIX}}}}}" for entry, panel in (("a", "A"), ("b", "B")))
    path.write_text(f"stages: {{final: {{{', '.join(turns)}}}}}", "utf-8")

    found = judge("--ruleset", "henan_2025", "--marks", path)

    assert "“Final on site” was judged by 2 panels, whose scores are compared as they are." in found.stdout


def test_the_command_stands_in_the_list() -> None:
    assert "judge" in CliRunner().invoke(saishi, ["--help"]).output


TWO_PANELS = """
stages:
  final:
    "01": {ballots: {J1: 90, J2: 92}}
    "02": {ballots: {J1: 80, J2: 82}}
    "03": {ballots: {J3: 70, J4: 72}}
"""


@pytest.mark.parametrize(("compare", "places", "cautions"), [("together", [1, 2, 3], 1), ("apart", [1, 2, 1], 0)])
def test_judges_who_never_marked_the_same_entry_are_panels_and_never_silently_one(
    tmp_path: Path, compare: str, places: list[int], cautions: int
) -> None:
    rules, marks = tmp_path / "rules.yaml", tmp_path / "marks.yaml"
    rules.write_bytes(write_rule_set(rule_set(stage(compare=compare))))
    marks.write_text(TWO_PANELS, encoding="utf-8")

    found = computed("--ruleset", rules, "--marks", marks)

    assert [line["first"] for line in found["result"]] == places
    assert len(found["cautions"]) == cautions


def test_judges_too_few_marks_to_correct_are_told(tmp_path: Path) -> None:
    rules, marks = tmp_path / "rules.yaml", tmp_path / "marks.yaml"
    rules.write_bytes(write_rule_set(rule_set(stage(steps=(SumCriteria(), Standardise(least=3), Mean())))))
    given = [f'"{number:02d}": {{ballots: {{J1: {60 + number}, J2: 70}}}}' for number in (1, 2, 3)]
    marks.write_text("stages:\n  final:\n    " + "\n    ".join(given[:2]) + "\n", encoding="utf-8")

    few = computed("--ruleset", rules, "--marks", marks)["cautions"]
    marks.write_text("stages:\n  final:\n    " + "\n    ".join(given) + "\n", encoding="utf-8")
    equal = judge("--ruleset", rules, "--marks", marks, "--lang", "zh").stdout

    assert few == ["“Final”: no judge was brought to the common scale: fewer than 3 marks each."]
    assert "2 位评委中有 1 位给所有作品的分数都相同，其评分不计入。" in equal


def test_an_object_says_who_was_missing_and_what_came_off() -> None:
    found = computed("--ruleset", "henan_2025", "--marks", EXAMPLE)["stages"]["final"]

    assert found["08"]["missing"] == {"J4": "recused"}
    assert [each["kind"] for each in found["09"]["deductions"]] == ["time"]
    assert found["10"]["status"] == "absent"


def test_a_third_reader_nobody_called_is_said(tmp_path: Path) -> None:
    marks = tmp_path / "marks.yaml"
    marks.write_text("stages: {reading: {P1: {ballots: {A: [40, 20, 30, 10], B: [20, 10, 15, 5]}}, "
                     "P2: {ballots: {A: [30, 15, 20, 5], B: [30, 15, 20, 6]}}}}")  # fmt: skip
    found = judge("--ruleset", "essay", "--marks", marks)
    said = "P1: its readers are 10 points or more apart, and the third the rule asks for has not read it."
    assert said in found.stdout
    assert "P2: its readers" not in found.stdout
    assert computed("--ruleset", "essay", "--marks", marks)["cautions"] == [said]


def test_an_entry_of_the_final_that_did_not_go_on_to_it_is_said(tmp_path: Path) -> None:
    rules, marks = tmp_path / "rules.yaml", tmp_path / "marks.yaml"
    rules.write_bytes(write_rule_set(rule_set(stage(key="pre", advance=Advance(count=1)), stage(key="final"))))
    marks.write_text("stages: {pre: {A: {ballots: {J1: [9]}}, B: {ballots: {J1: [5]}}}, "
                     "final: {A: {ballots: {J1: [7]}}, C: {ballots: {J1: [8]}}}}")  # fmt: skip
    said = computed("--ruleset", rules, "--marks", marks, "--lang", "en")["cautions"]
    assert ["C is in" in each for each in said] == [True]


def test_where_criteria_are_trimmed_every_mark_can_be_checked_by_hand(tmp_path: Path) -> None:
    # given rules that leave out the highest and the lowest of each criterion
    rules, marks = tmp_path / "rules.yaml", tmp_path / "marks.yaml"
    rules.write_text(
        """
key: by_hand
name: 朗诵
stages:
  - key: final
    name: 决赛
    criteria:
      - {key: voice, name: 语音, maximum: 10}
      - {key: bearing, name: 台风, maximum: 10}
    steps: [{op: trim_mean}, {op: sum_criteria}, {op: round}]
""",
        "utf-8",
    )
    marks.write_text("stages: {final: {'01': {missing: {J5: recused}, ballots: "
                     "{J1: [9, 7], J2: [8.5, 8], J3: [8, 9], J4: [7, 8]}}}}", "utf-8")  # fmt: skip
    # when
    found = judge("--ruleset", rules, "--marks", marks, "--lang", "zh")
    # then
    assert found.stdout.splitlines()[3:9] == [
        "01  16.25",
        "    评委: J1 16.00, J2 16.50, J3 17.00, J4 15.00",
        "    去掉: J1 台风, J1 语音, J3 台风, J4 语音",
        "    台风: J1 (7), J2 8, J3 (9), J4 8",
        "    语音: J1 (9), J2 8.5, J3 8, J4 (7)",
        "    缺评: J5 回避",
    ]
