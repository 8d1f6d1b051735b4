"""The web files, built once for these tests by the same command as for the suite."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.shared_web.sentences import ROOT

NODE = Path(sys.executable).parent / "node"


@pytest.fixture(scope="session")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with `static` and `tablet`, as $SAISHI_BUILD has them."""
    folder = tmp_path_factory.mktemp("web")
    vite = ROOT / "node_modules" / "vite" / "bin" / "vite.js"
    assert vite.is_file(), "The npm packages are missing: run `npm ci` first."
    for mode, name in (("page", "static"), ("tablet", "tablet")):
        command = [str(NODE), str(vite), "build", "--mode", mode, "--outDir", str(folder / name), "--logLevel", "error"]
        subprocess.run(command, cwd=ROOT, check=True, env={**os.environ, "NODE_ENV": "production"})
    return folder
