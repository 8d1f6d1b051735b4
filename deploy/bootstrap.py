"""From a fresh clone to a virtual environment and built pages, then hands over. Knows only the standard library.

Everything is held to a hash of what it was made from: nothing is done twice, and a changed lock is noticed.
"""

import fcntl
import hashlib
import json
import os
import platform
import shutil
import subprocess
import sys
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
BIN = VENV / "bin"
PYTHON = BIN / "python"
LOCK, DEV_LOCK = ROOT / "requirements.lock", ROOT / "requirements-dev.lock"
STAMP = VENV / "saishi.json"
BUILD = ROOT / "build" / "web"
BUILD_STAMP = ROOT / "build" / "saishi.json"
MODULES_STAMP = ROOT / "node_modules" / ".saishi.json"
WEB_FILES = ("package.json", "package-lock.json", "vite.config.ts", "tsconfig.json")
WEB_FOLDERS = ("shared/web", "services/scoring/tablet")
BUILDING = {"up", "test"}
"""Commands that need the pages; the others must not wait for a build."""


class Impossible(Exception):
    """The machine lacks something; the sentence says what."""


def main(arguments: Sequence[str]) -> None:
    """Make what is missing, then become the command."""
    command = arguments[0] if arguments else ""
    try:
        with alone():
            prepare(command)
    except Impossible as error:
        sys.exit(f"saishi: {error}")
    except KeyboardInterrupt:
        sys.exit("saishi: interrupted; the next run goes on from here.")
    module, rest = ("deploy.checks", arguments[1:]) if command == "test" else ("deploy", arguments)
    # -P: a folder named `deploy` where the command is typed must not be taken for ours.
    os.execve(PYTHON, [str(PYTHON), "-P", "-m", module, *rest], surroundings())  # noqa: S606


def prepare(command: str) -> None:
    if platform.system() != "Linux":
        raise Impossible(f"the servers Saishi brings along run on Linux; this is {platform.system()}.")
    install(LOCK)
    if command == "test":
        install(DEV_LOCK)
    if command in BUILDING:
        build_pages()


@contextmanager
def alone() -> Iterator[None]:
    """One preparation at a time: a second command typed meanwhile waits, then finds everything made."""
    handle = os.open(ROOT, os.O_RDONLY)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX)
        yield
    finally:
        os.close(handle)


def install(lock: Path) -> None:
    """Bring the virtual environment to this lock."""
    wanted = digest_of([lock])
    stamps = read_stamp(STAMP)
    if PYTHON.exists() and stamps.get(lock.name) == wanted:
        return
    if not works(PYTHON):
        make_environment()
    say(f"installing the packages of {lock.name} (once; a minute or two)")
    options = ["--quiet", "--disable-pip-version-check", "--no-input", "--require-hashes"]
    pip = [str(PYTHON), "-m", "pip"]
    if not works(PYTHON, "import pip"):
        pip = [sys.executable, "-m", "pip", "--python", str(PYTHON)]
    run([*pip, "install", *options, "--requirement", str(lock)], "pip could not install the packages")
    write_stamp(STAMP, read_stamp(STAMP) | {lock.name: wanted})


def make_environment() -> None:
    """A fresh virtual environment; Debian's Python comes without the part that puts pip into one."""
    say("making the virtual environment .venv")
    shutil.rmtree(VENV, ignore_errors=True)
    if subprocess.run([sys.executable, "-m", "venv", VENV], capture_output=True, check=False).returncode == 0:
        return
    shutil.rmtree(VENV, ignore_errors=True)
    command = [sys.executable, "-m", "venv", "--without-pip", str(VENV)]
    run(command, "Python cannot make a virtual environment (on Debian: apt install python3-venv)")
    if not works(Path(sys.executable), "import pip"):
        raise Impossible("Python has neither pip nor ensurepip (on Debian: apt install python3-venv python3-pip).")


def works(python: Path, statement: str = "pass") -> bool:
    """Whether this Python runs; one whose machine moved below it does not."""
    if not python.exists():
        return False
    return subprocess.run([python, "-c", statement], capture_output=True, check=False).returncode == 0


def build_pages() -> None:
    """Build the pages' style and script and the tablet's app, if their sources changed."""
    if not (ROOT / "package.json").exists():
        return
    wanted = digest_of(web_sources())
    if (BUILD / "static").is_dir() and read_stamp(BUILD_STAMP).get("sources") == wanted:
        return
    install_modules()
    say("building the pages")
    run([str(BIN / "npm"), "run", "--silent", "build"], "the pages could not be built")
    write_stamp(BUILD_STAMP, {"sources": wanted})


def install_modules() -> None:
    wanted = digest_of([ROOT / "package-lock.json"])
    if read_stamp(MODULES_STAMP).get("lock") == wanted:
        return
    say("fetching what the pages are built with")
    run([str(BIN / "npm"), "ci", "--no-audit", "--no-fund", "--loglevel=error"], "npm could not fetch its packages")
    write_stamp(MODULES_STAMP, {"lock": wanted})


def web_sources() -> list[Path]:
    folders = [ROOT / folder for folder in WEB_FOLDERS]
    files = [path for folder in folders for path in folder.rglob("*") if path.is_file()]
    sources = [path for path in files if path.suffix not in {".pyc", ".md", ".po"} and "pictures" not in path.parts]
    return [path for path in [*(ROOT / name for name in WEB_FILES), *sorted(sources)] if path.exists()]


def digest_of(files: Iterable[Path]) -> str:
    """One hash over names and contents."""
    digest = hashlib.sha256()
    for file in files:
        digest.update(f"{file.relative_to(ROOT)}\0{file.stat().st_size}\0".encode())
        digest.update(file.read_bytes())
    return digest.hexdigest()


def read_stamp(file: Path) -> dict[str, str]:
    try:
        found = json.loads(file.read_text())
    except (OSError, ValueError):
        return {}
    return found if isinstance(found, dict) else {}


def write_stamp(file: Path, stamps: dict[str, str]) -> None:
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(json.dumps(stamps))


def surroundings() -> dict[str, str]:
    """The environment of everything that follows: our Python and Node first, our modules found from anywhere."""
    path = f"{BIN}{os.pathsep}{os.environ.get('PATH', os.defpath)}"
    return os.environ | {"PATH": path, "PYTHONPATH": str(ROOT), "VIRTUAL_ENV": str(VENV)}


def run(command: Sequence[str], trouble: str) -> None:
    """Run to the end; its output is shown only if it failed."""
    environment = surroundings()
    environment.pop("PYTHONPATH")
    result = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False)
    if result.returncode:
        lines = [line for line in (result.stdout + result.stderr).splitlines() if line.strip()]
        raise Impossible(f"{trouble}:\n  " + "\n  ".join(lines[:12]))


def say(text: str) -> None:
    print(f"saishi: {text} …", file=sys.stderr, flush=True)
