"""The routes of panels' tablets and of the chain, in one list for the application."""

from services.scoring.judged import ballots, bench, changes, devices, late, panel_pairings, typed
from shared.kit.words import _

ROUTERS = [
    devices.router,
    panel_pairings.router,
    bench.router,
    ballots.router,
    changes.router,
    late.router,
    typed.router,
]
CONSTRAINTS = {
    "panel_device_once": ("seat.contested", _("Two tablets were paired to this seat at once. Please try again.")),
}
