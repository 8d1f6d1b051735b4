"""Who reads what: the one table from which consumers and bus permissions are made, and which services are held to."""

from shared.messages.base import Message
from shared.messages.events import ContestDecided, DrawPublished, EventChanged, MatchCalled, MatchDecided, MatchReady
from shared.messages.members import MemberChanged, SessionRevoked
from shared.messages.scoring import ScoreChanged, SheetClosed

PUBLISHERS = ("members", "events", "scoring")
"""Services with a stream of their own; notifications only reads."""

READERS: dict[str, tuple[type[Message], ...]] = {
    "members": (ContestDecided,),
    "events": (MemberChanged, SessionRevoked, ScoreChanged, SheetClosed),
    "scoring": (SessionRevoked, EventChanged, MatchReady, MatchCalled, MatchDecided),
    "notifications": (
        MemberChanged,
        SessionRevoked,
        DrawPublished,
        MatchReady,
        MatchCalled,
        MatchDecided,
        ContestDecided,
    ),
}
