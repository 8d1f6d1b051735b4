"""The events service put together. No logic."""

from pathlib import Path

from services.events import contests, courts, draws, entries, events, live, publishing
from services.events.inbox import INBOX
from shared.kit.service import Service
from shared.kit.words import _

SERVICE = Service(
    name="events",
    folder=Path(__file__).parent,
    handlers=[
        events.router,
        courts.router,
        contests.router,
        entries.router,
        draws.router,
        publishing.router,
    ],
    inbox=INBOX,
    render=live.render,
    on_start=live.on_start,
    constraints={
        "court_name_once": ("court.taken", _("There is a court of this name already.")),
        "contest_name_once": ("contest.taken", _("There is a contest of this name already.")),
        "member_entered_once": ("member.entered", _("A member can be entered once only.")),
        "entry_seed_once": ("seed.taken", _("Two entries cannot have the same seed.")),
    },
)
