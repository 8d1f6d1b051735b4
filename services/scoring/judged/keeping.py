"""A ballot's revision checked against the rules and stored: under the contest's lock, once, linked into its chain.

The same for what a tablet sends and what is typed from paper. Marks go into the database and nowhere else.
"""

from collections.abc import Mapping
from datetime import datetime
from decimal import Decimal
from uuid import UUID

from msgspec import Struct

from services.scoring.hall import Hall
from services.scoring.judged import watch
from services.scoring.judged.ground import SeatDue, StageGround, ground_of
from services.scoring.judged.standing import Standing, standing_of
from services.scoring.judged.third import third_reader
from services.scoring.sql import ballots as sql
from services.scoring.sql import judged
from services.scoring.sql.ballots import NewRevision, RevisionRow
from services.scoring.sql.judged import ContestRow, PerformanceRow, SeatRow
from shared.kit.db import Tx
from shared.kit.http.errors import Refused
from shared.kit.words import _
from shared.rules.judged.chain import content, content_hash, link
from shared.rules.judged.marks import check_marks
from shared.rules.refusals import Illegal


class Receipt(Struct, frozen=True):
    """The desk's word that a revision is stored: `number` is its place in the contest's chain, `head` that after it."""

    ballot_id: UUID
    revision: int
    hash: str
    standing: str
    received_at: datetime
    number: int
    head: str


class Given(Struct, frozen=True, kw_only=True):
    """A revision as somebody hands it in."""

    ballot_id: UUID
    revision: int
    rule_set_version: int
    marks: Mapping[str, str]
    nonce: str
    device_at: datetime
    app_version: str = ""
    device_id: UUID | None = None
    typed_by: str | None = None

    def content(self, seat_id: UUID, performance_id: UUID) -> bytes:
        """What is hashed: see `shared.rules.judged.chain`."""
        return content(
            str(self.ballot_id),
            self.revision,
            str(seat_id),
            str(performance_id),
            self.rule_set_version,
            self.marks,
            self.nonce,
        )


async def known_receipt(tx: Tx, ballot_id: UUID, revision: int, hashed: str) -> Receipt | None:
    """The receipt of a revision that is stored already.

    Raises:
        Refused: it is stored with another content.
    """
    found = await sql.read_revision(tx, ballot_id, revision)
    if found is None:
        return None
    if found.hash != hashed:
        raise Refused(
            "ballot.reused",
            _("This number of the ballot is in use with other marks. Hand the ballot in once more."),
            status=422,
        )
    return receipt_of(ballot_id, found)


def receipt_of(ballot_id: UUID, row: RevisionRow) -> Receipt:
    return Receipt(ballot_id, row.revision, row.hash, row.standing, row.at, row.number, row.link)


async def keep(
    hall: Hall, tx: Tx, ground: StageGround, performance: PerformanceRow, due: SeatDue, given: Given, now: datetime
) -> Receipt:
    """Store a revision nobody has stored yet. The contest's row must be held and the ground read after that.

    Raises:
        Refused: another version of the rules holds, a mark is none, too many works are picked, or it is too early.
    """
    refuse_other_version(ground, given.rule_set_version)
    marks = refuse_illegal(ground, given.marks)
    standing = standing_of(ground, performance, due, given.revision)
    if standing == "active":
        await refuse_too_many_picks(tx, ground, due.seat, given.ballot_id, marks)
    receipt = await append(tx, ground.contest, performance, due.seat, given, standing, now)
    await tell(hall, tx, ground, performance, due.seat, standing)
    return receipt


def refuse_other_version(ground: StageGround, version: int) -> None:
    present = ground.rule_set.version
    if version != present:
        raise Refused(
            "rules.version",
            _("The rules have changed to version {version}. Look at the marks again and hand the ballot in once more."),
            status=409,
            details={"version": present},
            version=present,
        )


def refuse_illegal(ground: StageGround, marks: Mapping[str, str]) -> dict[str, Decimal]:
    try:
        return check_marks(ground.stage, marks)
    except Illegal as illegal:
        raise Refused(illegal.code, illegal.sentence, status=422, **illegal.params) from None


async def refuse_too_many_picks(
    tx: Tx, ground: StageGround, seat: SeatRow, ballot_id: UUID, marks: Mapping[str, Decimal]
) -> None:
    most = ground.stage.picks
    wanted = sum(marks.values(), Decimal())
    if most is None or not wanted:
        return
    if await sql.picked(tx, ground.contest.id, ground.stage.key, seat.id, ballot_id) + wanted > most:
        raise Refused("judged.picks", _("No more than {most} works can be picked."), status=422, most=most)


async def append(
    tx: Tx,
    contest: ContestRow,
    performance: PerformanceRow,
    seat: SeatRow,
    given: Given,
    standing: Standing,
    now: datetime,
) -> Receipt:
    """The next link of the contest's chain."""
    text = given.content(seat.id, performance.id)
    hashed = content_hash(text)
    head, number = link(contest.head, hashed), contest.links + 1
    if contest.frozen != given.rule_set_version:
        await sql.freeze(tx, contest.id, given.rule_set_version, now)
    await sql.keep_ballot(tx, given.ballot_id, performance.id, seat.id)
    new = NewRevision(
        ballot_id=given.ballot_id,
        revision=given.revision,
        hash=hashed,
        content=text.decode(),
        marks=dict(given.marks),
        standing="superseded" if standing == "active" else standing,
        rule_set_version=given.rule_set_version,
        panel_version=await sql.panel_version(tx, seat.panel_id),
        device_id=given.device_id,
        typed_by=given.typed_by,
        device_at=given.device_at,
        app_version=given.app_version,
        contest_id=contest.id,
        number=number,
        link=head,
    )
    at = await sql.insert_revision(tx, new)
    if standing == "active":
        await sql.make_active(tx, given.ballot_id, given.revision, now)
    return Receipt(given.ballot_id, given.revision, hashed, standing, at, number, head)


async def tell(
    hall: Hall, tx: Tx, ground: StageGround, performance: PerformanceRow, seat: SeatRow, standing: Standing
) -> None:
    """The desk and the seat's own tablet hear of it; a late ballot stands in the desk's record; a third is called."""
    contest_id = ground.contest.id
    if standing == "late":
        about = {"no": performance.order_no, "seat": seat.number}
        await judged.insert_act(tx, contest_id, performance.id, "ballot_late", seat.name, "", about)
    called = None
    if ground.stage.reading is not None and standing == "active":
        called = await third_reader(tx, await ground_of(tx, ground.contest, ground.stage.key), performance)
    watch.moved(hall, tx, contest_id)
    tx.after_commit(lambda: hall.benches.changed(seat.id))
    if called is not None:
        tx.after_commit(lambda: hall.benches.changed(called))
