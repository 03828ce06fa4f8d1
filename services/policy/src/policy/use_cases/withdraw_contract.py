"""The customer thinks again and gives the contract back."""

from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from chassis.errors import Rejected
from chassis.identity import Principal
from chassis.money import Money
from chassis.work import Work, check_version
from contracts.roles import Role
from policy.domain.contract.wish import Wish
from policy.domain.document import DocumentKind
from policy.domain.period import midnight
from policy.domain.policy import Policy, Status
from policy.domain.preservation.withdraw import ByHand, thinking_again, to_decide, withdraw
from policy.domain.task import Task
from policy.storage import (
    Applications,
    Customers,
    Erasures,
    HouseBook,
    Policies,
    Tasks,
    Versions,
)
from policy.use_cases.close_arrears import close_arrears
from policy.use_cases.hear_wish import hear_wish
from policy.use_cases.money.follow_contract import give_all_back
from policy.use_cases.raise_task import raise_task
from policy.use_cases.renewing.close_renewal import close_renewal
from policy.use_cases.want_document import want_document


class BadSending(Rejected, code="bad-sending"):
    """A withdrawal was sent after the contract was made and not in the future."""


@dataclass(frozen=True, kw_only=True)
class WithdrawContract:
    """When it was sent: sending in time is enough."""

    policy_id: UUID
    version: int
    sent_at: datetime | None
    wish: Wish | None = None
    """How it came, where an agent speaks for the customer."""
    by: Principal


@dataclass(frozen=True)
class Withdrawal:
    """What became of it: given back, or a person decides."""

    policy: Policy
    with_a_person: Task | None = field(default=None, kw_only=True)
    why: ByHand | None = field(default=None, kw_only=True)
    """Why a person decides."""
    given_back: Money | None = field(default=None, kw_only=True)
    """What is not owed any more, taxes included."""


async def withdraw_contract(order: WithdrawContract, work: Work) -> Withdrawal:
    """In time, everything is given back.

    Late, after a loss was claimed, or of a book brought in, a person decides: a machine never
    refuses it.
    """
    policy = await Policies(work).get(order.policy_id, asked_by=order.by)
    check_version(policy.version, order.version)
    policy.must_move_to(Status.WITHDRAWN)
    hear_wish(order.wish, policy, by=order.by, underwriter="judge", work=work)
    sent_at = order.sent_at or _sent_by(policy, order.wish, work)
    if not policy.issued_at <= sent_at <= work.now:
        raise BadSending(
            f"it cannot have been sent at {sent_at:%Y-%m-%d %H:%M} UTC", field="/sent_at"
        )
    home = (await Customers(work).by_id(policy.customer_id)).time_zone
    rights = thinking_again(policy, HouseBook().law(), customer_zone=home)
    why = await why_by_hand(policy, work)
    if why is None and not rights.open_at(sent_at):
        why = ByHand.LATE
    if why is not None and Role.UNDERWRITER not in order.by.roles:
        how = f", {order.wish}" if order.wish else ""
        about = f"{policy.number} was given back {why}, on {sent_at:%Y-%m-%d}{how}: decide"
        owner = Role.UNDERWRITER
        if await Tasks(work).open("late_withdrawal", policy.id) is None:  # said once
            work.publish(to_decide(policy, why, sent_at=sent_at))
        task = await raise_task("late_withdrawal", about, owner=owner, policy=policy, work=work)
        return Withdrawal(policy, with_a_person=task, why=why)
    stretches, by = await Versions(work).stretches(policy), order.by.subject
    # The contract first, then its account: locks are taken in that order (decision 0165).
    told = withdraw(policy, stretches, received_at=work.now, by=by, at=work.now, wish=order.wish)
    back = await give_all_back(policy, work)
    work.publish(told.model_copy(update={"given_back": back}))
    await close_arrears(policy, work)
    want_document(DocumentKind.ENDING, policy.id, work)
    await close_renewal(policy, work)
    return Withdrawal(policy, given_back=back)


async def why_by_hand(policy: Policy, work: Work) -> ByHand | None:
    """Why no machine gives this contract back, however early that is asked; None if one does."""
    if await Erasures(work).claimed(policy.id):
        return ByHand.CLAIMED
    return ByHand.ELSEWHERE if await Applications(work).brought_in(policy) else None


def _sent_by(policy: Policy, wish: Wish | None, work: Work) -> datetime:
    """When it was sent at the latest, as far as we know: by the day on which it came."""
    if wish is None:
        return work.now
    day = midnight(wish.received_on, policy.time_zone)
    return min(max(policy.issued_at, day), work.now)
