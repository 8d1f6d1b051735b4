"""Contests at the organisers' desk: their name, regulation and seeding rule. Knows presets, not what they say."""

from typing import Annotated, Any
from uuid import UUID

from litestar import Request, Response, Router, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath
from msgspec import Meta, Struct
from msgspec.structs import replace

from services.events.access import contest_to_change, open_contest, organised_contest, organised_event, require_unlocked
from services.events.draw_view import draw_view, picture
from services.events.sql import contests as sql
from services.events.sql import entries as entry_sql
from services.events.sql.contests import Contest, SeedRule
from shared.kit.db import Tx
from shared.kit.http.auth import Who, signed_in
from shared.kit.http.errors import Refused
from shared.kit.http.forms import typed
from shared.kit.http.replies import done, json, page, wants_json
from shared.kit.words import _
from shared.rules.formats import Format
from shared.rules.model import Discipline, Preset, Regulation
from shared.rules.sports import sport, sports

AnyRequest = Request[Any, Any, Any]


class NewContest(Struct, kw_only=True):
    name: Annotated[str, Meta(title=_("Name"), max_length=120)]
    discipline: Annotated[Discipline, Meta(title=_("Discipline"))] = "singles"
    preset: Annotated[str, Meta(title=_("Regulation"))] = ""
    seed_rule: Annotated[SeedRule, Meta(title=_("Seeding"))] = "bwf"
    format: Format = Format()


class ChangedContest(NewContest, kw_only=True):
    revision: int | None = None


class Made(Struct):
    id: UUID


def presets() -> list[Preset]:
    """The presets of all sports, each sport's default first."""
    return [preset for name in sports() for preset in sport(name).PRESETS.values()]


def regulation_of(data: NewContest) -> Regulation:
    """The regulation that was chosen. An empty choice is the first preset there is."""
    for preset in presets():
        if data.preset in (preset.key, ""):
            return replace(preset.regulation, discipline=data.discipline)
    raise Refused("preset.unknown", _("There is no regulation named {preset}."), preset=data.preset)


def preset_of(regulation: Regulation) -> str:
    """The preset a regulation was made from; empty when it was none of today's."""
    found = (each.key for each in presets() if replace(each.regulation, discipline=regulation.discipline) == regulation)
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
    return page(request, "contest_new.html", event=event, presets=presets(), words=in_words)


def in_words(regulation: Regulation) -> list[tuple[str, dict[str, object]]]:
    """The regulation in sentences, for people to read before the first rally."""
    return sport(regulation.sport).in_words(regulation)


@post("/{event_id:uuid}/contests", guards=[signed_in])
async def add_contest(
    request: AnyRequest, event_id: FromPath[UUID], tx: NamedDependency[Tx], who: NamedDependency[Who]
) -> Response[Any]:
    data = await typed(request, NewContest)
    await organised_event(tx, event_id, who)
    check(data, await sql.contests(tx, event_id))
    contest_id = await sql.add(tx, event_id, data.name.strip(), regulation_of(data), data.format, data.seed_rule)
    return done(request, to=f"/events/contests/{contest_id}/desk", body=Made(contest_id), status=201)


@get("/contests/{contest_id:uuid}/desk", guards=[signed_in])
async def contest_desk(
    request: AnyRequest, contest_id: FromPath[UUID], tx: NamedDependency[Tx], who: NamedDependency[Who]
) -> Response[Any]:
    contest = await organised_contest(tx, contest_id, who)
    entries = await entry_sql.entries(tx, contest_id)
    if wants_json(request):
        return json({"contest": contest, "entries": entries})
    return page(
        request,
        "contest_desk.html",
        contest=contest,
        entries=entries,
        view=draw_view(contest, entries),
        bracket=await picture(request, tx, contest, entries),
        presets=presets(),
        preset=preset_of(contest.regulation),
        words=in_words,
    )


@post("/contests/{contest_id:uuid}", guards=[signed_in])
async def change_contest(
    request: AnyRequest, contest_id: FromPath[UUID], tx: NamedDependency[Tx], who: NamedDependency[Who]
) -> Response[Any]:
    data = await typed(request, ChangedContest)
    contest = await contest_to_change(tx, contest_id, who, data.revision)
    check(data, [each for each in await sql.contests(tx, contest.event_id) if each.id != contest_id])
    regulation = regulation_of(data) if data.preset else contest.regulation
    if (regulation, data.seed_rule) != (contest.regulation, contest.seed_rule):
        require_unlocked(contest)
        require_discipline_free(contest, regulation)
    await sql.change(tx, contest_id, data.name.strip(), regulation, contest.format, data.seed_rule)
    if data.seed_rule != contest.seed_rule and contest.status == "drawn":
        await sql.reopen(tx, contest_id)
    return done(request, to=f"/events/contests/{contest_id}/desk", body=Made(contest_id))


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
    await sql.remove(tx, contest_id)
    return done(request, to=f"/events/{contest.event_id}/desk", body=Made(contest_id))


router = Router(
    path="/events",
    route_handlers=[new_contest, add_contest, contest_desk, change_contest, remove_contest],
)
