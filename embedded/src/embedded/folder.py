"""The folder where a company lives: its database, its mail, its trial keys. One company at a time.

    .data/
      postgres/   the database's files, its server's account's alone
      run/        the socket to reach it by
      mail/       what we sent
      trial/      the key and tokens for trying it out

It is `.data` beside the code. When we are root and the server's account cannot reach that (a
checkout in a closed home), it is a folder of the checkout's own under `/var/lib/yinbao` instead.
"""

import fcntl
import hashlib
import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Final

from embedded.postgres.account import account
from embedded.refusal import CannotStart

ELSEWHERE: Final = Path("/var/lib/yinbao")


@contextmanager
def claim(wanted: Path) -> Iterator[Path]:
    """The folder for the data, ours alone until the block ends or we die."""
    folder = _usable(wanted.absolute())
    with _opened(folder / "lock") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            lock.seek(0)
            raise CannotStart(
                f"another yinbao (process {lock.read().strip()}) runs on {folder}:"
                " stop it, or choose another folder with --data"
            ) from None
        lock.truncate(0)
        lock.write(f"{os.getpid()}\n")
        lock.flush()
        yield folder


@contextmanager
def throw_away() -> Iterator[Path]:
    """A folder for one rehearsal, gone when the block ends."""
    folder = Path(tempfile.mkdtemp(prefix="yinbao-"))
    folder.chmod(0o711)
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _usable(wanted: Path) -> Path:
    """`wanted`, or its stand-in when the server's account cannot get there."""
    _make(wanted)
    owner = account(wanted / "postgres")
    if not owner.is_ours and not owner.can_enter(wanted):
        name = hashlib.sha256(str(wanted).encode()).hexdigest()[:8]
        wanted.rmdir() if not any(wanted.iterdir()) else None
        _make(stand_in := ELSEWHERE / f"{wanted.parent.name}-{name}")
        wanted = stand_in
    return wanted


def _opened(lock: Path) -> IO[str]:
    try:
        return lock.open("a+")
    except OSError as reason:
        raise CannotStart(f"cannot write {lock}: {reason.strerror}") from None


def _make(folder: Path) -> None:
    try:
        folder.mkdir(parents=True, exist_ok=True)
        folder.chmod(0o711)  # others may pass through to what is theirs, and see nothing
    except OSError as reason:
        raise CannotStart(f"cannot write {folder}: {reason.strerror}") from None
