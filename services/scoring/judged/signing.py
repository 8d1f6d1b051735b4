"""Chief and supervisor sign a result, two different people, each exactly one version; with the second it is final.

Then everything judged is revealed and events hears of it, in the same transaction.
"""

from datetime import datetime
from typing import Annotated, Any
from uuid import UUID

from litestar import Response, Router, post
from litestar.di import NamedDependency
from litestar.params import FromPath
from msgspec import Meta, Struct

from services.scoring.hall import hall_of
from services.scoring.judged import watch
from services.scoring.judged.at_hand import AnyRequest, held
from services.scoring.judged.computed import computed_of
from services.scoring.judged.lines import read_lines
from services.scoring.judged.officials import Official
from services.scoring.judged.readiness import refuse_if_any
from services.scoring.judged.result_view import ResultView, Version, result_view
from services.scoring.judged.two_people import same_person
from services.scoring.sql import judged, reveals
from services.scoring.sql import results as sql
from services.scoring.sql.judged import ContestRow
from shared.kit.bus.journal import record
from shared.kit.db import Tx
from shared.kit.http.auth import anyone
from shared.kit.http.errors import Refused
from shared.kit.http.forms import typed
from shared.kit.http.replies import done
from shared.kit.words import _
from shared.messages.scoring import JudgedContestSigned, RankedEntry

ROLES = ("chief", "supervisor")


class Signing(Struct, kw_only=True):
    version: Annotated[int, Meta(ge=1, le=100_000)]
    hash: Annotated[str, Meta(max_length=64)]
    """Of exactly what was shown to the one who signs."""


@post("/contests/{contest_id:uuid}/result/sign", guards=[anyone], status_code=200)
async def sign(
    request: AnyRequest, contest_id: FromPath[UUID], tx: NamedDependency[Tx], now: NamedDependency[datetime]
) -> Response[Any]:
    """Sign the version that was shown. What has changed since cannot be signed."""
    data = await typed(request, Signing)
    contest, official = await held(request, tx, contest_id, *ROLES)
    view = await result_view(tx, contest, await computed_of(tx, contest))
    to = f"/scoring/contests/{contest_id}/result"
    if already_final(view, data):
        return done(request, to=to, body={"version": data.version, "final": True})
    draft = refuse_unless_current(view, data)
    role = role_to_sign(official, draft)
    if role is not None:
        refuse_if_any(view.obstacles)
        await sign_one(tx, contest, draft, official, role, now)
    final = role is not None and bool(draft.signatures)
    if final:
        await finish(tx, contest, draft, now)
    watch.moved(hall_of(request), tx, contest.id)
    return done(request, to=to, body={"version": data.version, "final": final})


def already_final(view: ResultView, data: Signing) -> bool:
    signed = view.signed
    return signed is not None and signed.row.version == data.version and signed.hash == data.hash


def refuse_unless_current(view: ResultView, data: Signing) -> Version:
    draft = view.draft
    if draft is None or draft.row.version != data.version or draft.hash != data.hash:
        raise Refused(
            "result.changed",
            _("The result has changed since this was shown. Look at it again and have it put up anew."),
            status=409,
        )
    return draft


def role_to_sign(official: Official, draft: Version) -> str | None:
    """The role this person signs in; None where their signature stands already.

    Raises:
        Refused: they have signed in the other role.
    """
    own = next((each for each in draft.signatures if same_person(official, each.person)), None)
    if own is not None:
        if official.has(*(role for role in ROLES if role != own.role)):
            raise Refused("official.same", _("Chief and supervisor must be two different people."), status=403)
        return None
    free = [role for role in ROLES if official.has(role) and draft.signed_by(role) is None]
    if not free:
        raise Refused("result.signed_for", _("Somebody else has signed in this role already."), status=409)
    return free[0]


async def sign_one(tx: Tx, contest: ContestRow, draft: Version, official: Official, role: str, now: datetime) -> None:
    version = draft.row.version
    await sql.sign(tx, contest.id, signature_of(official, version, role, draft.row.head, now))
    await judged.insert_act(
        tx, contest.id, None, "signed", official.name, "", {"version": version, "role": role, "hash": draft.hash}
    )


def signature_of(official: Official, version: int, role: str, head: str, now: datetime) -> sql.SignatureRow:
    return sql.SignatureRow(
        version, role, official.name, official.seat_id, official.member_id, head, now, list(official.ids)
    )


async def finish(tx: Tx, contest: ContestRow, draft: Version, now: datetime) -> None:
    """Both have signed: final, revealed and told."""
    row = draft.row
    await sql.make_final(tx, contest.id, row.version, now)
    await reveals.reveal_stages(tx, contest.id, now)
    lines = read_lines(row.lines)
    panels = await reveals.panel_names(tx, sorted({line.panel for line in lines if line.panel}))
    await record(
        tx,
        JudgedContestSigned(
            id=contest.id,
            revision=row.version,
            event_id=contest.event_id,
            lines=tuple(
                RankedEntry(
                    entry_id=UUID(line.entry),
                    first=line.first,
                    last=line.last,
                    total=line.total,
                    prize=line.prize,
                    title=line.title,
                    split_by=line.split_by,
                    panel=panels.get(line.panel, ""),
                )
                for line in lines
            ),
            rule_set_version=row.rule_set_version,
            chain_head=row.head,
            signed_at=now,
            amendment=row.amendment,
        ),
    )


router = Router("/scoring", route_handlers=[sign])
