"""Reads a PDF from standard input and writes it without what it tells beside its pages and what it would do by itself.

Goes: properties, files attached, scripts, links to other programs, names of those who commented or signed. Stays: what
can be read in the work itself; a name on a page is the author's business and the desk's. It runs as a process of its
own: a PDF of some megabytes can unfold to gigabytes. Knows the format, not people.
"""

import sys
from io import BytesIO
from typing import Any

from pikepdf import Array, Dictionary, Object, PasswordError, Pdf, PdfError, Stream

from services.scoring.judged.plain import BROKEN, LOCKED
from shared.kit.apart import limit

MEMORY = 1_500_000_000
CPU_SECONDS = 30
EVERYWHERE = ("/Metadata", "/PieceInfo", "/LastModified", "/AA", "/AF", "/JS")
OF_THE_WHOLE = ("/OpenAction", "/Collection", "/Perms", "/DSS")
OF_NAMES = ("/EmbeddedFiles", "/JavaScript")
OF_A_SIGNATURE = ("/Name", "/Location", "/Reason", "/ContactInfo", "/Contents", "/Cert", "/M")
STARTS_SOMETHING = ("/Launch", "/JavaScript", "/SubmitForm", "/ImportData")
FIELD = "/Widget"
"""The one annotation whose `/T` is no person: the name of a form's field."""


def main() -> None:
    limit(MEMORY, CPU_SECONDS)
    try:
        sys.stdout.buffer.write(plain(sys.stdin.buffer.read()))
    except PasswordError:
        sys.exit(LOCKED)
    except PdfError:
        sys.exit(BROKEN)


def plain(data: bytes) -> bytes:
    """The document as judges get it; nothing points at what was taken out, so it is not written."""
    with Pdf.open(BytesIO(data)) as document:
        if not document.pages:
            raise PdfError("no page")
        drop(document.trailer, ("/Info",))
        drop(document.Root, OF_THE_WHOLE)
        drop(document.Root.get("/Names"), OF_NAMES)
        for each in document.objects:
            clean(each)
        out = BytesIO()
        document.save(out, encryption=False, fix_metadata_version=False, deterministic_id=True)
    return out.getvalue()


def clean(found: Object) -> None:
    """An object with all that stands inside it; what it only points at is an object of its own."""
    waiting: list[Any] = [found]
    while waiting:
        each = waiting.pop()
        if isinstance(each, (Dictionary, Stream)):
            clean_one(each)
            inside = [each[key] for key in each.keys()]  # noqa: SIM118 - a stream has keys and cannot be walked over
        elif isinstance(each, Array):
            inside = list(each)
        else:
            continue
        waiting += [one for one in inside if isinstance(one, Object) and not one.is_indirect]


def clean_one(found: Object) -> None:
    drop(found, EVERYWHERE)
    kind, form = str(found.get("/Type", "")), str(found.get("/Subtype", ""))
    if kind == "/Sig" or "/ByteRange" in found:
        drop(found, OF_A_SIGNATURE)
    if ("/Rect" in found or kind == "/Annot") and form != FIELD:
        drop(found, ("/T", "/FS"))
    if str(found.get("/S", "")) in STARTS_SOMETHING:
        drop(found, ("/S", "/F", "/Win"))


def drop(found: Any, keys: tuple[str, ...]) -> None:
    if not isinstance(found, (Dictionary, Stream)):
        return
    for key in keys:
        if key in found:
            del found[key]


if __name__ == "__main__":
    main()
