"""Which settings of a format can be, whatever the entries. Knows bounds; what so many entries need, the format knows.

>>> check_format(Format(kind="groups_knockout", groups=4), "rally")
"""

from shared.rules.formats import Format, format_file, formats
from shared.rules.refusals import IllegalRegulation
from shared.rules.sports import Pad
from shared.rules.words import _

WITHOUT_OPPONENT = "heats"
"""The format of performances."""
BOUNDS = {
    "groups": (1, 128, _("Groups: {least} to {most}, not {value}.")),
    "legs": (1, 4, _("Times everybody meets everybody: {least} to {most}, not {value}.")),
    "qualify": (1, 64, _("Who go on from each group: {least} to {most}, not {value}.")),
    "best_next": (0, 64, _("Who go on as the best of the next place: {least} to {most}, not {value}.")),
    "rounds": (0, 50, _("Rounds: {least} to {most}, not {value}.")),
    "reach": (1, 100, _("Places one may challenge: {least} to {most}, not {value}.")),
    "lanes": (1, 50, _("Lanes: {least} to {most}, not {value}.")),
    "attempts": (1, 9, _("Attempts: {least} to {most}, not {value}.")),
    "main_size": (2, 512, _("Lines of the main draw: {least} to {most}, not {value}.")),
    "qualifiers": (1, 256, _("Qualifiers: {least} to {most}, not {value}.")),
}


def kinds(pad: Pad) -> tuple[str, ...]:
    """The formats a sport with this pad can be played in."""
    solo = pad in ("count", "judge", "ballot")
    return tuple(kind for kind in formats() if (kind == WITHOUT_OPPONENT) == solo)


def check_format(form: Format, pad: Pad) -> None:
    """Refuse with IllegalRegulation a format this sport is not played in, or a setting out of its bounds."""
    if form.kind not in kinds(pad):
        raise IllegalRegulation("format.sport", _("This sport is not played in this format."))
    for setting in format_file(form.kind).SETTINGS:
        if setting not in BOUNDS:
            continue
        least, most, sentence = BOUNDS[setting]
        value = getattr(form, setting)
        if not least <= value <= most:
            raise IllegalRegulation("format.range", sentence, least=least, most=most, value=value)
    if "main_size" in format_file(form.kind).SETTINGS and form.main_size & (form.main_size - 1):
        raise IllegalRegulation("format.main_size", _("The main draw has 2, 4, 8, 16 … lines."))
