"""Where the browser finds built files, whose names change with their content. Knows the build's manifest only."""

import json
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

MANIFEST = "manifest.json"


class Built:
    """The built files of pages. A build made while the service runs is taken up by the next page."""

    def __init__(self, folder: Path) -> None:
        self.manifest = folder / MANIFEST
        self.made_at = -1
        self.addresses: Mapping[str, str] = {}

    def address(self, name: str) -> str:
        """The address of `page.js` or `page.css`; without a build the plain name, and the page is bare but right."""
        made_at = self.manifest.stat().st_mtime_ns if self.manifest.is_file() else 0
        if made_at != self.made_at:
            self.addresses = read_manifest(self.manifest) if made_at else {}
            self.made_at = made_at
        return self.addresses.get(name, f"/static/{name}")


def read_manifest(manifest: Path) -> Mapping[str, str]:
    """Addresses of built files by their plain names."""
    entries = json.loads(manifest.read_text(encoding="utf-8")).values()
    return dict(pair for entry in entries for pair in addresses_of(entry))


def addresses_of(entry: Mapping[str, Any]) -> Iterable[tuple[str, str]]:
    name = entry.get("name") or Path(entry.get("src", entry["file"])).stem
    yield f"{name}{Path(entry['file']).suffix}", f"/static/{entry['file']}"
    for css in entry.get("css", ()):
        yield f"{name}.css", f"/static/{css}"
