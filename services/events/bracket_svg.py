"""A knockout bracket as SVG, drawn by hand: names, units, seeds, scores, byes, what is on court. Knows no database.

A match stands in the middle of the lines it decides between; an entry whose first match is in the second round is
drawn in the first as the bye it has.
"""

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from html import escape

from markupsafe import Markup

from services.events.match_svg import Picture, Say, Size, box, names
from services.events.sql.public import Drawn, MatchView
from shared.kit.words import _
from shared.rules.plan import FromLine, round_name
from shared.web.pages import Pages

GAP = 34
HEAD = 34

PAGE = Size(244, 10)
SCREEN = Size(196, 34)
"""Narrow and airy, so that a screen shows it large."""


def bracket(
    matches: Sequence[MatchView],
    entries: Sequence[Drawn],
    title: str,
    say: Say,
    when: Callable[[datetime], str],
    since: int = 1,
    size: Size = PAGE,
) -> Markup:
    """The bracket from round `since` to the final."""
    if not matches:
        return Markup("")
    pairs = any(" / " in (entry.name or "") for entry in entries)
    picture = Picture(say, when, size, 34 if pairs else 24, 2 if pairs else 1)
    rounds = max(match.round for match in matches)
    shown = [match for match in matches if match.round >= since]
    height = HEAD + picture.slot * 2 ** (rounds - since)
    width = (rounds - since + 1) * (picture.width + GAP) - GAP + 2
    key = matches[0].contest_id
    parts = [heads(picture, since, rounds)]
    parts += [box(picture, match, place(picture, match, since)) for match in shown]
    parts += [joint(picture, match, since, rounds) for match in shown]
    if since == 1:
        parts += byes(picture, matches, {entry.line: entry for entry in entries})
    return Markup(  # noqa: S704 - every name and word in it is escaped where it is written
        f'<svg class="bk" xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" width="{width}" '
        f'height="{height}" role="img" aria-labelledby="title-{key} desc-{key}">'
        f'<title id="title-{key}">{escape(title)}</title>'
        f'<desc id="desc-{key}">{escape(described(picture, matches))}</desc>{STYLE}{"".join(parts)}</svg>'
    )


def speech(pages: Pages, lang: str) -> tuple[Say, Callable[[datetime], str]]:
    """How a drawing says words and times in a language."""

    def say(sentence: str, **params: object) -> str:
        return pages.say(sentence, lang, **params)

    return say, pages.environments[lang].filters["when"]


def described(picture: Picture, matches: Sequence[MatchView]) -> str:
    final = max(matches, key=lambda match: match.number)
    if final.winner is not None:
        return picture.say(_("Won by {name}."), name=final.name_1 if final.winner == 1 else final.name_2)
    decided = sum(match.outcome is not None for match in matches)
    return picture.say(_("{decided} of {matches} matches are decided."), decided=decided, matches=len(matches))


def place(picture: Picture, match: MatchView, since: int) -> tuple[int, int]:
    """Left edge, and the height of the line between the two sides."""
    span = picture.slot << (match.round - since)
    middle = HEAD + (match.position - 1) * span + span // 2 + picture.drop
    return 1 + (match.round - since) * (picture.width + GAP), middle


def heads(picture: Picture, since: int, rounds: int) -> str:
    found = []
    for number in range(since, rounds + 1):
        sentence, params = round_name(number, rounds)
        x = 1 + (number - since) * (picture.width + GAP) + picture.width // 2
        found.append(f'<text class="bk-head" x="{x}" y="18">{escape(picture.say(sentence, **params))}</text>')
    return "".join(found)


def joint(picture: Picture, match: MatchView, since: int, rounds: int) -> str:
    """The line from a match to the next round."""
    if match.round == rounds:
        return ""
    x, y = place(picture, match, since)
    span = picture.slot << (match.round - since)
    upper = match.position % 2 == 1
    target = y + span // 2 if upper else y - span // 2
    target += -picture.side // 2 if upper else picture.side // 2
    return f'<path class="bk-joint" d="M{x + picture.width} {y}h{GAP // 2}V{target}h{GAP // 2}"/>'


def byes(picture: Picture, matches: Sequence[MatchView], entries: Mapping[int, Drawn]) -> list[str]:
    """Entries that have no match in the first round, in their place, with a line to their first match."""
    found = []
    for match in matches:
        if match.round != 2:
            continue
        for which, source in ((1, match.source_1), (2, match.source_2)):
            if isinstance(source, FromLine) and source.line in entries:
                found.append(bye(picture, entries[source.line], which))
    return found


def bye(picture: Picture, entry: Drawn, which: int) -> str:
    y = HEAD + ((entry.line - 1) // 2) * picture.slot + picture.slot // 2 + picture.drop
    top = y - picture.side // 2
    target = y + (picture.slot // 2 - picture.side // 2) * (1 if which == 1 else -1)
    word = picture.say(_("bye"))
    return (
        f'<g class="bk-match bk-bye"><rect x="1" y="{top}" width="{picture.width}" height="{picture.side}" rx="4"/>'
        f"{names(picture, entry.name, entry.unit, entry.seed, 'bk-side', 1, top, picture.width - 52)}"
        f'<text class="bk-points bk-word" x="{picture.width - 6}" y="{y + 5}">{escape(word)}</text></g>'
        f'<path class="bk-joint" d="M{picture.width + 1} {y}h{GAP // 2}V{target}h{GAP // 2}"/>'
    )


STYLE = (
    "<style>.bk{font:14px system-ui,'PingFang SC','Noto Sans CJK SC','Microsoft YaHei',sans-serif}"
    ".bk a{text-decoration:none}.bk rect{fill:var(--surface,#fff);stroke:var(--line,#b9c0c8)}"
    ".bk text{fill:var(--ink,#1b2026)}.bk-head{font-weight:600;text-anchor:middle}"
    ".bk .bk-label{font-size:11px;fill:var(--muted,#5a6572)}"
    ".bk-pair{font-size:12px}.bk .bk-unit,.bk .bk-open,.bk .bk-word{font-size:12px;"
    "fill:var(--muted,#5a6572)}.bk-won{font-weight:700}.bk .bk-lost{fill:var(--muted,#5a6572)}"
    ".bk-points{text-anchor:middle;font-variant-numeric:tabular-nums}.bk .bk-word{text-anchor:end}"
    ".bk-middle,.bk-joint{fill:none;stroke:var(--line,#b9c0c8)}.bk-live rect{stroke:var(--live,#c62828);"
    "stroke-width:2}.bk .bk-live .bk-label{fill:var(--live,#c62828);font-weight:600}"
    ".bk-bye rect{stroke-dasharray:3 3}.bk a:focus-visible rect{stroke:var(--focus,#0b57d0);stroke-width:3}"
    "</style>"
)
