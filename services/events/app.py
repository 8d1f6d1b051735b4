"""The events service put together. No logic."""

from pathlib import Path

from litestar import Router
from litestar.routes import HTTPRoute

from services.events import (
    availability,
    awards,
    board,
    by_hand,
    ceremony,
    check_in,
    contests,
    corrections,
    courts,
    draws,
    eligibility_desk,
    entries,
    entry_members,
    events,
    friendlies,
    group_ties,
    guests,
    guide,
    handing_over,
    ladder,
    line_ups,
    live,
    matches,
    meeting,
    my,
    nomination_documents,
    nomination_outcomes,
    nominations,
    order_of_play,
    own_entry,
    pairings,
    performances,
    placing,
    planning,
    prizes,
    promises,
    public,
    publishing,
    records,
    running,
    screen,
    second_stage,
    series,
    session_times,
    settings,
    standings,
    tie_order,
    unit_awards,
    withdrawals,
)
from services.events.inbox import INBOX
from shared.kit.service import Service
from shared.kit.words import _
from shared.rules.sports import look_also_in


def joined(*routers: Router) -> Router:
    """The handlers of all in one router: Litestar takes the methods of an address from one router only."""
    handlers = [
        handler
        for router in routers
        for route in router.routes
        if isinstance(route, HTTPRoute)
        for handler in route.route_handlers
        if handler.fn.__name__ != "options_handler"
    ]
    return Router(path="/events", route_handlers=handlers)


SERVICE = Service(
    name="events",
    folder=Path(__file__).parent,
    handlers=[
        joined(
            events.router,
            courts.router,
            contests.router,
            settings.router,
            entries.router,
            draws.router,
            publishing.router,
            pairings.router,
            second_stage.router,
            ladder.router,
            withdrawals.router,
            promises.router,
            ceremony.router,
            by_hand.router,
            matches.router,
            line_ups.router,
            corrections.router,
            public.router,
            standings.router,
            tie_order.router,
            group_ties.router,
            screen.router,
            my.router,
            nominations.router,
            nomination_outcomes.router,
            nomination_documents.router,
            availability.router,
            board.router,
            order_of_play.router,
            placing.router,
            planning.router,
            running.router,
            session_times.router,
            eligibility_desk.router,
            entry_members.router,
            own_entry.router,
            check_in.router,
            guests.router,
            handing_over.router,
            friendlies.router,
            series.router,
            guide.router,
            meeting.router,
            records.router,
            awards.router,
            prizes.router,
            unit_awards.router,
            performances.router,
        )
    ],
    inbox=INBOX,
    render=live.render,
    prepare=lambda config: look_also_in(config.sports),
    on_start=live.on_start,
    constraints={
        "court_name_once": ("court.taken", _("There is a court of this name already.")),
        "contest_name_once": ("contest.taken", _("There is a contest of this name already.")),
        "series_once": ("series.taken", _("There is a series of this name and year already.")),
        "member_entered_once": ("member.entered", _("A member can be entered once only.")),
        "plan_search_one_running": ("plan.running", _("A search is running already.")),
        "entry_seed_once": ("seed.taken", _("Two entries cannot have the same seed.")),
    },
)
