"""Whether the tablet shows, before the desk has answered, what the rules will say: of every sport, whatever its pad."""

import json
import random
import subprocess
from decimal import Decimal
from pathlib import Path

import msgspec
import pytest
from msgspec.structs import replace

from services.scoring.pad import Pad, pad_by
from services.scoring.views import shown
from shared.rules.marks import (
    Again,
    Basket,
    Confirm,
    Counted,
    Disqualified,
    FalseStart,
    FalseSwitch,
    Foul,
    Fouled,
    FoulKind,
    Game,
    HandedIn,
    Judged,
    Mark,
    PeriodOver,
    Rally,
    Retired,
    Sheet,
    Start,
    TimeOut,
    Undo,
    Walkover,
)
from shared.rules.model import Regulation, Side
from shared.rules.refusals import Illegal
from shared.rules.sheets import apply, fold, open_sheet
from shared.rules.sports import regulation_of, sport, sports
from tests.shared_web.conftest import NODE
from tests.shared_web.sentences import ROOT

SHEETS = 40
"""Sheets tried of each regulation."""
BUNDLE = """
import { rolldown } from "rolldown";
const bundle = await rolldown({ input: process.argv[1] });
await bundle.write({ file: process.argv[2], format: "esm" });
"""
NOT_PREDICTED = {"count", "point_all"}
"""Not shown by the tablet, so not predicted."""


@pytest.fixture(scope="module")
def prediction(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The tablet's own code, made into a module Node can load."""
    made = tmp_path_factory.mktemp("predict") / "predict.mjs"
    source = ROOT / "services" / "scoring" / "tablet" / "predict.ts"
    command = [str(NODE), "--input-type=module", "-e", BUNDLE, str(source), str(made)]
    subprocess.run(command, cwd=ROOT, check=True)
    return made


def a_side(chance: random.Random) -> Side:
    return 1 if chance.random() < 0.5 else 2


def rallies(chance: random.Random, regulation: Regulation, pad: Pad) -> list[Mark]:
    """What an umpire of a match in games may tap next, likely or not."""
    strong: Mark = Rally(1 if chance.random() < 0.6 else 2)
    target = regulation.game.target if regulation.game else 1
    rare: list[Mark] = [TimeOut(a_side(chance)), Game((target, target - 2)), Game((target - 3, target))]
    return [strong] * 30 + ([chance.choice(rare)] if chance.random() < 0.5 else []) + set_anew(chance, pad)


def set_anew(chance: random.Random, pad: Pad) -> list[Mark]:
    players = chance.choice([(0, 0), (0, 1), (1, 0), (1, 1)])
    return [Start(a_side(chance), a_side(chance), *players)] if chance.random() < 0.3 else []


def baskets(chance: random.Random, regulation: Regulation, pad: Pad) -> list[Mark]:
    assert regulation.clock is not None
    side = a_side(chance)
    player = chance.choice([None, 0, 1, 4])
    kinds: list[FoulKind] = ["personal", "personal", "technical", "unsportsmanlike", "disqualifying"]
    kind = chance.choice(kinds)
    basket: Mark = Basket(side, chance.choice(regulation.clock.scores), player)
    return [basket] * 6 + [
        Foul(side, player, kind),
        Foul(side, player, kind),
        TimeOut(side),
        PeriodOver(),
        Game((9, 7)),
    ]


def counts(chance: random.Random, regulation: Regulation, pad: Pad) -> list[Mark]:
    by = chance.randint(1, pad.places)
    made: list[Mark] = [Counted(by, chance.randrange(120), chance.randrange(3)), Counted(by, chance.randrange(120))]
    return [*made * 2, FalseStart(by), FalseSwitch(by), Fouled(), HandedIn(by), Again()]


def ballots(chance: random.Random, regulation: Regulation, pad: Pad) -> list[Mark]:
    by = chance.randint(1, pad.places)
    rubric = regulation.exhibition.rubric if regulation.exhibition else ()
    marks = tuple(Decimal(chance.randrange(int(item.maximum) * 2 + 1)) / 2 for item in rubric)
    return [Judged(by, marks), Judged(by, marks), HandedIn(by), Again()]


TAPS = {"rally": rallies, "clock": baskets, "count": counts, "judge": ballots}


def some_marks(chance: random.Random, regulation: Regulation) -> list[Mark]:
    """Marks up to some moment, all of them legal: sometimes at the beginning, sometimes after the end."""
    pad = pad_by(regulation)
    sheet = open_sheet(regulation)
    marks: list[Mark] = []
    if pad.kind in ("rally", "clock") and chance.random() < 0.9:
        players = (1, 0) if regulation.discipline == "doubles" and chance.random() < 0.5 else (0, 0)
        sheet = tapped(regulation, sheet, marks, Start(a_side(chance), a_side(chance), *players))
    for _ in range(chance.randrange(260)):
        if sheet.finished:
            break
        sheet = tapped(regulation, sheet, marks, chance.choice(TAPS[pad.kind](chance, regulation, pad)))
    if not sheet.finished and chance.random() < 0.2:
        ends: list[Mark] = [Retired(1, "伤"), Disqualified(2), Walkover(1)]
        tapped(regulation, sheet, marks, chance.choice(ends))
    return marks


def tapped(regulation: Regulation, sheet: Sheet, marks: list[Mark], mark: Mark) -> Sheet:
    """The sheet after a tap, if the rules take it."""
    try:
        after = apply(regulation, sheet, mark)
    except Illegal:
        return sheet
    marks.append(mark)
    return after


def asked(regulation: Regulation, stored: list[Mark], waiting: list[Mark]) -> bytes:
    sheet = shown(fold(regulation, stored))
    pad = pad_by(regulation)
    return msgspec.json.encode({"pad": pad, "regulation": regulation, "stored": sheet, "waiting": waiting})


def predicted(prediction: Path, lines: list[bytes]) -> list[dict[str, object]]:
    command = [str(NODE), str(Path(__file__).with_name("fold.mjs")), str(prediction)]
    done = subprocess.run(command, input=b"\n".join(lines), capture_output=True, check=True)
    return [json.loads(line) for line in done.stdout.splitlines()]


def as_shown(regulation: Regulation, marks: list[Mark]) -> dict[str, object]:
    return told(json.loads(msgspec.json.encode(shown(fold(regulation, marks)))))


def told(sheet: object) -> dict[str, object]:
    assert isinstance(sheet, dict)
    return {name: value for name, value in sheet.items() if name not in NOT_PREDICTED}


def regulations() -> list[tuple[str, Regulation]]:
    """Every preset of every sport; those for one player also for two, where they rally."""
    found = []
    for name in (each for each in sports() if sport(each).PAD != "ballot"):
        for key, preset in sport(name).PRESETS.items():
            given = preset.regulation
            pairs = (given, replace(given, discipline="doubles")) if given.discipline == "singles" else (given,)
            found += [(f"{name} {key} {each.discipline}", each) for each in (pairs if given.game else (given,))]
    whole = [(f"{name} all games", replace(each, all_games=True)) for name, each in found if each.best_of == 3]
    return [*found, *whole[:4]]


@pytest.mark.parametrize(("name", "regulation"), regulations(), ids=[name for name, _ in regulations()])
def test_what_the_tablet_shows_is_what_the_rules_will_say(prediction: Path, name: str, regulation: Regulation) -> None:
    chance = random.Random(name)
    sheets = [some_marks(chance, regulation) for _ in range(SHEETS)]
    cuts = [chance.randrange(len(marks) + 1) for marks in sheets]

    answers = predicted(
        prediction, [asked(regulation, marks[:cut], marks[cut:]) for marks, cut in zip(sheets, cuts, strict=True)]
    )

    assert sum(bool(answer["known"]) for answer in answers) == SHEETS
    for marks, answer in zip(sheets, answers, strict=True):
        assert told(answer["sheet"]) == as_shown(regulation, marks), marks


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
    outcome = sheet["outcome"]  # type: ignore[index]
    assert {name: outcome[name] for name in ("kind", "winner", "games", "reason")} == {
        "kind": "walkover",
        "winner": 1,
        "games": [],
        "reason": "未到场",
    }
    assert sheet["finished"] is True  # type: ignore[index]
    assert sheet["closed"] is False  # type: ignore[index]
