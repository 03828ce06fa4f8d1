"""What `make` needs before anything can start, and the one line it says when that is missing."""

import os
import re
import shutil
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest

from embedded import folder as folders

ROOT = Path(__file__).resolve().parents[2]
LOCKS = [ROOT / "requirements.lock", ROOT / "deploy/requirements.lock"]
WITHOUT_ENSUREPIP = """
import importlib.util, runpy
find = importlib.util.find_spec
importlib.util.find_spec = lambda name, *more: None if name == "ensurepip" else find(name, *more)
runpy.run_path("tools/environment.py", run_name="__main__")
"""


@pytest.fixture
def checkout() -> Iterator[Path]:
    """As much of a checkout as the bootstrap reads."""
    with folders.throw_away() as folder:
        shutil.copytree(ROOT / "tools", folder / "tools")
        for file in ("pyproject.toml", "requirements.lock"):
            shutil.copy(ROOT / file, folder)
        folder.chmod(0o755)
        yield folder


def refused(*command: str | Path, **more: object) -> str:
    """The one line it says instead of working."""
    done = subprocess.run(command, capture_output=True, text=True, check=False, **more)  # type: ignore[call-overload]
    assert done.returncode != 0
    line: str = done.stderr.rstrip("\n")
    assert "\n" not in line, line
    return line


def test_a_python_too_old_is_one_line(checkout: Path) -> None:
    path = checkout / "bin"
    path.mkdir()
    old = path / "python3"
    old.write_text('#!/bin/sh\n[ "$1" = --version ] && echo Python 3.9.2 && exit 0\nexit 1\n')
    old.chmod(0o755)
    (path / "dirname").symlink_to(shutil.which("dirname") or "/usr/bin/dirname")

    line = refused("/bin/sh", checkout / "tools/bootstrap", env={"PATH": str(path)})

    assert line.startswith("yinbao needs Python 3.11 or newer; python3 is Python 3.9.2.")


def test_a_python_without_venv_is_one_line(checkout: Path) -> None:
    line = refused(sys.executable, "-c", WITHOUT_ENSUREPIP, cwd=checkout)

    version = f"python{sys.version_info.major}.{sys.version_info.minor}"
    assert (
        f"has no ensurepip module: install it (Debian, Ubuntu: apt install {version}-venv)" in line
    )


@pytest.mark.skipif(os.geteuid() != 0, reason="only root can become somebody else")
def test_a_checkout_we_may_not_write_to_is_one_line(checkout: Path) -> None:
    python = "/usr/bin/python3"  # nobody cannot reach one in a closed home
    check = "import sys, ensurepip; sys.exit(sys.version_info < (3, 11))"
    if subprocess.run([python, "-c", check], capture_output=True, check=False).returncode:
        pytest.skip("the system's python3 is too old, or has no venv")

    line = refused(python, checkout / "tools/environment.py", user="nobody", cwd="/", env={})

    assert line.endswith(f"cannot write {checkout / '.venv'}: Permission denied")


@pytest.mark.parametrize("lock", LOCKS, ids=lambda lock: str(lock.relative_to(ROOT)))
def test_a_lock_holds_every_version_to_its_hashes_and_names_no_host(lock: Path) -> None:
    text = lock.read_text()
    entries = re.split(r"\n(?=\S)", re.sub(r"^#.*\n", "", text, flags=re.MULTILINE).strip())

    assert "://" not in text
    assert [entry for entry in entries if not re.match(r"[a-z0-9._-]+(\[.+\])?==\S+", entry)] == []
    assert [entry.split()[0] for entry in entries if "--hash=sha256:" not in entry] == []


def test_the_lock_holds_whatever_the_members_ask_for() -> None:
    locked = set(re.findall(r"^([a-z0-9._-]+)==", LOCKS[0].read_text(), re.MULTILINE))
    workspace = tomllib.loads((ROOT / "pyproject.toml").read_text())
    asked = set(workspace["dependency-groups"]["dev"])
    for member in workspace["tool"]["uv"]["workspace"]["members"]:
        project = tomllib.loads((ROOT / member / "pyproject.toml").read_text())["project"]
        asked |= set(project["dependencies"])
    names = {re.split(r"[\[<>=~!; ]", need)[0].lower().replace("_", "-") for need in asked}

    assert {name for name in names if not name.startswith("yinbao-")} - locked == set()
