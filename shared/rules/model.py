"""The values every rule speaks in. Knows nothing of storage, screens, messages or people."""

from decimal import Decimal
from typing import Literal

from msgspec import Struct

Side = Literal[1, 2]
OutcomeKind = Literal["played", "walkover", "retired", "disqualified", "void"]
Treatment = Literal["redo", "keep", "void"]
"""What becomes of a decided match when a result before it is corrected: played again, left standing, or annulled."""
Discipline = Literal["singles", "doubles", "team"]
"""How many make an entry: one, two, or as many as the contest allows."""
Points = tuple[int, int]
"""Points of side 1 and of side 2 in one game, set or quarter; in a tie the rubbers won."""
Words = list[tuple[str, dict[str, object]]]
"""Sentences for people: English msgids with the values for their `{names}`."""


class GameRule(Struct, frozen=True):
    """How one game is won: first to `target`, `lead` clear, and at `cap` by a single point."""

    target: int
    lead: int
    cap: int | None = None


class Clock(Struct, frozen=True, kw_only=True):
    """How a match by the clock is played: periods, overtime until it is decided, fouls and time-outs."""

    periods: int = 4
    minutes: int = 10
    stopped: bool = True
    """Whether the clock stops with every whistle; else it runs through."""
    last_stopped: bool = False
    """Where it runs through, whether it stops with every whistle in the last period and overtimes all the same."""
    overtime_minutes: int = 5
    target: int | None = None
    """Points that end regulation time at once (3x3: 21)."""
    overtime_target: int | None = None
    """Points scored in overtime that end it (3x3: 2); None plays the overtime's minutes."""
    scores: tuple[int, ...] = (1, 2, 3)
    """What one basket can count."""
    foul_limit: int = 5
    """Personal fouls that send a player out; 0 where nobody is sent out."""
    bonus_from: int = 5
    """The team foul of a period from which free throws follow."""
    timeouts: tuple[int, ...] = (2, 3, 1)
    """Time-outs a side has in the first half, in the second half, in each overtime."""
    forfeit: Points = (20, 0)
    """The written score of a match not played."""


class Counting(Struct, frozen=True, kw_only=True):
    """How a performance is counted: who counts, how counts become one, what is taken off, how often one may try."""

    seconds: int = 30
    counters: int = 3
    combine: Literal["ijru", "mean", "single"] = "ijru"
    attempts: int = 1
    """The best of so many counts."""
    false_start: int = 10
    """Taken off for a false start and for each false switch."""
    false_switches: int = 0
    """How many false switches can count at most: one fewer than the legs of a relay."""
    foul: int = 0
    """Taken off for each foul of a mass event."""
    within: int | None = None
    """Two closest counters further apart than this ask for a recount or a new attempt."""
    unit: Literal["jumps", "passes", "run"] = "jumps"
    members: int = 1
    """Who jumps in turn or together is one; a team sum adds the counts of so many."""
    tie_break: Literal["shared", "fewer_failures"] = "shared"
    prizes: tuple["PrizeTier", ...] = ()


class Criterion(Struct, frozen=True):
    """One item of a rubric with the most it can give."""

    name: str
    maximum: Decimal


class Exhibition(Struct, frozen=True, kw_only=True):
    """How works are judged and rewarded."""

    category: str = ""
    """An English msgid: works of one category are judged together."""
    code: str = "A"
    """What the anonymous numbers of its works begin with."""
    rubric: tuple[Criterion, ...] = ()
    judges: int = 5
    drop: int = 1
    """How many highest and how many lowest are left out, where at least `drop_from` judges gave marks."""
    drop_from: int = 5
    digits: int = 2
    prizes: tuple["PrizeTier", ...] = ()
    boundary: Literal["widen", "cut"] = "widen"
    """Who are equal at the end of a prize all get it, or the next keys cut between them."""
    most_each: int | None = None
    """How many works one person may hand in."""


class PrizeTier(Struct, frozen=True):
    """A prize with how many of it there are: a number, a share of the entries, or as many as reach its score."""

    name: str
    count: int | None = None
    share: Decimal | None = None
    at_least: Decimal | None = None
    """The score it asks for, also where places remain."""


class Key(Struct, frozen=True):
    """One step of a ranking: what is compared, over which matches, and for how many that are still equal."""

    compare: str
    """A name of `shared.rules.standings.keys`, such as `wins`, `games_ratio`, `points_difference`, `mutual`."""
    scope: Literal["all", "tied"] = "all"
    """Over all matches of the group, or only those among the equal."""
    applies_to: Literal["any", "exactly_2", "3_plus"] = "any"


class Table(Struct, frozen=True, kw_only=True):
    """How a group is counted and ranked: match points, keys in order, and what unplayed matches count."""

    chain: str = ""
    """The preset it was made from; empty for one of the organiser's own."""
    win: int = 2
    loss: int = 1
    forfeit: int = 0
    """For a loss in a match not played."""
    unfinished: int | None = None
    """For a loss in a match begun and not finished; None counts as a loss."""
    narrow_win: int | None = None
    """For a win in the deciding game, where that counts less."""
    narrow_loss: int | None = None
    keys: tuple[Key, ...] = ()
    restart: bool = False
    """Once a key splits some of the equal, those still equal begin again at the first tied key."""
    two_left: bool = False
    """Once two are left equal, their match decides at once."""
    withdrawal: Literal["keep", "delete", "walkover"] = "keep"
    """What becomes of the results of an entry that withdrew: kept, annulled, or its open matches lost as walkovers."""
    annul_after: int = 0
    """So many matches lost in a way named below annul all results of an entry; 0 for never."""
    annulling: tuple[OutcomeKind, ...] = ("walkover", "retired", "disqualified")


class Slot(Struct, frozen=True):
    """One place in a rubber's line-up. `player` is the letter of the tie's order of play, A or X first."""

    player: str
    gender: Literal["", "male", "female"] = ""
    leader: bool = False


class Rubber(Struct, frozen=True):
    """One match of a team tie: its name and who plays it for each side."""

    name: str
    home: tuple[Slot, ...]
    away: tuple[Slot, ...]


class TieRule(Struct, frozen=True, kw_only=True):
    """How a team meeting is played: rubbers in order, how many win it, what line-ups may be."""

    key: str
    rubbers: tuple[Rubber, ...]
    to_win: int
    play_all: bool = False
    """Dead rubbers are played too."""
    all_in_groups: bool = False
    """In groups dead rubbers are played too, because tables count them."""
    players: tuple[int, int] = (1, 99)
    """Fewest and most players in a line-up."""
    most_rubbers: int = 2
    """How many rubbers one player may play at most."""
    least_rubbers: int = 0
    doubling: int | None = None
    """How many players may play more than one rubber; None for any number."""
    most_singles: int | None = None
    """How many singles one player may play at most."""
    apart: tuple[tuple[str, str], ...] = ()
    """Places that one and the same player may not take both."""
    men: int | None = None
    """Exactly so many men in a line-up; None for any number."""
    women: int | None = None
    age_sum: int | None = None
    """Least sum of ages of a pair."""
    free_order: bool = False
    """The order of rubbers may be set anew for each tie."""
    best_of: int | None = None
    """Games of each rubber, where they are not the contest's."""
    game: GameRule | None = None
    """How a game of each rubber is won, where it is not the contest's."""
    all_games: bool = False
    """All games of a rubber are played, also when it is decided."""
    count: Literal["rubbers", "games"] = "rubbers"
    """What `to_win` counts."""


class Regulation(Struct, frozen=True):
    """The settings in force for a contest; the sport's file says what they mean."""

    sport: str
    version: int
    discipline: Discipline
    best_of: int = 1
    game: GameRule | None = None
    decider: GameRule | None = None
    change_ends_at: int | None = None
    """Points of the leading side at which ends change in the deciding game."""
    interval_at: int | None = None
    """Points of the leading side at which a game has its interval."""
    clock: Clock | None = None
    counting: Counting | None = None
    exhibition: Exhibition | None = None
    judged: str | None = None
    """Of a judged contest: the key of the rule set it begins with."""
    table: Table | None = None
    """None counts and ranks groups by the sport's own table."""
    tie: TieRule | None = None
    """How a team meeting is made of rubbers; the settings above are those of each rubber."""
    players: int | None = None
    """How many of a team are on court; None where the discipline says it."""
    all_games: bool = False
    """All games are played, also when the match is decided."""


class Preset(Struct, frozen=True):
    """A regulation under a name an organiser can choose; `name` is an English msgid."""

    key: str
    name: str
    regulation: Regulation


class Performance(Struct, frozen=True, kw_only=True):
    """What one entry achieved without an opponent."""

    score: Decimal
    counts: tuple[Decimal, ...] = ()
    """What each counter or judge gave, in the order of their seats."""
    deduction: Decimal = Decimal(0)
    failures: int = 0
    firsts: tuple[Decimal, ...] = ()
    """What each judge gave for the first item of the rubric."""
    recount: bool = False
    """The counters are too far apart: a recount or a new attempt is due."""


class Outcome(Struct, frozen=True):
    """How a match or a performance ended. `winner` is None for a void match and for a performance."""

    kind: OutcomeKind
    winner: Side | None
    games: tuple[Points, ...] = ()
    reason: str = ""
    performance: Performance | None = None
    rubbers: tuple["Outcome | None", ...] = ()
    """Of a tie: its rubbers in order, None for one not played."""
