"""Calligraphy and photography: works judged by a panel with a rubric. Knows marks and prizes, no work and no author.

Sources: the collected notices of staff exhibitions (categories, rubrics, sizes, shares of prizes, anonymous numbers).

>>> brush = PRESETS["calligraphy_brush"].regulation
>>> panel = [tuple(map(Decimal, marks)) for marks in ((27, 25, 26, 9), (28, 28, 27, 9), (25, 24, 26, 8))]
>>> str(judged(brush.exhibition, panel).score)
'87.33'
"""

from collections.abc import Mapping, Sequence
from decimal import Decimal
from fractions import Fraction
from typing import TYPE_CHECKING

from shared.rules import judging
from shared.rules.exact import rounded, sensible
from shared.rules.judging import judged
from shared.rules.model import Criterion, Exhibition, Outcome, Performance, Preset, PrizeTier, Regulation, Words
from shared.rules.plan import Placing
from shared.rules.refusals import IllegalMark, IllegalResult
from shared.rules.words import _

if TYPE_CHECKING:
    from shared.rules.marks import Sheet

NAME = _("Calligraphy and photography")
PAD = "judge"
REST_MINUTES = 0
MOST_A_DAY = 0
OFFICIALS = 0
Rubric = tuple[tuple[str, int], ...]

CALLIGRAPHY: Rubric = ((_("Structure"), 30), (_("Strokes"), 30), (_("Beauty"), 30), (_("Neatness"), 10))
CALLIGRAPHY_10: Rubric = ((_("Structure"), 5), (_("Composition"), 3), (_("Expression"), 2))
PHOTOGRAPHY: Rubric = ((_("Theme"), 40), (_("Creative composition"), 30), (_("Technique"), 30))
PHOTOGRAPHY_60: Rubric = ((_("Content"), 60), (_("Technique"), 20), (_("Creativity"), 20))
SHARES = (
    PrizeTier("first", share=Decimal("0.1")),
    PrizeTier("second", share=Decimal("0.2")),
    PrizeTier("third", share=Decimal("0.3")),
)


def _preset(key: str, name: str, category: str, code: str, rubric: Rubric, most_each: int) -> Preset:
    shown = Exhibition(
        category=category,
        code=code,
        rubric=tuple(Criterion(item, Decimal(maximum)) for item, maximum in rubric),
        prizes=SHARES,
        most_each=most_each,
    )
    return Preset(key, name, Regulation("calligraphy_photography", 1, "singles", exhibition=shown))


BRUSH, PEN, SINGLE, SERIES = _("Brush calligraphy"), _("Pen calligraphy"), _("Single photo"), _("Photo series")
PRESETS = {
    preset.key: preset
    for preset in (
        _preset("calligraphy_brush", BRUSH, BRUSH, "R", CALLIGRAPHY, 2),
        _preset("calligraphy_pen", PEN, PEN, "Y", CALLIGRAPHY, 2),
        _preset("calligraphy_of_10", _("Brush calligraphy, 10 points"), BRUSH, "R", CALLIGRAPHY_10, 2),
        _preset("photo_single", SINGLE, SINGLE, "S", PHOTOGRAPHY, 4),
        _preset("photo_series", SERIES, SERIES, "Z", PHOTOGRAPHY, 4),
        _preset("photo_content_60", _("Single photo, content 60"), SINGLE, "S", PHOTOGRAPHY_60, 4),
    )
}
"""The first is the default."""


def settings(regulation: Regulation) -> Exhibition:
    """How this contest judges."""
    return regulation.exhibition or Exhibition()


def slot_minutes(regulation: Regulation) -> int:
    """How long a panel looks at one work."""
    return 2


def places(regulation: Regulation) -> int:
    """How many judges hand in their marks."""
    return settings(regulation).judges


def performance(regulation: Regulation, sheet: "Sheet") -> Performance:
    """The result of a work all judges have handed in; a judge who hands in without marks has stood back."""
    if sum(sheet.handed_in) < places(regulation):
        raise IllegalMark("performance.open", _("Not every judge has handed in."))
    return judged(settings(regulation), sheet.judged)


def rank(regulation: Regulation, performances: Mapping[str, Sequence[Performance]]) -> tuple[Placing, ...]:
    """The works' places; a work without result is not placed."""
    shown = settings(regulation)
    works = {
        entry: max(given, key=lambda each: judging.strength(shown, each))
        for entry, given in performances.items()
        if given
    }
    return judging.rank(shown, works)


def value(regulation: Regulation, performances: Sequence[Performance]) -> Fraction:
    """The score prizes go by, exactly: works with the same mean are equal at the end of a prize."""
    return max(judging.strength(settings(regulation), each)[0] for each in performances)


def check_result(regulation: Regulation, outcome: Outcome) -> None:
    """Refuse with IllegalResult a result the rubric cannot give, or whose score is not what its marks make."""
    if outcome.winner is not None or outcome.games:
        raise IllegalResult("performance.winner", _("A performance has no opponent."))
    if outcome.kind != "played":
        return
    shown, done = settings(regulation), outcome.performance
    if done is None:
        raise IllegalResult("performance.missing", _("The score is missing."))
    most = sum((item.maximum for item in shown.rubric), Decimal())
    if any(not (sensible(mark) and 0 <= mark <= most) for mark in (done.score, *done.counts, *done.firsts)):
        raise IllegalResult("performance.range", _("A work has from 0 to {maximum} points."), maximum=str(most))
    if done.counts and done.score != rounded(judging.judged_mean(shown, done.counts), shown.digits):
        raise IllegalResult("performance.mean", _("The judges' marks do not make this score."))


def in_words(regulation: Regulation) -> Words:
    """The regulation in sentences, as an organiser would print it in the notice."""
    shown = settings(regulation)
    most: dict[str, object] = {"maximum": str(sum((item.maximum for item in shown.rubric), Decimal()))}
    words: Words = [(_("Works are judged under numbers, without names, with up to {maximum} points."), most)]
    values: dict[str, object] = {"judges": shown.judges, "from": shown.drop_from}
    if shown.drop and shown.judges >= shown.drop_from:
        words.append((_("{judges} judges; with {from} or more the highest and the lowest are left out."), values))
    else:
        words.append((_("{judges} judges, whose mean counts."), values))
    words.append((_("A judge of the author's unit stands back."), {}))
    words.append((_("Equal works: the mean of all judges, then the first item; then they share the place."), {}))
    if shown.boundary == "widen":
        words.append((_("Who are equal at the end of a prize all get it."), {}))
    if shown.most_each is not None:
        words.append((_("Each person hands in {works} works at most."), {"works": shown.most_each}))
    return words
