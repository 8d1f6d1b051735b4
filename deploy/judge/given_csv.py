"""A CSV of ballots, a row each, as the same fields a YAML file has. Knows columns, no rule."""

import csv
from io import StringIO
from typing import Any

from deploy.judge.given import Given, fitting
from shared.rules.refusals import IllegalMark
from shared.rules.words import _

MOST_DIGITS = 10
OF_TURN = ("votes", "status", "panel", "chief", "category")


def given_csv(data: bytes, only_stage: str) -> Given:
    """The marks of a CSV in UTF-8 or GB 18030; `only_stage` where it has no column of stages.

    Raises:
        IllegalMark: a column is missing, or two rows of an entry say different things.
    """
    try:
        return _read(csv.DictReader(StringIO(_text(data)), restkey="", restval=""), only_stage)
    except csv.Error as problem:
        raise IllegalMark(
            "marks.form", _("The table cannot be read: {problem}"), problem=str(problem)[:200]
        ) from problem


def _read(rows: "csv.DictReader[str]", only_stage: str) -> Given:
    columns = [column.strip() for column in rows.fieldnames or ()]
    missing = [column for column in ("entry", "seat") if column not in columns]
    twice = [column for column in columns if column and columns.count(column) > 1]
    if twice:
        raise IllegalMark("marks.column", _("The table has the column “{column}” twice."), column=twice[0][:60])
    if missing:
        raise IllegalMark("marks.column", _("The table has no column “{column}”."), column=missing[0])
    stages: dict[str, dict[str, dict[str, Any]]] = {}
    for number, row in enumerate(rows, 2):
        cells = {str(key).strip(): value.strip() for key, value in row.items() if isinstance(value, str)}
        if any(cells.values()):
            entries = stages.setdefault(cells.get("stage") or only_stage, {})
            _add(entries.setdefault(cells.get("entry", ""), {}), cells, number)
    for entries in stages.values():
        for turn in entries.values():
            _refuse_silent(turn)
    return fitting({"stages": stages})


def _refuse_silent(turn: dict[str, Any]) -> None:
    """A judge who has a row has marks in it or a reason."""
    for seat, number in turn.pop("seats", {}).items():
        if seat not in turn.get("ballots", {}) and seat not in turn.get("missing", {}):
            raise IllegalMark(
                "marks.row",
                _("Row {row}: {seat} has neither marks nor a reason under “missing”."),
                row=number,
                seat=seat[:60],
            )


def _text(data: bytes) -> str:
    for coding in ("utf-8-sig", "gb18030"):
        try:
            return data.decode(coding)
        except UnicodeDecodeError:
            continue
    raise IllegalMark("marks.coding", _("The table is written neither in UTF-8 nor in GB 18030."))


def _add(turn: dict[str, Any], cells: dict[str, str], number: int) -> None:
    if cells.get("seat") and cells.get("status", "judged") == "judged":
        turn.setdefault("seats", {})[cells["seat"]] = number
    for column, value in cells.items():
        if not value or column in ("stage", "entry", "seat"):
            continue
        kind, _colon, key = column.partition(":")
        if column in OF_TURN:
            _say(turn, column, _whole(value) if column == "votes" else value, number)
        elif column == "seconds":
            _say(turn, column, _whole(value), number)
        elif kind == "fact":
            _say(turn.setdefault("facts", {}), key, value, number)
        elif kind == "deduction":
            turn.setdefault("deductions", []).append({"kind": key, "points": value})
        elif column == "missing":
            _say(turn.setdefault("missing", {}), cells.get("seat", ""), value, number)
        else:
            _say(turn.setdefault("ballots", {}).setdefault(cells.get("seat", ""), {}), column, value, number)


def _whole(value: str) -> int | str:
    """The number; what is none is left for the fields to refuse."""
    return int(value) if value.isdecimal() and len(value) < MOST_DIGITS else value


def _say(known: dict[str, Any], key: str, value: object, number: int) -> None:
    if known.setdefault(key, value) != value:
        sentence = _("Row {row} says another “{column}” of the same entry.")
        raise IllegalMark("marks.row", sentence, row=number, column=key[:60])
