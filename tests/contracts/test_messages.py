"""Messages keep their word: every version ever sent is still read, and none carries what only members may know."""

import json
from importlib import import_module
from pathlib import Path
from typing import Any

import msgspec
import pytest

from shared.messages.base import Message, subject_of, tag_of
from shared.messages.readers import PUBLISHERS, READERS

GOLDEN = Path(__file__).parent / "golden"
"""A file is named by its tag; what was added to a version later has a file of its own after a `~`."""
PRIVATE = ("phone", "id_number", "password", "email", "address")


def messages() -> list[type[Message]]:
    found = []
    for publisher in PUBLISHERS:
        module = import_module(f"shared.messages.{publisher}")
        found += [
            kind
            for kind in vars(module).values()
            if isinstance(kind, type) and issubclass(kind, Message) and kind is not Message
        ]
    return found


def by_tag() -> dict[str, type[Message]]:
    return {tag_of(kind): kind for kind in messages()}


@pytest.mark.parametrize("path", sorted(GOLDEN.glob("*.json")), ids=lambda path: path.stem)
def test_every_payload_ever_sent_is_still_read(path: Path) -> None:
    given = path.read_bytes()
    tag = path.stem.partition("~")[0]
    kind = by_tag()[tag]

    read = msgspec.json.decode(given, type=kind)

    assert subject_of(read).startswith(tag)
    assert told_of(json.loads(msgspec.json.encode(read)), json.loads(given)) == json.loads(given)


def told_of(kept: Any, given: Any) -> Any:
    """What was read, without the fields that came later."""
    if isinstance(given, dict) and isinstance(kept, dict):
        return {key: told_of(kept.get(key), value) for key, value in given.items()}
    if isinstance(given, list) and isinstance(kept, list) and len(given) == len(kept):
        return [told_of(*pair) for pair in zip(kept, given, strict=True)]
    return kept


def test_every_message_has_a_golden_payload() -> None:
    assert {path.stem.partition("~")[0] for path in GOLDEN.glob("*.json")} == set(by_tag())


@pytest.mark.parametrize("kind", messages(), ids=tag_of)
def test_a_tag_names_publisher_noun_fact_and_version(kind: type[Message]) -> None:
    publisher, *middle, version = tag_of(kind).split(".")
    assert publisher == kind.__module__.rsplit(".", 1)[-1]
    assert middle
    assert version.startswith("v") and version[1:].isdigit()


@pytest.mark.parametrize("kind", messages(), ids=tag_of)
def test_no_message_carries_what_only_members_may_know(kind: type[Message]) -> None:
    schema = json.dumps(msgspec.json.schema(kind)).lower()
    assert [word for word in PRIVATE if f'"{word}"' in schema] == []


@pytest.mark.parametrize("service", sorted(READERS))
def test_a_service_reads_only_what_others_publish(service: str) -> None:
    own = {kind for kind in READERS[service] if tag_of(kind).startswith(f"{service}.")}
    assert own == set()
