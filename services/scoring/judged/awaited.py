"""Whose signature a result waits for, in words for whoever reads it. Knows no marks."""

from typing import Any

from services.scoring.judged.officials import Official
from services.scoring.judged.result_view import Version
from services.scoring.judged.two_people import same_person
from shared.kit.words import _

SIGNING = ("chief", "supervisor")
OWN = {
    "chief": _("You have signed. The supervisor is awaited."),
    "supervisor": _("You have signed. The chief judge is awaited."),
}
OTHERS = {
    "chief": _("{name} has signed as chief judge. The supervisor is awaited."),
    "supervisor": _("{name} has signed as supervisor. The chief judge is awaited."),
}


def awaited(draft: Version | None, official: Official) -> tuple[str, dict[str, Any]] | None:
    """Nothing where nobody has signed yet."""
    if draft is None or not draft.signatures:
        return None
    given = draft.signatures[0]
    if same_person(official, given.person):
        return OWN[given.role], {}
    return OTHERS[given.role], {"name": given.name}


def may_sign(draft: Version | None, official: Official) -> bool:
    """Whether a signature of this person is still missing."""
    if draft is None or any(same_person(official, each.person) for each in draft.signatures):
        return False
    return any(official.has(role) and draft.signed_by(role) is None for role in SIGNING)
