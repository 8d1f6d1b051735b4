"""A word that counts when chief and supervisor, two different people, have both said it.

Knows who says it in which role; not what is said. People are told apart by what they are known by, never by name.
"""

from collections.abc import Collection
from uuid import UUID

from msgspec import Struct

from services.scoring.judged.officials import Official
from shared.kit.http.errors import Refused
from shared.kit.words import _


class Said(Struct, frozen=True):
    """What stands of it: the names in each role, and all the ids of those who spoke."""

    chief_by: str | None = None
    supervisor_by: str | None = None
    person: Collection[UUID] = ()

    @property
    def by_both(self) -> bool:
        return bool(self.chief_by and self.supervisor_by)


def with_word_of(official: Official, said: Said) -> Said:
    """With this person's word in the role that is free for them; as it was where theirs stands already.

    Raises:
        Refused: this person has said it in the other role.
    """
    free = [
        role
        for role, by in (("chief", said.chief_by), ("supervisor", said.supervisor_by))
        if official.has(role) and not by
    ]
    if not free:
        return said
    refuse_the_same(official, said.person)
    person = (*said.person, *official.ids)
    if free[0] == "chief":
        return Said(official.name, said.supervisor_by, person)
    return Said(said.chief_by, official.name, person)


def refuse_the_same(official: Official, person: Collection[UUID]) -> None:
    if same_person(official, person):
        raise Refused("official.same", _("Chief and supervisor must be two different people."), status=403)


def same_person(official: Official, person: Collection[UUID]) -> bool:
    """Whether this official is the one known by these ids."""
    return not official.ids.isdisjoint(person)
