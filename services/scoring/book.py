"""The sheets in play, held in memory with their rules state, so that a mark costs one statement and no reading.

What is held is a copy: the database moves a sheet only from the state the change was decided on, and a copy that
proves old is read anew. Knows no request and no page.
"""

import asyncio
from collections import OrderedDict
from collections.abc import Callable, Iterable, Sequence
from datetime import UTC, datetime
from uuid import UUID

import msgspec
from msgspec import Struct

from services.scoring.change import Change, NewMark, encode, journal_row, mark_row, told
from services.scoring.coalescer import Coalescer
from services.scoring.pad import pad_of
from services.scoring.seated import revoked
from services.scoring.sql import seats, sheets
from services.scoring.sql.sheets import SheetRow
from services.scoring.views import SheetView, shown
from shared.kit.db import Db
from shared.kit.http.errors import Refused
from shared.kit.words import _
from shared.messages.events import MatchState
from shared.rules.marks import Mark, Sheet
from shared.rules.refusals import Illegal, IllegalMark
from shared.rules.sheets import apply, fold, open_sheet

HELD = 4000
TRIES = 8


class By(Struct, frozen=True):
    """Whose hand made a mark: a seat's or a member's."""

    seat_id: UUID | None = None
    member_id: UUID | None = None


class Held:
    """One sheet in memory. It may be used while `read == epoch`; `forget` raises the epoch."""

    __slots__ = ("epoch", "id", "lock", "marks", "match_id", "pad", "padded", "read", "row", "sheet", "view")

    row: SheetRow
    sheet: Sheet
    marks: dict[UUID, tuple[int, Mark]]
    view: bytes

    def __init__(self, sheet_id: UUID) -> None:
        self.id = sheet_id
        self.lock = asyncio.Lock()
        self.match_id: UUID | None = None
        self.padded: MatchState | None = None
        self.pad = msgspec.Raw(b"")
        self.epoch = 0
        self.read = -1

    @property
    def current(self) -> bool:
        return self.read == self.epoch

    def become(self, row: SheetRow, sheet: Sheet, as_shown: bytes) -> None:
        self.row = row
        self.match_id = row.match_id
        self.sheet = sheet
        if self.padded is not row.match:
            self.padded, self.pad = row.match, msgspec.Raw(encode(pad_of(row.match)))
        self.view = encode(
            SheetView(
                id=row.id,
                match_id=row.match_id,
                revision=row.revision,
                status=row.status,
                pad=self.pad,
                match=msgspec.Raw(row.match_json),
                sheet=msgspec.Raw(as_shown),
            )
        )


Acts = Callable[[Held], Sequence[NewMark]]
"""Looks at a sheet as it stands and says what is to be marked; nothing if that was done before."""


class Book:
    def __init__(self, db: Db, coalescer: Coalescer, changed: Callable[[SheetRow, SheetRow], None]) -> None:
        self.db = db
        self.coalescer = coalescer
        self.changed = changed
        self.held: OrderedDict[UUID, Held] = OrderedDict()
        self.by_match: dict[UUID, UUID] = {}
        """The newest sheet held of each match."""

    async def reread(self, sheet_id: UUID) -> Held:
        """A sheet as it stands, whoever moved it."""
        self.hold(sheet_id).epoch += 1
        return await self.look(sheet_id)

    async def look(self, sheet_id: UUID) -> Held:
        """A sheet as this process knows it."""
        held = self.hold(sheet_id)
        if not held.current:
            async with held.lock:
                if not held.current:
                    await self.read(held, By())
        return held

    async def move(self, sheet_id: UUID, by: By, acts: Acts) -> Held:
        """Put marks on a sheet; back once they are durable.

        Raises:
            Refused: there is no such sheet, or `acts` or the rules refuse a mark.
        """
        held = self.hold(sheet_id)
        async with held.lock:
            for _try in range(TRIES):
                remembered = held.current
                if not remembered:
                    await self.read(held, by)
                try:
                    new = acts(held)
                    if not new or await self.written(held, by, new):
                        return held
                except Refused:
                    if not remembered:
                        raise
                    # Another replica may have moved the sheet: a refusal is said only of what was just read.
                    held.epoch += 1
        raise Refused("sheet.busy", _("Others are writing on this sheet right now. Please try again."), status=503)

    async def written(self, held: Held, by: By, new: Sequence[NewMark]) -> bool:
        now = datetime.now(UTC)
        row, sheet = after(held, new)
        marks = [
            mark_row(held.id, held.row.revision + place, each, by.seat_id, by.member_id)
            for place, each in enumerate(new, start=1)
        ]
        message = told(row, sheet, new[-1].mark, now)
        before, epoch = held.row, held.epoch
        as_shown = encode(shown(sheet))
        moved = (row.id, before.revision, row.revision, row.status, as_shown.decode(), row.match_revision, by.seat_id)
        # Unknown until the commit is confirmed: if this is cut short, the next use reads what became of it.
        held.read = -1
        if not await self.coalescer.submit(Change(held.id, moved, marks, journal_row(message))):
            return False
        for place, each in enumerate(new, start=before.revision + 1):
            held.marks[each.id] = (place, each.mark)
        held.become(row, sheet, as_shown)
        held.read = epoch
        self.changed(before, row)
        return True

    async def read(self, held: Held, by: By) -> None:
        epoch = held.epoch
        async with self.db.acquire() as tx:
            row = await sheets.read_sheet(tx, held.id)
            kept = await sheets.read_marks(tx, held.id) if row and row.revision else []
            seat = await seats.read_seat(tx, by.seat_id) if by.seat_id else None
        if row is None:
            self.held.pop(held.id, None)
            raise Refused("sheet.unknown", _("There is no such scoresheet."), status=404)
        if seat is not None and seat.revoked_for:
            raise revoked(seat.revoked_for)
        # A mark committed between the two reads is left for the next use, which finds the revision moved.
        kept = kept[: row.revision]
        held.marks = {mark.id: (mark.ordinal, mark.mark) for mark in kept}
        if row.status != "void":
            self.by_match[row.match_id] = row.id
        sheet = fold(row.regulation, [mark.mark for mark in kept])
        held.become(row, sheet, encode(shown(sheet)))
        held.read = epoch

    def opened(self, row: SheetRow) -> None:
        """A sheet was opened: its first mark needs no reading."""
        if row.id in self.held:
            return
        held = self.hold(row.id)
        held.marks = {}
        sheet = open_sheet(row.regulation)
        held.become(row, sheet, encode(shown(sheet)))
        held.read = held.epoch
        self.by_match[row.match_id] = row.id

    async def sheet_of(self, match_id: UUID) -> UUID:
        """The sheet of a match's present attempt.

        Raises:
            Refused: no sheet is open for it yet.
        """
        known = self.held.get(self.by_match.get(match_id, match_id))
        if known is not None and known.current and known.row.status != "void":
            return known.id
        async with self.db.acquire() as tx:
            found = await sheets.present_sheet(tx, match_id)
        if found is None:
            raise Refused("match.not_ready", _("There is no such match, or its sides are not known yet."), status=404)
        self.by_match[match_id] = found
        return UUID(str(found))

    def hold(self, sheet_id: UUID) -> Held:
        held = self.held.get(sheet_id)
        if held is None:
            held = self.held[sheet_id] = Held(sheet_id)
            if len(self.held) > HELD:
                _, dropped = self.held.popitem(last=False)
                self.by_match.pop(dropped.match_id or sheet_id, None)
        self.held.move_to_end(sheet_id)
        return held

    def forget(self, match_ids: Iterable[UUID]) -> set[UUID]:
        """What is held of these matches is old. Returns the sheets that were held."""
        forgotten = set()
        for match_id in match_ids:
            held = self.held.get(self.by_match.pop(match_id, match_id))
            if held is not None:
                held.epoch += 1
                forgotten.add(held.id)
        return forgotten


def after(held: Held, new: Sequence[NewMark]) -> tuple[SheetRow, Sheet]:
    sheet = held.sheet
    try:
        for each in new:
            sheet = apply(held.row.regulation, sheet, each.mark)
    except Illegal as illegal:
        # A mark does not fit the sheet as it stands; a result can be wrong by itself.
        status = 409 if isinstance(illegal, IllegalMark) else 422
        details = {"sheet": msgspec.Raw(held.view)}
        raise Refused(illegal.code, illegal.sentence, status=status, details=details, **illegal.params) from illegal
    row = msgspec.structs.replace(
        held.row, revision=held.row.revision + len(new), status="closed" if sheet.closed else "open"
    )
    return row, sheet
