"""The whole suite as a user starts it: `saishi up` in a process of its own, its data in a folder of the test's."""

import json
import os
import queue
import re
import signal
import subprocess
import sys
import threading
from pathlib import Path
from typing import Any

import httpx

from tests.servers import ROOT, free_port

READY = re.compile(r"^ready (\S+)$")
LINK = re.compile(r"(https?://\S+/members/sign-in/once/\S+)")
START_SECONDS = 180


class Suite:
    """A running `saishi up`."""

    def __init__(self, data: Path) -> None:
        self.data = data
        self.port = free_port()
        self.url = ""
        self.link = ""
        self.lines: list[str] = []
        self.process: subprocess.Popen[str] | None = None

    def start(self) -> "Suite":
        """Start, and return once everything answers.

        Raises:
            AssertionError: it ended or did not say `ready`; with what it said.
        """
        command = [sys.executable, "-m", "deploy", "up", "--data", str(self.data), "--port", str(self.port)]
        environment = {**os.environ, "PYTHONUNBUFFERED": "1"}
        self.process = subprocess.Popen(
            command, cwd=ROOT, text=True, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, env=environment
        )
        said: queue.Queue[str] = queue.Queue()
        threading.Thread(target=self.listen, args=(said,), daemon=True).start()
        while not self.url:
            try:
                line = said.get(timeout=START_SECONDS)
            except queue.Empty:
                raise AssertionError("not ready in time:\n" + "\n".join(self.lines)) from None
            if line == "":
                raise AssertionError("saishi up ended:\n" + "\n".join(self.lines))
            self.read(line.strip())
        return self

    def listen(self, said: "queue.Queue[str]") -> None:
        assert self.process is not None and self.process.stdout is not None
        for line in self.process.stdout:
            self.lines.append(line.rstrip())
            said.put(line)
        said.put("")

    def read(self, line: str) -> None:
        link = LINK.search(line)
        if link:
            self.link = link.group(1)
        ready = READY.match(line)
        if ready:
            self.url = ready.group(1).rstrip("/")

    def stop(self) -> int:
        """Stop as Ctrl-C does; the exit code."""
        assert self.process is not None
        if self.process.poll() is None:
            self.process.send_signal(signal.SIGINT)
        return self.process.wait(timeout=60)

    def command(self, *words: str) -> subprocess.CompletedProcess[str]:
        """Run another `saishi` command on this suite's data folder."""
        return subprocess.run(
            [sys.executable, "-m", "deploy", *words, "--data", str(self.data)],
            cwd=ROOT,
            text=True,
            capture_output=True,
            check=False,
        )

    def token(self) -> str:
        """A bearer token of the administrator."""
        found = self.command("token")
        assert found.returncode == 0, found.stderr
        return found.stdout.strip().splitlines()[-1]

    def api(self) -> httpx.Client:
        """The suite's HTTP interface as the administrator."""
        headers = {"Authorization": f"Bearer {self.token()}", "Accept": "application/json"}
        return httpx.Client(base_url=self.url, headers=headers, timeout=30)


def json_of(reply: httpx.Response) -> Any:
    """The JSON of a reply that must have succeeded."""
    assert reply.status_code < 300, f"{reply.request.method} {reply.request.url} {reply.status_code}: {reply.text}"
    return json.loads(reply.text or "null")
