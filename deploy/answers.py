"""What children answer when asked: health over HTTP on their own port, last words from their logs."""

import http.client
import json
from pathlib import Path
from typing import Any

TAIL_BYTES = 20_000


def ask_service(port: int, timeout: float = 3) -> dict[str, Any] | None:
    """A service's account of its own health; None while nobody answers."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=timeout)
    try:
        connection.request("GET", "/health/ready")
        found = json.loads(connection.getresponse().read())
    except (OSError, http.client.HTTPException, ValueError):
        return None
    finally:
        connection.close()
    return found if isinstance(found, dict) else None


def service_answers(port: int) -> bool:
    """Whether a service is ready and its bus answers too: the suite is not ready before messages flow."""
    found = ask_service(port)
    return found is not None and bool(found.get("ready")) and bool(found.get("bus"))


def tail(log: Path, count: int) -> list[str]:
    """The last lines of a log."""
    if not log.exists():
        return []
    with log.open("rb") as source:
        source.seek(max(0, log.stat().st_size - TAIL_BYTES * max(1, count // 50)))
        return source.read().decode(errors="replace").splitlines()[-count:]


def last_words(log: Path) -> str:
    """The line that most likely says why: the last with a word of trouble, else the last at all."""
    lines = [line.strip() for line in tail(log, 40) if line.strip()]
    trouble = [line for line in lines if any(word in line for word in ("Error", "error", "FATAL", "Exception"))]
    said = (trouble or lines or ["it said nothing"])[-1]
    return f"{said[:300]} (all of it: {log})"
