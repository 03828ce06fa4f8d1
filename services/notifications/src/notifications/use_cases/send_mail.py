"""What is due goes out: one batch, over one connection.

    take (a short transaction) ─► send (none open) ─► settle (a short transaction)

Who takes mails has them for a while, under a lease. Who dies in between lets the lease run out, and
another sends them again, under the same Message-IDs. Nothing waits for a mail server while holding
a transaction.
"""

from collections.abc import Mapping
from datetime import timedelta
from typing import Final

from chassis.events import Lane
from chassis.ids import new_id
from chassis.work import OpenWork
from contracts.insured import Language
from notifications.domain.delivery import Delivery
from notifications.post import Mail, Post
from notifications.storage import Deliveries

BATCH: Final[Mapping[Lane, int]] = {Lane.CORE: 100, Lane.COURTESY: 10}
LEASE: Final = timedelta(minutes=1)
"""Longer than any batch may take (`notifications.post.smtp`), and as long as one taken by a sender
that was killed has to wait."""


async def send_mail(lane: Lane, works: OpenWork, post: Post) -> int:
    """Send what is due in the lane, at most one batch; how many were taken."""
    lease = new_id()
    async with works() as work:
        taken = await Deliveries(work).take(
            lane, most=BATCH[lane], lease=lease, until=work.now + LEASE
        )
    if not taken:
        return 0
    sent = await post.send([mail_of(delivery) for delivery in taken])
    outcomes = {delivery.id: outcome for delivery, outcome in zip(taken, sent, strict=True)}
    async with works() as work:
        for delivery in await Deliveries(work).held(lease, taken):
            delivery.settle(outcomes[delivery.id], at=work.now)
            if (evidence := delivery.evidence(at=work.now)) is not None:
                work.publish(evidence)
        await Deliveries(work).release(lease)
    return len(taken)


def mail_of(delivery: Delivery) -> Mail:
    """The mail that a queued delivery is."""
    return Mail(
        id=delivery.id,
        written_at=delivery.created_at,
        name=delivery.name or "",
        address=delivery.address or "",
        language=delivery.language or Language.ENGLISH,
        subject=delivery.subject or "",
        text=delivery.text or "",
        html=delivery.html or "",
    )
