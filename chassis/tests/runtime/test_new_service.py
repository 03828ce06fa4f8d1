"""A new service passes every check as it was made, in a copy of this very repository."""

import os
import shutil
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from chassis.new_service import find_root, make_service
from chassis.new_service.house import with_service
from chassis.settings import Misconfigured

pytestmark = pytest.mark.timeout(300)  # every check of the house, in processes of their own
HOUSE = Path(__file__).parents[3]
NAME = "appraisals"  # sorts before `chassis` and `contracts`, where `visits` would sort behind
LEFT_BEHIND = shutil.ignore_patterns(
    ".*", "node_modules", "__pycache__", "bench", "dist", "uv.lock"
)
KNOWN = ".mypy_cache"
ROOM, FACTS = f"services/{NAME}", f"contracts/src/contracts/{NAME}.py"
ROOMS = [
    f"tests/architecture/test_rooms.py::test_every_service_has_the_same_rooms[{NAME}]",
    "tests/architecture/test_rooms.py::test_every_published_fact_has_a_hearer",
]
CHECKS = [
    ("ruff", "check", ROOM, FACTS),
    ("ruff", "format", "--check", ROOM, FACTS),
    ("mypy", f"{ROOM}/src", FACTS),
    ("lint-imports",),
    ("yinbao", "contracts", "--check"),
    ("pytest", "-q", "-p", "no:cacheprovider", ROOM, *ROOMS),
]


@pytest.fixture(scope="module")
def copy(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The repository with one service more, installed."""
    copy = tmp_path_factory.mktemp("copy") / "house"
    shutil.copytree(HOUSE, copy, ignore=LEFT_BEHIND)
    if (HOUSE / KNOWN).is_dir():  # what `make check` found out about everything else
        shutil.copytree(HOUSE / KNOWN, copy / KNOWN)
    make_service(NAME, copy)
    # What an editable installation of the service would leave in site-packages.
    installed = copy / "installed" / f"{NAME}-0.1.0.dist-info"
    installed.mkdir(parents=True)
    (installed / "METADATA").write_text(f"Metadata-Version: 2.1\nName: {NAME}\nVersion: 0.1.0\n")
    (installed / "entry_points.txt").write_text(
        f"[yinbao.services]\n{NAME} = {NAME}.service:{NAME}\n"
    )
    done = run(copy, "yinbao", "contracts")
    assert done.returncode == 0, done.stdout + done.stderr
    return copy


def run(copy: Path, program: str, *arguments: str) -> subprocess.CompletedProcess[str]:
    floors = [*copy.glob("*/src"), *copy.glob("services/*/src"), copy / "installed"]
    return subprocess.run(
        [Path(sys.executable).with_name(program), *arguments],
        cwd=copy,
        env={**os.environ, "PYTHONPATH": os.pathsep.join(map(str, floors))},
        capture_output=True,
        text=True,
        check=False,
    )


def test_a_new_service_passes_every_check(copy: Path) -> None:
    with ThreadPoolExecutor() as at_once:
        done = list(at_once.map(lambda check: run(copy, *check), CHECKS))

    failed = [each.stdout + each.stderr for each in done if each.returncode != 0]
    assert failed == []


def test_the_checks_see_the_new_service(copy: Path) -> None:
    case = copy / "services" / NAME / "src" / NAME / "domain" / "case.py"
    case.write_text(case.read_text() + f"\nfrom {NAME}.storage import Cases\nimport sqlalchemy\n")

    done = run(copy, "lint-imports")

    assert done.returncode != 0
    assert f"{NAME}.domain is not allowed to import sqlalchemy" in done.stdout
    assert f"{NAME}.domain is not allowed to import {NAME}.storage" in done.stdout


@pytest.mark.parametrize(
    "name", ["Visits", "x", "../visits", "class", "json", "pytest", "claims", ""]
)
def test_a_name_that_cannot_be_is_refused_before_anything_is_written(
    name: str, tmp_path: Path
) -> None:
    with pytest.raises(Misconfigured):
        make_service(name, tmp_path)

    assert list(tmp_path.iterdir()) == []


def test_a_project_without_its_lists_is_refused() -> None:
    with pytest.raises(Misconfigured, match="0 places"):
        with_service("[project]\nname = 'other'\n", "visits")


def test_outside_of_a_checkout_it_says_so(tmp_path: Path) -> None:
    with pytest.raises(Misconfigured, match="in no checkout"):
        find_root(tmp_path)
