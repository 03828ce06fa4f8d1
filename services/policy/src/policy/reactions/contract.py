"""What befalls contracts by the clock, and by the evidence of notices."""

from uuid import UUID

from chassis.reactions import Alarm
from chassis.work import Work
from contracts.notifications import NoticeBounced, NoticeServed
from policy.reactions.register import on
from policy.use_cases.deliver_contract import PROOF_DUE, miss_delivery
from policy.use_cases.expect_premium import GRACE_ENDS, NOTICE_DUE, SUSPENSION_ENDS
from policy.use_cases.expire_contract import expire_contract
from policy.use_cases.hear_of_notice import notice_bounced, notice_served
from policy.use_cases.reinstate import ANSWER_DUE, answer_by_silence
from policy.use_cases.run_out_grace import end_suspension, run_out_grace
from policy.use_cases.say_notice import say_notice
from policy.use_cases.watch_contract import EXPIRY


@on(NoticeServed)
async def served(event: NoticeServed, work: Work) -> None:
    """A notice reached the customer."""
    await notice_served(event.notice_id, event.served_at, work)


@on(NoticeBounced)
async def bounced(event: NoticeBounced, work: Work) -> None:
    """A notice did not."""
    await notice_bounced(event.notice_id, event.why, event.bounced_at, work)


@on.alarm(NOTICE_DUE)
async def notice_due(alarm: Alarm, work: Work) -> None:
    """A rung of the ladder."""
    arrears_id, _, rung = alarm.key.partition("/")
    await say_notice(UUID(arrears_id), rung, work)


@on.alarm(GRACE_ENDS)
async def grace_ends(alarm: Alarm, work: Work) -> None:
    """The grace may be over."""
    await run_out_grace(UUID(alarm.key), work)


@on.alarm(SUSPENSION_ENDS)
async def suspension_ends(alarm: Alarm, work: Work) -> None:
    """The law ends what was suspended so long."""
    await end_suspension(UUID(alarm.key), alarm.due_at, work)


@on.alarm(ANSWER_DUE)
async def answer_due(alarm: Alarm, work: Work) -> None:
    """We should have answered."""
    await answer_by_silence(UUID(alarm.key), work)


@on.alarm(PROOF_DUE)
async def proof_due(alarm: Alarm, work: Work) -> None:
    """The papers should have arrived by now."""
    await miss_delivery(UUID(alarm.key), work)


@on.alarm(EXPIRY)
async def expiry(alarm: Alarm, work: Work) -> None:
    """The term is over."""
    await expire_contract(UUID(alarm.key), work)
