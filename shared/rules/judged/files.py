"""A rule set as a file that can be handed on: YAML or JSON in, checked; YAML out. Knows no contest that uses it.

The file says what `RuleSet` says, field by field; what is usual can be left out. Numbers may be numbers or texts.

>>> from shared.rules.judged.contests import presets
>>> all(read_rule_set(write_rule_set(preset)) == preset for preset in presets().values())
True
"""

from typing import Any

import msgspec
from msgspec import NODEFAULT, Struct
from msgspec.structs import fields

from shared.rules.judged.check import check
from shared.rules.judged.misfits import refusal_of
from shared.rules.judged.rule_set import RuleSet
from shared.rules.judged.trees import read_tree, write_tree
from shared.rules.refusals import IllegalRegulation
from shared.rules.words import _

MOST_BYTES = 64_000
"""Four times the longest rule set there is. Reading a file takes its time."""


def read_rule_set(given: bytes) -> RuleSet:
    """The rule set of a YAML or JSON file.

    Raises:
        IllegalRegulation: `file.*` where it is no such file or has unknown fields, `rules.*` where it makes no sense.
    """
    if len(given) > MOST_BYTES:
        raise IllegalRegulation("file.size", _("The file is larger than {most} bytes."), most=MOST_BYTES)
    tree = read_tree(given)
    try:
        rule_set = msgspec.convert(tree, RuleSet)
    except (msgspec.ValidationError, ArithmeticError, RecursionError) as problem:
        sentence, values = refusal_of(problem, RuleSet)
        raise IllegalRegulation("file.fields", sentence, **values) from problem
    refuse_unknown(tree, msgspec.to_builtins(rule_set), "")
    check(rule_set)
    return rule_set


def write_rule_set(rule_set: RuleSet) -> bytes:
    """The rule set as YAML that people can read and `read_rule_set` gives back; what is usual is left out."""
    return write_tree(sparse(rule_set))


def refuse_unknown(given: Any, known: Any, path: str) -> None:
    """Refuse a field the value read from the file does not have: it would be lost without a word."""
    if isinstance(given, dict) and isinstance(known, dict):
        for key, value in given.items():
            here = f"{path}.{key}".lstrip(".")[:120]
            if key not in known:
                raise IllegalRegulation("file.unknown", _("There is no field “{field}”."), field=here)
            refuse_unknown(value, known[key], here)
    elif isinstance(given, list) and isinstance(known, list | tuple):
        for index, (value, other) in enumerate(zip(given, known, strict=False), 1):
            refuse_unknown(value, other, f"{path}[{index}]")


def sparse(value: Any) -> Any:
    """A value as mappings and lists, fields that are as usual left out."""
    if isinstance(value, Struct):
        tag = value.__struct_config__.tag
        named = {} if tag is None else {value.__struct_config__.tag_field: tag}
        own = {field.name: getattr(value, field.name) for field in fields(value) if not _usual(field, value)}
        return named | {name: sparse(given) for name, given in own.items()}
    if isinstance(value, dict):
        return {key: sparse(given) for key, given in value.items()}
    if isinstance(value, tuple | list):
        return [sparse(given) for given in value]
    return value


def _usual(field: Any, owner: Struct) -> bool:
    given = getattr(owner, field.name)
    if field.default is not NODEFAULT:
        return bool(given == field.default)
    return field.default_factory is not NODEFAULT and bool(given == field.default_factory())
