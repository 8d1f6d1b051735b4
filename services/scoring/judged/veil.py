"""What in a PDF or a video would tell judges whose it is and does not show: properties, places, devices.

Knows the formats, not people. The file keeps its length: bytes are blanked where they stand. What can be read in the
work itself (a name on a slide) is the author's business and the desk's.
"""

import re

from services.scoring.sql.materials import Patch

INFO = re.compile(rb"/Info\s+(\d{1,10})\s+(\d{1,5})\s+R")
MOST_INFOS = 64
"""Each saving of a document may add one."""
MOST_INFO = 64 * 1024
TELLING = (b"udta", b"meta", b"uuid")
"""Boxes of a video with places, devices, names."""
HOLDING = (b"moov", b"trak", b"mdia", b"minf")


def pdf_patches(data: bytes) -> tuple[tuple[Patch, ...], bool]:
    """What to blank in a PDF, and whether its properties were all found: some are packed where only a viewer looks."""
    found = spans(data, b"<x:xmpmeta", b"</x:xmpmeta>")
    told = list(dict.fromkeys((match[1], match[2]) for match in INFO.finditer(data)))[-MOST_INFOS:]
    missed = b"/ObjStm" in data and not told
    for number, generation in told:
        named = re.compile(rb"(?<!\d)" + number + rb"\s+" + generation + rb"\s+obj\b")
        begins = [match.end() for match in named.finditer(data)][-MOST_INFOS:]
        missed = missed or not begins
        for begin in begins:
            end = data.find(b"endobj", begin, begin + MOST_INFO)
            found += strings_in(data, begin, end) if end > 0 else []
    return tuple(found), not missed


def spans(data: bytes, first: bytes, last: bytes) -> list[Patch]:
    """Everything from one mark to the next other one, blanked."""
    found: list[Patch] = []
    begin = data.find(first)
    while begin >= 0:
        end = data.find(last, begin)
        if end < 0:
            break
        found.append(Patch(begin, end + len(last) - begin))
        begin = data.find(first, end)
    return found


def strings_in(data: bytes, begin: int, end: int) -> list[Patch]:
    """The insides of the strings of a PDF object: in brackets, which may be nested, or as hexadecimal digits."""
    found = []
    at = begin
    while at < end:
        if data[at : at + 1] == b"(":
            closing = closing_bracket(data, at, end)
            found.append(Patch(at + 1, closing - at - 1))
            at = closing
        elif data[at : at + 2] in (b"<<", b">>"):
            at += 1
        elif data[at : at + 1] == b"<":
            closing = max(at, data.find(b">", at, end))
            found.append(Patch(at + 1, closing - at - 1))
            at = closing
        at += 1
    return [each for each in found if each.count > 0]


def closing_bracket(data: bytes, at: int, end: int) -> int:
    depth = 0
    while at < end:
        sign = data[at]
        if sign == 0x5C:  # a backslash: the next sign is no bracket
            at += 1
        elif sign == 0x28:
            depth += 1
        elif sign == 0x29:
            depth -= 1
            if depth == 0:
                return at
        at += 1
    return end


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
