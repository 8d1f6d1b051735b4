"""What every message has: the aggregate it is about and that aggregate's rising revision.

A class is one subject and one version: its tag. The subject on the bus is `<tag>.<id>`, so a stream can keep
the last state of each aggregate. A field with a default may be added; anything else is a new version.
"""

from uuid import UUID

from msgspec import Struct


class Message(Struct, frozen=True, kw_only=True, tag_field="type"):
    id: UUID
    revision: int


def tag_of(message: type[Message]) -> str:
    """The subject of a message class without the aggregate, such as `scoring.sheet.closed.v1`."""
    return str(message.__struct_config__.tag)


def subject_of(message: Message) -> str:
    """The subject a message is published on."""
    return f"{tag_of(type(message))}.{message.id}"
