"""`saishi judge` and files with something wrong in them: one sentence with its place, and exit code 2."""

from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from deploy.cli import saishi
from shared.rules.judged.contests import presets
from shared.rules.judged.files import write_rule_set

EXAMPLE = Path(__file__).parent.parent / "data" / "judged_marks.yaml"
SIX = "{design: 18, content: 27, organisation: 26, language: 9, features: 4, reflection: 4}"


def judge(*arguments: str | Path) -> Result:
    return CliRunner().invoke(saishi, ["judge", *map(str, arguments)])


def wrong(tmp_path: Path, text: str | bytes, ruleset: str | Path = "henan_2025", name: str = "marks.yaml") -> str:
    """What is said about a file of marks with something wrong in it."""
    path = tmp_path / name
    path.write_bytes(text.encode() if isinstance(text, str) else text)
    found = judge("--ruleset", ruleset, "--marks", path)
    assert found.exit_code == 2, found.output
    assert found.stdout == ""
    assert isinstance(found.exception, SystemExit)
    return found.stderr.strip()


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
            f"stages: {{final: {{'07': {{ballots: {{J1: {SIX}, J2: {SIX}}}}}, '08': {{ballots: {{J1: {SIX}}}}}}}}}",
            "final, 08: J2: neither marks nor a reason. Say under “missing” why; missing is never zero.",
        ),
        (
            f"stages: {{final: {{'07': {{ballots: {{J1: {SIX}}}, missing: {{J2: ' '}}}}}}}}",
            "final, 07: J2 is missing without a reason.",
        ),
        (
            f"stages: {{final: {{'07': {{ballots: {{J1: {SIX}}}, chief: J9}}}}}}",
            "final, 07: J9 is named as chief and is none of the judges.",
        ),
        (
            f"stages: {{final: {{'07': {{ballots: {{J1: {SIX}}}, deductions: [{{kind: x, points: -5}}]}}}}}}",
            "final, 07: The points of the deduction “x” are no number from 0.",
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
        ("stages: 3", "stages: fields with names belong here."),
        ("stages: {final: {'07': {marks: 3}}}", "final, 07: there is no field “marks”."),
        ("stages: {final: {'07': {votes: 1e9}}}", "final, 07, votes: a whole number belongs here."),
        ("stages: {final: {'07': {missing: {J3: null}}}}", "final, 07, missing[...]: a text belongs here."),
        (
            "stages: {final: {'07': {status: ill}}}",
            "final, 07, status: “ill” is not known. Known: absent, disqualified, judged, withdrawn.",
        ),
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
        ("entry,seat,missing\n07,J1,ill\n07,J2,", "Row 3: J2 has neither marks nor a reason under “missing”."),
        ("entry,seat,missing,missing\n07,J1,ill,ill", "The table has the column “missing” twice."),
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
    assert "cannot be read." in missing.stderr
    assert "cannot be read." in folder.stderr


def test_a_rule_set_that_makes_no_sense_is_said(tmp_path: Path) -> None:
    path = tmp_path / "rule.yaml"
    path.write_text("key: x\nname: X\nstages: []\n", "utf-8")

    found = judge("--ruleset", path, "--marks", EXAMPLE, "--lang", "zh")

    assert (found.exit_code, found.stderr.strip()) == (2, "比赛应有 1 至 12 个阶段。")
