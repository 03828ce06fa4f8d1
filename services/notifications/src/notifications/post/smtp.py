"""Mail by SMTP: one connection per batch, and a limit to how long any of it may take."""

import asyncio
from collections.abc import Sequence
from email.utils import parseaddr
from typing import Final
from urllib.parse import unquote, urlsplit

from aiosmtplib import (
    SMTP,
    SMTPDataError,
    SMTPException,
    SMTPRecipientsRefused,
    SMTPResponseException,
    SMTPServerDisconnected,
)

from notifications.domain.delivery import Outcome, Result
from notifications.post.mail import DOMAIN, Mail

CONNECT_SECONDS: Final = 10.0
MAIL_SECONDS: Final = 20.0
BATCH_SECONDS: Final = 10.0
"""After this long no further mail of a batch is begun; the queue's lease outlasts the sum."""
PERMANENT: Final = 500


class Smtp:
    """A mail server.

    `smtps://` is TLS from the first byte. With a name and password TLS is required and the
    server's certificate checked; without, TLS is used when offered, as mail servers do.
    """

    def __init__(self, url: str, *, sender: str, mail_seconds: float = MAIL_SECONDS) -> None:
        self._url = urlsplit(url)
        self._sender = sender
        self._envelope_sender = parseaddr(sender)[1]
        self._mail_seconds = mail_seconds

    async def send(self, mails: Sequence[Mail]) -> Sequence[Outcome]:
        """Connect, send one after the other, and part."""
        server = self._server()
        try:
            async with asyncio.timeout(CONNECT_SECONDS):
                await server.connect()
        except (SMTPException, OSError) as error:
            server.close()
            away = Outcome(Result.AWAY, f"no mail server: {_said(error)}")
            return [away for _ in mails]
        try:
            return await self._send_all(server, mails)
        finally:
            await _part(server)

    async def _send_all(self, server: SMTP, mails: Sequence[Mail]) -> list[Outcome]:
        clock = asyncio.get_running_loop().time
        enough = clock() + BATCH_SECONDS
        outcomes: list[Outcome] = []
        for mail in mails:
            if not server.is_connected or clock() > enough:
                outcomes.append(Outcome(Result.AWAY, "the connection ended before this mail"))
                continue
            outcomes.append(await self._send(server, mail))
        return outcomes

    async def _send(self, server: SMTP, mail: Mail) -> Outcome:
        message = mail.as_bytes(sender=self._sender)
        try:
            async with asyncio.timeout(self._mail_seconds):
                await server.sendmail(self._envelope_sender, [mail.address], message)
        except SMTPRecipientsRefused as refused:
            return _judge(refused.recipients[0], refused.recipients[0].code)
        except SMTPDataError as refused:
            return _judge(refused, refused.code)
        except (SMTPException, OSError) as error:
            if not isinstance(error, SMTPResponseException) or isinstance(
                error, SMTPServerDisconnected
            ):
                server.close()  # whatever it would say next answers a question we no longer ask
            return Outcome(Result.FAILED, _said(error))
        return Outcome(Result.SENT)

    def _server(self) -> SMTP:
        name = unquote(self._url.username) if self._url.username else None
        tls = self._url.scheme == "smtps"
        return SMTP(
            hostname=self._url.hostname,
            port=self._url.port,
            username=name,
            password=unquote(self._url.password or "") if name else None,
            local_hostname=DOMAIN,
            timeout=self._mail_seconds,
            use_tls=tls,
            start_tls=True if name and not tls else None,
            validate_certs=bool(name) or tls,
        )


def _judge(error: Exception, code: int) -> Outcome:
    refused = code >= PERMANENT
    return Outcome(Result.REFUSED if refused else Result.FAILED, _said(error))


async def _part(server: SMTP) -> None:
    """Say goodbye, briefly: everything that matters has been answered."""
    try:
        async with asyncio.timeout(1):
            if server.is_connected:
                await server.quit()
    except (SMTPException, OSError):
        pass
    finally:
        server.close()


def _said(error: Exception) -> str:
    return f"{type(error).__name__}: {error}"
