"""A contest's matches as a picture: a box a match, a column a round, a block a section or group. Draws any format."""

from collections.abc import Callable, Sequence
from html import escape

from markupsafe import Markup
from msgspec import Struct

from services.events.guide_examples import Example
from shared.kit.words import _
from shared.rules.plan import BestPlace, FromLine, GroupPlace, LoserOf, Node, Pairing, Source, WinnerOf

Say = Callable[..., str]
WIDE, HIGH, GAP, STEP, HEAD = 116, 40, 40, 52, 26
"""Of a box, and between boxes, in pixels."""


class Spot(Struct, frozen=True):
    """A match with the place of its box."""

    node: Node
    x: int
    y: float


def picture(example: Example, title: str, say: Say) -> Markup:
    """The matches of an example, entries named by their numbers. Empty where there are no matches yet."""
    if not example.nodes:
        return Markup("")
    spots: list[Spot] = []
    heads: list[str] = []
    top = 0.0
    for block in blocks(example.nodes):
        found = laid(block, top + HEAD)
        heads += [head(found, number, top, say) for number in sorted({column_of(spot.node) for spot in found})]
        spots += found
        top = max(spot.y for spot in found) + HIGH + 24
    places = {spot.node.number: spot for spot in spots}
    parts = [joint(spot, places) for spot in spots] + [box(spot, example, say) for spot in spots]
    width = max(spot.x for spot in spots) + WIDE + 2
    return Markup(  # noqa: S704 - every word in it is escaped where it is written
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {top:.0f}" width="{width}" height="{top:.0f}" '
        f'role="img" font-size="13"><title>{escape(title)}</title>{"".join(heads + parts)}</svg>'
    )


def blocks(nodes: Sequence[Node]) -> list[list[Node]]:
    """Matches of one section, or of one group, stand together."""
    found: dict[tuple[str, int | None], list[Node]] = {}
    for node in nodes:
        found.setdefault((node.section, node.group), []).append(node)
    return list(found.values())


def laid(block: Sequence[Node], top: float) -> list[Spot]:
    """A match stands between those it comes from, else below the one before it."""
    rounds = sorted({column_of(node) for node in block})
    done: dict[int, Spot] = {}
    free = dict.fromkeys(rounds, top)
    for node in block:
        column = column_of(node)
        feeders = [done[number].y for number in fed_by(node) if number in done]
        y = max(sum(feeders) / len(feeders) if feeders else free[column], free[column])
        done[node.number] = Spot(node, rounds.index(column) * (WIDE + GAP) + 1, y)
        free[column] = y + STEP
    return list(done.values())


def column_of(node: Node) -> int:
    """Matches stand in a column by their round, performances by their heat."""
    heat = node.title.values.get("heat", node.round) if node.solo and node.title is not None else node.round
    return int(heat)


def fed_by(node: Node) -> list[int]:
    return [source.match for source in node.sides if isinstance(source, WinnerOf)]


def head(spots: Sequence[Spot], number: int, top: float, say: Say) -> str:
    """What the first match of a column is called."""
    spot = next(spot for spot in spots if column_of(spot.node) == number)
    title = spot.node.title
    words = say(title.say, **title.values) if title is not None else str(number)
    return f'<text x="{spot.x}" y="{top + 16:.0f}" fill="var(--muted)" font-size="12">{escape(words)}</text>'


def joint(spot: Spot, places: dict[int, Spot]) -> str:
    lines = []
    for number in fed_by(spot.node):
        feeder = places.get(number)
        if feeder is None or feeder.x >= spot.x:
            continue
        x, y, to = feeder.x + WIDE, feeder.y + HIGH / 2, spot.y + HIGH / 2
        lines.append(f'<path d="M{x} {y:.1f}h{GAP // 2}V{to:.1f}H{spot.x}" fill="none" stroke="var(--line-strong)"/>')
    return "".join(lines)


def box(spot: Spot, example: Example, say: Say) -> str:
    names = [named(source, example, say) for source in spot.node.sides]
    rows = [name for name in names if name]
    top = spot.y + (16 if len(rows) > 1 else 25)
    texts = "".join(
        f'<text x="{spot.x + 34}" y="{top + 18 * row:.1f}" fill="var(--ink)">{escape(name)}</text>'
        for row, name in enumerate(rows)
    )
    return (
        f'<rect x="{spot.x}" y="{spot.y:.1f}" width="{WIDE}" height="{HIGH}" rx="5" fill="var(--surface)" '
        f'stroke="var(--line-strong)"/><text x="{spot.x + 6}" y="{spot.y + 25:.1f}" fill="var(--muted)" '
        f'font-size="11">{spot.node.number}</text>{texts}'
    )


def named(source: Source, example: Example, say: Say) -> str:
    """Who comes into a side: an entry's number, or where it comes from."""
    if isinstance(source, FromLine):
        return example.lines[source.line - 1] or ""
    sentence, values = from_where(source)
    return say(sentence, **values)


def from_where(source: Source) -> tuple[str, dict[str, object]]:
    match source:
        case WinnerOf(number):
            return _("winner of {match}"), {"match": number}
        case LoserOf(number):
            return _("loser of {match}"), {"match": number}
        case GroupPlace(group, place):
            return "{group}{place}", {"group": chr(ord("A") + group - 1), "place": place}
        case BestPlace(place, rank):
            return _("best {place}., no. {rank}"), {"place": place, "rank": rank}
        case Pairing():
            return _("paired later"), {}
        case _:
            return "", {}
