"""The first command on a fresh machine: what it makes, when it makes it again, and what it needs."""

import ast
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
SOURCES = [ROOT / "saishi", ROOT / "deploy" / "__init__.py", ROOT / "deploy" / "bootstrap.py"]


@pytest.fixture(scope="module")
def clone(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A clone with nothing to install and a command that says that it was reached."""
    folder = tmp_path_factory.mktemp("clone")
    (folder / "deploy").mkdir()
    for source in SOURCES:
        shutil.copy(source, folder / source.relative_to(ROOT))
    (folder / "requirements.lock").write_text("# nothing\n")
    (folder / "deploy" / "__main__.py").write_text("import sys\nprint(sys.prefix, sys.argv[1:])\n")
    return folder


def run(clone: Path, *words: str, cwd: Path | None = None) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, clone / "saishi", *words], cwd=cwd or clone, capture_output=True, text=True, check=False
    )


def test_the_first_use_makes_the_environment_and_hands_over(clone: Path) -> None:
    found = run(clone, "status", "--data", "x")

    assert found.returncode == 0, found.stderr
    assert f"{clone}/.venv ['status', '--data', 'x']" in found.stdout
    assert "making the virtual environment" in found.stderr


def test_the_second_use_makes_nothing(clone: Path) -> None:
    run(clone, "status")

    found = run(clone, "status")

    assert found.stderr == ""


def test_a_changed_lock_is_installed_again(clone: Path) -> None:
    run(clone, "status")
    (clone / "requirements.lock").write_text("# changed\n")

    found = run(clone, "status")

    assert "installing the packages of requirements.lock" in found.stderr
    assert "making the virtual environment" not in found.stderr


def test_a_package_without_its_hash_is_refused_in_words(clone: Path) -> None:
    run(clone, "status")
    (clone / "requirements.lock").write_text("click==8.0.0\n")

    found = run(clone, "status")

    (clone / "requirements.lock").write_text("# nothing\n")
    assert found.returncode == 1
    assert "pip could not install the packages" in found.stderr
    assert "Traceback" not in found.stderr


def test_a_folder_of_the_same_name_where_the_command_is_typed_is_not_taken_for_ours(
    clone: Path, tmp_path: Path
) -> None:
    (tmp_path / "deploy").mkdir()
    (tmp_path / "deploy" / "__main__.py").write_text("print('not ours')\n")

    found = run(clone, "status", cwd=tmp_path)

    assert "['status']" in found.stdout


def test_an_old_python_can_read_the_command_and_say_that_it_is_too_old() -> None:
    ast.parse(SOURCES[0].read_text(), feature_version=(3, 6))


@pytest.mark.parametrize("source", SOURCES, ids=lambda source: source.name)
def test_what_runs_before_the_install_imports_the_standard_library_only(source: Path) -> None:
    tree = ast.parse(source.read_text())
    names = {alias.name for node in ast.walk(tree) if isinstance(node, ast.Import) for alias in node.names}
    names |= {node.module or "" for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)}

    foreign = {name for name in names if name.split(".")[0] not in sys.stdlib_module_names}

    assert foreign <= {"deploy.bootstrap"}
