"""Awards proposed by formula from placings, totals and typed figures; a person confirms them. Writes nothing."""

from collections.abc import Mapping, Sequence
from decimal import Decimal
from fractions import Fraction
from uuid import UUID

from services.events.sql.awards import AwardKind, Finisher, NewAward, Winner
from services.events.sql.unit_figures import UnitFigure
from services.events.totals import Line
from shared.kit.words import _
from shared.rules.awards import Turnout, best, organisation, weighted
from shared.rules.model import Criterion, PrizeTier
from shared.rules.prizes import Rounding, awarded


def prizes(
    contest_id: UUID,
    tiers: Sequence[PrizeTier],
    finishers: Sequence[Finisher],
    values: Mapping[str, Decimal | Fraction],
    cut: bool,
    rounding: Rounding = "half_up",
) -> list[NewAward]:
    """The prizes of one contest; `values` are what equal performances share, empty where places alone count."""
    by_id = {str(each.entry_id): each for each in finishers}
    levels: dict[int, list[str]] = {}
    for each in finishers:
        levels.setdefault(each.first, []).append(str(each.entry_id))
    given = awarded(tiers, [*levels.values()], values, "cut" if cut else "widen", rounding)
    basis = [
        (_("By place: {places} placed."), {"places": len(finishers)}),
        (_("Who are equal at the end of a prize are cut by the next key."), {})
        if cut
        else (_("Who are equal at the end of a prize all get it."), {}),
    ]
    return [
        NewAward(
            kind="prize",
            name=tier.name,
            contest_id=contest_id,
            basis=basis,
            winners=tuple(winner_of(by_id[entry]) for entry in given[tier.name]),
        )
        for tier in tiers
    ]


def winner_of(finisher: Finisher) -> Winner:
    return Winner(name=finisher.name, unit=finisher.unit, entry_id=finisher.entry_id)


def teams(lines: Sequence[Line], tiers: Sequence[PrizeTier]) -> list[NewAward]:
    """Prizes for the best units by team totals."""
    levels: dict[int, list[str]] = {}
    for line in lines:
        levels.setdefault(line.first, []).append(line.unit)
    given = awarded(tiers, [*levels.values()], {})
    basis = [(_("By team totals: {units} units."), {"units": len(lines)})]
    return [NewAward(kind="team", name=tier.name, basis=basis, winners=of_units(given[tier.name])) for tier in tiers]


def of_units(units: Sequence[str]) -> tuple[Winner, ...]:
    return tuple(Winner(name=unit, unit=unit) for unit in units)


def organised(figures: Sequence[UnitFigure], ranks: int, least: int) -> list[NewAward]:
    """The organisation award: the best by index, and all others whose turnout is high enough."""
    units = {figure.unit: turnout_of(figure) for figure in figures}
    found = organisation(units, ranks, Fraction(least, 100))
    basis = [
        (_("The mean of finishers of members and of placed of finishers; the first {ranks}."), {"ranks": ranks}),
        (_("Of the others those with a turnout of {least} percent."), {"least": least}),
    ]
    return [
        NewAward(kind="organisation", name=name, basis=basis, winners=of_units(winners))
        for name, winners in found.items()
        if winners
    ]


def turnout_of(figure: UnitFigure) -> Turnout:
    """What was typed, else what was counted."""
    return Turnout(
        figure.known_members if figure.members is None else figure.members,
        figure.known_finishers if figure.finishers is None else figure.finishers,
        figure.known_placed if figure.placed is None else figure.placed,
    )


def judged_units(
    kind: AwardKind, name: str, criteria: Sequence[Criterion], figures: Sequence[UnitFigure], number: int
) -> NewAward:
    """An award by weighted criteria: the best so many, and all who equal the last of them."""
    scores = {
        figure.unit: weighted(criteria, {item: Decimal(mark) for item, mark in figure.marks[kind].items()})
        for figure in figures
        if figure.marks.get(kind)
    }
    basis = [
        (
            _("By {criteria} criteria: the best {number}, equals included."),
            {"criteria": len(criteria), "number": number},
        )
    ]
    return NewAward(kind=kind, name=name, basis=basis, winners=of_units(best(scores, number) if scores else ()))
