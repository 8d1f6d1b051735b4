"""Clashes of a plan said to people: matches by contest and number, players and courts by name."""

from collections.abc import Callable, Iterable, Sequence
from typing import Any

from services.events.fixtures import Rows
from services.events.sql import planning as sql
from shared.kit.db import Tx
from shared.kit.words import _
from shared.rules.scheduling.clashes import Clash

Say = Callable[..., str]
MATCH = _("{contest}, match {number}")


async def said(tx: Tx, rows: Rows, found: Sequence[Clash], say: Say) -> list[str]:
    """One sentence a clash, without repetition."""
    people = await names(tx, rows, (clash.who for clash in found))
    courts = {str(court): name for court, name in rows.courts}
    numbered = {str(match.id): match for match in rows.matches}

    def match_name(match: str) -> str:
        row = numbered.get(match)
        return say(MATCH, contest=row.contest_name, number=row.number) if row else ""

    sentences = [
        say(
            clash.sentence,
            match=match_name(clash.match),
            other=match_name(clash.other),
            who=people.get(clash.who, clash.who),
            court=courts.get(clash.court, ""),
            gap=max(0, clash.gap),
            wanted=clash.wanted,
        )
        for clash in found
    ]
    return list(dict.fromkeys(sentences))


async def names(tx: Tx, rows: Rows, who: Iterable[str]) -> dict[str, str]:
    """Names of members, entries and units by their ids."""
    known = {side.id: side.name for side in rows.sides}
    members = {member for side in rows.sides for member in side.members}
    members |= {str(each.member_id) for each in rows.absences if each.member_id}
    return known | await sql.member_names(tx, [each for each in dict.fromkeys(who) if each in members])


def speaker(pages: Any, lang: str) -> Say:
    return lambda sentence, **params: str(pages.say(sentence, lang, **params))
