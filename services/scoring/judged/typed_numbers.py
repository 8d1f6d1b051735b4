"""Numbers as people type them in a rule's form. Knows text, names the row and the field it cannot read."""

import re
import unicodedata
from decimal import Decimal

from services.scoring.judged.drafts import Draft, text
from shared.kit.http.errors import Refused
from shared.kit.words import _

NUMBER = re.compile(r"\d{1,6}(\.\d{1,6})?")
WHOLE = re.compile(r"\d{1,6}")
MINUTES = re.compile(r"(\d{1,4})(?::([0-5]\d))?")
APART = re.compile(r"[,;、，；\s]+")


def plain(given: str) -> str:
    """Full-width digits and signs as ordinary ones."""
    return unicodedata.normalize("NFKC", given).strip()


def number(draft: Draft, name: str, row: str, field: str) -> Decimal | None:
    """A number of at most six digits before and after the point; None where the field is empty."""
    given = plain(text(draft, name))
    if not given:
        return None
    if not NUMBER.fullmatch(given):
        raise unread(row, field, given).standing_at(draft, name)
    return Decimal(given)


def whole(draft: Draft, name: str, row: str, field: str) -> int | None:
    given = plain(text(draft, name))
    if not given:
        return None
    if not WHOLE.fullmatch(given):
        raise unread(row, field, given).standing_at(draft, name)
    return int(given)


def seconds(given: str, row: str, field: str) -> int | None:
    """Minutes, or minutes and seconds, as seconds.

    >>> seconds("20", "", ""), seconds("17：59", "", "")
    (1200, 1079)
    """
    given = plain(given)
    if not given:
        return None
    found = MINUTES.fullmatch(given)
    if found is None:
        raise unread(row, field, given)
    return int(found[1]) * 60 + int(found[2] or 0)


def several_seconds(given: str, row: str, field: str) -> tuple[int, ...]:
    parts = [part for part in APART.split(plain(given)) if part][:20]
    return tuple(sorted(found for part in parts if (found := seconds(part, row, field)) is not None))


class Unfit(Refused):
    """A field of the form that cannot be taken as it is: `name` in `row`, where those are known."""

    row: Draft | None = None
    name: str = ""

    def standing_at(self, row: Draft, name: str) -> "Unfit":
        self.row, self.name = row, name
        return self


def unread(row: str, field: str, given: str) -> Unfit:
    if row:
        return Unfit(
            "rules.number", _("{row}: “{field}” is not understood: {given}."), row=row, field=field, given=given[:40]
        )
    return Unfit("rules.number", _("“{field}” is not understood: {given}."), field=field, given=given[:40])


def missing(row: str, field: str) -> Unfit:
    if not row:
        return Unfit("rules.missing_field", _("“{field}” is missing."), field=field)
    return Unfit("rules.missing_field", _("{row}: “{field}” is missing."), row=row, field=field)
