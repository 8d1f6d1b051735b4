"""Lines of a result as they are stored and read again, exactly; and the hash officials sign.

Knows no contest and no people.
"""

import hashlib
import json
from collections.abc import Sequence
from decimal import Decimal
from fractions import Fraction
from typing import Any

from shared.rules.judged.judgement import Line


def stored(lines: Sequence[Line]) -> list[dict[str, Any]]:
    """Lines as JSON: numbers are strings, the exact total a fraction."""
    return [
        {
            "entry": line.entry,
            "first": line.first,
            "last": line.last,
            "total": str(line.total),
            "exact": str(line.exact),
            "scores": {stage: str(score) for stage, score in line.scores.items()},
            "split_by": line.split_by,
            "prize": line.prize,
            "title": line.title,
            "stage": line.stage,
            "panel": line.panel,
        }
        for line in lines
    ]


def read_lines(given: Sequence[dict[str, Any]]) -> list[Line]:
    """Lines as they were stored."""
    return [
        Line(
            entry=each["entry"],
            first=each["first"],
            last=each["last"],
            total=Decimal(each["total"]),
            exact=Fraction(each["exact"]),
            scores={stage: Decimal(score) for stage, score in each["scores"].items()},
            split_by=each.get("split_by", ""),
            prize=each.get("prize", ""),
            title=each.get("title", ""),
            stage=each.get("stage", ""),
            panel=each.get("panel", ""),
        )
        for each in given
    ]


def fingerprint(lines: Sequence[dict[str, Any]], rule_set_version: int, head: str) -> str:
    """SHA-256 of exactly what is signed: the lines, the rule set's version, the head of the chain.

    >>> fingerprint([], 1, "") == fingerprint([], 1, ""), fingerprint([], 1, "") == fingerprint([], 2, "")
    (True, False)
    """
    content = json.dumps(
        {"head": head, "lines": list(lines), "rule_set_version": rule_set_version},
        ensure_ascii=False,
        separators=(",", ":"),
        sort_keys=True,
    )
    return hashlib.sha256(content.encode()).hexdigest()
