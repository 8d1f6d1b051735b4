"""A paper as data: headings, facts, tables, signature lines. Knows no contest, no language and no way of setting it."""

from collections.abc import Sequence

from msgspec import Struct


class Cell(Struct, frozen=True, omit_defaults=True):
    text: str
    struck: bool = False
    """A mark the rule left out."""
    bold: bool = False


Row = Sequence[Cell]


class Heading(Struct, frozen=True, tag="heading"):
    text: str
    level: int = 1


class Text(Struct, frozen=True, tag="text"):
    text: str
    muted: bool = False


class Facts(Struct, frozen=True, tag="facts"):
    """Names and values, one below the other."""

    rows: list[tuple[str, str]]


class Table(Struct, frozen=True, tag="table"):
    heads: list[str]
    rows: list[list[Cell]]
    wide: list[int]
    """The share of the width of each column; 0 is as wide as its words."""
    left: list[int]
    """Columns of words, set to the left; the others are numbers."""
    tall: bool = False
    """Rows to write in by hand."""


class Signing(Struct, frozen=True):
    role: str
    name: str = ""
    note: str = ""


class Signatures(Struct, frozen=True, tag="signatures"):
    lines: list[Signing]


class Code(Struct, frozen=True, tag="code"):
    """A QR code as SVG, with words beside it."""

    svg: str
    text: str


class Break(Struct, frozen=True, tag="break"):
    """What follows begins a new page."""


Block = Heading | Text | Facts | Table | Signatures | Code | Break


class Document(Struct, frozen=True, kw_only=True):
    title: str
    above: str
    """A small line above the title: the event."""
    foot: str
    """At the foot of every page: what the paper is of, the head of the chain."""
    lang: str
    wide: bool = False
    """A4 on its side."""
    draft: str = ""
    """Said large at the top of a paper that is not signed."""
    blocks: list[Block]


def cell(text: object, *, struck: bool = False, bold: bool = False) -> Cell:
    return Cell(str(text), struck, bold)


def cells(*texts: object) -> list[Cell]:
    return [Cell(str(text)) for text in texts]
