"""The customer asks what happens next with their contract, when, and by which rule."""

from dataclasses import replace
from uuid import UUID

from chassis.identity import Principal
from chassis.work import Work
from policy.domain.clocks import Shown, clocks_of, nearest_first
from policy.domain.money.slight import slight
from policy.domain.preservation.clocks import withdrawal_clocks
from policy.domain.preservation.condition_clocks import condition_clocks
from policy.domain.preservation.owing import Owing
from policy.domain.preservation.revival import revival_clocks
from policy.domain.preservation.slight_clocks import slight_clocks
from policy.domain.preservation.withdraw import thinking_again
from policy.domain.renewing.clocks import renewal_clocks
from policy.domain.sale.conditions import open_subsequent
from policy.storage import (
    Applications,
    ArrearsBook,
    Customers,
    HouseBook,
    Policies,
    Reinstatements,
    Renewals,
    Tasks,
)
from policy.storage.money.accounts import Accounts
from policy.use_cases.money.what_is_owed import owed_by_day, owed_of
from policy.use_cases.renewing.watch_renewal import refusal_until
from policy.use_cases.tell_of_request import asked_before
from policy.use_cases.withdraw_contract import why_by_hand


async def show_clocks(policy_id: UUID, *, by: Principal, work: Work) -> list[Shown]:
    """Everything that is still to come, in the customer's language."""
    policy = await Policies(work).get(policy_id, asked_by=by)
    customer = await Customers(work).insured(policy.customer_id)
    library = HouseBook().law(policy.time_zone)
    thinking = thinking_again(policy, library, customer_zone=customer.time_zone)
    if thinking.waiting and await Applications(work).brought_in(policy):
        thinking = replace(thinking, waiting=())  # its papers went out elsewhere, long ago
    withdrawal = withdrawal_clocks(
        policy,
        thinking,
        by_hand=await why_by_hand(policy, work),
        asked=await Tasks(work).open("late_withdrawal", policy.id) is not None,
        at=work.now,
        language=customer.language,
    )
    request = await Reinstatements(work).waiting(policy.id)
    plan = HouseBook().plan(policy.jurisdiction, policy.line)
    owed = await ArrearsBook(work).of(policy.id)
    account = await Accounts(work).find(policy.id)
    by_day = {} if account is None else owed_by_day(account)
    premiums = {
        one.due_on: by_day.get(one.due_on, Owing(total=one.amount)).say_premium(
            one.due_on, customer.language
        )
        for one in owed
    }
    running = clocks_of(
        policy,
        owed=owed,
        premiums=premiums,
        request=request,
        library=library,
        at=work.now,
        language=customer.language,
    )
    resting = revival_clocks(
        policy,
        request,
        owed=owed,
        owing=owed_of(policy, account, at=work.now, before=asked_before(request, policy)),
        library=library,
        plan=plan,
        at=work.now,
        language=customer.language,
    )
    renewal = await Renewals(work).following(policy)
    ending = renewal_clocks(
        policy,
        renewal,
        refusable_until=None if renewal is None else refusal_until(renewal, policy, work),
        late_no=await Tasks(work).open("late_refusal", policy.id) is not None,
        law=HouseBook().renewal_law(policy.jurisdiction, policy.line),
        library=library,
        at=work.now,
        language=customer.language,
    )
    small = {} if account is None else slight(account, HouseBook().rules().slight_rate)
    small_sums = slight_clocks(policy, small, by_day, customer.language)
    sold = await Applications(work).of_policy(policy.id)
    promised = [] if sold is None else open_subsequent(sold)
    conditions = condition_clocks(policy, promised, at=work.now, language=customer.language)
    return nearest_first([*withdrawal, *running, *small_sums, *conditions, *resting, *ending])
