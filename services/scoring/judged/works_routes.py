"""Everything of works by address: handed in, fetched, hung in a gallery, voted on, read; and the guide to all of it."""

from services.scoring.judged import gallery, guide, materials, readers, uploads, votes, works

ROUTERS = [
    works.router,
    uploads.router,
    materials.router,
    gallery.router,
    votes.router,
    readers.router,
    guide.router,
]
