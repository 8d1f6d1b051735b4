"""Every setting of a contest at the organisers' desk, before its first mark: how it is played, built and ranked.

What may be set lies in the rules; which matches have begun, in the matches.
"""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Annotated, Any
from uuid import UUID

from litestar import Request, Response, Router, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath
from msgspec import Meta, Struct
from msgspec.structs import replace

from services.events import live
from services.events.access import contest_to_change, organised_contest, require_unlocked
from services.events.contest_words import has_table, in_words
from services.events.results import state_of
from services.events.settings_typed import SettingsTyped, TableTyped, format_typed, regulation_typed, table_typed
from services.events.sql import contests as sql
from services.events.sql import results as result_sql
from services.events.sql import settings as setting_sql
from services.events.sql.contests import Contest
from shared.kit.bus.journal import record_all
from shared.kit.db import Tx
from shared.kit.http.auth import Who, signed_in
from shared.kit.http.errors import Refused
from shared.kit.http.forms import typed
from shared.kit.http.replies import done, json, page, wants_json
from shared.kit.live import Hub
from shared.kit.words import _
from shared.messages.events import MatchReady
from shared.rules.format_check import check_format, kinds
from shared.rules.formats import Format, format_file
from shared.rules.model import Key, Regulation, Table
from shared.rules.refusals import Illegal
from shared.rules.regulation_check import check_regulation
from shared.rules.sports import sport
from shared.rules.standings.chains import CHAINS, NAMES, table_of
from shared.rules.standings.keys import KEYS
from shared.rules.ties.orders import ORDERS

AnyRequest = Request[Any, Any, Any]


class TableAct(TableTyped, kw_only=True):
    """The rows of a table with what to do to them."""

    act: Annotated[str, Meta(max_length=40)] = ""
    """`take`, `add`, or `up`, `down`, `remove` with the row's place: `up:3`."""


class Stored(Struct):
    id: UUID
    words: list[Any]


@contextmanager
def refusals_of_rules() -> Iterator[None]:
    """What the rules refuse is refused to the caller in the same words."""
    try:
        yield
    except Illegal as illegal:
        params: dict[str, Any] = illegal.params
        raise Refused(illegal.code, illegal.sentence, **params) from illegal


def checked(regulation: Regulation, form: Format) -> tuple[Regulation, Format]:
    """Both, if a contest can be played so."""
    with refusals_of_rules():
        check_regulation(regulation)
        check_format(form, sport(regulation.sport).PAD)
    return regulation, form


def settings_typed(data: SettingsTyped, contest: Contest) -> tuple[Regulation, Format]:
    with refusals_of_rules():
        found = regulation_typed(data, contest.regulation), format_typed(data, contest.format)
    return checked(*found)


@get("/contests/{contest_id:uuid}/settings", guards=[signed_in])
async def show(
    request: AnyRequest, contest_id: FromPath[UUID], tx: NamedDependency[Tx], who: NamedDependency[Who]
) -> Response[Any]:
    contest = await organised_contest(tx, contest_id, who)
    begun = await setting_sql.begun(tx, contest_id)
    if wants_json(request):
        body = {"regulation": contest.regulation, "format": contest.format, "revision": contest.revision}
        return json({**body, "begun": begun, "words": in_words(contest.regulation, contest.format)})
    if contest.judged:
        rules = f"/scoring/contests/{contest_id}/rules"
        return Response(b"", status_code=303, headers={"Location": rules}, media_type="text/html")
    offered = kinds(sport(contest.regulation.sport).PAD)
    return page(
        request,
        "settings.html",
        begun=begun,
        sport=sport(contest.regulation.sport),
        words=in_words(contest.regulation, contest.format),
        formats={kind: format_file(kind).NAME for kind in offered},
        fields=fields_of(offered),
        orders={key: ORDERS[key].name for key in sport(contest.regulation.sport).TIE_ORDERS},
        ranked=has_table(contest.format),
        **table_parts(contest, table_of(contest.regulation)),
    )


def fields_of(offered: Sequence[str]) -> dict[str, list[str]]:
    """Every setting of these formats with the formats that read it, in the order a form shows them."""
    found: dict[str, list[str]] = {}
    for kind in offered:
        for name in format_file(kind).SETTINGS:
            found.setdefault(name, []).append(kind)
    return found


def table_parts(contest: Contest, table: Table, focus: int = -1, pressed: str = "") -> dict[str, Any]:
    """What the part of the form with a table's keys needs; the keyboard stays at row `focus`, on what was pressed."""
    words = {name: key.name for name, key in KEYS.items()}
    return {"contest": contest, "table": table, "chains": NAMES, "keys": words, "focus": focus, "pressed": pressed}


@post("/contests/{contest_id:uuid}/settings", guards=[signed_in])
async def store(
    request: AnyRequest,
    contest_id: FromPath[UUID],
    tx: NamedDependency[Tx],
    who: NamedDependency[Who],
    hub: NamedDependency[Hub],
) -> Response[Any]:
    data = await typed(request, SettingsTyped)
    contest = await contest_to_change(tx, contest_id, who, data.revision)
    if contest.judged:
        raise Refused("settings.judged", _("The rule set of a judged contest is kept by its panel."), status=409)
    regulation, form = settings_typed(data, contest)
    if (regulation, form) != (contest.regulation, contest.format):
        await keep(tx, contest, regulation, form)
        tx.after_commit(lambda: live.changed(hub, contest.event_id, contest_id, []))
    words = list(in_words(regulation, form))
    return done(request, to=f"/events/contests/{contest_id}/desk#settings", body=Stored(contest_id, words))


async def keep(tx: Tx, contest: Contest, regulation: Regulation, form: Format) -> None:
    """Store the settings. A new format voids the draw; matches that are ready begin on new sheets."""
    if form != contest.format:
        require_unlocked(contest)
    if contest.locked and await setting_sql.begun(tx, contest.id):
        raise Refused(
            "settings.begun", _("Matches of {contest} have begun: its settings stay."), status=409, contest=contest.name
        )
    await sql.change(tx, contest.id, contest.name, regulation, form, contest.seed_rule)
    if form != contest.format and contest.status == "drawn":
        await sql.reopen(tx, contest.id)
    if contest.locked:
        await retell(tx, contest.id)


async def retell(tx: Tx, contest_id: UUID) -> None:
    """Tell of every match whose sides are known, to be played on a new sheet under the settings now in force."""
    await setting_sql.begin_anew(tx, contest_id)
    stored = (await result_sql.contest_of(tx, contest_id))[0]
    matches = [match for match in await result_sql.matches_of(tx, [contest_id]) if match.known]
    entries = await result_sql.entries_of(tx, list({side for match in matches for side in match.sides if side}))
    await record_all(
        tx,
        [MatchReady(id=match.id, revision=match.revision, match=state_of(stored, match, entries)) for match in matches],
    )


@post("/contests/{contest_id:uuid}/settings/words", guards=[signed_in], status_code=200)
async def preview(
    request: AnyRequest, contest_id: FromPath[UUID], tx: NamedDependency[Tx], who: NamedDependency[Who]
) -> Response[Any]:
    """What is typed at this moment, in words; stores nothing."""
    contest = await organised_contest(tx, contest_id, who)
    try:
        words = in_words(*settings_typed(await typed(request, SettingsTyped), contest))
    except Refused as refused:
        return page(request, "settings_words.html", problem=(refused.sentence, refused.params), words=())
    return page(request, "settings_words.html", problem=None, words=words)


@post("/contests/{contest_id:uuid}/settings/table", guards=[signed_in], status_code=200)
async def table_part(
    request: AnyRequest, contest_id: FromPath[UUID], tx: NamedDependency[Tx], who: NamedDependency[Who]
) -> Response[Any]:
    """The keys as they are typed, one moved, added or taken out, or those of a preset; stores nothing."""
    data = await typed(request, TableAct)
    contest = await organised_contest(tx, contest_id, who)
    if data.act == "take":
        with refusals_of_rules():
            taken = preset_table(data.chain, contest.regulation)
        return page(request, "settings_table.html", **table_parts(contest, taken))
    table = table_typed(data, contest.regulation) or table_of(replace(contest.regulation, table=None))
    keys, focus = rearranged(table.keys, data.act)
    return page(request, "settings_table.html", **table_parts(contest, replace(table, keys=keys), focus, data.act[:4]))


def preset_table(chain: str, regulation: Regulation) -> Table:
    if not chain:
        return table_of(replace(regulation, table=None))
    if chain not in CHAINS:
        raise Refused("table.unknown", _("There is no such order."))
    return CHAINS[chain]


def rearranged(keys: Sequence[Key], act: str) -> tuple[tuple[Key, ...], int]:
    """The keys after a button was pressed, and the place of the row it was about."""
    what, _colon, place = act.partition(":")
    rows = list(keys)
    if what == "add":
        return (*rows, Key("wins")), len(rows)
    row = int(place) if place.isascii() and place.isdigit() and len(place) < 4 else len(rows)
    if row >= len(rows):
        return tuple(rows), -1
    moved = rows.pop(row)
    if what == "remove":
        return tuple(rows), max(row - 1, 0)
    row = max(0, row - 1) if what == "up" else min(len(rows), row + 1) if what == "down" else row
    rows.insert(row, moved)
    return tuple(rows), row


router = Router(path="/events", route_handlers=[show, store, preview, table_part])
