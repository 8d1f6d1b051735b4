"""Everything of works by address: handed in, fetched, hung in a gallery, voted on, read."""

from services.scoring.judged import gallery, materials, readers, uploads, votes, works

ROUTERS = [
    works.router,
    uploads.router,
    materials.router,
    gallery.router,
    votes.router,
    readers.router,
]
