"""The worked examples beside the rules are true."""

import doctest
from importlib import import_module
from pkgutil import walk_packages

import pytest

import shared.rules

MODULES = [module.name for module in walk_packages(shared.rules.__path__, "shared.rules.")]
WITH_EXAMPLES = {"lot", "rally_games", "sheets", "badminton", "seeding", "bracket", "knockout"}


@pytest.mark.parametrize("name", MODULES)
def test_examples_of(name: str) -> None:
    tried = doctest.testmod(import_module(name))

    assert tried.failed == 0
    assert tried.attempted > 0 or name.rpartition(".")[2] not in WITH_EXAMPLES
