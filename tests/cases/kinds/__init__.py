"""A kind of case is a question to the product: each function answers one case in the form its `expected` has.

Functions return (expected, got). They map kinds to the rules' functions and never to numbers.
"""

from collections.abc import Callable

from tests.cases.kinds import draws, exhibition, groups, judging, matches, meets, rope_skipping, schedule, sync
from tests.cases.kinds.case import Answer, Case

KINDS: dict[str, Callable[[Case], Answer]] = {
    kind: answer
    for module in (matches, groups, draws, rope_skipping, exhibition, meets, schedule, judging, sync)
    for kind, answer in module.KINDS.items()
}
