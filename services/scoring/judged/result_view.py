"""A contest's result as officials look at it before and after signing: lines with names, versions, signatures, ties.

Knows what may be signed: the newest version, if nothing has changed since it was put up. Asks nobody's rights.
"""

from typing import Any

from msgspec import Struct
from msgspec.structs import replace

from services.scoring.judged.at_hand import numbered
from services.scoring.judged.computed import DECIDED, Computed, scores_of, unresolved
from services.scoring.judged.lines import fingerprint, read_lines, stored
from services.scoring.judged.readiness import Obstacle, obstacles
from services.scoring.judged.unranked import STATUSES, unranked
from services.scoring.judged.vote_parts import VoteParts, vote_parts
from services.scoring.sql import results as sql
from services.scoring.sql import reveals, rule_sets
from services.scoring.sql.judged import ContestRow
from services.scoring.sql.results import ResultRow, SignatureRow
from services.scoring.sql.rule_sets import LateChange
from shared.kit.db import Tx
from shared.kit.words import _
from shared.rules.judged.cautions import cautions
from shared.rules.judged.judgement import Line
from shared.rules.model import Words

BELOW_ZERO = _("Totals below 0: {count}. Deductions took more than was given; look at them.")


class NamedLine(Struct, frozen=True):
    line: Line
    number: str
    """Its order number in the last stage it took part in."""
    name: str
    unit: str
    category: str = ""
    panel: str = ""
    """Where panels are ranked apart, its name."""


class Unplaced(Struct, frozen=True):
    """An entry without a line, and why."""

    number: str
    name: str
    stage: str
    status: str
    reason: str


class Version(Struct, frozen=True):
    row: ResultRow
    hash: str
    signatures: list[SignatureRow]

    def signed_by(self, role: str) -> SignatureRow | None:
        return next((each for each in self.signatures if each.role == role), None)


class ResultView(Struct, frozen=True, kw_only=True):
    computed: Computed
    lines: list[NamedLine]
    hash: str
    """Of the result as it is at this moment."""
    draft: Version | None
    """What can be signed: put up, not void, and still exactly what is computed."""
    stale: bool
    """Something changed since the last version was put up."""
    signed: Version | None
    versions: list[Version]
    votes: list[VoteParts]
    """Of stages whose rule has a public vote."""
    unplaced: list[Unplaced]
    obstacles: list[Obstacle]
    ties: list[list[NamedLine]]
    decided: list[list[NamedLine]]
    """Equals that were put in order by a decision, as it stands."""
    cautions: Words
    """What to read before signing: comparisons the marks do not carry."""

    rule_changes: list[LateChange]
    """Of the rules, after ballots had come in."""

    @property
    def changed(self) -> bool:
        """Whether the signed result is no longer what the marks say."""
        return self.signed is not None and self.hash != self.signed.hash


async def result_view(tx: Tx, contest: ContestRow, computed: Computed) -> ResultView:
    rows = await sql.results_of(tx, contest.id)
    signatures = await sql.signatures_of(tx, contest.id)
    versions = [version_of(row, signatures) for row in rows]
    now = fingerprint(stored(computed.lines), computed.rule_set.version, contest.head)
    signed = next((each for each in versions if each.row.signed_at), None)
    newest = versions[0] if versions else None
    waiting = newest if newest and not newest.row.signed_at and not newest.row.void_at else None
    panels = await reveals.panel_names(tx, sorted({line.panel for line in computed.lines if line.panel}))
    lines = [named_line(contest, computed, line) for line in computed.lines]
    return ResultView(
        computed=computed,
        lines=[replace(each, panel=panels.get(each.line.panel, "")) for each in lines],
        hash=now,
        draft=waiting if waiting and waiting.hash == now else None,
        stale=waiting is not None and waiting.hash != now,
        signed=signed,
        versions=versions,
        votes=votes_of(computed),
        unplaced=unplaced(contest, computed),
        obstacles=await obstacles(tx, contest, computed),
        ties=[
            [named_line(contest, computed, line) for line in group]
            for group in unresolved(computed.rule_set, computed.lines)
        ],
        decided=[
            [named_line(contest, computed, line) for line in computed.lines if line.entry in group]
            for group in computed.equals
            if all(line.split_by == DECIDED for line in computed.lines if line.entry in group)
        ],
        cautions=cautions_of(computed),
        rule_changes=await rule_sets.changed_late(tx, contest.id),
    )


def version_of(row: ResultRow, signatures: list[SignatureRow]) -> Version:
    own = [each for each in signatures if each.version == row.version]
    return Version(row, fingerprint(row.lines, row.rule_set_version, row.head), own)


def named_line(contest: ContestRow, computed: Computed, line: Line) -> NamedLine:
    entry = next((each for each in contest.state.entries if str(each.id) == line.entry), None)
    ground = computed.grounds.get(line.stage)
    performance = (
        next((each for each in ground.performances if str(each.entry_id) == line.entry), None) if ground else None
    )
    units = dict.fromkeys(author.unit for author in entry.authors if author.unit) if entry else {}
    return NamedLine(
        line,
        numbered(performance.order_no) if performance else "",
        entry.name if entry else "",
        " · ".join(units) or (entry.unit if entry else ""),
        entry.category if entry else "",
    )


def cautions_of(computed: Computed) -> Words:
    if computed.refused:
        return []
    found = cautions(computed.rule_set, {key: ground.turns() for key, ground in computed.grounds.items()})
    below = sum(line.total < 0 for line in computed.lines)
    if below:
        found.append((BELOW_ZERO, {"count": below}))
    return found


def votes_of(computed: Computed) -> list[VoteParts]:
    if computed.refused:
        return []
    voted = [ground for ground in computed.grounds.values() if ground.stage.public_votes]
    return vote_parts(((ground.stage, scores_of(ground)) for ground in voted), computed.rule_set.digits)


def unplaced(contest: ContestRow, computed: Computed) -> list[Unplaced]:
    names = {each.id: each.name for each in contest.state.entries}
    return [
        Unplaced(
            numbered(performance.order_no),
            names.get(performance.entry_id, ""),
            ground.stage.name,
            STATUSES[performance.status],
            performance.reason,
        )
        for ground, performance in unranked(computed.grounds)
    ]


def names_of(view: ResultView) -> dict[str, str]:
    """Entry -> name, for who may know them."""
    return {each.line.entry: each.name for each in view.lines}


def as_json(view: ResultView) -> dict[str, Any]:
    """The view for a program, by entries and without their names."""
    return {
        "hash": view.hash,
        "rule_set_version": view.computed.rule_set.version,
        "lines": stored([each.line for each in view.lines]),
        "draft": version_json(view.draft),
        "signed": version_json(view.signed),
        "versions": [version_json(each) for each in view.versions],
        "stale": view.stale,
        "changed": view.changed,
        "rule_changes": view.rule_changes,
        "obstacles": [each.code for each in view.obstacles],
        "ties": [[each.line.entry for each in group] for group in view.ties],
    }


def version_json(version: Version | None) -> dict[str, Any] | None:
    if version is None:
        return None
    return {
        "version": version.row.version,
        "hash": version.hash,
        "head": version.row.head,
        "amendment": version.row.amendment,
        "signed_at": version.row.signed_at,
        "void_at": version.row.void_at,
        "lines": version.row.lines,
        "signatures": [{"role": each.role, "name": each.name, "at": each.at} for each in version.signatures],
    }


def lines_of(version: Version) -> list[Line]:
    return read_lines(version.row.lines)
