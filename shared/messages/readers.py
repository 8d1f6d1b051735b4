"""Who reads what: the one table from which consumers and bus permissions are made, and which services are held to."""

from shared.messages.base import Message
from shared.messages.events import (
    ContestDecided,
    DrawPublished,
    EventChanged,
    JudgedContestChanged,
    MatchCalled,
    MatchDecided,
    MatchReady,
    NominationChanged,
)
from shared.messages.members import MemberChanged, SessionRevoked
from shared.messages.scoring import JudgedContestSigned, ScoreChanged, SheetClosed

PUBLISHERS = ("members", "events", "scoring")
"""Services with a stream of their own; notifications only reads."""

READERS: dict[str, tuple[type[Message], ...]] = {
    "members": (ContestDecided, NominationChanged),
    "events": (MemberChanged, SessionRevoked, ScoreChanged, SheetClosed, JudgedContestSigned),
    "scoring": (
        SessionRevoked,
        MemberChanged,
        EventChanged,
        MatchReady,
        MatchCalled,
        MatchDecided,
        JudgedContestChanged,
    ),
    "notifications": (
        MemberChanged,
        SessionRevoked,
        DrawPublished,
        MatchReady,
        MatchCalled,
        MatchDecided,
        ContestDecided,
        NominationChanged,
    ),
}
