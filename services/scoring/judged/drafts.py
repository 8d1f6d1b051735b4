"""A rule set as it is being typed: names like `stages.0.criteria.1.name` as nested lists and values, all of them text.

Knows no rule: rows are added, moved and taken out, whatever they hold.
"""

from collections.abc import Iterable, Mapping
from typing import Any

from shared.kit.http.errors import Refused
from shared.kit.words import _

Draft = dict[str, Any]
MOST_FIELDS = 6000
DEEPEST = 8
MOST_ROWS = 100


def draft_from(pairs: Iterable[tuple[str, str]]) -> Draft:
    """Names and values of a form as nested values; rows in the order of their numbers.

    >>> draft_from([("stages.0.name", "Final"), ("stages.0.criteria.2.name", "b"), ("stages.0.criteria.1.name", "a")])
    {'stages': [{'name': 'Final', 'criteria': [{'name': 'a'}, {'name': 'b'}]}]}
    """
    found: Draft = {}
    for place, (name, value) in enumerate(pairs):
        parts = name.split(".")
        if place >= MOST_FIELDS or len(parts) > DEEPEST:
            raise Refused("rules.too_much", _("This is more than a rule set can hold."))
        inside: Any = found
        for part in parts[:-1]:
            inside = inside.setdefault(part, {})
            if not isinstance(inside, dict):
                raise not_understood()
        if isinstance(inside.get(parts[-1]), dict):
            raise not_understood()
        inside[parts[-1]] = value
    return {name: listed(value) for name, value in found.items()}


def path_of(tree: Any, row: Draft, name: str) -> str:
    """The name in the form of a field that stands in one of its rows; empty where the row is none of them.

    >>> found = draft_from([("stages.0.criteria.0.name", "a"), ("stages.0.criteria.1.name", "b")])
    >>> path_of(found, found["stages"][0]["criteria"][1], "name")
    'stages.0.criteria.1.name'
    """
    if tree is row:
        return name
    inside = tree.items() if isinstance(tree, dict) else enumerate(tree) if isinstance(tree, list) else ()
    paths = ((key, path_of(each, row, name)) for key, each in inside)
    return next((f"{key}.{path}" for key, path in paths if path), "")


def not_understood() -> Refused:
    return Refused("input.invalid", _("The request was not understood."), status=400)


def listed(value: Any) -> Any:
    """Rows numbered by their names become lists."""
    if not isinstance(value, dict):
        return value
    inside = {name: listed(each) for name, each in value.items()}
    if not inside or not all(name.isascii() and name.isdigit() and len(name) < 5 for name in inside):
        return inside
    return [inside[name] for name in sorted(inside, key=int)][:MOST_ROWS]


def rows(draft: Mapping[str, Any], name: str) -> list[Draft]:
    """The rows of a list; nothing where there is none."""
    found = draft.get(name)
    return [each for each in found if isinstance(each, dict)] if isinstance(found, list) else []


def part(draft: Mapping[str, Any], name: str) -> Draft:
    """A group of fields; empty where there is none."""
    found = draft.get(name)
    return found if isinstance(found, dict) else {}


def text(draft: Mapping[str, Any], name: str) -> str:
    """What was typed in a field; nothing where there is none."""
    found = draft.get(name)
    return found.strip() if isinstance(found, str) else ""


def ticked(draft: Mapping[str, Any], name: str) -> bool:
    return bool(text(draft, name))


def pressed(draft: Draft, act: str) -> Draft:
    """The draft after a button: `add:stages.0.criteria`, or `up`, `down`, `remove` with a row's own name.

    >>> pressed({"ties": [{"key": "a"}, {"key": "b"}]}, "up:ties.1")
    {'ties': [{'key': 'b'}, {'key': 'a'}]}
    """
    what, _colon, name = act.partition(":")
    parts = name.split(".")
    if what == "add":
        return added(draft, parts)
    if what not in ("up", "down", "remove") or not parts[-1].isdigit() or len(parts[-1]) > 4:
        return draft
    found = inside_of(draft, parts[:-1])
    row = int(parts[-1])
    if not isinstance(found, list) or row >= len(found):
        return draft
    moved = found.pop(row)
    if what != "remove":
        found.insert(max(row - 1, 0) if what == "up" else row + 1, moved)
    return draft


def focus_after(act: str) -> str:
    """The button the keyboard is on after a press: it follows the row that moved.

    >>> focus_after("up:ties.3"), focus_after("down:ties.3"), focus_after("remove:ties.3"), focus_after("add:ties")
    ('up:ties.2', 'down:ties.4', 'add:ties', '')
    """
    what, _colon, name = act.partition(":")
    inside, _dot, row = name.rpartition(".")
    if what not in ("up", "down", "remove") or not row.isdigit() or len(row) > 4:
        return ""
    if what == "remove":
        return f"add:{inside}"
    return f"{what}:{inside}.{max(int(row) - 1, 0) if what == 'up' else int(row) + 1}"


def added(draft: Draft, parts: list[str]) -> Draft:
    """One more row at the end of a list; the list is made where there is none."""
    holder = inside_of(draft, parts[:-1])
    if not isinstance(holder, dict):
        return draft
    found = holder.setdefault(parts[-1], [])
    if isinstance(found, list) and len(found) < MOST_ROWS:
        found.append({})
    return draft


def inside_of(draft: Draft, parts: list[str]) -> Any:
    inside: Any = draft
    for each in parts:
        if isinstance(inside, list) and each.isdigit() and len(each) < 5 and int(each) < len(inside):
            inside = inside[int(each)]
        elif isinstance(inside, dict) and each in inside:
            inside = inside[each]
        else:
            return None
    return inside
