"""Documents of a nomination: added, read by organisers and authors, taken away. Knows what a file is by its content."""

from datetime import datetime
from typing import Annotated, Any
from urllib.parse import quote
from uuid import UUID

from litestar import Request, Response, Router, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath
from msgspec import Meta, Struct

from services.events.nominations import Made, own_nomination, require_reader
from services.events.sql import nomination_documents as sql
from services.events.sql.nomination_documents import Content
from shared.kit.db import Tx
from shared.kit.http.auth import Who, signed_in
from shared.kit.http.errors import Refused
from shared.kit.http.forms import Upload, typed
from shared.kit.http.replies import done
from shared.kit.words import _

AnyRequest = Request[Any, Any, Any]
MOST_BYTES = 10 * 1024 * 1024
MOST_DOCUMENTS = 10
STARTS = {b"%PDF-": "application/pdf", b"\xff\xd8\xff": "image/jpeg", b"\x89PNG\r\n\x1a\n": "image/png"}
"""How the files that are taken begin."""


class NewDocument(Struct):
    file: Annotated[Upload, Meta(title=_("Document"))]


@post("/nominations/{nomination_id:uuid}/documents", guards=[signed_in])
async def attach(
    request: AnyRequest,
    nomination_id: FromPath[UUID],
    tx: NamedDependency[Tx],
    who: NamedDependency[Who],
    now: NamedDependency[datetime],
) -> Response[Any]:
    data = await typed(request, NewDocument)
    found = await own_nomination(tx, nomination_id, who)
    if len(found.documents) >= MOST_DOCUMENTS:
        raise Refused("document.many", _("{most} documents at most."), most=MOST_DOCUMENTS)
    content_type = type_of(data.file.data)
    document = await sql.attach(tx, found.id, name_of(data.file.name), content_type, data.file.data, who.name, now)
    return done(request, to=f"/events/nominations/{nomination_id}", body=Made(document), status=201)


def type_of(data: bytes) -> str:
    """What the file is by its first bytes, whatever it is called."""
    if len(data) > MOST_BYTES:
        raise Refused("document.large", _("A document has at most 10 MB."), status=413)
    for start, content_type in STARTS.items():
        if data.startswith(start):
            return content_type
    raise Refused("document.type", _("A document is a PDF, or a picture as JPG or PNG."))


def name_of(name: str) -> str:
    """The file's own name, without folders and what cannot be printed."""
    last = name.replace("\\", "/").rpartition("/")[2]
    return "".join(letter for letter in last if letter.isprintable())[:120].strip() or "document"


async def found_document(tx: Tx, document_id: UUID) -> Content:
    found = await sql.document(tx, document_id)
    if found is None:
        raise Refused("document.unknown", _("There is no such document."), status=404)
    return found


@get("/nomination-documents/{document_id:uuid}", guards=[signed_in])
async def download(document_id: FromPath[UUID], tx: NamedDependency[Tx], who: NamedDependency[Who]) -> Response[bytes]:
    found = await found_document(tx, document_id)
    await require_reader(tx, found.event_id, found.entry_id, who)
    headers = {
        "Content-Disposition": f"attachment; filename*=UTF-8''{quote(found.name)}",
        "Cache-Control": "private, no-store",
        "X-Content-Type-Options": "nosniff",
    }
    return Response(found.data, media_type=found.content_type, headers=headers)


@post("/nomination-documents/{document_id:uuid}/remove", guards=[signed_in])
async def remove(
    request: AnyRequest,
    document_id: FromPath[UUID],
    tx: NamedDependency[Tx],
    who: NamedDependency[Who],
    now: NamedDependency[datetime],
) -> Response[Any]:
    found = await found_document(tx, document_id)
    await own_nomination(tx, found.nomination_id, who)
    await sql.detach(tx, document_id, now)
    return done(request, to=f"/events/nominations/{found.nomination_id}", body=Made(document_id))


router = Router(path="/events", route_handlers=[attach, download, remove])
