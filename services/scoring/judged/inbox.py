"""What events tells of judged contests: the contest and its entries are kept; the first word brings its rule set."""

from collections.abc import Sequence

from services.scoring.judged.watch import changed_later
from services.scoring.sql import judged
from shared.kit.bus.consume import Inbound
from shared.messages.events import JudgedContestChanged


async def on_judged_contest_changed(inbound: Inbound, messages: Sequence[JudgedContestChanged]) -> None:
    for message in messages:
        if await judged.keep_contest(inbound.tx, message):
            inbound.after_commit(changed_later(inbound.hub, message.id))
