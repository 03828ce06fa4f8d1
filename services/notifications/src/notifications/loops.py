"""What notifications does without being asked: sends what is due, and listens for its own bell."""

import asyncio
from collections.abc import Coroutine
from functools import partial
from typing import Any, Final

from chassis.events import Lane
from chassis.service import Background, Running
from chassis.settings import Settings
from notifications.post import Post, open_post
from notifications.storage.bell import bell_of
from notifications.use_cases.send_mail import send_mail

PAUSE: Final = 1.0
"""Seconds between two looks at an empty queue: mails that gather meanwhile share a connection and
two transactions, so a busy hour costs its sender little."""


class MailSettings(Settings):
    """Where mail comes from."""

    mail_from: str = "Yinbao <service@yinbao.example>"


async def send_lane(lane: Lane, running: Running) -> None:
    """Send what is due in the lane, batch after batch, and pause when there is none."""
    post = post_of(running.settings)
    while True:
        if not await _whole(send_mail(lane, running.works, post)):
            await asyncio.sleep(PAUSE)


async def ring_bell(running: Running) -> None:
    """Wake the open streams of a customer when something new lies in their inbox."""
    bell = bell_of(running.works)
    async with asyncio.TaskGroup() as both:
        listening = both.create_task(bell.listen(running.database))
        await running.retiring.wait()
        bell.fall_silent()
        listening.cancel()


def post_of(settings: Settings) -> Post:
    """Where these settings say mail goes."""
    sender = settings.mail_from if isinstance(settings, MailSettings) else MailSettings().mail_from
    return open_post(settings.need("mail_url"), sender=sender)


async def _whole(doing: Coroutine[Any, Any, int]) -> int:
    """Do it to the end even when we are stopped: a mail that is out is noted as out."""
    task = asyncio.ensure_future(doing)
    try:
        return await asyncio.shield(task)
    except asyncio.CancelledError:
        await task
        raise


background: Final[tuple[Background, ...]] = (
    *((f"mail.{lane}", partial(send_lane, lane)) for lane in Lane),
    ("bell", ring_bell),
)
