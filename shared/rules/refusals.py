"""What the rules refuse, each with a stable code and an English sentence. Knows no screen and no status of the web.

The sentence is a msgid with `{names}`; `params` fills them after translation.
"""


class Illegal(Exception):
    """Something the rules do not allow."""

    def __init__(self, code: str, sentence: str, **params: object) -> None:
        super().__init__(code)
        self.code = code
        self.sentence = sentence
        self.params = params

    def __str__(self) -> str:
        return self.sentence.format_map(self.params)


class IllegalMark(Illegal):
    """A mark that cannot be made on this sheet now."""


class IllegalResult(Illegal):
    """A result that cannot have happened under the regulation."""


class IllegalDraw(Illegal):
    """Entries or lines that no draw can be made of."""


class IllegalRegulation(Illegal):
    """A regulation no sport here knows."""
