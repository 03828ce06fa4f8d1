"""What an earlier server may have left: itself, still running, or only its lock files.

We hold the folder's claim when we come here, so whatever runs on this data lost its owner, and
lock files of a process that is gone are stale, even when its number now belongs to someone else
(usual in containers, where numbers start over).
"""

import contextlib
import signal
from pathlib import Path

import psutil

from embedded.refusal import CannotStart

PATIENCE_SECONDS = 15


def put_away(data: Path, sockets: Path) -> None:
    """Stop an orphaned server on `data` and remove stale lock files."""
    server = _orphan(data)
    if server is not None:
        server.send_signal(signal.SIGINT)
        try:
            server.wait(PATIENCE_SECONDS)
        except psutil.TimeoutExpired:
            raise CannotStart(
                f"an orphaned PostgreSQL (process {server.pid}) on {data} does not stop: end it"
            ) from None
    for stale in [data / "postmaster.pid", *sockets.iterdir()]:
        stale.unlink(missing_ok=True)


def _orphan(data: Path) -> psutil.Process | None:
    """The server that runs on `data`, told by its command line, which anybody may read."""
    with contextlib.suppress(OSError, ValueError, IndexError, psutil.Error):
        pid = int((data / "postmaster.pid").read_text().splitlines()[0])
        process = psutil.Process(pid)
        if process.cmdline()[1:3] == ["-D", str(data)]:
            return process
    return None
