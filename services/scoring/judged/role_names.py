"""What the roles on a panel are called."""

from shared.kit.words import _

ROLE_NAMES = {
    "judge": _("Judge"),
    "chief": _("Chief judge"),
    "supervisor": _("Supervisor"),
    "timekeeper": _("Timekeeper"),
    "recorder": _("Recorder"),
}
