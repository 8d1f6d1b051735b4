"""What was typed, as a Struct: JSON, a form or a form with files. Knows types, not meanings."""

import re
from types import NoneType, UnionType
from typing import Any, TypeVar, Union, get_args, get_origin

import msgspec
from litestar import Request
from litestar.datastructures import UploadFile
from litestar.exceptions import HTTPException
from litestar.exceptions.http_exceptions import RequestEntityTooLarge

from shared.kit.http.errors import NOT_UNDERSTOOD, TOO_LARGE, Refused
from shared.kit.words import _

T = TypeVar("T")
LISTS = (list, tuple, set, frozenset)
MOST = re.compile(r"<= (\d+)")
TURNING = dict.fromkeys([*range(0x202A, 0x202F), *range(0x2066, 0x206A)])
"""Signs that turn the direction of writing: with them a name or a reason shows as something else, on paper too."""
TURNING_JSON = re.compile(
    rb"\xe2\x80[\xaa-\xae]|\xe2\x81[\xa6-\xa9]|(?<!\\)((?:\\\\)*)\\u(?:202[a-e]|206[6-9])", re.IGNORECASE
)
"""The same in a JSON body, as they are or escaped."""
FIELD = re.compile(r"field `([^`]+)`|at `\$\.([A-Za-z0-9_]+)")


class Upload(msgspec.Struct, frozen=True):
    """A file from a form."""

    name: str
    data: bytes


async def typed(request: Request[Any, Any, Any], struct: type[T]) -> T:
    """The body of a request as a Struct, numbers and dates read from text.

    Raises:
        Refused: `input.invalid`, naming the field that is missing or not understood.
    """
    content_type = request.content_type[0]
    request.scope["saishi_asked"] = struct  # type: ignore[typeddict-unknown-key]
    try:
        if content_type == "application/json":
            return msgspec.json.decode(straight(await request.body()), type=struct, strict=False)
        form = await request.form()
        request.scope["saishi_typed"] = [(k, v) for k, v in form.multi_items() if isinstance(v, str)]  # type: ignore[typeddict-unknown-key]
        return msgspec.convert(await plain(form, struct), struct, strict=False)
    except msgspec.ValidationError as error:
        raise refusal(struct, str(error)) from error
    except RequestEntityTooLarge as error:
        raise Refused(*TOO_LARGE, status=413) from error
    except (msgspec.DecodeError, UnicodeDecodeError, HTTPException, ValueError) as error:
        raise Refused(*NOT_UNDERSTOOD, status=400) from error


async def plain(form: Any, struct: type[Any]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for field in msgspec.structs.fields(struct):
        kinds = alternatives(field.type)
        values = [turned_straight(value) for value in form.getall(field.encode_name, [])]
        if any(get_origin(kind) in LISTS or kind in LISTS for kind in kinds):
            found[field.encode_name] = [value for value in values if value != ""]
            continue
        if not values:
            continue
        value = values[-1]
        if isinstance(value, UploadFile):
            found[field.encode_name] = Upload(turned_straight(value.filename), await value.read())
        elif value == "" and str not in kinds:
            if NoneType in kinds:
                found[field.encode_name] = None
        elif bool in kinds and value == "on":
            found[field.encode_name] = True
        else:
            found[field.encode_name] = value.strip() if field.name.find("password") < 0 else value
    return found


def straight(body: bytes) -> bytes:
    r"""A JSON body without signs that turn the direction of its texts.

    >>> straight(rb'{"name": "abc\u202Egnp"}')
    b'{"name": "abcgnp"}'
    """
    # Most bodies hold none of these, and a search for a few bytes costs less than an expression.
    if not any(sign in body for sign in (b"\xe2\x80", b"\xe2\x81", b"\\u20")):
        return body
    return TURNING_JSON.sub(rb"\1", body)


def turned_straight(value: Any) -> Any:
    """A text without signs that turn its direction; anything else as it is.

    >>> turned_straight("abc\u202egnp.exe") == "abcgnp.exe", turned_straight(None)
    (True, None)
    """
    return value.translate(TURNING) if isinstance(value, str) else value


def alternatives(kind: Any) -> tuple[Any, ...]:
    """The members of a union type, `Annotated` taken off; a plain type is its own only alternative."""
    if hasattr(kind, "__metadata__"):
        kind = get_args(kind)[0]
    if get_origin(kind) in (Union, UnionType):
        return tuple(found for each in get_args(kind) for found in alternatives(each))
    return (kind,)


def refusal(struct: type[Any], problem: str) -> Refused:
    match = FIELD.search(problem)
    name = next((group for group in match.groups() if group), "") if match else ""
    if not name:
        return Refused(*NOT_UNDERSTOOD)
    found = refusal_of(title_of(struct, name), problem)
    found.at = name
    return found


def refusal_of(label: str, problem: str) -> Refused:
    most = MOST.search(problem)
    if most and "length" in problem:
        return Refused(
            "input.too_long", _("“{field}” is too long: {most} characters at most."), field=label, most=most[1]
        )
    if most:
        return Refused("input.too_great", _("“{field}” can be {most} at most."), field=label, most=most[1])
    if "missing required field" in problem:
        return Refused("input.missing", _("“{field}” is missing."), field=label)
    return Refused("input.invalid", _("“{field}” is not understood. Please check what was typed."), field=label)


def title_of(struct: type[Any], name: str) -> str:
    """The label of a field: its `Meta(title=…)`, else its name."""
    for field in msgspec.structs.fields(struct):
        if field.encode_name == name:
            for meta in getattr(field.type, "__metadata__", ()):
                if isinstance(meta, msgspec.Meta) and meta.title:
                    return meta.title
    return name
