"""Settings of a contest as a form sends them, one field each, made a regulation and a format. Knows no storage.

A setting a regulation does not have is not asked for: the form shows, and this reads, only what the sport counts by.
"""

import re
import unicodedata
from decimal import Decimal
from typing import Annotated, Any, Literal

from msgspec import Meta, Struct
from msgspec.structs import replace

from shared.kit.http.errors import Refused
from shared.kit.words import _
from shared.rules.formats import Format, format_file
from shared.rules.model import Clock, Counting, Exhibition, GameRule, Key, Regulation, Table, TieRule
from shared.rules.standings.chains import CHAINS, table_of
from shared.rules.ties.orders import ORDERS

APART = re.compile(r"[\s,;、，；/]+")
Text = Annotated[str, Meta(max_length=60)]


class TableTyped(Struct, kw_only=True):
    """A table and its keys, a row of three fields each."""

    chain: Text = ""
    win: int = 2
    loss: int = 1
    forfeit: int = 0
    unfinished: int | None = None
    narrow_win: int | None = None
    narrow_loss: int | None = None
    compare: Annotated[list[Text], Meta(max_length=50)] = []
    scope: Annotated[list[Literal["all", "tied"]], Meta(max_length=50)] = []
    applies_to: Annotated[list[Literal["any", "exactly_2", "3_plus"]], Meta(max_length=50)] = []
    restart: bool = False
    two_left: bool = False
    withdrawal: Literal["keep", "delete", "walkover"] = "keep"
    annul_after: int = 0


class SettingsTyped(TableTyped, kw_only=True):
    revision: int | None = None
    regulation: Regulation | None = None
    """Of a program: the whole regulation at once; a form sends the fields below."""
    format: Format | None = None
    kind: Text = ""
    best_of: int = 1
    target: int | None = None
    lead: int | None = None
    cap: int | None = None
    decider_target: int | None = None
    decider_lead: int | None = None
    decider_cap: int | None = None
    change_ends_at: int | None = None
    interval_at: int | None = None
    players: int | None = None
    tie: Text = ""
    """The order of play of team ties: a key of the orders there are; empty keeps it."""
    play_all: bool = False
    all_in_groups: bool = False
    to_win: int | None = None
    most_rubbers: int | None = None
    age_sum: int | None = None
    periods: int = 4
    minutes: int = 10
    running: Literal["stopped", "last_stopped", "through"] = "stopped"
    overtime_minutes: int = 5
    clock_target: int | None = None
    overtime_target: int | None = None
    scores: Text = ""
    foul_limit: int = 5
    bonus_from: int = 5
    timeouts: Text = ""
    forfeit_score: int = 20
    seconds: int = 30
    counters: int = 3
    combine: Literal["ijru", "mean", "single"] = "ijru"
    members: int = 1
    false_start: int = 10
    false_switches: int = 0
    foul: int = 0
    within: int | None = None
    tie_break: Literal["shared", "fewer_failures"] = "shared"
    judges: int = 5
    drop: int = 1
    drop_from: int = 5
    digits: int = 2
    boundary: Literal["widen", "cut"] = "widen"
    most_each: int | None = None
    maximum: Annotated[list[Decimal], Meta(max_length=30)] = []
    """Points of each item of the rubric, in its order."""
    third_place: bool = False
    consolation: bool = False
    second_final: bool = False
    groups: int = 1
    legs: int = 1
    order: Literal["berger", "circle"] = "berger"
    spread: Literal["snake", "lots"] = "snake"
    qualify: int = 2
    best_next: int = 0
    best_by: Literal["per_match", "seeding"] = "per_match"
    drop_last: bool = False
    second_stage: Literal["cross", "lots", "redrawn"] = "lots"
    rounds: int = 0
    reach: int = 3
    lanes: int = 1
    attempts: int = 1
    main_size: int = 16
    qualifiers: int = 4


def whole(data: SettingsTyped) -> bool:
    """Whether a program sent a regulation or a format at once; what it left out stays."""
    return data.regulation is not None or data.format is not None


def regulation_typed(data: SettingsTyped, before: Regulation) -> Regulation:
    """The regulation that was typed over the one before; sport, discipline and the form of a tie stay."""
    if whole(data):
        return replace(data.regulation or before, sport=before.sport, discipline=before.discipline)
    after = replace(before, players=data.players if before.players is not None else None, tie=_tie(data, before))
    if before.game is not None:
        after = _games(data, after)
    if before.clock is not None:
        after = replace(after, clock=_clock(data, before.clock))
    if before.counting is not None:
        after = replace(after, counting=_counting(data, before.counting))
    if before.exhibition is not None:
        after = replace(after, exhibition=_exhibition(data, before.exhibition))
    return replace(after, table=table_typed(data, before)) if data.compare else after


def _tie(data: SettingsTyped, before: Regulation) -> TieRule | None:
    if before.tie is None:
        return None
    if data.tie and data.tie not in ORDERS:
        raise Refused("tie.unknown", _("There is no such order of play."))
    if data.tie not in ("", before.tie.key):
        return replace(ORDERS[data.tie].rule, play_all=data.play_all, age_sum=data.age_sum)
    return replace(
        before.tie,
        play_all=data.play_all,
        all_in_groups=data.all_in_groups,
        to_win=data.to_win or before.tie.to_win,
        most_rubbers=data.most_rubbers or before.tie.most_rubbers,
        age_sum=data.age_sum,
    )


def _games(data: SettingsTyped, before: Regulation) -> Regulation:
    game = GameRule(_given(data.target), _given(data.lead), data.cap)
    decider = None
    if data.decider_target is not None:
        decider = GameRule(data.decider_target, data.decider_lead or game.lead, data.decider_cap)
    return replace(
        before,
        best_of=data.best_of,
        game=game,
        decider=decider,
        change_ends_at=data.change_ends_at,
        interval_at=data.interval_at,
    )


def _clock(data: SettingsTyped, before: Clock) -> Clock:
    return replace(
        before,
        periods=data.periods,
        minutes=data.minutes,
        stopped=data.running == "stopped",
        last_stopped=data.running == "last_stopped",
        overtime_minutes=data.overtime_minutes,
        target=data.clock_target,
        overtime_target=data.overtime_target,
        scores=tuple(sorted(_numbers(data.scores))),
        foul_limit=data.foul_limit,
        bonus_from=data.bonus_from,
        timeouts=_numbers(data.timeouts)[:3],
        forfeit=(data.forfeit_score, 0),
    )


def _counting(data: SettingsTyped, before: Counting) -> Counting:
    return replace(
        before,
        seconds=data.seconds,
        counters=data.counters,
        combine=data.combine,
        members=data.members,
        false_start=data.false_start,
        false_switches=data.false_switches,
        foul=data.foul,
        within=data.within,
        tie_break=data.tie_break,
    )


def _exhibition(data: SettingsTyped, before: Exhibition) -> Exhibition:
    maxima = [*data.maximum, *(item.maximum for item in before.rubric[len(data.maximum) :])]
    rubric = tuple(replace(item, maximum=most) for item, most in zip(before.rubric, maxima, strict=False))
    return replace(
        before,
        rubric=rubric,
        judges=data.judges,
        drop=data.drop,
        drop_from=data.drop_from,
        digits=data.digits,
        boundary=data.boundary,
        most_each=data.most_each,
    )


def table_typed(data: TableTyped, before: Regulation) -> Table | None:
    """The table that was typed; None where it is the sport's own, and by its preset's name where it is one."""
    chosen = CHAINS.get(data.chain) or table_of(before)
    rows = zip(data.compare, data.scope, data.applies_to, strict=False)
    table = replace(
        chosen,
        chain="",
        win=data.win,
        loss=data.loss,
        forfeit=data.forfeit,
        unfinished=data.unfinished,
        narrow_win=data.narrow_win,
        narrow_loss=data.narrow_loss,
        keys=tuple(Key(compare, scope, applies) for compare, scope, applies in rows),
        restart=data.restart,
        two_left=data.two_left,
        withdrawal=data.withdrawal,
        annul_after=data.annul_after,
    )
    named = next((each for each in CHAINS.values() if replace(each, chain="") == table), table)
    return None if named == table_of(replace(before, table=None)) else named


def format_typed(data: SettingsTyped, before: Format) -> Format:
    """The format that was chosen, with the settings it reads; the others stay what they were."""
    if whole(data):
        return data.format or before
    kind = data.kind or before.kind
    changed: dict[str, Any] = {name: getattr(data, name) for name in format_file(kind).SETTINGS if hasattr(data, name)}
    return replace(before, kind=kind, **changed)


def _given(value: int | None) -> int:
    if value is None:
        raise Refused("settings.missing", _("Say how many points win a game, and by how many of them one must lead."))
    return value


def _numbers(text: str) -> tuple[int, ...]:
    """Whole numbers as people type them, half- or full-width, with any separators."""
    parts = [part for part in APART.split(unicodedata.normalize("NFKC", text).strip()) if part]
    if any(not (part.isascii() and part.isdigit() and len(part) < 4) for part in parts):
        raise Refused("settings.numbers", _("“{text}” are no whole numbers."), text=text)
    return tuple(int(part) for part in parts)
