"""Parts that several papers have: who signs, what the head of the chain is, marks and seats in words."""

from collections.abc import Iterable
from uuid import UUID

from services.scoring.judged.document import Block, Document, Facts, Signatures, Signing, Text
from services.scoring.judged.ground import StageGround
from services.scoring.judged.paper_ground import PaperGround
from services.scoring.judged.role_names import ROLE_NAMES
from services.scoring.sql.judged import SeatRow
from shared.kit.words import _
from shared.rules.judged.marks import leaves
from shared.rules.judged.rule_set import Stage

FIRST_ROLES = ("chief", "supervisor")
OTHER_ROLES = ("recorder", "timekeeper")


def document(papers: PaperGround, title: str, blocks: list[Block], *, wide: bool = False, draft: str = "") -> Document:
    """A paper of this contest with the head of the chain at its foot."""
    say, contest = papers.say, papers.contest
    foot = say(
        _("{contest} · chain of ballots {head} · printed {at}"),
        contest=contest.name,
        head=papers.head or "–",
        at=papers.at(papers.now),
    )
    above = f"{contest.state.event_name} · {contest.name}"
    return Document(title=title, above=above, foot=foot, lang=papers.lang, wide=wide, draft=draft, blocks=blocks)


def about(papers: PaperGround) -> Facts:
    """What a paper is of."""
    say, version = papers.say, papers.signed
    rows = [
        (
            say(_("Rule set")),
            say(_("{name}, version {version}"), name=papers.rule_set.name, version=papers.rule_set.version),
        ),
        (say(_("Chain of ballots")), f"{papers.head or '–'} ({papers.contest.links})"),
    ]
    if version:
        at = papers.at(version.row.signed_at)
        rows.append((say(_("Result")), say(_("version {version}, signed {at}"), version=version.row.version, at=at)))
        rows.append((say(_("Hash of the result")), version.hash))
        if version.row.amendment:
            rows.append((say(_("Amended")), version.row.amendment))
    return Facts(rows)


def to_know(papers: PaperGround) -> list[Text]:
    """What nobody should read a result without: rules changed after ballots came in, comparisons in doubt."""
    return [*rule_changes(papers), *(Text(papers.say(said, **values)) for said, values in papers.cautions)]


def rule_changes(papers: PaperGround) -> list[Text]:
    return [
        Text(
            papers.say(
                _(
                    "The rules were changed when {count} ballots had come in already: version {version}, by {by}, "
                    "{at}. Reason: {reason}"
                ),
                count=each.ballots,
                version=each.version,
                by=each.made_by,
                at=papers.at(each.made_at),
                reason=each.reason,
            )
        )
        for each in papers.rule_changes
    ]


def draft_note(papers: PaperGround) -> str:
    return unfinished(papers) or ("" if papers.signed else papers.say(_("Not signed yet.")))


def unfinished(papers: PaperGround) -> str:
    return papers.say(_("Provisional: not everything is closed yet.")) if any(papers.running.values()) else ""


def signatures(papers: PaperGround) -> Signatures:
    """Lines for chief and supervisor, then for the others who have a seat. Who has signed on a tablet is named."""
    say = papers.say
    lines = [first_signing(papers, role) for role in FIRST_ROLES]
    for role in OTHER_ROLES:
        names = seated(papers, role)
        lines += [Signing(say(ROLE_NAMES[role]), names)] if names else []
    return Signatures(lines)


def first_signing(papers: PaperGround, role: str) -> Signing:
    say = papers.say
    given = papers.signed.signed_by(role) if papers.signed else None
    if given is None:
        return Signing(say(ROLE_NAMES[role]), seated(papers, role))
    note = say(_("signed on the tablet {at}"), at=papers.at(given.at))
    return Signing(say(ROLE_NAMES[role]), given.name, note)


def seated(papers: PaperGround, role: str) -> str:
    seats = {seat.id: seat for ground in papers.grounds.values() for seat in ground.seats.values() if seat.role == role}
    return " / ".join(dict.fromkeys(seat.name for seat in seats.values()))


def several_panels(ground: StageGround) -> bool:
    return len({seat.panel_id for seat in ground.seats.values()}) > 1


def judge_name(papers: PaperGround, seat: SeatRow) -> str:
    return f"{short_judge(papers, seat)} {seat.name}"


def short_judge(papers: PaperGround, seat: SeatRow) -> str:
    return papers.say(_("J{number}"), number=seat.number)


def seat_of(ground: StageGround, seat: str) -> SeatRow | None:
    return ground.seats.get(UUID(seat))


def in_order(ground: StageGround, seats: Iterable[str]) -> list[SeatRow]:
    found = {seat: seat_of(ground, seat) for seat in seats}
    known = [seat for seat in found.values() if seat is not None]
    return sorted(known, key=lambda seat: (str(seat.panel_id), seat.number))


def leaf_names(stage: Stage) -> dict[str, str]:
    """What is marked, by leaf: an item with its criterion before it."""
    above = {criterion.key: criterion.name for criterion in stage.criteria}
    return {
        key: f"{above[key.partition('.')[0]]} · {leaf.name}" if "." in key else leaf.name
        for key, leaf in leaves(stage.criteria).items()
    }
