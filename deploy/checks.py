"""`saishi test`: every check there is, what fails fastest first, with the time each took. Knows commands only."""

import os
import shutil
import subprocess
import sys
import time
from collections.abc import Sequence
from pathlib import Path

import click

from deploy.layout import PYTHON, ROOT
from deploy.progress import complain

BROWSERS = ("chromium", "chromium-browser", "google-chrome")
FONTS = Path("/usr/share/fonts")
BIN = PYTHON.parent
CODE = ("deploy", "services", "shared", "tests", "saishi")

CHECKS: dict[str, list[list[str]]] = {
    "lint": [
        [str(BIN / "ruff"), "check", "--quiet", *CODE],
        [str(BIN / "ruff"), "format", "--check", "--quiet", *CODE],
        [str(PYTHON), "-m", "mypy"],
        [str(BIN / "lint-imports"), "--no-logo"],
        [str(BIN / "npm"), "run", "--silent", "check"],
    ],
    "rules": [["tests/rules", "tests/replay"]],
    "services": [["tests/kit", "tests/contracts", "tests/shared_web", "tests/services", "tests/deploy"]],
    "flows": [["tests/flows"]],
    "web": [["tests/web"]],
}
"""Parts in order. All but the first name folders for pytest; folders that are in no part are a mistake, see below."""
BY_NAME = frozenset({"bench", "faults", "data", "cases", "__pycache__"})
"""Folders of tests that are run by name only, or hold no tests."""
SIDE_BY_SIDE = frozenset({"rules", "services"})
"""Parts whose files share nothing: they run on all cores. The others start the whole suite and measure their waits."""
NO_TESTS = 5


@click.command()
@click.option("--only", multiple=True, type=click.Choice(list(CHECKS)), help="This part alone; may be repeated.")
@click.argument("arguments", nargs=-1, type=click.UNPROCESSED)
def test(only: Sequence[str], arguments: Sequence[str]) -> None:
    """Run the checks. ARGUMENTS after -- go to pytest."""
    parts = [part for part in CHECKS if not only or part in only]
    if "web" in parts:
        need_browser()
    failed = [part for part in parts if not passes(part, arguments)]
    if not only:
        failed += forgotten_folders()
    if failed:
        complain(f"failed: {', '.join(failed)}")
        sys.exit(1)
    click.echo("all is well")


def passes(part: str, arguments: Sequence[str]) -> bool:
    """Run one part to its end, all its commands even if one fails: a person wants to see everything at once."""
    begun = time.monotonic()
    click.echo(f"── {part}")
    good = sum(not succeeds(command) for command in commands(part, arguments)) == 0
    click.echo(f"── {part} {'passed' if good else 'FAILED'} in {time.monotonic() - begun:.1f} s\n")
    return good


def commands(part: str, arguments: Sequence[str]) -> list[list[str]]:
    if part == "lint":
        return CHECKS[part]
    folders = [folder for folder in CHECKS[part][0] if (ROOT / folder).is_dir()]
    if not folders:
        return []
    spread = ["-n=auto", "--maxprocesses=4", "--dist=loadfile"] if part in SIDE_BY_SIDE else []
    return [[str(PYTHON), "-m", "pytest", *spread, "--durations=5", "--durations-min=5", *folders, *arguments]]


def succeeds(command: Sequence[str]) -> bool:
    begun = time.monotonic()
    result = subprocess.run(command, cwd=ROOT, env=os.environ | {"PYTHONPATH": str(ROOT)}, check=False)
    name = " ".join(Path(word).name if "/" in word and word.startswith("/") else word for word in command[:4])
    click.echo(f"   {name}: {time.monotonic() - begun:.1f} s")
    return result.returncode in (0, NO_TESTS)


def forgotten_folders() -> list[str]:
    """Folders of tests that no part would run."""
    known = {folder for part in CHECKS for command in CHECKS[part] for folder in command}
    there = {path for path in (ROOT / "tests").iterdir() if path.is_dir() and path.name not in BY_NAME}
    return sorted(f"tests/{path.name} is in no part" for path in there if f"tests/{path.name}" not in known)


def need_browser() -> None:
    """See that a Chromium is there; as root on Debian, install it with a font for Chinese."""
    if any(shutil.which(name) for name in BROWSERS) and has_chinese_font():
        return
    install = "apt-get install --yes --no-install-recommends chromium fonts-noto-cjk"
    if os.geteuid() != 0 or not shutil.which("apt-get"):
        complain(f"the browser tests need Chromium and a Chinese font; install them (on Debian: sudo {install})")
        sys.exit(1)
    click.echo("installing Chromium and a Chinese font …")
    quiet = {"DEBIAN_FRONTEND": "noninteractive"}
    for command in (["apt-get", "update", "--quiet=2"], install.replace("install", "install --quiet=2", 1).split()):
        result = subprocess.run(command, env=os.environ | quiet, capture_output=True, text=True, check=False)
        if result.returncode:
            complain(f"{' '.join(command)} failed: {result.stderr.strip()[-500:]}")
            sys.exit(1)


def has_chinese_font() -> bool:
    names = ("NotoSansCJK", "NotoSerifCJK", "wqy", "SourceHanSans", "DroidSansFallback")
    return any(name.lower() in path.name.lower() for path in FONTS.rglob("*.tt[cf]") for name in names)


if __name__ == "__main__":
    test(prog_name="saishi test")
