"""Prizes as an organiser types them, a line a prize: its name, how many, and the score it asks for. Knows no entry."""

import re
from collections.abc import Callable, Sequence
from decimal import Decimal

from shared.kit.http.errors import Refused
from shared.kit.words import _
from shared.rules.exact import plain
from shared.rules.model import PrizeTier
from shared.rules.prizes import NAMES

LINE = re.compile(
    r"^(?P<name>.+?)(?:[\s:：]+(?P<amount>\d{1,4}|\d{1,3}(?:\.\d{1,2})?\s*[%％]))?"
    r"(?:\s*(?:>=|≥|》=)\s*(?P<least>\d{1,6}(?:\.\d{1,2})?))?$"
)
USUAL = (PrizeTier("first", count=1), PrizeTier("second", count=2), PrizeTier("third", count=3))
MOST = 12
Say = Callable[[str], str]


def written(tiers: Sequence[PrizeTier], say: Say) -> str:
    """The prizes as lines of text, in the reader's language."""
    return "\n".join(line_of(tier, say) for tier in tiers)


def line_of(tier: PrizeTier, say: Say) -> str:
    words = [say(NAMES[tier.name]) if tier.name in NAMES else tier.name]
    if tier.count is not None:
        words.append(str(tier.count))
    elif tier.share is not None:
        words.append(f"{plain(tier.share * 100)}%")
    if tier.at_least is not None:
        words.append(f"≥{plain(tier.at_least)}")
    return " ".join(words)


def read(text: str, says: Sequence[Say]) -> tuple[PrizeTier, ...]:
    """The prizes of some lines; usual names are known in every language. Raises Refused naming the line."""
    known = {say(name).casefold(): key for key, name in NAMES.items() for say in says}
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    if not lines or len(lines) > MOST:
        raise Refused("prizes.lines", _("Type between 1 and {most} prizes, one a line."), most=MOST)
    tiers = tuple(tier_of(line, known) for line in lines)
    if len({tier.name for tier in tiers}) < len(tiers):
        raise Refused("prizes.twice", _("Two prizes cannot have the same name."))
    return tiers


def tier_of(line: str, known: dict[str, str]) -> PrizeTier:
    found = LINE.match(line)
    if found is None or len(found["name"]) > 80 or not (found["amount"] or found["least"]):
        raise Refused(
            "prizes.line",
            _("“{line}” is not understood: write a name with a number, a share or a score: “Gold 3”, “Gold ≥90”."),
            line=line[:80],
        )
    amount, name = found["amount"] or "", found["name"].rstrip(":： ")
    share = Decimal(amount.rstrip("%％ ")) / 100 if amount.endswith(("%", "％")) else None
    if share is not None and share > 1:
        raise Refused("prizes.share", _("A prize cannot go to more than all."))
    return PrizeTier(
        known.get(name.casefold(), name),
        count=int(amount) if amount and share is None else None,
        share=share,
        at_least=Decimal(found["least"]) if found["least"] else None,
    )
