"""Files people write, YAML or JSON, as plain values: numbers exact, keys as typed, nothing twice. Knows no rule set.

Of YAML only what a person needs: no references (a few lines of them can stand for gigabytes), no dates, and a number
with a leading zero or a colon stays text, as an order number 07 or a time 20:00 is.

>>> read_tree(b"07: {J1: 8.50, note: 20:00, ok: true}")
{'07': {'J1': Decimal('8.50'), 'note': '20:00', 'ok': True}}
"""

import json
import re
from collections.abc import Hashable, Iterable, Sequence
from decimal import Decimal
from typing import Any, NoReturn

import yaml

from shared.rules.refusals import IllegalRegulation
from shared.rules.words import _

MOST_BYTES = 2_000_000
INT = re.compile(r"^-?(0|[1-9][0-9]{0,17})$")
REAL = re.compile(r"^-?(0|[1-9][0-9]{0,17})\.[0-9]{1,30}$")
TAG = "tag:yaml.org,2002:"


class Plain(yaml.SafeLoader):
    """A YAML loader for files of people."""

    yaml_implicit_resolvers: dict[str, list[Any]] = {}  # noqa: RUF012 # as the library has it

    def compose_node(self, parent: yaml.Node | None, index: int) -> yaml.Node | None:
        if self.check_event(yaml.events.AliasEvent):
            raise IllegalRegulation("file.reference", _("The file refers to other parts of itself; write them out."))
        return super().compose_node(parent, index)

    def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> dict[Hashable, Any]:
        if not all(isinstance(key, yaml.ScalarNode) for key, _value in node.value):
            raise yaml.YAMLError("a key is no word")
        return _once((key.value, self.construct_object(value, deep=True)) for key, value in node.value)


def _int(_loader: Plain, node: yaml.ScalarNode) -> Any:
    return _number(node.value)


def _real(_loader: Plain, node: yaml.ScalarNode) -> Decimal:
    return Decimal(_number(node.value))


Plain.add_implicit_resolver(f"{TAG}bool", re.compile("^(true|false)$"), ["t", "f"])
Plain.add_implicit_resolver(f"{TAG}null", re.compile("^(~|null|)$"), ["~", "n", ""])
Plain.add_implicit_resolver(f"{TAG}int", INT, list("-0123456789"))
Plain.add_implicit_resolver(f"{TAG}float", REAL, list("-0123456789"))
Plain.add_constructor(f"{TAG}int", _int)
Plain.add_constructor(f"{TAG}float", _real)


class Sheet(yaml.SafeDumper):
    """A YAML writer that writes exact numbers as they are, and everything out."""

    def ignore_aliases(self, data: Any) -> bool:
        return True


def _written(dumper: yaml.SafeDumper, number: Decimal) -> yaml.ScalarNode:
    typed = format(number, "f")
    return dumper.represent_scalar(f"{TAG}float" if "." in typed else f"{TAG}int", typed)


Sheet.add_representer(Decimal, _written)


def read_tree(given: bytes) -> Any:
    """The file's values.

    Raises:
        IllegalRegulation: `file.size`, `file.coding`, `file.form`, `file.twice` or `file.reference`.
    """
    if len(given) > MOST_BYTES:
        raise IllegalRegulation("file.size", _("The file is larger than {most} bytes."), most=MOST_BYTES)
    try:
        text = given.decode("utf-8-sig")
    except UnicodeDecodeError as problem:
        raise IllegalRegulation("file.coding", _("The file is not written in UTF-8.")) from problem
    try:
        return _json(text) if text.lstrip()[:1] in ("{", "[") else _yaml(text)
    except yaml.MarkedYAMLError as problem:
        raise _misplaced(problem, text.splitlines()) from problem
    except (yaml.YAMLError, ValueError, ArithmeticError) as problem:
        raise IllegalRegulation(
            "file.form", _("The file cannot be read: {problem}"), problem=str(problem)[:300]
        ) from problem
    except RecursionError as problem:
        raise IllegalRegulation("file.form", _("The file cannot be read: {problem}"), problem="[[[…") from problem


def write_tree(tree: Any) -> bytes:
    """The values as YAML in UTF-8, keys in their order."""
    return yaml.dump(tree, Dumper=Sheet, allow_unicode=True, sort_keys=False, width=110, encoding="utf-8")


def _json(text: str) -> Any:
    try:
        return json.loads(
            text, parse_float=Decimal, parse_int=_number, parse_constant=_no_number, object_pairs_hook=_once
        )
    except json.JSONDecodeError:
        return _yaml(text)


def _yaml(text: str) -> Any:
    return yaml.load(text, Loader=Plain)  # noqa: S506 # Plain is a safe loader


def _misplaced(problem: yaml.MarkedYAMLError, lines: Sequence[str]) -> IllegalRegulation:
    """Where reading failed. What is never closed fails at the file's end: where it begins is of more use."""
    mark, began = problem.problem_mark, problem.context_mark
    if mark is None or (mark.line >= len(lines) and began is not None):
        mark = began
    line = mark.line if mark is not None else 0
    return IllegalRegulation(
        "file.form",
        _(
            "The file cannot be read at line {line}: “{shown}”. Look at its quotes, brackets, colons and indents; "
            "indents are spaces, never tabs. ({problem})"
        ),
        line=line + 1,
        shown=lines[line].strip()[:60] if line < len(lines) else "",
        problem=str(problem.problem or problem.context)[:200],
    )


def _once(pairs: Iterable[tuple[str, Any]]) -> dict[Hashable, Any]:
    found: dict[Hashable, Any] = {}
    for key, value in pairs:
        if key in found:
            raise IllegalRegulation("file.twice", _("“{key}” stands in the file twice."), key=str(key)[:60])
        found[key] = value
    return found


def _number(typed: object) -> Any:
    text = str(typed)
    if INT.fullmatch(text):
        return int(text)
    if REAL.fullmatch(text):
        return Decimal(text)
    raise ValueError(text[:60])


def _no_number(typed: str) -> NoReturn:
    raise ValueError(typed)
