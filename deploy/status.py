"""`saishi status`: what runs, since when, and how each part feels."""

import time
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime
from typing import Any

import psutil

from deploy.answers import ask_service
from deploy.embedded.nats import answer
from deploy.layout import SERVICES, Layout
from deploy.state import ChildState, process_of, running_state

MEGABYTE = 1024 * 1024


def look(layout: Layout) -> dict[str, Any]:
    """Everything that can be told, as one object for JSON.

    Raises:
        CannotGoOn: nothing runs on this folder.
    """
    state = running_state(layout)
    with ThreadPoolExecutor(len(state.children) or 1) as pool:
        looks = pool.map(look_at, state.children, state.children.values(), [state.monitor] * len(state.children))
        parts = dict(zip(state.children, looks, strict=True))
    return {
        "url": state.url,
        "data": str(layout.data),
        "pid": state.pid,
        "ready": state.ready and all(part["running"] and part.get("ready", True) for part in parts.values()),
        "parts": parts,
    }


def look_at(name: str, child: ChildState, monitor: int) -> dict[str, Any]:
    process = process_of(child)
    found: dict[str, Any] = {
        "running": process is not None,
        "pid": child.pid,
        "port": child.port,
        "restarts": child.restarts,
    }
    if process is None:
        return found
    found["seconds"] = round(time.time() - child.started, 1)
    found["memory_mb"] = memory_of(process)
    if name in SERVICES:
        found["health"] = ask_service(child.port) or {}
        found["ready"] = bool(found["health"].get("ready")) and bool(found["health"].get("bus"))
    if name == "nats" and monitor:
        found["streams"] = streams(monitor)
    return found


def memory_of(process: psutil.Process) -> int:
    """Memory of a process and its children, MB; pages they share are shared out among them."""
    try:
        family = [process, *process.children(recursive=True)]
        return int(sum(each.memory_full_info().pss for each in family) // MEGABYTE)
    except psutil.Error:
        return 0


def streams(monitor: int) -> dict[str, int]:
    """How many messages each stream holds."""
    page = answer(monitor, "jsz?streams=true") or {}
    accounts = page.get("account_details", [])
    return {
        each["name"]: each["state"]["messages"] for account in accounts for each in account.get("stream_detail", [])
    }


def show(found: dict[str, Any]) -> str:
    """The same for people: one line a part."""
    head = f"Saishi {'is ready' if found['ready'] else 'is not ready'} at {found['url']}, data in {found['data']}"
    return "\n".join([head, "", *(line_of(name, part) for name, part in found["parts"].items())])


def line_of(name: str, part: dict[str, Any]) -> str:
    if not part["running"]:
        return f"  {name:<14} is down, starting again (restarts {part['restarts']})"
    head = f"  {name:<14} {'ready' if part.get('ready', True) else 'NOT READY':<10}"
    head += f"{duration(part['seconds']):>8}  port {part['port']:<6}{part['memory_mb']:>5} MB"
    return head + (f"  {part['restarts']} restarts" if part["restarts"] else "") + feelings(part)


def feelings(part: dict[str, Any]) -> str:
    if "streams" in part:
        return "".join(f"  {name} {count}" for name, count in part["streams"].items())
    health = part.get("health")
    if health is None:
        return ""
    reading = "".join(f"  {stream} {depth['pending']} waiting" for stream, depth in health.get("reading", {}).items())
    words = f"  outbox {health.get('journal_unsent', '?')} ({health.get('journal_oldest_seconds', 0):.1f} s){reading}"
    words += f"  dead {health['dead_letters']}" if health.get("dead_letters") else ""
    words += f"  last message {clock(health['last_message_at'])}" if health.get("last_message_at") else ""
    return words + "".join(f"\n{'':17}{problem}" for problem in health.get("problems", []))


def clock(at: str) -> str:
    return datetime.fromisoformat(at).astimezone().strftime("%H:%M:%S")


def duration(seconds: float) -> str:
    if seconds < 60:
        return f"{seconds:.0f} s"
    return f"{seconds / 60:.0f} min" if seconds < 5400 else f"{seconds / 3600:.1f} h"
