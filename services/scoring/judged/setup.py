"""Judged contests before their first performance: the pages that set them up, and what may collide there."""

from services.scoring.judged import (
    codes_shown,
    contests,
    lots,
    order,
    order_moves,
    panel_seats,
    panels,
    recusals,
    rule_files,
    rules,
)
from shared.kit.words import _

ROUTERS = [
    contests.router,
    rules.router,
    rule_files.router,
    panels.router,
    panel_seats.router,
    codes_shown.router,
    recusals.router,
    lots.router,
    order.router,
    order_moves.router,
]
CONSTRAINTS = {
    "panel_name_once": ("panel.name_taken", _("The event has a panel of this name already.")),
    "panel_name_given": ("panel.no_name", _("Give the panel a name.")),
    "panel_seat_number_once": ("panel.number_taken", _("Two seats cannot have the same number.")),
    "performance_order_once": ("order.contested", _("The order was changed by somebody else at once. Look again.")),
    "performance_once": ("order.contested", _("The order was changed by somebody else at once. Look again.")),
    "recusal_once": ("recusal.there", _("This judge is recused from this entry already.")),
}
