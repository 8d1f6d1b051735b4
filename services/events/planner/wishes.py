"""The wishes a plan must fit besides the plain facts of a hall, each with a name and a sentence. Knows no solver."""

from collections.abc import Callable, Sequence
from typing import Literal

from msgspec import Struct
from msgspec.structs import replace

from shared.kit.words import _
from shared.rules.scheduling import Fixture, Hall

WishKind = Literal["rest", "away", "most", "most_each", "show", "courts", "days", "officials", "held"]
SENTENCES: dict[WishKind, str] = {
    "rest": _("Players of {contest} rest {minutes} minutes after a match."),
    "away": _("{who} is not there at the times given."),
    "most": _("Nobody plays more than {most} matches a day over all contests."),
    "most_each": _("Nobody plays more than {most} matches a day in {contest}."),
    "show": _("Finals are played on the show court."),
    "courts": _("{contest} is played on its own courts only."),
    "days": _("{contest} is played in its own time only."),
    "officials": _("Never more matches at once than there are officials for."),
    "held": _("Matches held at a place stay there."),
}


class Wish(Struct, frozen=True):
    """`about` is the contest's or the person's id, empty where it is about everybody."""

    kind: WishKind
    about: str = ""
    amount: int = 0

    @property
    def sentence(self) -> str:
        return SENTENCES[self.kind]


def wishes_of(hall: Hall) -> tuple[Wish, ...]:
    """Every wish there is, those that concern everybody last."""
    found: dict[Wish, None] = {}
    for fixture in hall.fixtures:
        if fixture.rest:
            found[Wish("rest", fixture.contest, fixture.rest)] = None
        if fixture.courts:
            found[Wish("courts", fixture.contest)] = None
        if fixture.not_before is not None or fixture.not_after is not None:
            found[Wish("days", fixture.contest)] = None
    found |= {Wish("away", away.who): None for away in hall.away}
    rules = hall.rules
    found |= {Wish("most_each", contest, most): None for contest, most in rules.contest_most_a_day.items()}
    if rules.most_a_day is not None:
        found[Wish("most", amount=rules.most_a_day)] = None
    if rules.finals_on_show and hall.show_courts:
        found[Wish("show")] = None
    if hall.officials and any(fixture.officials for fixture in hall.fixtures):
        found[Wish("officials")] = None
    if any(fixture.at is not None for fixture in hall.fixtures):
        found[Wish("held")] = None
    return tuple(found)


def only(hall: Hall, wanted: Sequence[Wish]) -> Hall:
    """The hall with these wishes and no others."""
    kept = set(wanted)
    rules = hall.rules
    return replace(
        hall,
        fixtures=tuple(plain(fixture, kept) for fixture in hall.fixtures),
        away=tuple(away for away in hall.away if Wish("away", away.who) in kept),
        officials=hall.officials if Wish("officials") in kept else (),
        rules=replace(
            rules,
            finals_on_show=Wish("show") in kept,
            most_a_day=rules.most_a_day if any(wish.kind == "most" for wish in kept) else None,
            contest_most_a_day={
                contest: most
                for contest, most in rules.contest_most_a_day.items()
                if Wish("most_each", contest, most) in kept
            },
        ),
    )


def plain(fixture: Fixture, kept: set[Wish]) -> Fixture:
    """A fixture without what is not wished for."""
    days = Wish("days", fixture.contest) in kept
    return replace(
        fixture,
        rest=fixture.rest if Wish("rest", fixture.contest, fixture.rest) in kept else 0,
        courts=fixture.courts if Wish("courts", fixture.contest) in kept else (),
        not_before=fixture.not_before if days else None,
        not_after=fixture.not_after if days else None,
        at=fixture.at if Wish("held") in kept else None,
    )


def smallest_conflict(wishes: Sequence[Wish], works: Callable[[Sequence[Wish]], bool]) -> tuple[Wish, ...]:
    """A smallest set of wishes that cannot be had together: without any one of them the rest can.

    Junker's QuickXplain: asks `works` about as often as the set is long times the logarithm of all wishes. Empty where
    not even no wish at all works.

    >>> a, b, c, d = (Wish("rest", name) for name in "abcd")
    >>> [wish.about for wish in smallest_conflict([a, b, c, d], lambda kept: not {a, c} <= set(kept))]
    ['a', 'c']
    """
    if not works(()):
        return ()
    return _explain((), False, tuple(wishes), works)


def _explain(
    background: tuple[Wish, ...], grown: bool, wishes: tuple[Wish, ...], works: Callable[[Sequence[Wish]], bool]
) -> tuple[Wish, ...]:
    if grown and not works(background):
        return ()
    if len(wishes) == 1:
        return wishes
    half = len(wishes) // 2
    first, second = wishes[:half], wishes[half:]
    of_second = _explain(background + first, bool(first), second, works)
    of_first = _explain(background + of_second, bool(of_second), first, works)
    return of_first + of_second
