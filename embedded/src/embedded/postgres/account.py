"""The operating system account that runs the server: ours, or an unprivileged one when we are root.

PostgreSQL refuses to run as root, and rightly. `nobody` exists everywhere, owns nothing else of
ours, and needs no account to be made on somebody's machine.
"""

import os
import pwd
import subprocess
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any

from embedded.refusal import CannotStart

UNPRIVILEGED = "nobody"


@dataclass(frozen=True, slots=True)
class Account:
    """Who runs the server."""

    name: str
    uid: int
    gid: int

    @property
    def is_ours(self) -> bool:
        """Whether the server runs under the very account we run under."""
        return self.uid == os.geteuid()

    def run(self, command: Sequence[str | Path]) -> subprocess.CompletedProcess[str]:
        """Run `command` to its end as this account, from a folder everyone may be in."""
        return subprocess.run(  # noqa: S603 - our own programs, no shell
            [str(part) for part in command],
            **self._circumstances(),
            capture_output=True,
            stdin=subprocess.DEVNULL,
            text=True,
            check=False,
        )

    def start(
        self, command: Sequence[str | Path], *, stdin: int = subprocess.DEVNULL, log: IO[bytes]
    ) -> subprocess.Popen[bytes]:
        """Start `command` as this account, out of reach of our terminal's Ctrl-C."""
        return subprocess.Popen(  # noqa: S603 - our own programs, no shell
            [str(part) for part in command],
            **self._circumstances(),
            stdin=stdin,
            stdout=log,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )

    def own(self, folder: Path) -> Path:
        """Make `folder` if it is missing, and let nobody but this account (and root) into it."""
        try:
            folder.mkdir(exist_ok=True)
            if not self.is_ours:
                os.chown(folder, self.uid, self.gid)
            folder.chmod(0o700)
        except OSError as reason:
            raise CannotStart(f"{folder} cannot be `{self.name}`'s: {reason.strerror}") from None
        return folder

    def can_enter(self, folder: Path) -> bool:
        """Whether this account can reach `folder`, whatever its parents allow."""
        return self.run(["/bin/sh", "-c", 'cd "$1"', "sh", folder]).returncode == 0

    def can_run(self, program: Path) -> bool:
        """Whether this account can execute `program`, its libraries and mount options included."""
        try:
            return self.run([program, "--version"]).returncode == 0
        except OSError:
            return False

    def _circumstances(self) -> dict[str, Any]:
        user = {} if self.is_ours else {"user": self.uid, "group": self.gid, "extra_groups": []}
        return {**user, "cwd": "/", "env": _clean(os.environ), "umask": 0o077}


def account(data: Path) -> Account:
    """The account for the server on `data`, proven to be usable; existing data's owner stays it."""
    if os.geteuid() != 0:
        return _named(os.geteuid())
    try:
        owner = data.stat().st_uid if data.exists() else 0
        chosen = _named(owner or pwd.getpwnam(UNPRIVILEGED).pw_uid)
        chosen.run(["/bin/sh", "-c", ":"])
    except (KeyError, OSError) as reason:
        raise CannotStart(
            f"PostgreSQL does not run as root, and becoming `{UNPRIVILEGED}` is not possible here"
            f" ({reason}): start as an ordinary user or set DATABASE_URL"
        ) from None
    return chosen


def _named(uid: int) -> Account:
    try:
        entry = pwd.getpwuid(uid)
    except KeyError:
        raise CannotStart(
            f"user id {uid} has no name on this machine, and PostgreSQL insists on one:"
            " add it to /etc/passwd or set DATABASE_URL"
        ) from None
    return Account(entry.pw_name, entry.pw_uid, entry.pw_gid)


def _clean(environment: Mapping[str, str]) -> dict[str, str]:
    """What the server may know of our surroundings: no PG* variables, no secrets, one language."""
    path = environment.get("PATH") or os.defpath
    return {"PATH": path, "LC_ALL": "C", "TZ": "UTC"}
