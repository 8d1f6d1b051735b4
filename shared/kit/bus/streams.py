"""The streams and durable consumers, made from the table of readers by a set-up step with a key of its own."""

from typing import Any

import nats
import structlog
from nats.js.api import AckPolicy, ConsumerConfig, DeliverPolicy, DiscardPolicy, StorageType, StreamConfig
from nats.js.errors import NotFoundError

from shared.messages.base import Message, tag_of
from shared.messages.readers import PUBLISHERS, READERS

log = structlog.get_logger()
DUPLICATE_WINDOW_SECONDS = 3600
ACK_WAIT_SECONDS = 30


def stream_of(publisher: str) -> str:
    return publisher.upper()


def publisher_of(message: type[Message]) -> str:
    return tag_of(message).split(".", 1)[0]


def streams_read_by(service: str) -> dict[str, tuple[type[Message], ...]]:
    """The streams a service reads, each with the messages it wants of it."""
    found: dict[str, list[type[Message]]] = {}
    for message in READERS[service]:
        found.setdefault(stream_of(publisher_of(message)), []).append(message)
    return {stream: tuple(messages) for stream, messages in found.items()}


def stream_config(publisher: str, replicas: int) -> StreamConfig:
    """State messages: the last of each subject stays, so a new reader starts from the present state."""
    return StreamConfig(
        name=stream_of(publisher),
        subjects=[f"{publisher}.>"],
        storage=StorageType.FILE,
        discard=DiscardPolicy.NEW,
        max_msgs_per_subject=1,
        duplicate_window=DUPLICATE_WINDOW_SECONDS,
        num_replicas=replicas,
    )


def consumer_config(service: str, messages: tuple[type[Message], ...]) -> ConsumerConfig:
    return ConsumerConfig(
        durable_name=service,
        deliver_policy=DeliverPolicy.ALL,
        ack_policy=AckPolicy.EXPLICIT,
        ack_wait=ACK_WAIT_SECONDS,
        max_deliver=-1,
        max_ack_pending=1000,
        filter_subjects=[f"{tag_of(message)}.>" for message in messages],
    )


async def set_up(url: str, admin_seed: str | None = None, replicas: int = 1) -> None:
    """Make or update every stream and consumer. Safe to run again and again."""
    client = await nats.connect(url, nkeys_seed_str=admin_seed, max_reconnect_attempts=3, connect_timeout=5)
    try:
        jetstream = client.jetstream(timeout=10)
        for publisher in PUBLISHERS:
            await settle_stream(jetstream, stream_config(publisher, replicas))
        for service in READERS:
            for stream, messages in streams_read_by(service).items():
                await jetstream.add_consumer(stream, consumer_config(service, messages))
    finally:
        await client.close()


async def settle_stream(jetstream: Any, wanted: StreamConfig) -> None:
    try:
        await jetstream.stream_info(wanted.name)
    except NotFoundError:
        await jetstream.add_stream(wanted)
        return
    await jetstream.update_stream(wanted)
