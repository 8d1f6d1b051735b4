"""The knockouts of a contest as SVG, drawn by hand: names, units, seeds, scores, byes, what is on court.

Every part of a contest that is a knockout is a picture of its own below the one before: the main draw, the match for
third place, a consolation, a losers' bracket, the brackets of a full placement. Groups are tables and not drawn here.
An entry whose first match is in the second round is drawn in the first as the bye it has. Knows no database.
"""

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from html import escape

from markupsafe import Markup

from services.events.bracket_layout import Layout
from services.events.match_svg import Picture, Say, Size, box, names
from services.events.sql.public import Drawn, MatchView
from shared.kit.words import _
from shared.rules.plan import FromLine, WinnerOf
from shared.web.pages import Pages

PAGE = Size(244, 10)
SCREEN = Size(196, 34)
"""Narrow and airy, so that a screen shows it large."""
TABLES = ("group", "swiss", "ladder", "heats")
"""Sections that are no knockout."""
SPACE = 26


def bracket(
    matches: Sequence[MatchView],
    entries: Sequence[Drawn],
    title: str,
    say: Say,
    when: Callable[[datetime], str],
    since: int = 1,
    size: Size = PAGE,
) -> Markup:
    """The knockouts; from round `since` of the main draw to its final, and then nothing else where that is not 1."""
    knockout = [match for match in matches if match.section not in TABLES and match.rubber is None]
    if not knockout:
        return Markup("")
    pairs = any(" / " in (entry.name or "") for entry in entries)
    picture = Picture(say, when, size, 34 if pairs else 24, 2 if pairs else 1)
    layouts = [Layout(picture, inside, since if name == "main" else 1) for name, inside in sections(knockout, since)]
    by_line = {entry.line: entry for entry in entries}
    width = max(layout.width for layout in layouts)
    height, parts = 0, []
    for layout in layouts:
        parts.append(f'<g transform="translate(0 {height})">{section(layout, by_line)}</g>')
        height += layout.height + SPACE
    height -= SPACE
    key = matches[0].contest_id
    return Markup(  # noqa: S704 - every name and word in it is escaped where it is written
        f'<svg class="bk" xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" width="{width}" '
        f'height="{height}" role="img" aria-labelledby="title-{key} desc-{key}">'
        f'<title id="title-{key}">{escape(title)}</title>'
        f'<desc id="desc-{key}">{escape(described(picture, knockout))}</desc>{STYLE}{"".join(parts)}</svg>'
    )


def sections(matches: Sequence[MatchView], since: int) -> list[tuple[str, list[MatchView]]]:
    """The matches by section, in the order people look for them: the main draw, what follows it, lower places."""
    found: dict[str, list[MatchView]] = {}
    for match in matches:
        found.setdefault(match.section, []).append(match)
    first = ("qualifying", "main", "third", "final", "losers", "consolation")
    order = [name for name in first if name in found]
    order += sorted(set(found) - set(first), key=lambda name: (len(name), name))
    if since > 1:
        order = [name for name in order if name in ("main", "third")]
    return [(name, found[name]) for name in order]


def first_with_room(matches: Sequence[MatchView], most: int) -> int:
    """The first round of the main draw with no more matches than that."""
    counts: dict[int, int] = {}
    for match in matches:
        if match.section == "main":
            counts[match.round] = counts.get(match.round, 0) + 1
    return min((number for number, count in counts.items() if count <= most), default=1)


def section(layout: Layout, entries: Mapping[int, Drawn]) -> str:
    """One knockout: what its rounds are called, its matches, the lines between them, its byes."""
    parts = [heads(layout)]
    parts += [box(layout.picture, match, layout.place(match)) for match in layout.shown]
    parts += [joint(layout, match) for match in layout.shown]
    parts += byes(layout, entries)
    return "".join(parts)


def speech(pages: Pages, lang: str) -> tuple[Say, Callable[[datetime], str]]:
    """How a drawing says words and times in a language."""

    def say(sentence: str, **params: object) -> str:
        return pages.say(sentence, lang, **params)

    return say, pages.environments[lang].filters["when"]


def described(picture: Picture, matches: Sequence[MatchView]) -> str:
    ends = [match for match in matches if match.section in ("main", "final") and match.status != "void"]
    final = max(ends, key=lambda match: match.number, default=matches[-1])
    if final.winner is not None:
        return picture.say(_("Won by {name}."), name=final.name_1 if final.winner == 1 else final.name_2)
    decided = sum(match.outcome is not None for match in matches)
    return picture.say(_("{decided} of {matches} matches are decided."), decided=decided, matches=len(matches))


def heads(layout: Layout) -> str:
    found = []
    for number in layout.rounds:
        sentence, params = layout.title(number)
        x = layout.left(number) + layout.picture.width // 2
        found.append(f'<text class="bk-head" x="{x}" y="18">{escape(layout.picture.say(sentence, **params))}</text>')
    return "".join(found)


def joint(layout: Layout, match: MatchView) -> str:
    """The lines from the matches that lead to this one."""
    found = []
    for which, source in enumerate((match.source_1, match.source_2)):
        before = layout.numbered.get(source.match) if isinstance(source, WinnerOf) else None
        if before is not None:
            x, y = layout.place(before)
            found.append(line(x + layout.picture.width, y, *layout.side(match, which)))
    return "".join(found)


def line(x: int, y: int, to_x: int, to_y: int) -> str:
    middle = (to_x - x) // 2
    return f'<path class="bk-joint" d="M{x} {y}h{middle}V{to_y}h{to_x - x - middle}"/>'


def byes(layout: Layout, entries: Mapping[int, Drawn]) -> list[str]:
    """Entries that have no match in the first round, in their place, with a line to their first match."""
    found = []
    for match in layout.shown:
        if match.round != layout.first + 1:
            continue
        for which, source in enumerate((match.source_1, match.source_2)):
            if isinstance(source, FromLine) and source.line in entries:
                found.append(bye(layout, match, which, entries[source.line]))
    return found


def bye(layout: Layout, match: MatchView, which: int, entry: Drawn) -> str:
    picture = layout.picture
    x, y = layout.before(match, which)
    top = y - picture.side // 2
    word = picture.say(_("bye"))
    return (
        f'<g class="bk-match bk-bye"><rect x="{x}" y="{top}" width="{picture.width}" height="{picture.side}" rx="4"/>'
        f"{names(picture, entry.name, entry.unit, entry.seed, 'bk-side', x, top, picture.width - 52)}"
        f'<text class="bk-points bk-word" x="{x + picture.width - 7}" y="{y + 5}">{escape(word)}</text></g>'
        f"{line(x + picture.width, y, *layout.side(match, which))}"
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
