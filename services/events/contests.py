"""Contests at the organisers' desk: their name, preset, format and seeding rule. Knows presets, not what they say."""

from functools import partial
from typing import Annotated, Any
from uuid import UUID

from litestar import Request, Response, Router, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath
from msgspec import Meta, Struct
from msgspec.structs import replace

from services.events import judged
from services.events.access import contest_to_change, open_contest, organised_contest, organised_event, require_unlocked
from services.events.contest_words import in_words, preset_in_words
from services.events.draw_view import draw_view, picture
from services.events.prizes import spoken
from services.events.settings import checked, refusals_of_rules
from services.events.sql import contests as sql
from services.events.sql import entries as entry_sql
from services.events.sql import judged as judged_sql
from services.events.sql.contests import Contest, SeedRule
from shared.kit.db import Tx
from shared.kit.http.auth import Who, signed_in
from shared.kit.http.errors import Refused
from shared.kit.http.forms import typed
from shared.kit.http.replies import done, json, page, wants_json
from shared.kit.words import _
from shared.rules.format_check import kinds
from shared.rules.formats import Format, format_file, formats
from shared.rules.model import Discipline, Preset, Regulation
from shared.rules.regulation_check import check_regulation
from shared.rules.sports import presets, sport, sports
from shared.rules.ties.orders import ORDERS

AnyRequest = Request[Any, Any, Any]


class NewContest(Struct, kw_only=True):
    name: Annotated[str, Meta(title=_("Name"), max_length=120)]
    discipline: Annotated[Discipline | None, Meta(title=_("Discipline"))] = None
    """Singles for a new contest, for a made one as it is."""
    preset: Annotated[str, Meta(title=_("Regulation"))] = ""
    tie: Annotated[str, Meta(title=_("Order of play of team ties"), max_length=60)] = ""
    seed_rule: Annotated[SeedRule, Meta(title=_("Seeding"))] = "bwf"
    kind: Annotated[str, Meta(title=_("Format"), max_length=60)] = ""
    """Of a form: the format; its settings follow on their own page."""
    format: Format | None = None
    regulation: Regulation | None = None
    """Of a program: the regulation whole, instead of a preset."""


class ChangedContest(NewContest, kw_only=True):
    revision: int | None = None


class Made(Struct):
    id: UUID


def regulation_of(data: NewContest, before: Regulation | None = None) -> Regulation:
    """The regulation that was chosen, over the one before. An empty choice is that, or the first preset there is."""
    if data.regulation is not None:
        with refusals_of_rules():
            check_regulation(data.regulation)
        return data.regulation
    chosen = preset_named(data.preset) if data.preset or before is None else before
    plain = in_discipline(chosen, data.discipline or (before.discipline if before else "singles"))
    if before is not None and before.tie is not None and not data.tie:
        return replace(plain, tie=before.tie) if is_same(plain, before) else with_tie(plain, "")
    return with_tie(plain, data.tie)


def is_same(plain: Regulation, before: Regulation) -> bool:
    """Whether the form of a contest's ties still suits it."""
    return (plain.sport, plain.discipline) == (before.sport, before.discipline)


def preset_named(key: str) -> Regulation:
    for preset in presets():
        if key in (preset.key, ""):
            return preset.regulation
    raise Refused("preset.unknown", _("There is no regulation named {preset}."), preset=key)


def in_discipline(regulation: Regulation, discipline: Discipline) -> Regulation:
    """The regulation for the discipline, where the sport leaves a choice."""
    offered = sport(regulation.sport).DISCIPLINES
    return replace(regulation, discipline=discipline) if discipline in offered else regulation


def with_tie(regulation: Regulation, order: str) -> Regulation:
    """A contest of teams with its order of play, where its sport has such; without a choice the usual one."""
    offered = sport(regulation.sport).TIE_ORDERS
    if regulation.discipline != "team" or not offered:
        return replace(regulation, tie=None)
    key = order or offered[0]
    if key not in ORDERS:
        raise Refused("tie.unknown", _("There is no such order of play."))
    return replace(regulation, tie=ORDERS[key].rule)


def format_of(data: NewContest, regulation: Regulation) -> Format:
    """The format that was chosen; else the first the sport is played in, with as many attempts as it proposes."""
    if data.format is not None:
        return data.format
    offered = kinds(sport(regulation.sport).PAD)
    plain = Format().kind if Format().kind in offered else offered[0]
    attempts = regulation.counting.attempts if regulation.counting else 1
    # The form hides the format of a judged contest; what was chosen before its rule set was does not count.
    kind = "" if regulation.judged is not None else data.kind
    return Format(kind=kind or plain, attempts=attempts)


def preset_of(regulation: Regulation) -> str:
    """The preset a regulation was made from; empty when it was none of today's."""
    plain = replace(regulation, tie=None)
    found = (each.key for each in presets() if in_discipline(each.regulation, regulation.discipline) == plain)
    return next(found, "")


def check(data: NewContest, others: list[Contest]) -> None:
    name = data.name.strip()
    if not name:
        raise Refused("contest.name", _("The contest needs a name."))
    if any(each.name == name for each in others):
        raise Refused("contest.taken", _("There is a contest named {name} already."), status=409, name=name)


@get("/{event_id:uuid}/contests/new", guards=[signed_in])
async def new_contest(
    request: AnyRequest, event_id: FromPath[UUID], tx: NamedDependency[Tx], who: NamedDependency[Who]
) -> Response[Any]:
    event = await organised_event(tx, event_id, who)
    return page(
        request,
        "contest_new.html",
        event=event,
        choices=choices(),
        formats=format_names(),
        words=lambda regulation: preset_in_words(regulation, partial(spoken, request, who.lang)),
    )


def choices() -> dict[str, list[Preset]]:
    """The presets under the name of their sport."""
    return {sport(name).NAME: [*sport(name).PRESETS.values()] for name in sports()}


def format_names() -> dict[str, str]:
    """What formats are called: English msgids."""
    return {kind: format_file(kind).NAME for kind in formats()}


@post("/{event_id:uuid}/contests", guards=[signed_in])
async def add_contest(
    request: AnyRequest, event_id: FromPath[UUID], tx: NamedDependency[Tx], who: NamedDependency[Who]
) -> Response[Any]:
    data = await typed(request, NewContest)
    await organised_event(tx, event_id, who)
    check(data, await sql.contests(tx, event_id))
    regulation = regulation_of(data)
    regulation, form = checked(regulation, format_of(data, regulation))
    contest_id = await sql.add(tx, event_id, data.name.strip(), regulation, form, data.seed_rule)
    await judged.tell(tx, contest_id)
    return done(request, to=f"/events/contests/{contest_id}/desk", body=Made(contest_id), status=201)


@get("/contests/{contest_id:uuid}/desk", guards=[signed_in])
async def contest_desk(
    request: AnyRequest, contest_id: FromPath[UUID], tx: NamedDependency[Tx], who: NamedDependency[Who]
) -> Response[Any]:
    contest = await organised_contest(tx, contest_id, who)
    entries = await entry_sql.entries(tx, contest_id)
    results = await judged_sql.results(tx, contest_id) if contest.judged else []
    if wants_json(request):
        return json({"contest": contest, "entries": entries, "results": results})
    return page(
        request,
        "contest_desk.html",
        results=results,
        contest=contest,
        entries=entries,
        view=draw_view(contest, entries),
        bracket=await picture(request, tx, contest, entries),
        choices=choices(),
        preset=preset_of(contest.regulation),
        words=in_words(contest.regulation, contest.format),
    )


@post("/contests/{contest_id:uuid}", guards=[signed_in])
async def change_contest(
    request: AnyRequest, contest_id: FromPath[UUID], tx: NamedDependency[Tx], who: NamedDependency[Who]
) -> Response[Any]:
    data = await typed(request, ChangedContest)
    contest = await contest_to_change(tx, contest_id, who, data.revision)
    check(data, [each for each in await sql.contests(tx, contest.event_id) if each.id != contest_id])
    regulation = regulation_of(data, contest.regulation)
    # The form of a judged contest asks for no seeding.
    seed_rule = contest.seed_rule if contest.judged else data.seed_rule
    form = contest.format if fits(contest.format, regulation) else format_of(data, regulation)
    if (regulation, seed_rule) != (contest.regulation, contest.seed_rule):
        require_unlocked(contest)
        require_discipline_free(contest, regulation)
    if regulation.judged is None:
        await judged.tell_removed(tx, contest)
    await sql.change(tx, contest_id, data.name.strip(), *checked(regulation, form), seed_rule)
    await judged.tell(tx, contest_id)
    if (seed_rule, form) != (contest.seed_rule, contest.format) and contest.status == "drawn":
        await sql.reopen(tx, contest_id)
    return done(request, to=f"/events/contests/{contest_id}/desk", body=Made(contest_id))


def fits(form: Format, regulation: Regulation) -> bool:
    """Whether the sport is played in this format."""
    return form.kind in kinds(sport(regulation.sport).PAD)


def require_discipline_free(contest: Contest, regulation: Regulation) -> None:
    if contest.entered and contest.regulation.discipline != regulation.discipline:
        raise Refused(
            "contest.discipline",
            _("Entries of singles and doubles cannot be mixed: remove the entries before changing this."),
            status=409,
        )


@post("/contests/{contest_id:uuid}/remove", guards=[signed_in])
async def remove_contest(
    request: AnyRequest, contest_id: FromPath[UUID], tx: NamedDependency[Tx], who: NamedDependency[Who]
) -> Response[Any]:
    contest = await open_contest(tx, contest_id, who)
    await judged.tell_removed(tx, contest)
    await sql.remove(tx, contest_id)
    return done(request, to=f"/events/{contest.event_id}/desk", body=Made(contest_id))


router = Router(
    path="/events",
    route_handlers=[new_contest, add_contest, contest_desk, change_contest, remove_contest],
)
