"""Who sat together, told by who marked whom, and whether every judge has marks or a reason. Knows no marks.

>>> from shared.rules.judged.judgement import Turn
>>> turns = [Turn(entry="01", ballots={"A": {}, "B": {}}), Turn(entry="02", ballots={"C": {}})]
>>> [turn.panel for turn in told_apart(turns)]
['1', '2']
"""

from collections.abc import Iterable, Sequence
from itertools import count

from msgspec.structs import replace

from shared.rules.judged.judgement import Turn
from shared.rules.judged.rule_set import Stage
from shared.rules.refusals import IllegalMark
from shared.rules.words import _


def told_apart(turns: Sequence[Turn]) -> tuple[Turn, ...]:
    """The turns with their panels, where none is named and their judges are never the same ones."""
    judged = [turn for turn in turns if turn.ballots]
    circles = circles_of([set(turn.ballots) | set(turn.missing) for turn in judged])
    if len(circles) < 2 or any(turn.panel for turn in turns):
        return tuple(turns)
    names = {seat: str(number) for number, circle in zip(count(1), circles, strict=False) for seat in circle}
    return tuple(replace(turn, panel=names[next(iter(turn.ballots))]) if turn.ballots else turn for turn in turns)


def circles_of(groups: Iterable[set[str]]) -> list[set[str]]:
    """Judges who are linked by a common entry, directly or over others, in the order they first come up."""
    circles: list[set[str]] = []
    for group in groups:
        linked = [circle for circle in circles if circle & group]
        if not linked:
            circles.append(set(group))
            continue
        linked[0].update(group, *linked[1:])
        circles = [circle for circle in circles if circle not in linked[1:]]
    return circles


def silent(stage: Stage, turns: Sequence[Turn]) -> tuple[str, IllegalMark] | None:
    """An entry with a judge who neither marked nor is missing for a reason: missing is not zero (book 0.2).

    A stand-in counts for the one who is missing; where papers are shared out each has so many readers.
    """
    for panel in dict.fromkeys(turn.panel for turn in turns):
        own = [turn for turn in turns if turn.panel == panel and turn.status == "judged"]
        seats = sorted({seat for turn in own for seat in (*turn.ballots, *turn.missing)})
        due = stage.reading.readers if stage.reading else max((len(turn.ballots) for turn in own), default=0)
        for turn in own:
            if len(turn.ballots) + len(turn.missing) >= due:
                continue
            left = [seat for seat in seats if seat not in turn.ballots and seat not in turn.missing]
            return turn.entry, IllegalMark(
                "marks.silent",
                _("{seats}: neither marks nor a reason. Say under “missing” why; missing is never zero."),
                seats=", ".join(left) or "?",
            )
    return None
