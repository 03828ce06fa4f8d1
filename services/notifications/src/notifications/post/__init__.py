"""Post: the port through which mail leaves us, and its two adapters.

`smtp` hands mails to a server, `maildir` writes them to a mailbox on disk; both pass
`tests/test_post.py`.
"""

from collections.abc import Sequence
from typing import Protocol
from urllib.parse import unquote, urlsplit

from notifications.domain.delivery import Outcome
from notifications.post.mail import Mail
from notifications.post.maildir import Maildir
from notifications.post.smtp import Smtp

__all__ = ["Mail", "Post", "open_post"]


class Post(Protocol):
    """Somewhere to leave mail."""

    async def send(self, mails: Sequence[Mail]) -> Sequence[Outcome]:
        """Send all, in this order, over one connection; for each, what became of it.

        Never raises for what a mail or a server does, and returns within a minute or so: what
        was not tried by then is `AWAY`.
        """
        ...


def open_post(url: str, *, sender: str) -> Post:
    """The adapter for `smtp://host:port`, `smtps://…` or `file:///folder`."""
    if urlsplit(url).scheme == "file":
        return Maildir(unquote(urlsplit(url).path), sender=sender)
    return Smtp(url, sender=sender)
