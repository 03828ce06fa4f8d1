"""A mail that carries a notice: whether it was served is said aloud, once."""

import pytest

from chassis.events import Lane
from chassis.testing import Stage
from contracts.notifications import NoticeBounced, NoticeServed
from notifications.domain.delivery import Outcome, Result
from notifications.examples import MARIA, NOTICE, notice_needed, registered
from notifications.post import Mail
from notifications.use_cases.send_mail import send_mail


class Answering:
    """A post office that answers the same to every mail."""

    def __init__(self, outcome: Outcome) -> None:
        self.outcome = outcome

    async def send(self, mails: list[Mail]) -> list[Outcome]:
        return [self.outcome for _ in mails]


async def test_a_notice_that_was_mailed_is_served(stage: Stage) -> None:
    await stage.hears(registered(), notice_needed())

    await send_mail(Lane.CORE, stage.running.works, Answering(Outcome(Result.SENT)))

    [served] = await stage.said()
    assert isinstance(served, NoticeServed)
    assert (served.notice_id, served.customer_id) == (NOTICE, MARIA)
    assert served.served_at == stage.clock.now()


async def test_a_notice_that_is_refused_for_good_bounced(stage: Stage) -> None:
    await stage.hears(registered(), notice_needed())

    refused = Outcome(Result.REFUSED, "550 no such mailbox")
    await send_mail(Lane.CORE, stage.running.works, Answering(refused))

    [bounced] = await stage.said()
    assert isinstance(bounced, NoticeBounced)
    assert (bounced.notice_id, bounced.why) == (NOTICE, "550 no such mailbox")


async def test_a_notice_to_nowhere_bounced_at_once(stage: Stage) -> None:
    await stage.hears(registered(email=None), notice_needed())

    [bounced] = await stage.said()

    assert isinstance(bounced, NoticeBounced)
    assert bounced.why == "no address"


@pytest.mark.parametrize("result", [Result.FAILED, Result.AWAY])
async def test_while_it_is_tried_again_nothing_is_said(stage: Stage, result: Result) -> None:
    await stage.hears(registered(), notice_needed())

    await send_mail(Lane.CORE, stage.running.works, Answering(Outcome(result, "later")))

    assert await stage.said() == []
