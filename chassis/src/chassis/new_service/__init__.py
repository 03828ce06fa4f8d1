"""A new service: every room of it, furnished, and its place in the house.

What it makes passes every check as it is; a test holds it to that.
"""

import subprocess
import sys
from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path
from typing import Final

from chassis.new_service.house import with_service
from chassis.new_service.names import check_name
from chassis.settings import Misconfigured

TEMPLATES: Final = "templates"
SUFFIX: Final = ".tmpl"
PLACE: Final = "NAME"  # in the names of files and folders


def make_service(name: str, root: Path) -> list[Path]:
    """Make the service in the checkout at `root`; the files that were written.

    Refuses before it writes anything: a name that cannot be, or a service that is there already.
    """
    check_name(name, root)
    project = root / "pyproject.toml"
    written = {
        root / path.replace(PLACE, name).removesuffix(SUFFIX): _filled(template, name)
        for path, template in _templates(files(__package__) / TEMPLATES)
    }
    written[project] = with_service(project.read_text(encoding="utf-8"), name)
    for path, text in written.items():
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    _tidy([path for path in written if path.suffix == ".py"], root)
    return sorted(written)


def find_root(start: Path) -> Path:
    """The checkout that `start` is in."""
    for folder in (start, *start.parents):
        project = folder / "pyproject.toml"
        if project.is_file() and "[tool.uv.workspace]" in project.read_text(encoding="utf-8"):
            return folder
    raise Misconfigured(f"{start} is in no checkout of this repository")


def _templates(folder: Traversable, path: str = "") -> list[tuple[str, Traversable]]:
    found: list[tuple[str, Traversable]] = []
    for each in folder.iterdir():
        here = f"{path}{each.name}"
        found += _templates(each, f"{here}/") if each.is_dir() else [(here, each)]
    return found


def _filled(template: Traversable, name: str) -> str:
    text = template.read_text(encoding="utf-8")
    return text.replace("{{name}}", name).replace("{{title}}", name.capitalize())


def _tidy(paths: list[Path], root: Path) -> None:
    """Sort imports and wrap lines: both depend on the name."""
    for how in (["check", "--quiet", "--select", "I", "--fix"], ["format", "--quiet"]):
        command = [sys.executable, "-m", "ruff", *how, *map(str, paths)]
        done = subprocess.run(command, cwd=root, capture_output=True, text=True, check=False)  # noqa: S603 - our own arguments
        if done.returncode != 0:
            raise Misconfigured(f"ruff could not tidy what was written: {done.stderr.strip()}")
