"""Who acts at a judged contest: an organiser, a member named in its panel, or whoever holds a paired tablet.

Knows roles, not what they may do: each handler names the roles it is for.
"""

from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from litestar import Request
from msgspec import Struct
from msgspec.structs import replace

from services.scoring.codes import hashed
from services.scoring.hall import hall_of
from services.scoring.judged.role_names import ROLE_NAMES
from services.scoring.seated import token_of
from services.scoring.sql import judged
from services.scoring.sql import panel_devices as devices
from services.scoring.sql.judged import ContestRow, SeatRow
from shared.kit.db import Tx
from shared.kit.http.auth import Who, who_of
from shared.kit.http.errors import Refused
from shared.kit.words import _

ORGANISER = "organiser"


class Official(Struct, frozen=True, kw_only=True):
    """Somebody with a right at this contest. One person may have several roles."""

    name: str
    roles: frozenset[str]
    member_id: UUID | None = None
    seat_id: UUID | None = None
    ids: frozenset[UUID] = frozenset()
    """All this person is known by: as a member, by the seats they hold, as those seats' members."""
    seats: tuple[SeatRow, ...] = ()
    """The seats they hold."""

    def has(self, *roles: str) -> bool:
        return bool(self.roles & set(roles))

    def before(self, panel_id: UUID | None, seats: Iterable[SeatRow]) -> "Official":
        """This person before one of several panels: another panel's official has a role only nobody has here."""
        if panel_id is None:
            return self
        there = {seat.role for seat in seats if seat.panel_id == panel_id}
        lent = {seat.role for seat in self.seats if seat.panel_id == panel_id or seat.role not in there}
        return replace(self, roles=frozenset(lent | (self.roles & {ORGANISER})))


async def contest_of(tx: Tx, contest_id: UUID) -> ContestRow:
    """The contest.

    Raises:
        Refused: there is none.
    """
    contest = await judged.read_contest(tx, contest_id)
    if contest is None:
        raise Refused("contest.unknown", _("There is no such contest."), status=404)
    return contest


async def official_of(request: Request[Any, Any, Any], tx: Tx, contest: ContestRow) -> Official | None:
    """Who is asking, with every role they have at this contest; None for one without any."""
    who = who_of(request)
    roles: set[str] = set()
    if await organises(request, who, contest.event_id):
        roles.add(ORGANISER)
    seats = await judged.seats_of_panels(tx, await judged.panels_of_contest(tx, contest.id))
    held = await seat_in_hand(request, tx)
    own = held.id if held is not None and held.id in {seat.id for seat in seats} else None
    mine = [seat for seat in seats if own == seat.id or (seat.member_id and seat.member_id == who.member_id)]
    roles |= {seat.role for seat in mine}
    if not roles:
        return None
    name = mine[0].name if own and mine else who.name or (mine[0].name if mine else "")
    return Official(
        name=name,
        roles=frozenset(roles),
        member_id=who.member_id,
        seat_id=own or (mine[0].id if mine else None),
        ids=frozenset(filter(None, (who.member_id, *ids_of(mine)))),
        seats=tuple(mine),
    )


def ids_of(seats: Sequence[SeatRow]) -> Iterator[UUID | None]:
    for seat in seats:
        yield seat.id
        yield seat.member_id


async def require(request: Request[Any, Any, Any], tx: Tx, contest: ContestRow, *roles: str) -> Official:
    """Who is asking, if one of these roles is theirs.

    Raises:
        Refused: they have none of them.
    """
    official = await official_of(request, tx, contest)
    if official is None or not official.has(*roles):
        raise not_yours(request, roles)
    return official


def not_yours(request: Request[Any, Any, Any], roles: Sequence[str]) -> Refused:
    return Refused("official.not_yours", _("Only {roles} may do this."), status=403, roles=called(request, roles))


def called(request: Request[Any, Any, Any], roles: Sequence[str]) -> str:
    """The roles as the reader calls them."""
    names = {ORGANISER: _("Organiser"), **ROLE_NAMES}
    say, lang = request.app.state.pages.say, who_of(request).lang
    return ("、" if lang == "zh" else ", ").join(say(names[role], lang) for role in roles)


async def organises(request: Request[Any, Any, Any], who: Who, event_id: UUID) -> bool:
    if who.member_id is None or who.must_change:
        return False
    event = await hall_of(request).events.event(event_id)
    return who.administrator or who.member_id in event.organisers


async def seat_in_hand(request: Request[Any, Any, Any], tx: Tx) -> SeatRow | None:
    """The seat whose tablet asks. It counts as heard, and the page's head says whose it is."""
    token = token_of(request)
    found = await judged.device_seat(tx, hashed(token)) if token else None
    if found is None:
        return None
    await devices.touch_seat(tx, found.id, datetime.now(UTC))
    say, lang = request.app.state.pages.say, who_of(request).lang
    request.scope["saishi_acting_as"] = say(  # type: ignore[typeddict-unknown-key]
        _("This tablet: seat {number}, {name}, {role}"),
        lang,
        number=found.number,
        name=found.name,
        role=say(ROLE_NAMES[found.role], lang),
    )
    return found
