"""A contest's rules as a regulation everybody may read, and the form in which its organisers change them."""

from collections.abc import Iterator
from contextlib import contextmanager
from hashlib import sha256
from typing import Annotated, Any
from uuid import UUID

import msgspec
from litestar import Request, Response, Router, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath
from msgspec import Meta, Struct

from services.scoring.hall import hall_of
from services.scoring.judged import rule_drafts
from services.scoring.judged.drafts import Draft, draft_from, focus_after, path_of, pressed, text
from services.scoring.judged.ground import rule_set_of
from services.scoring.judged.officials import contest_of, organises
from services.scoring.judged.rule_change import MOST_REASON, keep_rules
from services.scoring.judged.rule_form import as_regulation, form_words
from services.scoring.judged.rule_typed import rule_set_typed
from services.scoring.judged.rule_words import as_kept, told_in
from services.scoring.judged.typed_numbers import Unfit
from services.scoring.judged.watch import moved
from services.scoring.sql import judged
from services.scoring.sql import rule_sets as sql
from services.scoring.sql.judged import ContestRow
from shared.kit.db import Tx
from shared.kit.http.auth import Who, anyone, signed_in, who_of
from shared.kit.http.errors import NOT_UNDERSTOOD, Refused
from shared.kit.http.forms import typed
from shared.kit.http.replies import done, json, page, sentence, wants_json
from shared.kit.words import _
from shared.rules.judged.check import check
from shared.rules.judged.rule_set import RuleSet
from shared.rules.refusals import Illegal

AnyRequest = Request[Any, Any, Any]


class RulesGiven(Struct, kw_only=True):
    """A whole rule set as a program sends it."""

    rule_set: RuleSet
    reason: Annotated[str, Meta(max_length=MOST_REASON)] = ""
    seen: str = ""
    """What `seen` was told with the rules this changes; empty changes whatever there is."""


class Stored(Struct):
    id: UUID
    version: int


def seen_of(rule_set: RuleSet) -> str:
    """A short mark of a rule set, by which a form knows whether somebody else changed it meanwhile."""
    return sha256(msgspec.json.encode(rule_set)).hexdigest()[:16]


async def to_change(request: AnyRequest, tx: Tx, who: Who, contest_id: UUID) -> ContestRow:
    """The contest, for somebody who organises its event."""
    contest = await contest_of(tx, contest_id)
    await hall_of(request).events.require_organiser(who, contest.event_id)
    return contest


@get("/contests/{contest_id:uuid}/rules", guards=[anyone])
async def show(
    request: AnyRequest, contest_id: FromPath[UUID], tx: NamedDependency[Tx], who: NamedDependency[Who]
) -> Response[Any]:
    """The rules in force, or an older version by its number."""
    contest = await contest_of(tx, contest_id)
    newest = await rule_set_of(tx, contest_id)
    rule_set = await version_asked(request, tx, contest, newest)
    versions = await sql.versions_of(tx, contest_id)
    if wants_json(request):
        return json({"rule_set": rule_set, "seen": seen_of(newest), "frozen": contest.frozen, "versions": versions})
    return page(
        request,
        "judged_rules.html",
        contest=contest,
        rule_set=rule_set,
        newest=newest.version,
        versions=versions,
        **as_regulation(rule_set, who.lang),
        organiser=await organises(request, who, contest.event_id),
    )


async def version_asked(request: AnyRequest, tx: Tx, contest: ContestRow, newest: RuleSet) -> RuleSet:
    asked = request.query_params.get("version", "")
    if not asked:
        return newest
    found = None
    if asked.isascii() and asked.isdigit() and len(asked) < 10:
        found = await sql.read_version(tx, contest.id, int(asked))
    if found is None:
        raise Refused("rules.no_version", _("The rules have no such version."), status=404)
    return found


@get("/contests/{contest_id:uuid}/rules/edit", guards=[signed_in])
async def edit(
    request: AnyRequest, contest_id: FromPath[UUID], tx: NamedDependency[Tx], who: NamedDependency[Who]
) -> Response[Any]:
    contest = await to_change(request, tx, who, contest_id)
    rule_set = await rule_set_of(tx, contest_id)
    shown = rule_drafts.draft_of(told_in(rule_set, who.lang))
    return await form_page(request, tx, contest, shown | {"seen": seen_of(rule_set)})


@post("/contests/{contest_id:uuid}/rules/draft", guards=[signed_in], status_code=200)
async def draft(
    request: AnyRequest, contest_id: FromPath[UUID], tx: NamedDependency[Tx], who: NamedDependency[Who]
) -> Response[Any]:
    """The form as it is typed, with a row added, moved or taken out. Stores nothing."""
    contest = await to_change(request, tx, who, contest_id)
    found = await draft_typed(request)
    return await form_page(request, tx, contest, rule_drafts.shaped(pressed(found, text(found, "act"))))


async def form_page(request: AnyRequest, tx: Tx, contest: ContestRow, found: Draft) -> Response[Any]:
    return page(
        request,
        "judged_rules_edit.html",
        contest=contest,
        draft=found,
        seen=text(found, "seen"),
        ballots=sum(each.ballots for each in await sql.versions_of(tx, contest.id)),
        act=text(found, "act"),
        focus=focus_after(text(found, "act")),
        **form_words(found, who_of(request).lang),
    )


async def draft_typed(request: AnyRequest) -> Draft:
    """What was sent of the form, whatever it holds.

    Raises:
        Refused: it is no form at all.
    """
    if request.content_type[0] == "application/json":
        raise Refused(*NOT_UNDERSTOOD, status=400)
    form = await request.form()
    pairs = [(name, value) for name, value in form.multi_items() if isinstance(value, str)]
    request.scope["saishi_typed"] = pairs  # type: ignore[typeddict-unknown-key]
    return rule_drafts.shaped(draft_from(pairs))


@post("/contests/{contest_id:uuid}/rules", guards=[signed_in], status_code=200)
async def store(
    request: AnyRequest, contest_id: FromPath[UUID], tx: NamedDependency[Tx], who: NamedDependency[Who]
) -> Response[Any]:
    contest = await to_change(request, tx, who, contest_id)
    before = await rule_set_of(tx, contest_id)
    if request.content_type[0] == "application/json":
        given = await typed(request, RulesGiven)
    else:
        found = await draft_typed(request)
        with placed_in(found):
            rule_set = as_kept(rule_set_typed(found, before), before)
        given = RulesGiven(rule_set=rule_set, reason=reason_of(found), seen=text(found, "seen"))
    if given.seen and given.seen != seen_of(before):
        raise Refused(
            "rules.changed",
            _("Somebody else changed these rules meanwhile. Open them in another window and compare."),
            status=409,
        )
    version = await kept(request, tx, contest, given.rule_set, who, given.reason)
    return done(request, to=f"/scoring/contests/{contest_id}/rules", body=Stored(contest_id, version))


def reason_of(found: Draft) -> str:
    reason = text(found, "reason")
    if len(reason) > MOST_REASON:
        raise Refused(
            "input.too_long",
            _("“{field}” is too long: {most} characters at most."),
            field=_("Reason"),
            most=MOST_REASON,
        )
    return reason


async def kept(request: AnyRequest, tx: Tx, contest: ContestRow, rule_set: RuleSet, who: Who, reason: str) -> int:
    """Store a rule set as the next version and tell everybody who shows the contest."""
    version = await keep_rules(tx, contest, rule_set, who.name or str(who.member_id), reason)
    moved(hall_of(request), tx, contest.id, await judged.panels_of_contest(tx, contest.id))
    return version


@post("/contests/{contest_id:uuid}/rules/words", guards=[signed_in], status_code=200)
async def words(
    request: AnyRequest, contest_id: FromPath[UUID], tx: NamedDependency[Tx], who: NamedDependency[Who]
) -> Response[Any]:
    """What is typed at this moment as the regulation would say it; stores nothing."""
    await to_change(request, tx, who, contest_id)
    before = await rule_set_of(tx, contest_id)
    try:
        with refusals_of_rules():
            found = rule_set_typed(await draft_typed(request), before)
            check(found)
    except Refused as refused:
        problem = sentence(request, refused.sentence, refused.params)
        return page(request, "judged_rules_words.html", problem=problem, sections=())
    return page(request, "judged_rules_words.html", problem=None, **as_regulation(found, who.lang))


@contextmanager
def placed_in(found: Draft) -> Iterator[None]:
    """A field that cannot be taken is told by its name in the form, so that the page can show it."""
    try:
        yield
    except Unfit as unfit:
        unfit.at = path_of(found, unfit.row, unfit.name) if unfit.row is not None else ""
        raise


@contextmanager
def refusals_of_rules() -> Iterator[None]:
    """What the rules refuse is refused to the caller in the same words."""
    try:
        yield
    except Illegal as illegal:
        params: dict[str, Any] = illegal.params
        raise Refused(illegal.code, illegal.sentence, **params) from illegal


router = Router("/scoring", route_handlers=[show, edit, draft, store, words])
