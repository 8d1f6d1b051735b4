"""The scoring service: every score enters here and nowhere else."""

from pathlib import Path

from services.scoring import inbox, marks, pairings, paper, results, seats, tablets
from services.scoring.judged import chain, contest_day, live, papers, tablets_routes, works_routes
from services.scoring.judged import setup as judged_setup
from services.scoring.judged.inbox import on_judged_contest_changed
from services.scoring.judged.rule_words import in_english
from shared.kit.service import Service
from shared.kit.words import _
from shared.messages.events import EventChanged, JudgedContestChanged, MatchCalled, MatchDecided, MatchReady
from shared.messages.members import MemberChanged
from shared.rules.sports import look_also_in

SERVICE = Service(
    name="scoring",
    folder=Path(__file__).parent,
    english=in_english(),
    handlers=[
        marks.router,
        seats.router,
        pairings.router,
        tablets.router,
        results.router,
        paper.router,
        *judged_setup.ROUTERS,
        *works_routes.ROUTERS,
        *contest_day.ROUTERS,
        *tablets_routes.ROUTERS,
        chain.router,
        papers.router,
    ],
    inbox={
        MemberChanged: inbox.on_member_changed,
        EventChanged: inbox.on_event_changed,
        MatchReady: inbox.on_match_ready,
        MatchCalled: inbox.on_match_called,
        MatchDecided: inbox.on_match_decided,
        JudgedContestChanged: on_judged_contest_changed,
    },
    constraints={
        "mark_once": ("mark.elsewhere", _("This mark's number is in use on another scoresheet.")),
        "mark_ordinal_once": ("sheet.busy", _("Others are writing on this sheet right now. Please try again.")),
        **judged_setup.CONSTRAINTS,
        **tablets_routes.CONSTRAINTS,
        "seat_place_once": ("seat.contested", _("Two tablets were paired to this place at once. Please try again.")),
    },
    prepare=lambda config: look_also_in(config.sports),
    render=live.render,
    on_start=live.open_with_pages,
)
