"""The notifications service: tells members what concerns them. Puts the parts together; no logic."""

from pathlib import Path

from services.notifications import inbox, live, preferences, reading
from shared.kit.service import Service
from shared.messages.events import (
    ContestDecided,
    DrawPublished,
    MatchCalled,
    MatchDecided,
    MatchReady,
    NominationChanged,
)
from shared.messages.members import MemberChanged

SERVICE = Service(
    name="notifications",
    folder=Path(__file__).parent,
    handlers=[reading.router, preferences.router],
    inbox={
        MemberChanged: inbox.on_member_changed,
        DrawPublished: inbox.on_draw_published,
        MatchReady: inbox.on_match_ready,
        MatchCalled: inbox.on_match_called,
        MatchDecided: inbox.on_match_decided,
        ContestDecided: inbox.on_contest_decided,
        NominationChanged: inbox.on_nomination_changed,
    },
    render=live.render,
    may_listen=live.may_listen,
    on_start=live.on_start,
)
