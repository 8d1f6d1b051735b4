"""What a judged contest's rule set says: pure data. Knows no entry, no judge and no mark.

Sources: the notices collected in the book of judged contests (1.1 to 1.7); each preset names its own.
A rule set is frozen at the first submitted ballot; a change after that makes the next version.
"""

from decimal import Decimal
from typing import Literal

from msgspec import Struct

from shared.rules.judged.steps import Step
from shared.rules.model import PrizeTier

Mode = Literal["turns", "gallery", "reading"]
"""On stage one after the other; all works shown at once; papers shared out among readers."""
RevealMode = Literal["immediate", "after_next", "batch", "end"]
Role = Literal["judge", "chief", "supervisor", "timekeeper", "recorder"]
ROLES: tuple[Role, ...] = ("judge", "chief", "supervisor", "timekeeper", "recorder")


class Criterion(Struct, frozen=True, kw_only=True):
    """What is marked. With `items` those are marked and the criterion is their sum; its `maximum` is theirs."""

    key: str
    """Short and lasting: marks are kept by it, an item's by `criterion.item`."""
    name: str
    """As the organiser words it, or an English msgid of a preset."""
    maximum: Decimal
    minimum: Decimal = Decimal(0)
    step: Decimal = Decimal("0.01")
    weight: Decimal = Decimal(1)
    """What a mark is multiplied by when criteria are summed."""
    advised: tuple[Decimal, Decimal] | None = None
    """The band a mark should lie in; outside it the tablet warns and asks for a second tap."""
    hint: str = ""
    """What to look at, shown beside the keypad."""
    items: tuple["Criterion", ...] = ()


class PanelRule(Struct, frozen=True):
    """Who judges: how many, how many stand by, how few still make a result."""

    size: int = 7
    reserves: int = 1
    least: int = 1
    """Fewer counted ballots than this and a performance cannot be closed."""
    roles: tuple[Role, ...] = ROLES


class TimeLimit(Struct, frozen=True, kw_only=True):
    """How long a performance may take and what is taken off. Seconds."""

    least: int | None = None
    most: int | None = None
    warnings: tuple[int, ...] = ()
    """After so many seconds the timer warns."""
    stop: int | None = None
    """After so many the performance is stopped."""
    flat: Decimal | None = None
    """Taken off once, for under `least` or over `most`."""
    per_minute: Decimal | None = None
    """Taken off for each minute over `most`."""
    minutes: Literal["full", "started"] = "started"
    ceiling: Decimal | None = None
    """No more than this is taken off for time."""


class Fact(Struct, frozen=True, kw_only=True):
    """A number the desk enters for a performance that is no judge's mark: a difficulty, an element score."""

    key: str
    name: str
    minimum: Decimal = Decimal(0)
    maximum: Decimal = Decimal(1000)
    step: Decimal = Decimal("0.01")
    default: Decimal | None = None
    """None: a performance cannot be closed without it."""


class DeductionKind(Struct, frozen=True, kw_only=True):
    """A deduction the rule knows, such as a leaked identity; its points are proposed and can be changed."""

    key: str
    name: str
    points: Decimal


class Advance(Struct, frozen=True, kw_only=True):
    """Who goes on to the next stage."""

    count: int
    per: Literal["contest", "panel", "category"] = "contest"
    """So many in all, of each panel, or of each category; of panels ranked apart always of each."""
    boundary: Literal["admit_all", "ties", "none"] = "admit_all"
    """Equals at the line: all go on, the tie order decides (and admits all still equal), or none of them."""


class Spread(Struct, frozen=True, kw_only=True):
    """What raises a flag. Flags ask, they never alter a mark."""

    range: Decimal | None = None
    """Highest minus lowest total of the panel."""
    from_mean: Decimal | None = None
    """One judge's distance from the panel's mean."""
    remark_range: Decimal | None = None
    """From this range on the panel is asked to mark anew before closing; None never asks."""


class Reading(Struct, frozen=True, kw_only=True):
    """How papers are shared out: so many readers each, one more where they are too far apart."""

    readers: int = 2
    gap: Decimal | None = None
    """Two readers this far apart or more call a third."""
    anchors: int = 0
    """So many papers are read by everyone, to link the readers."""


class Stage(Struct, frozen=True, kw_only=True):
    """One stage: what is marked, how marks become a score, how long, in which order told."""

    key: str
    name: str
    criteria: tuple[Criterion, ...]
    steps: tuple[Step, ...]
    mode: Mode = "turns"
    panel: PanelRule = PanelRule()
    weight: Decimal = Decimal(1)
    """Of the stage's score in the contest's total; 0 is not carried."""
    compare: Literal["together", "apart", "severity"] = "together"
    """Parallel panels: one list; ranked inside each panel; corrected by the additive severity model where linked."""
    advance: Advance | None = None
    """None where the stage is the last, or everybody goes on."""
    time: TimeLimit | None = None
    facts: tuple[Fact, ...] = ()
    deductions: tuple[DeductionKind, ...] = ()
    calibration: int = 0
    """So many first performances are marked together: their ballots can be changed until the last of them closes."""
    reveal: RevealMode = "after_next"
    batch: int = 3
    """Of how many performances a batch is told at once."""
    spread: Spread = Spread()
    reading: Reading | None = None
    picks: int | None = None
    """In a gallery: a judge gives each work 0 or 1 and at most so many ones."""
    public_votes: int = 0
    """How many works a member may vote for; 0 where the public has no vote."""
    public: bool = False
    """Works are shown to everyone in the gallery, in anonymous order."""
    topics: tuple[str, ...] = ()
    """Drawn by lot, one for each performance."""


class Prizes(Struct, frozen=True, kw_only=True):
    """Prizes by number or share, best first, with rounding, boundary, and the titles that go with them."""

    tiers: tuple[PrizeTier, ...] = ()
    rounding: Literal["half_up", "up", "down"] = "half_up"
    boundary: Literal["widen", "cut"] = "widen"
    least_first: int = 1
    of: Literal["entries", "last_stage"] = "entries"
    """What shares are of: all who were judged, or who reached the last stage."""
    apart: Literal["contest", "category"] = "contest"
    """Prizes over all works, or a quota for each category."""
    titles: dict[str, str] = {}
    """Prize -> title given with it, in the wording of the award document."""


class RuleSet(Struct, frozen=True, kw_only=True):
    """Everything a judged contest is run and computed by."""

    key: str
    name: str
    stages: tuple[Stage, ...]
    version: int = 1
    source: str = ""
    """The notice or book it comes from."""
    digits: int = 2
    """Digits of totals as shown; rounding inside the score is a step."""
    ties: tuple[str, ...] = ("unrounded", "shared")
    """In order: `unrounded`, `published` (the rounded total), `stage:<key>`, `part:<criterion key>`, `untrimmed_mean`,
    `median`, `chief`, `fewer_deductions`, `shared`.
    Totals are compared first, as rounded by the rule."""
    prizes: Prizes = Prizes()
    anonymous: bool = True
    """Names and units are hidden behind order numbers until the reveal."""
    recusal: Literal["exclude", "replace", "none"] = "exclude"
    """A judge of an author's unit is left out, replaced by a reserve, or stays."""
    appeal_minutes: int = 120
    most_each: int | None = 1
    """How many works one person may stand in; None for any number."""
