"""Whether the tablet shows, before the desk has answered, what the rules will say."""

import json
import random
import subprocess
from pathlib import Path

import msgspec
import pytest

from services.scoring.pad import pad_by
from services.scoring.views import shown
from shared.rules.marks import Confirm, Disqualified, Mark, Rally, Retired, Start, Undo, Walkover
from shared.rules.model import Regulation
from shared.rules.sheets import fold
from shared.rules.sports import regulation_of
from shared.rules.sports.badminton import PRESETS
from tests.shared_web.conftest import NODE
from tests.shared_web.sentences import ROOT

GAMES_IN_PLAY = 60
BUNDLE = """
import { rolldown } from "rolldown";
const bundle = await rolldown({ input: process.argv[1] });
await bundle.write({ file: process.argv[2], format: "esm" });
"""


@pytest.fixture(scope="module")
def prediction(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The tablet's own code, made into a module Node can load."""
    made = tmp_path_factory.mktemp("predict") / "predict.mjs"
    source = ROOT / "services" / "scoring" / "tablet" / "predict.ts"
    command = [str(NODE), "--input-type=module", "-e", BUNDLE, str(source), str(made)]
    subprocess.run(command, cwd=ROOT, check=True)
    return made


def a_match(chance: random.Random, regulation: Regulation) -> list[Mark]:
    """Marks up to some moment of a match: sometimes in the first game, sometimes after the last rally."""
    player = chance.choice([0, 1]) if regulation.discipline == "doubles" else 0
    marks: list[Mark] = [Start(chance.choice([1, 2]), chance.choice([1, 2]), player, 1 - player if player else 0)]
    strength = chance.uniform(0.3, 0.7)
    for _ in range(chance.randrange(regulation.game.target * 6)):
        if fold(regulation, marks).finished:
            break
        marks.append(Rally(1 if chance.random() < strength else 2))
    if not fold(regulation, marks).finished and chance.random() < 0.3:
        marks.append(Retired(1, "伤") if chance.random() < 0.5 else Disqualified(2))
    return marks


def asked(regulation: Regulation, stored: list[Mark], waiting: list[Mark]) -> bytes:
    sheet = shown(fold(regulation, stored))
    pad = pad_by(regulation)
    return msgspec.json.encode({"pad": pad, "regulation": regulation, "stored": sheet, "waiting": waiting})


def predicted(prediction: Path, lines: list[bytes]) -> list[dict[str, object]]:
    command = [str(NODE), str(Path(__file__).with_name("fold.mjs")), str(prediction)]
    done = subprocess.run(command, input=b"\n".join(lines), capture_output=True, check=True)
    return [json.loads(line) for line in done.stdout.splitlines()]


def as_shown(regulation: Regulation, marks: list[Mark]) -> dict[str, object]:
    sheet: dict[str, object] = json.loads(msgspec.json.encode(shown(fold(regulation, marks))))
    return {name: value for name, value in sheet.items() if name not in NOT_PREDICTED}


NOT_PREDICTED = {"count", "point_all"}
"""Not shown by the tablet, so not predicted."""


@pytest.mark.parametrize("discipline", ["singles", "doubles"])
@pytest.mark.parametrize("preset", list(PRESETS))
def test_what_the_tablet_shows_is_what_the_rules_will_say(prediction: Path, preset: str, discipline: str) -> None:
    chance = random.Random(f"{preset} {discipline}")
    regulation = regulation_of("badminton", preset, discipline)  # type: ignore[arg-type]
    matches = [a_match(chance, regulation) for _ in range(GAMES_IN_PLAY)]
    cuts = [chance.randrange(len(marks) + 1) for marks in matches]

    answers = predicted(
        prediction, [asked(regulation, marks[:cut], marks[cut:]) for marks, cut in zip(matches, cuts, strict=True)]
    )

    for marks, answer in zip(matches, answers, strict=True):
        sheet = answer["sheet"]
        assert isinstance(sheet, dict)
        assert {name: value for name, value in sheet.items() if name not in NOT_PREDICTED} == as_shown(
            regulation, marks
        )


def test_an_undo_of_a_waiting_mark_is_shown_and_one_of_a_stored_mark_is_waited_for(prediction: Path) -> None:
    regulation = regulation_of("badminton", "bwf_21x3", "singles")
    stored: list[Mark] = [Start(1, 1), Rally(1)]

    shown_first, waited_for = predicted(
        prediction, [asked(regulation, stored, [Rally(2), Undo()]), asked(regulation, stored, [Undo()])]
    )

    assert shown_first["known"] is True
    assert shown_first["sheet"]["games"] == [[1, 0]]  # type: ignore[index]
    assert waited_for["known"] is False


def test_a_walkover_before_the_start_ends_the_match_and_a_confirmation_waits_for_the_desk(prediction: Path) -> None:
    regulation = regulation_of("badminton", "bwf_21x3", "singles")

    (answer,) = predicted(prediction, [asked(regulation, [], [Walkover(2, "未到场"), Confirm()])])

    sheet = answer["sheet"]
    assert sheet["outcome"] == {"kind": "walkover", "winner": 1, "games": [], "reason": "未到场"}  # type: ignore[index]
    assert sheet["finished"] is True  # type: ignore[index]
    assert sheet["closed"] is False  # type: ignore[index]
