"""What the command refuses before anything is played."""

import pytest
from click.testing import CliRunner

from deploy.cli import saishi
from tests.replay.conftest import Write, row


@pytest.mark.parametrize("speed", ["nan", "inf", "0"])
def test_a_speed_that_is_none_is_refused(speed: str) -> None:
    found = CliRunner().invoke(saishi, ["replay", "x.csv", "--speed", speed])

    assert (found.exit_code, "Say max" in found.output) == (2, True)


def test_an_address_without_its_scheme_is_refused(write: Write) -> None:
    file = str(write([row("Final", 1, "Ann", "Ben")]))
    found = CliRunner().invoke(saishi, ["replay", file, "--url", "localhost:8080", "--token", "t"])

    assert (found.exit_code, "whole address" in found.output) == (2, True)


def test_a_number_of_lines_below_one_is_refused() -> None:
    assert CliRunner().invoke(saishi, ["logs", "-n", "-5"]).exit_code == 2
