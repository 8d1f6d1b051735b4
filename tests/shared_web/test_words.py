"""Whether all that is said to people can be said in Chinese, with the same places to fill."""

from pathlib import Path

import pytest

from shared.web.words import RULES, SHARED, Words, read_words, translate
from tests.shared_web.sentences import ROOT, SERVICES, places, sentences

CATALOGUES = sorted(file for top in ("services", "shared", "deploy") for file in (ROOT / top).rglob("zh*.po"))


def test_the_extraction_finds_sentences_of_python_and_of_templates() -> None:
    found = sentences(ROOT / "shared")

    assert "Please sign in first." in found
    assert "Skip to the content" in found


@pytest.mark.parametrize("service", SERVICES)
def test_every_sentence_of_a_service_is_translated(service: str) -> None:
    folder = ROOT / "services" / service
    words = Words([SHARED, RULES, folder / "pages"])

    missing = {said: place for said, place in sentences(folder).items() if said not in words.zh}

    assert not missing, "\n".join(f"{place}  {said}" for said, place in missing.items())


def test_every_sentence_of_the_shared_code_is_translated() -> None:
    words = Words([SHARED, RULES])

    missing = {said: place for said, place in sentences(ROOT / "shared").items() if said not in words.zh}

    assert not missing, "\n".join(f"{place}  {said}" for said, place in missing.items())


def test_every_sentence_of_the_command_that_judges_is_translated() -> None:
    folder = ROOT / "deploy" / "judge"
    words = Words([SHARED, RULES, folder])

    assert [said for said in sentences(folder) if said not in words.zh] == []


@pytest.mark.parametrize("catalogue", CATALOGUES, ids=lambda file: str(file.relative_to(ROOT)))
def test_a_translation_fills_the_places_of_its_sentence_and_no_others(catalogue: Path) -> None:
    words = read_words(catalogue)

    wrong = {said: told for said, told in words.items() if set(places(told)) != set(places(said))}

    assert words
    assert not wrong


def test_a_sentence_is_said_in_the_language_asked_for() -> None:
    assert translate("Sign in", "zh") == "登录"
    assert translate("Sign in", "en") == "Sign in"


def test_a_sentence_whose_places_cannot_be_filled_is_said_as_it_stands() -> None:
    words = Words([SHARED])

    assert words.say("“{field}” is missing.", "zh", {"field": "单位"}) == "“单位”未填写。"
    assert words.say("“{field}” is missing.", "en", {}) == "“{field}” is missing."
