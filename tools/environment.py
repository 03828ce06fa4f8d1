"""Makes `.venv` what `requirements.lock` says, with the members of the workspace editable in it.

Runs on a bare Python: nothing but the standard library. Uses pip, so that whatever a machine's pip
is told (a mirror, a proxy, a certificate) holds here too; each file is checked against its hash.
When nothing changed since the last time it costs a tenth of a second.
"""

import fcntl
import hashlib
import importlib.util
import os
import shutil
import subprocess
import sys
import tomllib
import venv
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
PYTHON = VENV / "bin" / "python"
LOCK = ROOT / "requirements.lock"


def main() -> None:
    """Bring the environment up to date; one clear line when that is not possible."""
    for module in ("venv", "ensurepip"):
        if importlib.util.find_spec(module) is None:
            version = f"{sys.version_info.major}.{sys.version_info.minor}"
            sys.exit(
                f"{sys.executable} has no {module} module: install it"
                f" (Debian, Ubuntu: apt install python{version}-venv)"
            )
    try:
        checkout = os.open(ROOT, os.O_RDONLY)
        fcntl.flock(checkout, fcntl.LOCK_EX)  # `make run` and `make test` may begin together
        bring_up_to_date()
    except OSError as reason:
        sys.exit(f"cannot write {reason.filename or VENV}: {reason.strerror}")


def bring_up_to_date() -> None:
    """Do the steps whose inputs changed since they were done last."""
    if not usable():
        say("making .venv")
        shutil.rmtree(VENV, ignore_errors=True)
        venv.create(VENV, with_pip=True, symlinks=True)
        note("place", str(ROOT))
    locked = digest(LOCK)
    if noted("locked") != locked:
        say("installing what requirements.lock names (a minute or two the first time)")
        pip("--require-hashes", "--requirement", str(LOCK))
        note("locked", locked)
    folders = members()
    described = digest(*(folder / "pyproject.toml" for folder in folders))
    if noted("members") != described:
        say("installing the members of the workspace")
        editable = [part for folder in folders for part in ("--editable", str(folder))]
        pip("--no-deps", "--no-build-isolation", *editable)
        note("members", described)


def usable() -> bool:
    """Whether there is an environment, made here, whose Python still runs and is new enough."""
    moved = noted("place") not in {"", str(ROOT)}  # "" when another tool made it, such as uv
    return not moved and runs("-c", "import sys; sys.exit(sys.version_info < (3, 11))")


def runs(*arguments: str) -> bool:
    """Whether the environment's Python can do this."""
    try:
        done = subprocess.run([str(PYTHON), *arguments], capture_output=True, check=False)
    except OSError:
        return False
    return done.returncode == 0


def members() -> list[Path]:
    """The folders of the workspace's members, as the root says."""
    described = tomllib.loads((ROOT / "pyproject.toml").read_text())
    return [ROOT / member for member in described["tool"]["uv"]["workspace"]["members"]]


def pip(*arguments: str) -> None:
    """`pip install` in the environment, quiet unless it fails."""
    if not runs("-c", "import pip"):  # uv leaves it out of what it makes
        runs("-m", "ensurepip")
    command = [str(PYTHON), "-m", "pip", "install", "-qq", "--disable-pip-version-check"]
    environment = {**os.environ, "PIP_REQUIRE_VIRTUALENV": "0"}
    done = subprocess.run([*command, *arguments], cwd=ROOT, env=environment, check=False)
    if done.returncode != 0:
        sys.exit("pip could not install it (its reasons are above); nothing was started")


def digest(*files: Path) -> str:
    """What these files say, in short."""
    told = hashlib.sha256()
    for file in files:
        told.update(file.read_bytes())
    return told.hexdigest()


def noted(step: str) -> str:
    """What was noted when `step` was last done in this environment."""
    note = VENV / f".{step}"
    return note.read_text() if note.exists() else ""


def note(step: str, done: str) -> None:
    """Remember that `step` is done."""
    (VENV / f".{step}").write_text(done)


def say(what: str) -> None:
    """Tell the person who waits."""
    print(f"yinbao: {what} …", flush=True)


if __name__ == "__main__":
    main()
