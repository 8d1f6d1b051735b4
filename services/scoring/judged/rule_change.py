"""A change of a contest's rules: what may change once ballots stand, and what follows a change.

Knows no form and no page.
"""

from datetime import UTC, datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from msgspec.structs import replace

from services.scoring.judged.recused import recusals_by_rule
from services.scoring.judged.stages import follow_entries
from services.scoring.sql import judged
from services.scoring.sql import rule_sets as sql
from services.scoring.sql import stages as stage_sql
from services.scoring.sql.judged import ContestRow
from shared.kit.db import Tx
from shared.kit.http.errors import Refused
from shared.kit.words import _
from shared.rules.judged.check import check
from shared.rules.judged.marks import leaves
from shared.rules.judged.rule_set import RuleSet, Stage
from shared.rules.refusals import Illegal

MOST_REASON = 1000


async def keep_rules(tx: Tx, contest: ContestRow, rule_set: RuleSet, by: str, reason: str = "") -> int:
    """Make a rule set the contest's next version; the number it got.

    Raises:
        Refused: the rules refuse it, or what was judged already does.
    """
    try:
        check(rule_set)
    except Illegal as illegal:
        params: dict[str, Any] = illegal.params
        raise Refused(illegal.code, illegal.sentence, **params) from illegal
    held = await judged.lock_contest(tx, contest.id)
    contest = held or contest
    before = await judged.newest_rule_set(tx, contest.id)
    if before is not None:
        if replace(rule_set, version=before.version) == before:
            return before.version
        await require_changeable(tx, contest, before, rule_set, reason)
        await restage(tx, contest.id, before, rule_set)
    version = before.version + 1 if before else 1
    frozen = contest.frozen is not None
    await sql.insert_version(tx, contest.id, replace(rule_set, version=version), by, reason, datetime.now(UTC), frozen)
    await follow_entries(tx, contest, rule_set)
    await recusals_by_rule(tx, contest)
    await judged.insert_act(tx, contest.id, None, "rules", by, reason, {"version": version})
    return version


async def require_changeable(tx: Tx, contest: ContestRow, before: RuleSet, after: RuleSet, reason: str) -> None:
    if contest.state.status == "decided":
        raise Refused("rules.signed", _("The result of {contest} is signed: its rules stay."), status=409,
                      contest=contest.name)  # fmt: skip
    if await stage_sql.open_performances(tx, contest.id):
        raise Refused(
            "rules.open", _("A performance is open at this moment. Close it before the rules change."), status=409
        )
    if contest.frozen is not None and not reason.strip():
        raise Refused("rules.reason", _("Ballots stand already: say why the rules change."))
    kept = {stage.key: stage for stage in after.stages}
    for stage in before.stages:
        if await stage_sql.balloted(tx, contest.id, stage.key):
            await require_same_sheet(tx, contest.id, stage, kept.get(stage.key))


async def require_same_sheet(tx: Tx, contest_id: UUID, before: Stage, after: Stage | None) -> None:
    """Where ballots stand, what is marked stays; its names, weights and steps of computing may change."""
    if after is None:
        raise Refused(
            "rules.stage_used", _("Ballots stand for “{stage}”: it cannot go."), status=409, stage=before.name
        )
    old, new = leaves(before.criteria), leaves(after.criteria)
    for key, criterion in old.items():
        if key not in new:
            raise Refused(
                "rules.criterion_used",
                _("“{criterion}” of “{stage}” was marked already: it cannot go."),
                status=409,
                criterion=criterion.name,
                stage=before.name,
            )
    for key, criterion in new.items():
        if key not in old:
            raise Refused(
                "rules.criterion_late",
                _("Ballots of “{stage}” have no mark for “{criterion}”: it cannot be added any more."),
                status=409,
                criterion=criterion.name,
                stage=before.name,
            )
    if before.mode != after.mode:
        raise Refused(
            "rules.mode_used", _("Ballots stand for “{stage}”: how it is judged stays."), status=409, stage=before.name
        )
    for given in await sql.given_marks(tx, contest_id, before.key):
        sheet = new.get(given.leaf)
        if sheet is not None and outside(sheet.minimum, sheet.maximum, given.least, given.most):
            raise Refused(
                "rules.range_used",
                _("A mark given for “{criterion}” lies outside the new least and most."),
                status=409,
                criterion=sheet.name,
            )


def outside(minimum: Decimal, maximum: Decimal, least: Decimal, most: Decimal) -> bool:
    return least < minimum or most > maximum


async def restage(tx: Tx, contest_id: UUID, before: RuleSet, after: RuleSet) -> None:
    """Stages the new rules do not know go, with turns nobody judged; their panels judge the stage in their place."""
    kept = [stage.key for stage in after.stages]
    for place, stage in enumerate(before.stages):
        if stage.key in kept:
            continue
        rows = [each.id for each in await judged.performances_of(tx, contest_id, stage.key)]
        if await stage_sql.touched(tx, rows):
            raise Refused(
                "rules.stage_used",
                _("Something is on record for “{stage}” already: it cannot go."),
                status=409,
                stage=stage.name,
            )
        await stage_sql.remove_performances(tx, rows)
        if place < len(kept):
            await sql.move_stage(tx, contest_id, stage.key, kept[place])
        await sql.drop_stage(tx, contest_id, stage.key)
