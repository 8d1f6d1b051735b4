"""Refusals: a stable code, a sentence in the reader's language, a status below 500. Knows no page."""

from collections.abc import Mapping
from typing import Any

from msgspec import Struct

from shared.kit.words import _


class Refused(Exception):
    """What a client asked cannot be done. `sentence` is an English msgid with `{names}` for `params`."""

    def __init__(self, code: str, sentence: str, *, status: int = 422, details: Any = None, **params: object) -> None:
        super().__init__(code)
        self.code = code
        self.sentence = sentence
        self.status = status
        self.details = details
        self.params = params
        self.at = ""
        """The name of the form's field it is about, where that is known."""


class Refusal(Struct, frozen=True, omit_defaults=True):
    """A refusal as JSON."""

    code: str
    sentence: str
    status: int
    details: Any = None


Constraints = Mapping[str, tuple[str, str]]
"""Names of database constraints, each with the code and the sentence of the refusal that breaking it means."""

UNAVAILABLE = ("service.starting", _("The service is not ready yet. Please try again in a moment."))
BROKEN = ("service.failed", _("Something went wrong on our side. It has been recorded under {request_id}."))
NOT_FOUND = ("page.unknown", _("There is no such page."))
NOT_ALLOWED = ("method.unknown", _("This address does not take that kind of request."))
NOT_UNDERSTOOD = ("input.invalid", _("The request was not understood."))
UNSTORABLE = (
    "input.unstorable",
    _("Something typed cannot be stored: a number is too large, or a character is no part of any text."),
)
TOO_LARGE = ("input.too_large", _("What was sent is too large."))
CONFLICT = ("data.conflict", _("This contradicts what is stored already. Please reload the page and look again."))
