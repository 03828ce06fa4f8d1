"""Mail into a Maildir on disk: every mail reader opens it, and no server is needed.

For one process and its owner. A mail's file is named by its id, so a repeat replaces it.
"""

import asyncio
import os
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path
from typing import Final

from notifications.domain.delivery import Outcome, Result
from notifications.post.mail import Mail

FOLDERS: Final = ("tmp", "new", "cur")


class Maildir:
    """A mailbox on disk."""

    def __init__(self, folder: str | Path, *, sender: str) -> None:
        self.folder = Path(folder)
        self._sender = sender

    async def send(self, mails: Sequence[Mail]) -> Sequence[Outcome]:
        """Write all of them, away from the event loop."""
        return await asyncio.to_thread(self._write_all, mails)

    def _write_all(self, mails: Sequence[Mail]) -> list[Outcome]:
        try:
            for folder in FOLDERS:
                (self.folder / folder).mkdir(mode=0o700, parents=True, exist_ok=True)
        except OSError as error:
            return [_away(error) for _ in mails]
        return [self._write(mail) for mail in mails]

    def _write(self, mail: Mail) -> Outcome:
        name = f"{int(mail.written_at.timestamp())}.{mail.id}.yinbao"
        half, whole = self.folder / "tmp" / name, self.folder / "new" / name
        flags = os.O_WRONLY | os.O_CREAT | os.O_TRUNC
        try:
            with os.fdopen(os.open(half, flags, 0o600), "wb") as out:
                out.write(mail.as_bytes(sender=self._sender))
            half.rename(whole)  # readers see whole mails only; no fsync: the log is our record
        except OSError as error:
            with suppress(OSError):
                half.unlink(missing_ok=True)
            return _away(error)
        return Outcome(Result.SENT)


def _away(error: OSError) -> Outcome:
    return Outcome(Result.AWAY, f"the mailbox cannot be written: {error.strerror}")
