"""Renews the lock files: every version and hash, for every platform, and no host.

    requirements.lock          everything a developer needs; `make run` and `make test` install it
    deploy/requirements.lock   what the containers need of it, at the same versions
    deploy/uv.version          the uv that installs it there

Versions stay as they are unless a dependency asks for more; `make lock UPGRADE=1` takes the newest.
"""

import importlib.metadata
import subprocess
import sys
import tomllib
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
EVERYTHING = "requirements.lock"
CONTAINERS = "deploy/requirements.lock"
NOT_IN_CONTAINERS = {"embedded"}
TRIAL_MAIL = "aiosmtpd"  # the mail server of the compose file


def main() -> None:
    """Write the three files."""
    root = tomllib.loads((ROOT / "pyproject.toml").read_text())
    members: list[str] = root["tool"]["uv"]["workspace"]["members"]
    upgrade = ["--upgrade"] if "--upgrade" in sys.argv else []
    compile_("pyproject.toml", "--group=dev", *upgrade, into=EVERYTHING, without=members)

    served = [f"{member}/pyproject.toml" for member in members if member not in NOT_IN_CONTAINERS]
    mail = ROOT / ".venv" / "mail.in"
    mail.write_text(f"{TRIAL_MAIL}\n")
    compile_(*served, str(mail), f"--constraints={EVERYTHING}", into=CONTAINERS, without=members)
    (ROOT / "deploy" / "uv.version").write_text(f"{importlib.metadata.version('uv')}\n")


def compile_(*arguments: str, into: str, without: list[str]) -> None:
    """Resolve for all platforms; the members themselves are installed from the checkout."""
    names = (f"--no-emit-package=yinbao-{Path(member).name}" for member in without)
    command = [sys.executable, "-m", "uv", "pip", "compile", "--quiet", "--universal"]
    command += ["--generate-hashes", "--no-annotate", "--custom-compile-command=make lock"]
    done = subprocess.run([*command, *arguments, *names, f"-o={into}"], cwd=ROOT, check=False)
    if done.returncode != 0:
        sys.exit(f"{into} could not be renewed (the reasons are above)")


if __name__ == "__main__":
    main()
