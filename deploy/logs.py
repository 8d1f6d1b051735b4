"""`saishi logs`: what the parts said, the last lines of each or as they come."""

import time
from collections.abc import Sequence
from pathlib import Path

from deploy.answers import tail
from deploy.layout import Layout
from deploy.words import CannotGoOn


def print_logs(layout: Layout, names: Sequence[str], count: int) -> list[Path]:
    """Print the last lines; returns the files they came from.

    Raises:
        CannotGoOn: there is no such log.
    """
    there = {path.stem: path for path in sorted(layout.logs.glob("*.log"))}
    unknown = [name for name in names if name not in there]
    if unknown or not there:
        known = ", ".join(there) or "none yet"
        raise CannotGoOn(f"There is no log of {', '.join(unknown) or 'anything'} in {layout.logs}; there are: {known}")
    chosen = [there[name] for name in names] if names else list(there.values())
    for path in chosen:
        for line in tail(path, count):
            print(f"{path.stem:<13} {line}")
    return chosen


def follow_logs(files: Sequence[Path]) -> None:
    """Go on printing until Ctrl-C."""
    places = {path: path.stat().st_size for path in files}
    try:
        while True:
            for path, place in places.items():
                places[path] = print_from(path, place)
            time.sleep(0.2)
    except KeyboardInterrupt:
        return


def print_from(path: Path, place: int) -> int:
    size = path.stat().st_size
    with path.open("rb") as source:
        source.seek(place if size >= place else 0)
        text = source.read()
        end = source.tell()
    for line in text.decode(errors="replace").splitlines():
        print(f"{path.stem:<13} {line}", flush=True)
    return end
