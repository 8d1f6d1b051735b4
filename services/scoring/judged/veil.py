"""What in a video would tell judges whose it is and does not show: places, devices, names.

Knows the format, not people. The file keeps its length: bytes are blanked where they stand.
"""

from services.scoring.sql.materials import Patch

TELLING = (b"udta", b"meta", b"uuid")
"""Boxes of a video with places, devices, names."""
HOLDING = (b"moov", b"trak", b"mdia", b"minf")


def box(head: bytes, room: int) -> tuple[int, bytes, int] | None:
    """Size, type and length of the head of a box of a video that begins like this; None where it is none."""
    if len(head) < 8:
        return None
    size, kind, lead = int.from_bytes(head[:4], "big"), head[4:8], 8
    if size == 1 and len(head) >= 16:
        size, lead = int.from_bytes(head[8:16], "big"), 16
    size = size or room
    return (size, kind, lead) if lead <= size <= room else None


def video_patches(data: bytes, offset: int, depth: int = 0) -> list[Patch]:
    """What to blank in a box of a video standing at `offset`: places, devices and names become free room."""
    found: list[Patch] = []
    at = 0
    while (each := box(data[at : at + 16], len(data) - at)) is not None:
        size, kind, lead = each
        if kind in TELLING:
            found.append(Patch(offset + at + 4, size - 4, "free", 0))
        elif kind in HOLDING and depth < 8:
            found += video_patches(data[at + lead : at + size], offset + at + lead, depth + 1)
        at += size
    return found
