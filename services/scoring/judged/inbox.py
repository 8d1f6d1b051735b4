"""What events tells of judged contests: the contest and its entries are kept; the first word brings its rule set."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from msgspec.structs import replace

from services.scoring.judged.recused import recusals_by_rule
from services.scoring.judged.stages import follow_entries
from services.scoring.judged.watch import changed_later
from services.scoring.sql import judged, rule_sets
from shared.kit.bus.consume import Inbound
from shared.kit.db import Tx
from shared.messages.events import JudgedContestChanged
from shared.rules.judged.contests import in_language, presets
from shared.rules.judged.rule_set import RuleSet
from shared.web.words import translate

FROM_PRESET = "preset:"
"""How the reason of a first version begins: the preset's key follows; after a question mark, one nobody knows."""


async def on_judged_contest_changed(inbound: Inbound, messages: Sequence[JudgedContestChanged]) -> None:
    for message in messages:
        before = await judged.lock_contest(inbound.tx, message.id)
        known = before.state if before else message
        if await judged.keep_contest(inbound.tx, with_vanished(message, known)):
            await set_up(inbound.tx, message, inbound.now)
            inbound.after_commit(changed_later(inbound.hub, message.id))


def with_vanished(message: JudgedContestChanged, known: JudgedContestChanged) -> JudgedContestChanged:
    """The message with entries it no longer names as withdrawn: what is on record about them keeps its name."""
    named = {entry.id for entry in message.entries}
    vanished = [replace(entry, withdrawn=True) for entry in known.entries if entry.id not in named]
    return replace(message, entries=(*message.entries, *vanished))


async def set_up(tx: Tx, message: JudgedContestChanged, now: datetime) -> None:
    """The rules where there are none yet, turns for new entries, recusals of their authors' units."""
    contest = await judged.lock_contest(tx, message.id)
    if contest is None or message.status == "removed":
        return
    rule_set = await judged.newest_rule_set(tx, message.id) or await first_rules(tx, message.id, message.preset, now)
    await follow_entries(tx, contest, rule_set)
    await recusals_by_rule(tx, contest)


async def first_rules(tx: Tx, contest_id: UUID, preset: str, now: datetime) -> RuleSet:
    """The preset in Chinese as version 1; the first there is where nobody knows the one asked for."""
    known = presets()
    found = known.get(preset) or next(iter(known.values()))
    rule_set = replace(in_language(found, lambda msgid: translate(msgid, "zh")), version=1)
    reason = FROM_PRESET + (preset if preset in known else f"?{preset}")
    await rule_sets.insert_version(tx, contest_id, rule_set, "", reason, now, False)
    return rule_set
