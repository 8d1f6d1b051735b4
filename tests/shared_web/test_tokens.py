"""Whether what is written can be read: the contrast of every pair of colours that meet, in light and dark."""

import re
from pathlib import Path

import pytest

from shared.web.words import SHARED

TEXT = 4.5
PART = 3.0
"""WCAG 2.2 AA: 4.5 for text, 3 for edges and marks."""

PAIRS = [
    *[(ink, ground, TEXT) for ink in ("ink", "muted", "link") for ground in ("ground", "surface", "sunken")],
    *[(kind, ground, TEXT) for kind in ("good", "warn", "bad") for ground in (f"{kind}-soft", "surface", "ground")],
    ("court-ink", "court", TEXT),
    ("accent-ink", "accent", TEXT),
    ("accent-ink", "accent-hover", TEXT),
    ("live-ink", "live", TEXT),
    ("side-1-ink", "side-1", TEXT),
    ("side-2-ink", "side-2", TEXT),
    ("line-strong", "surface", PART),
    ("line-strong", "ground", PART),
    ("focus", "ground", PART),
    ("focus", "surface", PART),
    ("live", "surface", PART),
    ("side-1", "sunken", PART),
    ("side-2", "sunken", PART),
]


def tokens() -> dict[str, dict[str, str]]:
    """The colours by theme; dark and paper stand on light."""
    css = (Path(SHARED) / "tokens.css").read_text(encoding="utf-8")
    light, rest = css.split("@media (prefers-color-scheme: dark)")
    dark, paper = rest.split("@media print")
    found = {
        name: dict(re.findall(r"--([\w-]+): (#[0-9a-f]{6});", part))
        for name, part in zip(("light", "dark", "paper"), (light, dark, paper), strict=True)
    }
    return {name: found["light"] | colours for name, colours in found.items()}


def luminance(colour: str) -> float:
    channels = (int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5))
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in channels)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, two: str) -> float:
    darker, lighter = sorted((luminance(one), luminance(two)))
    return (lighter + 0.05) / (darker + 0.05)


def test_contrast_is_computed_as_the_standard_says() -> None:
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    assert contrast("#777777", "#ffffff") == pytest.approx(4.48, abs=0.01)


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize(("ink", "ground", "least"), PAIRS, ids=str)
def test_colours_that_meet_can_be_told_apart(theme: str, ink: str, ground: str, least: float) -> None:
    colours = tokens()[theme]

    assert contrast(colours[ink], colours[ground]) >= least


def test_dark_has_a_colour_of_its_own_for_each_of_light() -> None:
    css = (Path(SHARED) / "tokens.css").read_text(encoding="utf-8")
    light, dark = css.split("@media")[:2]

    assert set(re.findall(r"--([\w-]+): #", light)) == set(re.findall(r"--([\w-]+): #", dark))
