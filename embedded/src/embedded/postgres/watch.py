"""Stops the server when we die without a word (`kill -9`, a crash, the machine's memory killer).

A shell of one line holds the reading end of a pipe whose writing end only we have. However we end,
the pipe closes, and the shell asks the server for a fast shutdown. It costs about 1 MB, works on
every Unix, and unlike Linux's parent-death signal does not mistake the end of a thread for ours.
"""

import subprocess
from pathlib import Path
from typing import IO

from embedded.postgres.account import Account

_SCRIPT = """
read -r _
[ "$(head -n 1 "$2/postmaster.pid" 2>/dev/null)" = "$1" ] && kill -"$3" "$1"
[ "$3" = QUIT ] || exit 0
while kill -0 "$1" 2>/dev/null && [ -e "$2/postmaster.pid" ]; do sleep 0.1; done
rm -rf "$2"/*
"""


class Watch:
    """Guards the server `pid` of the data folder `data` until told to stop."""

    def __init__(
        self, account: Account, pid: int, data: Path, *, throw_away: bool, log: IO[bytes]
    ) -> None:
        order = "QUIT" if throw_away else "INT"  # nobody asks for what is thrown away
        self._shell = account.start(
            ["/bin/sh", "-c", _SCRIPT, "yinbao-watch", str(pid), data, order],
            stdin=subprocess.PIPE,
            log=log,
        )

    def stop(self) -> None:
        """The server has been stopped properly: there is nothing left to guard."""
        self._shell.kill()
        self._shell.wait()
        if self._shell.stdin:
            self._shell.stdin.close()
