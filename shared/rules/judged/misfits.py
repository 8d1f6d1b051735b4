"""What in a file somebody wrote does not fit, as a sentence: where it stands, and what would fit there.

Knows what the decoder says of it; knows no rule. Places are counted from 1, as people count.
"""

import re
from collections.abc import Iterable, Iterator
from typing import Any

import msgspec
from msgspec import inspect

from shared.rules.words import _

Said = tuple[str, dict[str, object]]
AT = re.compile(r"^(?P<what>.*?)(?: - at `(?:key in )?\$(?P<path>.*)`)?$", re.DOTALL)
TOKEN = re.compile(r"\.([^.\[\]]+)|\[(\d+|\.\.\.)\]")
UNKNOWN_VALUE = re.compile(r"^Invalid (?:enum )?value '?(?P<given>[^']*)'?$")
MISSING = re.compile(r"^Object missing required field `(?P<field>.*)`$")
UNKNOWN_FIELD = re.compile(r"^Object contains unknown field `(?P<field>.*)`$")
WANTED = re.compile(r"^Expected `(?P<wanted>\w+)(?: \| \w+)*`, got ")
BELONGS = {
    "str": _("{place}: a text belongs here."),
    "int": _("{place}: a whole number belongs here."),
    "float": _("{place}: a number belongs here."),
    "decimal": _("{place}: a number belongs here."),
    "bool": _("{place}: true or false belongs here."),
    "array": _("{place}: a list belongs here."),
    "object": _("{place}: fields with names belong here."),
}
LONGEST = 80


def misfit(problem: Exception, kind: Any, before: Iterable[str] = ()) -> Said:
    """The sentence and its values for what `msgspec.convert` refused.

    Args:
        problem: what was raised.
        kind: the type the file should have been.
        before: the names that lead to the part that was converted.

    >>> from shared.rules.judged.rule_set import RuleSet
    >>> try:
    ...     msgspec.convert({"key": "a", "name": "A", "stages": [{"key": "s", "name": "S", "reveal": "now"}]}, RuleSet)
    ... except msgspec.ValidationError as problem:
    ...     sentence, values = misfit(problem, RuleSet)
    >>> sentence.format(**values)
    'stages[1].reveal: “now” is not known. Known: after_next, batch, end, immediate.'
    """
    found = AT.match(str(problem)[:1000])
    what, path = (found["what"], found["path"] or "") if found else (str(problem), "")
    place = ", ".join(filter(None, [*before, counted(path).lstrip(".")]))[:LONGEST] or "$"
    if value := UNKNOWN_VALUE.match(what):
        known = ", ".join(allowed(kind, path))
        if known:
            said = _("{place}: “{given}” is not known. Known: {known}.")
            return said, {"place": place, "given": value["given"][:LONGEST], "known": known}
    if field := MISSING.match(what):
        return _("{place}: “{name}” is missing."), {"place": place, "name": field["field"]}
    if field := UNKNOWN_FIELD.match(what):
        return _("{place}: there is no field “{name}”."), {"place": place, "name": field["field"][:LONGEST]}
    wanted = WANTED.match(what)
    if wanted and wanted["wanted"] in BELONGS:
        return BELONGS[wanted["wanted"]], {"place": place}
    return _("{place}: a value that does not fit ({problem})."), {"place": place, "problem": what[:LONGEST]}


def counted(path: str) -> str:
    """A path of the decoder as people count.

    >>> counted(".stages[0].steps[1].op")
    '.stages[1].steps[2].op'
    """
    return "".join(f".{name}" if name else f"[{ordinal(index)}]" for name, index in TOKEN.findall(path))


def ordinal(index: str) -> str:
    return index if index == "..." else str(int(index) + 1)


def allowed(kind: Any, path: str) -> list[str]:
    """The words that may stand at a path: those of a choice, or the names of what a list may hold.

    >>> from shared.rules.judged.rule_set import RuleSet
    >>> "trim_mean" in allowed(RuleSet, ".stages[0].steps[1].op"), allowed(RuleSet, ".stages[0].name")
    (True, [])
    """
    types = [inspect.type_info(kind)]
    for name, _index in TOKEN.findall(path):
        tags = [str(each.tag) for each in spread(types) if is_struct(each) and name and each.tag_field == name]
        if tags:
            return sorted(tags)
        types = list(inner(types, name))
    choices = (each for each in spread(types) if isinstance(each, inspect.LiteralType))
    return sorted(str(word) for each in choices for word in each.values)


def spread(types: Iterable[inspect.Type]) -> Iterator[Any]:
    """Each type, unions taken apart."""
    for each in types:
        if isinstance(each, inspect.UnionType):
            yield from spread(each.types)
        else:
            yield each


def is_struct(given: Any) -> bool:
    return isinstance(given, inspect.StructType)


def inner(types: Iterable[inspect.Type], name: str) -> Iterator[inspect.Type]:
    """What stands under a name, or in a list or under any key where there is none."""
    for each in spread(types):
        if name and is_struct(each):
            yield from (field.type for field in each.fields if field.encode_name == name)
        elif isinstance(each, inspect.DictType):
            yield each.value_type
        elif isinstance(each, inspect.ListType | inspect.VarTupleType):
            yield each.item_type
        elif isinstance(each, inspect.TupleType):
            yield from each.item_types


def refusal_of(problem: Exception, kind: Any) -> Said:
    """The same for whatever converting may raise; a number too large to read has no place."""
    if isinstance(problem, msgspec.ValidationError):
        return misfit(problem, kind)
    return _("The file cannot be read: {problem}"), {"problem": str(problem)[:LONGEST]}
