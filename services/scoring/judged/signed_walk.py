"""What was signed against what is stored: both signatures, the record of them, and the result computed once more.

Knows nothing of the chain; shows no mark.
"""

from collections.abc import Iterator, Sequence

from services.scoring.judged.chain import Misfit
from services.scoring.judged.computed import computed_of
from services.scoring.judged.result_view import ResultView, Version, result_view
from services.scoring.judged.signing import ROLES
from services.scoring.sql import chain as sql
from services.scoring.sql.chain import SigningAct
from services.scoring.sql.judged import ContestRow
from shared.kit.db import Tx
from shared.kit.http.errors import Refused
from shared.kit.words import _


async def signed_misfits(tx: Tx, contest: ContestRow) -> list[Misfit]:
    """What does not fit of a contest's signed results; nothing where none was signed."""
    acts = await sql.signing_acts(tx, contest.id)
    if not acts and not await sql.signed_heads(tx, contest.id):
        return []
    try:
        view = await result_view(tx, contest, await computed_of(tx, contest))
    except Refused as refused:
        return [Misfit(refused.sentence, dict(refused.params))]
    return [*recorded(view.versions, acts), *complete(view.versions, acts), *computed_anew(view)]


def recorded(versions: Sequence[Version], acts: Sequence[SigningAct]) -> Iterator[Misfit]:
    """Every signature the record knows must still stand under the very result that was signed."""
    known = {each.row.version: each for each in versions}
    for act in acts:
        about: dict[str, object] = {"version": act.version, "role": act.role, "name": act.name}
        version = known.get(act.version)
        signature = version.signed_by(act.role) if version else None
        if version is None or signature is None:
            yield Misfit(_("Result {version}: what {name} signed as {role} is not stored any more."), about)
        elif signature.name != act.name:
            yield Misfit(_("Result {version}: {name} signed as {role}, and another name stands there now."), about)
        elif version.hash != act.hash:
            yield Misfit(_("Result {version}: it is not what {name} signed as {role}."), about)


def complete(versions: Sequence[Version], acts: Sequence[SigningAct]) -> Iterator[Misfit]:
    """A final result has two signatures, each of them in the record."""
    signed = {(act.version, act.role) for act in acts}
    for each in versions:
        for role in ROLES:
            stands = each.signed_by(role) is not None
            about: dict[str, object] = {"version": each.row.version, "role": role}
            if each.row.signed_at and not stands:
                yield Misfit(_("Result {version} is final without the signature of the {role}."), about)
            if stands and (each.row.version, role) not in signed:
                yield Misfit(_("Result {version}: the record knows no signature of the {role}."), about)


def computed_anew(view: ResultView) -> Iterator[Misfit]:
    """Ballots, deductions, order and rules as they are stored must give the newest final result."""
    if view.signed is not None and view.changed:
        yield Misfit(
            _("Result {version}: what is stored now gives another result. Sign a new one, or ask who changed it."),
            {"version": view.signed.row.version},
        )
