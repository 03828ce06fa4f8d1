"""A rung of the reminder ladder is due: the customer must be told, and we wait for the evidence."""

from datetime import datetime
from uuid import UUID

from chassis.ids import new_id
from chassis.work import Work
from contracts.insured import Language
from contracts.policy import NoticeNeeded
from policy.domain.arrears import LATE_NOTICE, Arrears, ArrearsStatus, Notice
from policy.domain.contract.picture import covered_again
from policy.domain.contract.rules import NoticeKind
from policy.domain.document import DocumentKind
from policy.domain.law_in_words import law_in_words
from policy.domain.money.account import reference_of
from policy.domain.period import midnight
from policy.domain.policy import Policy, Status
from policy.domain.preservation.ladder import overtaken
from policy.domain.time_to_pay import pay_within
from policy.storage import ArrearsBook, HouseBook, Policies
from policy.storage.money.accounts import Accounts
from policy.storage.money.rules import collection_rules
from policy.use_cases.expect_premium import AHEAD, WATCH
from policy.use_cases.money.on_hold import is_on_hold
from policy.use_cases.want_document import want_document
from statutes import Clock


async def say_notice(arrears_id: UUID, rung: str, work: Work) -> None:
    """Say that it is needed; nothing, when it was paid, a hold was set or the contract ended.

    Where the grace is over by now (the service stood still), there is nothing to call for any more.
    A notice without which cover stands is said nevertheless, and gives the time of a late one. A
    last call where the demand was never shown to arrive is the demand once more.
    """
    book = ArrearsBook(work)
    owed = await book.get(arrears_id)
    ahead = rung == AHEAD
    wanted = {ArrearsStatus.COMING} if ahead else {ArrearsStatus.GRACE, ArrearsStatus.HELD}
    if owed.status not in wanted or await is_on_hold(owed.policy_id, work):
        return
    policy, house = await Policies(work).by_id(owed.policy_id), HouseBook()
    over = work.now >= policy.ends_at and policy.coming is None
    if policy.status is not Status.ISSUED or over:
        return
    plan = house.plan(policy.jurisdiction, policy.line)
    step = None if ahead else plan.ladder[int(rung)]
    library = house.law(policy.time_zone)
    clock = owed.clock(library)
    late = _is_late(owed, clock, policy, work)
    kind: NoticeKind = "premium_ahead" if step is None else step.kind
    due_at = midnight(owed.due_on, policy.time_zone)
    if step and not late and overtaken(owed, int(rung), plan, due_at=due_at, at=work.now):
        return
    if step is not None and not step.required:
        if late:
            return
        if clock is None and plan.starts is not None:
            kind = plan.starts  # nobody showed that it arrived: no time runs yet
    wants = LATE_NOTICE[plan.then] if late else plan.grace
    entry = library.entry(plan.ahead if ahead and plan.ahead else wants)
    notice = Notice(
        id=new_id(),
        kind=kind,
        rule=entry.id,
        said_at=work.now,
    )
    owed.say(notice)
    await book.expect(notice.id, owed)
    want_document(DocumentKind.NOTICE, policy.id, work, subject_id=notice.id)
    words = entry.consequence.words
    work.publish(
        NoticeNeeded(
            policy_id=policy.id,
            number=policy.number,
            customer_id=policy.customer_id,
            notice_id=notice.id,
            kind=notice.kind,
            amount=owed.amount,
            due_on=owed.due_on,
            cover_until=clock.due if clock and not late else None,
            follows=plan.then,
            covered_from=covered_again(work.now, policy.term, policy.facts),
            what_follows={language: words.say(language) for language in ("en", "es", "zh")},
            pay_within={
                language.value: said
                for language in Language
                if (said := pay_within(notice.kind, plan, entry, language))
            },
            reference=reference_of(await Accounts(work).find(policy.id), owed.due_on),
            pay_to=collection_rules().pay_to.get(owed.amount.currency),
            rule=f"{entry.citation} · {entry.id}",
            law=law_in_words(entry),
            time_zone=policy.time_zone,
        )
    )


def _is_late(owed: Arrears, clock: Clock | None, policy: Policy, work: Work) -> bool:
    """Whether the time was over before this could be said: then served it gives that of a late one.

    Where a notice starts the time, that is when nothing was heard of it for long (`WATCH`).
    """
    if owed.status is ArrearsStatus.COMING:
        return False
    if clock is not None:
        return work.now >= clock.due
    over: datetime = midnight(owed.due_on, policy.time_zone) + WATCH
    return owed.status is ArrearsStatus.HELD or work.now >= over
