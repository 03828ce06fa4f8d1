"""The service at work, loops and all: an event comes in, a mail is on disk; and what logs tell."""

import asyncio
import mailbox
from collections.abc import Awaitable, Callable
from email.header import decode_header, make_header
from pathlib import Path
from typing import Any

import pytest
import structlog

from chassis.bus.memory import MemoryBus
from chassis.events import Envelope
from chassis.ids import new_id
from chassis.settings import Misconfigured
from chassis.testing import Stage
from notifications.examples import MARIA, NOW, claim_filed, registered
from notifications.loops import MailSettings, post_of
from notifications.post.maildir import Maildir
from notifications.post.smtp import Smtp
from notifications.service import notifications


def said(event: Any, version: int) -> Envelope:
    return Envelope(
        id=new_id(),
        type=event.wire_name,
        source="policy",
        subject=str(MARIA),
        subject_version=version,
        time=NOW,
        lane=event.lane,
        data=event.model_dump_json().encode(),
    )


async def test_what_is_said_arrives_as_mail(stage: Stage, tmp_path: Path) -> None:
    settings = MailSettings(
        database_url=stage.running.settings.database_url, mail_url=f"file://{tmp_path}"
    )
    bus = MemoryBus()
    verifier = stage.running.verifier

    async with notifications.open(settings, bus=bus, verifier=verifier) as running:
        await until(running.ready)
        refused = await bus.publish([said(registered(), 1), said(claim_filed(), 2)])
        await until(lambda: fewer_than_two(tmp_path))

    arrived = subjects(tmp_path)
    assert refused == [None, None]
    assert sorted(arrived) == [
        "Hemos recibido su siniestro C-2026-000123",
        "Le damos la bienvenida a Yinbao",
    ]


async def until(waiting: Callable[[], Awaitable[object]]) -> None:
    """A real process is at work: look again and again, but not for ever."""
    async with asyncio.timeout(60):
        while await waiting():  # noqa: ASYNC110 - a folder has no event to wait for
            await asyncio.sleep(0.05)


async def fewer_than_two(folder: Path) -> bool:
    return len(subjects(folder)) < 2


def subjects(folder: Path) -> list[str]:
    if not (folder / "new").is_dir():
        return []
    box = mailbox.Maildir(folder, create=False)
    return [str(make_header(decode_header(mail["Subject"]))) for mail in box]


async def test_the_log_names_no_customer(stage: Stage) -> None:
    with structlog.testing.capture_logs() as logged:
        await stage.hears(registered(), claim_filed())

    told = repr(logged).lower()
    assert "maria@" not in told
    assert "maría" not in told


@pytest.mark.parametrize(
    ("url", "adapter"),
    [
        ("file:///var/mail/yinbao", Maildir),
        ("smtp://localhost:1025", Smtp),
        ("smtps://user:secret@localhost", Smtp),
    ],
)
def test_the_address_says_where_mail_goes(url: str, adapter: type) -> None:
    assert isinstance(post_of(MailSettings(mail_url=url)), adapter)


def test_without_an_address_it_does_not_start() -> None:
    with pytest.raises(Misconfigured, match="MAIL_URL"):
        post_of(MailSettings())
