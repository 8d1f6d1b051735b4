"""What a file of marks says, before it is held against a rule set. Knows the file's fields, no rule.

The file is YAML or JSON::

    stages:
      final:                      # a stage of the rule set, by its key
        "07":                     # an entry, by its order number or name
          ballots:
            J1: {design: 18.5, content: 27, organisation: 26.5, language: 9, features: 4.5, reflection: 4.5}
            J2: [18, 26.5, 27, 9.2, 4.2, 4.6]      # or in the order of the sheet, items included
          missing: {J3: recused}  # a judge without marks needs a reason: missing is never zero
          facts: {difficulty: 3.2}
          seconds: 1225           # the time limit takes off what it says
          deductions: [{kind: identity_leak, points: 5, reason: said the name}]
          votes: 120
          chief: J1               # where the tie order asks the chief
          panel: A                # where panels are ranked apart or linked
          category: photo         # where each category has its own prizes
        "08": {status: absent}    # or withdrawn, disqualified

or CSV with a row a ballot and the columns `stage`, `entry`, `seat`, one for each mark by its key, and where needed
`missing`, `seconds`, `votes`, `status`, `panel`, `chief`, `category`, `fact:<key>` and `deduction:<kind>`. What is not
a mark may stand in any row of the entry.
"""

from decimal import Decimal
from typing import Any, Literal

import msgspec
from msgspec import Struct

from shared.rules.judged.misfits import Said, misfit, refusal_of
from shared.rules.judged.trees import read_tree
from shared.rules.refusals import IllegalMark

Status = Literal["judged", "absent", "withdrawn", "disqualified"]


class GivenDeduction(Struct, frozen=True, forbid_unknown_fields=True):
    """Points taken off; those of a kind the rule knows need not be said."""

    kind: str
    points: Decimal | None = None
    reason: str = ""


class GivenTurn(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One entry in one stage. Marks by leaf, or in the order of the sheet."""

    ballots: dict[str, Any] = {}
    missing: dict[str, str] = {}
    facts: dict[str, Decimal] = {}
    deductions: list[GivenDeduction] = []
    seconds: int | None = None
    votes: int = 0
    chief: str = ""
    panel: str = ""
    category: str = ""
    status: Status = "judged"


class Given(Struct, frozen=True, forbid_unknown_fields=True):
    """The file: stage -> entry -> turn."""

    stages: dict[str, dict[str, GivenTurn]]


def given_tree(data: bytes) -> Given:
    """The marks of a YAML or JSON file.

    Raises:
        IllegalRegulation: the file cannot be read.
        IllegalMark: it does not say what such a file says.
    """
    return fitting(read_tree(data))


def fitting(tree: Any) -> Given:
    """The marks as fields. Raises IllegalMark where they are others."""
    try:
        return msgspec.convert(tree, Given)
    except (msgspec.ValidationError, ArithmeticError, RecursionError) as problem:
        sentence, values = where(problem, tree)
        raise IllegalMark("marks.fields", sentence, **values) from problem


def where(problem: Exception, tree: Any) -> Said:
    """What does not fit, with the stage and the entry it stands under, which the decoder does not tell."""
    stages = tree.get("stages") if isinstance(tree, dict) else None
    for stage, entries in stages.items() if isinstance(stages, dict) else ():
        for entry, turn in entries.items() if isinstance(entries, dict) else ():
            try:
                msgspec.convert(turn, GivenTurn)
            except msgspec.ValidationError as found:
                return misfit(found, GivenTurn, (str(stage), str(entry)))
            except (ArithmeticError, RecursionError) as found:
                return refusal_of(found, GivenTurn)
    return refusal_of(problem, Given)
