"""The queue of mails: each goes out once, core first, and nothing that goes wrong loses one."""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from datetime import timedelta

import pytest
from sqlalchemy import text

from chassis.events import Lane
from chassis.ids import new_id
from chassis.testing import Stage
from notifications.domain.delivery import MOST_ATTEMPTS, Delivery, Outcome, Result, Status
from notifications.examples import DELIVERY, a_delivery
from notifications.post import Mail
from notifications.use_cases.send_mail import BATCH, LEASE, send_mail

OUT = Outcome(Result.SENT)


async def nothing() -> None:
    """What usually happens while mails are on the wire."""


class Postbox:
    """A post that remembers: the whole port, replaced."""

    def __init__(
        self, outcome: Outcome = OUT, meanwhile: Callable[[], Awaitable[object]] = nothing
    ) -> None:
        self.got: list[Mail] = []
        self.outcome, self.meanwhile = outcome, meanwhile

    async def send(self, mails: Sequence[Mail]) -> Sequence[Outcome]:
        self.got += mails
        await self.meanwhile()
        return [self.outcome] * len(mails)


def mails(count: int, lane: Lane = Lane.CORE) -> list[Delivery]:
    return [a_delivery(delivery_id=new_id(), lane=lane) for _ in range(count)]


async def status(stage: Stage) -> Status:
    return (await stage.get(Delivery, DELIVERY)).status


async def test_what_is_due_goes_out_and_is_noted(stage: Stage) -> None:
    await stage.given(a_delivery())
    post = Postbox()

    taken = await send_mail(Lane.CORE, stage.running.works, post)

    delivery = await stage.get(Delivery, DELIVERY)
    assert taken == 1
    assert [mail.id for mail in post.got] == [DELIVERY]
    assert (delivery.status, delivery.sent_at) == (Status.SENT, stage.clock.now())
    assert await send_mail(Lane.CORE, stage.running.works, post) == 0


async def test_a_batch_has_an_end_and_keeps_the_order(stage: Stage) -> None:
    queued = mails(BATCH[Lane.CORE] + 5)
    await stage.given(*queued)
    post = Postbox()

    first = await send_mail(Lane.CORE, stage.running.works, post)
    second = await send_mail(Lane.CORE, stage.running.works, post)

    assert (first, second) == (BATCH[Lane.CORE], 5)
    assert [mail.id for mail in post.got] == [delivery.id for delivery in queued]


async def test_courtesy_waits_while_a_core_mail_is_due(stage: Stage) -> None:
    courtesy, core = mails(30, Lane.COURTESY), mails(1)
    await stage.given(*courtesy, *core)
    post = Postbox()

    before = await send_mail(Lane.COURTESY, stage.running.works, post)
    await send_mail(Lane.CORE, stage.running.works, post)
    after = await send_mail(Lane.COURTESY, stage.running.works, post)

    assert (before, after) == (0, BATCH[Lane.COURTESY])
    assert post.got[0].id == core[0].id


async def test_a_core_mail_does_not_wait_for_a_greeting_that_hangs(stage: Stage) -> None:
    greeting, claim = mails(1, Lane.COURTESY), mails(1)
    await stage.given(*greeting)
    on_the_wire, answer = asyncio.Event(), asyncio.Event()

    async def hang() -> None:
        on_the_wire.set()
        await answer.wait()

    hanging = asyncio.create_task(
        send_mail(Lane.COURTESY, stage.running.works, Postbox(meanwhile=hang))
    )
    await on_the_wire.wait()
    await stage.given(*claim)
    core = Postbox()
    await send_mail(Lane.CORE, stage.running.works, core)

    assert [mail.id for mail in core.got] == [claim[0].id]
    assert not hanging.done()
    answer.set()
    assert await hanging == 1


async def test_a_core_mail_that_waits_for_its_next_try_does_not_hold_back_greetings(
    stage: Stage,
) -> None:
    await stage.given(*mails(1), *mails(1, Lane.COURTESY))
    away = Postbox(Outcome(Result.AWAY, "nobody answers"))

    await send_mail(Lane.CORE, stage.running.works, away)

    assert await send_mail(Lane.COURTESY, stage.running.works, Postbox()) == 1


async def test_many_senders_never_send_the_same_mail(stage: Stage) -> None:
    queued = mails(250)
    await stage.given(*queued)
    everybody = [Postbox(meanwhile=lambda: asyncio.sleep(0)) for _ in range(4)]

    async def sender(post: Postbox) -> None:
        while await send_mail(Lane.CORE, stage.running.works, post):
            pass

    await asyncio.gather(*(sender(post) for post in everybody))

    sent = [mail.id for post in everybody for mail in post.got]
    assert sorted(sent) == sorted(delivery.id for delivery in queued)


async def test_no_transaction_is_open_while_mails_are_on_the_wire(stage: Stage) -> None:
    await stage.given(a_delivery())
    open_transactions: list[int] = []
    count = text(
        "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database()"
        " AND pid <> pg_backend_pid() AND xact_start IS NOT NULL"
    )

    async def look() -> None:
        async with stage.running.database.engine.connect() as connection:
            open_transactions.append((await connection.execute(count)).scalar_one())

    await send_mail(Lane.CORE, stage.running.works, Postbox(meanwhile=look))

    assert open_transactions == [0]


async def test_a_sender_that_dies_leaves_its_mails_to_the_next_after_the_lease(
    stage: Stage,
) -> None:
    await stage.given(a_delivery())

    async def die() -> None:
        raise SystemError("the power is gone")

    dying, next_one = Postbox(meanwhile=die), Postbox()
    with pytest.raises(SystemError):
        await send_mail(Lane.CORE, stage.running.works, dying)
    meanwhile = await send_mail(Lane.CORE, stage.running.works, next_one)
    stage.clock.advance(LEASE)
    later = await send_mail(Lane.CORE, stage.running.works, next_one)

    assert (meanwhile, later) == (0, 1)
    assert next_one.got[0].message_id == dying.got[0].message_id
    assert await status(stage) is Status.SENT


async def test_a_sender_that_was_too_slow_does_not_undo_what_another_did(stage: Stage) -> None:
    await stage.given(a_delivery())

    async def oversleep() -> None:
        stage.clock.advance(LEASE)
        await send_mail(Lane.CORE, stage.running.works, Postbox())

    slow = Postbox(Outcome(Result.FAILED, "timed out"), meanwhile=oversleep)
    await send_mail(Lane.CORE, stage.running.works, slow)

    delivery = await stage.get(Delivery, DELIVERY)
    assert (delivery.status, delivery.error) == (Status.SENT, None)


async def test_what_fails_is_tried_again_later_and_at_last_given_up(stage: Stage) -> None:
    await stage.given(a_delivery())
    post = Postbox(Outcome(Result.FAILED, "451 later"))

    at_once = [await send_mail(Lane.CORE, stage.running.works, post) for _ in range(2)]
    for _ in range(MOST_ATTEMPTS):
        stage.clock.advance(timedelta(hours=1))
        await send_mail(Lane.CORE, stage.running.works, post)

    delivery = await stage.get(Delivery, DELIVERY)
    assert at_once == [1, 0]
    assert len(post.got) == MOST_ATTEMPTS
    assert (delivery.status, delivery.error) == (Status.FAILED, "451 later")


@pytest.mark.parametrize("written", [Status.WAITING, Status.SENT, Status.FAILED, Status.SKIPPED])
async def test_only_what_is_queued_is_taken(stage: Stage, written: Status) -> None:
    await stage.given(a_delivery(written))

    assert await send_mail(Lane.CORE, stage.running.works, Postbox()) == 0
