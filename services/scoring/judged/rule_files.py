"""Rules that come from elsewhere or go there: a file, a preset, another contest, an older version."""

import asyncio
from typing import Annotated, Any
from uuid import UUID

from litestar import Request, Response, Router, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath
from msgspec import Meta, Struct
from msgspec.structs import replace

from services.scoring.judged.ground import rule_set_of
from services.scoring.judged.officials import contest_of
from services.scoring.judged.rule_change import MOST_REASON
from services.scoring.judged.rules import Stored, kept, refusals_of_rules, to_change, version_asked
from services.scoring.sql import rule_sets as sql
from services.scoring.sql.judged import ContestRow
from shared.kit.db import Db, Tx
from shared.kit.http.auth import Who, anyone, signed_in
from shared.kit.http.errors import Refused
from shared.kit.http.forms import Upload, typed
from shared.kit.http.replies import done, page
from shared.kit.words import _
from shared.rules.judged.contests import in_language, presets
from shared.rules.judged.files import read_rule_set, write_rule_set
from shared.rules.judged.rule_set import RuleSet
from shared.web.words import translate

AnyRequest = Request[Any, Any, Any]
Reason = Annotated[str, Meta(max_length=MOST_REASON, title=_("Reason"))]


class FileGiven(Struct, kw_only=True):
    file: Upload | str = ""
    """A file of a form, or the text of one as a program sends it."""
    reason: Reason = ""


class SourceGiven(Struct, kw_only=True):
    source: Annotated[str, Meta(max_length=200, title=_("Rules taken from"))]
    """`preset:<key>`, `version:<n>` or `contest:<id>`."""
    reason: Reason = ""


@get("/contests/{contest_id:uuid}/rules/export", guards=[anyone])
async def export(request: AnyRequest, contest_id: FromPath[UUID], tx: NamedDependency[Tx]) -> Response[bytes]:
    contest = await contest_of(tx, contest_id)
    rule_set = await version_asked(request, tx, contest, await rule_set_of(tx, contest_id))
    name = f"rules-{contest_id}-{rule_set.version}.yaml"
    return Response(
        write_rule_set(rule_set),
        media_type="application/yaml",
        headers={"Content-Disposition": f'attachment; filename="{name}"', "Cache-Control": "no-store"},
    )


@get("/contests/{contest_id:uuid}/rules/import", guards=[signed_in])
async def sources(
    request: AnyRequest, contest_id: FromPath[UUID], tx: NamedDependency[Tx], who: NamedDependency[Who]
) -> Response[Any]:
    """Where rules can be taken from."""
    contest = await to_change(request, tx, who, contest_id)
    return page(
        request,
        "judged_rules_import.html",
        contest=contest,
        presets=presets(),
        others=await sql.other_contests(tx, contest.id, contest.event_id),
        versions=await sql.versions_of(tx, contest.id),
    )


@post("/contests/{contest_id:uuid}/rules/import", guards=[signed_in], status_code=200)
async def take_file(
    request: AnyRequest, contest_id: FromPath[UUID], db: NamedDependency[Db], who: NamedDependency[Who]
) -> Response[Any]:
    """A file is read beside everything else: other requests and the database do not wait for it."""
    async with db.tx() as tx:
        await to_change(request, tx, who, contest_id)
    given = await typed(request, FileGiven)
    data = given.file.encode() if isinstance(given.file, str) else given.file.data
    if not data.strip():
        raise Refused("rules.no_file", _("Choose a file of rules first."))
    with refusals_of_rules():
        rule_set = await asyncio.to_thread(read_rule_set, data)
    async with db.tx() as tx:
        contest = await to_change(request, tx, who, contest_id)
        version = await kept(request, tx, contest, rule_set, who, given.reason.strip())
    return done(request, to=f"/scoring/contests/{contest_id}/rules", body=Stored(contest_id, version))


@post("/contests/{contest_id:uuid}/rules/copy", guards=[signed_in], status_code=200)
async def copy(
    request: AnyRequest, contest_id: FromPath[UUID], tx: NamedDependency[Tx], who: NamedDependency[Who]
) -> Response[Any]:
    contest = await to_change(request, tx, who, contest_id)
    given = await typed(request, SourceGiven)
    rule_set = await from_source(tx, contest, given.source, who.lang)
    version = await kept(request, tx, contest, rule_set, who, given.reason.strip())
    return done(request, to=f"/scoring/contests/{contest_id}/rules", body=Stored(contest_id, version))


async def from_source(tx: Tx, contest: ContestRow, source: str, lang: str) -> RuleSet:
    kind, _colon, key = source.partition(":")
    found: RuleSet | None = None
    if kind == "preset" and key in presets():
        found = in_language(presets()[key], lambda msgid: translate(msgid, lang))
    elif kind == "version" and key.isascii() and key.isdigit() and len(key) < 10:
        found = await sql.read_version(tx, contest.id, int(key))
    elif kind == "contest":
        found = await rules_of_contest(tx, key)
    if found is None:
        raise Refused("rules.no_source", _("There are no such rules to take."))
    return replace(found, version=1)


async def rules_of_contest(tx: Tx, key: str) -> RuleSet:
    try:
        contest_id = UUID(key)
    except ValueError as error:
        raise Refused("rules.no_source", _("There are no such rules to take.")) from error
    await contest_of(tx, contest_id)
    return await rule_set_of(tx, contest_id)


router = Router("/scoring", route_handlers=[export, sources, take_file, copy])
