"""The port through which mail leaves us: what both adapters do, and what only a server does."""

import asyncio
import mailbox
import socket
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager
from dataclasses import replace
from email import message_from_bytes
from email.policy import default
from pathlib import Path
from typing import Any, Protocol, Self

import pytest
import pytest_asyncio
from aiosmtpd import smtp
from aiosmtpd.smtp import Envelope, Session

from chassis.ids import new_id
from notifications.domain.delivery import Outcome, Result
from notifications.examples import a_delivery
from notifications.post import Mail, Post, open_post
from notifications.post.smtp import Smtp
from notifications.use_cases.send_mail import mail_of

SENDER = "Yinbao <service@yinbao.example>"
OUT = Outcome(Result.SENT)


class Postbox(Protocol):
    """Somewhere mail arrives."""

    @property
    def url(self) -> str:
        """Where to send it."""
        ...

    def arrived(self) -> list[dict[str, str]]:
        """The headers of what arrived, in order of arrival."""
        ...


def headers(written: bytes) -> dict[str, str]:
    return {name: str(value) for name, value in message_from_bytes(written, policy=default).items()}


def content(envelope: Envelope) -> bytes:
    assert isinstance(envelope.content, bytes)
    return envelope.content


class Folder:
    """A Maildir, read by the standard library."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    @property
    def url(self) -> str:
        return f"file://{self._folder}"

    def arrived(self) -> list[dict[str, str]]:
        box = mailbox.Maildir(self._folder, create=False)
        return [headers(box.get_bytes(key)) for key in sorted(box.keys())]


class SmtpServer:
    """A real SMTP server in this process; `judge` may refuse a recipient, `on_data` a mail."""

    def __init__(self) -> None:
        self.got: list[Envelope] = []
        self.connections = 0
        self.judge: Callable[[str], str | None] = lambda address: None
        self.on_data: Callable[[Envelope], str | None] = lambda envelope: None
        self.port = 0

    @property
    def url(self) -> str:
        return f"smtp://127.0.0.1:{self.port}"

    @asynccontextmanager
    async def listening(self) -> AsyncIterator[Self]:
        """Serve on a port of its own."""
        loop = asyncio.get_running_loop()
        met: list[smtp.SMTP] = []

        def meet() -> smtp.SMTP:
            met.append(smtp.SMTP(self, hostname="server", loop=loop))
            return met[-1]

        server = await loop.create_server(meet, host="127.0.0.1", port=0)
        self.port = server.sockets[0].getsockname()[1]
        async with server:
            yield self
        for one in met:
            if one.transport is not None:
                one.transport.close()
        talking = [one._handler_coroutine for one in met if one._handler_coroutine]
        await asyncio.gather(*talking, return_exceptions=True)

    def arrived(self) -> list[dict[str, str]]:
        return [headers(content(envelope)) for envelope in self.got]

    async def handle_EHLO(  # noqa: N802 - aiosmtpd's name for it
        self, server: smtp.SMTP, session: Session, envelope: Envelope, name: str, answers: list[str]
    ) -> list[str]:
        self.connections += 1
        session.host_name = name
        return answers

    async def handle_RCPT(  # noqa: N802
        self, server: smtp.SMTP, session: Session, envelope: Envelope, address: str, options: Any
    ) -> str:
        refused = self.judge(address)
        if refused:
            return refused
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(  # noqa: N802
        self, server: smtp.SMTP, session: Session, envelope: Envelope
    ) -> str:
        refused = self.on_data(envelope)
        if refused:
            return refused
        self.got.append(envelope)
        return "250 OK"


@pytest_asyncio.fixture
async def smtp_server() -> AsyncIterator[SmtpServer]:
    async with SmtpServer().listening() as server:
        yield server


@pytest_asyncio.fixture(params=["smtp", "maildir"])
async def postbox(
    request: pytest.FixtureRequest, tmp_path: Path, smtp_server: SmtpServer
) -> Postbox:
    return smtp_server if request.param == "smtp" else Folder(tmp_path / "mail box")


def mails(count: int) -> list[Mail]:
    return [replace(mail_of(a_delivery()), id=new_id()) for _ in range(count)]


def post_to(postbox: Postbox) -> Post:
    return open_post(postbox.url, sender=SENDER)


async def test_mail_arrives_in_order_and_whole(postbox: Postbox) -> None:
    sending = mails(3)

    outcomes = await post_to(postbox).send(sending)

    assert outcomes == [OUT] * 3
    arrived = postbox.arrived()
    assert [mail["Message-ID"] for mail in arrived] == [mail.message_id for mail in sending]
    assert {mail["To"] for mail in arrived} == {"María Núñez <maria@example.com>"}
    assert {mail["From"] for mail in arrived} == {SENDER}


async def test_a_repeat_is_recognised_by_its_message_id(postbox: Postbox) -> None:
    sending = mails(1)

    await post_to(postbox).send(sending)
    await post_to(postbox).send(sending)

    assert {mail["Message-ID"] for mail in postbox.arrived()} == {sending[0].message_id}


async def test_nothing_to_send_is_no_mistake(postbox: Postbox) -> None:
    assert list(await post_to(postbox).send([])) == []


async def test_no_words_add_a_recipient_or_a_header(postbox: Postbox) -> None:
    trick = "x\r\nBcc: wei@example.com\r\n\r\n."
    sending = [replace(mails(1)[0], name=trick, subject=trick, text=f"{trick}\r\n.\r\nQUIT")]

    outcomes = await post_to(postbox).send(sending)

    assert outcomes == [OUT]
    assert [mail.get("Bcc") for mail in postbox.arrived()] == [None]


async def test_a_repeat_in_a_maildir_is_one_file(tmp_path: Path) -> None:
    box = Folder(tmp_path)
    sending = mails(1)

    await post_to(box).send(sending)
    await post_to(box).send(sending)

    assert len(box.arrived()) == 1


async def test_a_mailbox_that_cannot_be_written_is_away(tmp_path: Path) -> None:
    (tmp_path / "box").write_text("not a folder")

    outcomes = await open_post(f"file://{tmp_path}/box", sender=SENDER).send(mails(2))

    assert [outcome.result for outcome in outcomes] == [Result.AWAY] * 2


async def test_a_batch_shares_one_connection(smtp_server: SmtpServer) -> None:
    await post_to(smtp_server).send(mails(20))

    assert (len(smtp_server.got), smtp_server.connections) == (20, 1)


def results(outcomes: Sequence[Outcome]) -> list[Result]:
    return [outcome.result for outcome in outcomes]


async def test_a_refused_recipient_costs_only_their_mail(smtp_server: SmtpServer) -> None:
    smtp_server.judge = lambda address: "550 no such mailbox" if "gone" in address else None
    first, gone, last = mails(3)

    outcomes = await post_to(smtp_server).send(
        [first, replace(gone, address="gone@example.com"), last]
    )

    assert results(outcomes) == [Result.SENT, Result.REFUSED, Result.SENT]
    assert "no such mailbox" in str(outcomes[1].error)


@pytest.mark.parametrize(
    ("answer", "result"), [("451 later", Result.FAILED), ("554 no", Result.REFUSED)]
)
async def test_what_a_server_says_of_a_mail_decides(
    smtp_server: SmtpServer, answer: str, result: Result
) -> None:
    smtp_server.on_data = lambda envelope: answer

    outcomes = await post_to(smtp_server).send(mails(2))

    assert results(outcomes) == [result, result]


async def test_a_mailbox_that_is_full_for_now_is_tried_again(smtp_server: SmtpServer) -> None:
    smtp_server.judge = lambda address: "452 full"

    assert results(await post_to(smtp_server).send(mails(1))) == [Result.FAILED]


async def test_a_server_that_is_not_there_is_away(unused_tcp_port: int) -> None:
    post = open_post(f"smtp://127.0.0.1:{unused_tcp_port}", sender=SENDER)

    assert results(await post.send(mails(3))) == [Result.AWAY] * 3


async def test_a_server_that_says_goodbye_costs_only_the_mail_under_way(
    smtp_server: SmtpServer,
) -> None:
    count = 0

    def hang_up_on_the_second(envelope: Envelope) -> str | None:
        nonlocal count
        count += 1
        return "421 closing" if count == 2 else None

    smtp_server.on_data = hang_up_on_the_second

    outcomes = await post_to(smtp_server).send(mails(3))

    assert results(outcomes)[:2] == [Result.SENT, Result.FAILED]
    assert outcomes[2].result in {Result.AWAY, Result.SENT}


async def test_a_server_that_falls_silent_costs_only_the_mail_under_way() -> None:
    async def says_hello_and_nothing_else(
        reader: asyncio.StreamReader, writer: asyncio.StreamWriter
    ) -> None:
        writer.write(b"220 hello\r\n")
        await reader.readline()
        writer.write(b"250 yes\r\n")
        await reader.read()
        writer.close()
        over.set()

    over = asyncio.Event()
    server = await asyncio.start_server(says_hello_and_nothing_else, "127.0.0.1", 0)
    port = server.sockets[0].getsockname()[1]
    async with server:
        post = Smtp(f"smtp://127.0.0.1:{port}", sender=SENDER, mail_seconds=0.05)
        outcomes = await post.send(mails(3))
        await over.wait()

    assert results(outcomes) == [Result.FAILED, Result.AWAY, Result.AWAY]


@pytest.fixture
def unused_tcp_port() -> int:
    """A port nobody listens on."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port: int = free.getsockname()[1]
        return port
