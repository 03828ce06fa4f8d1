"""What complaints does when other services speak, and when its own clock rings."""

from uuid import UUID

from chassis.reactions import Alarm, Reactions
from chassis.work import Work
from complaints.domain.known import Kind, Known
from complaints.storage import KnownThings
from complaints.use_cases.forget_customer import (
    FORGETTING_DUE,
    customer_was_erased,
    forget_customer,
)
from complaints.use_cases.open_complaint import ACKNOWLEDGEMENT_DUE
from complaints.use_cases.record_breach import record_breach
from contracts.claims import ClaimFiled
from contracts.policy import CustomerErased, CustomerRegistered, PolicyIssued

on = Reactions()


@on(CustomerRegistered)
async def remember_customer(event: CustomerRegistered, work: Work) -> None:
    """Somebody of ours may complain on their behalf."""
    known = Known(kind=Kind.CUSTOMER, id=event.customer_id, customer_id=event.customer_id)
    await KnownThings(work).remember(known)


@on(PolicyIssued)
async def remember_policy(event: PolicyIssued, work: Work) -> None:
    """Its holder may complain about it."""
    known = Known(kind=Kind.POLICY, id=event.policy_id, customer_id=event.customer_id)
    await KnownThings(work).remember(known)


@on(ClaimFiled)
async def remember_claim(event: ClaimFiled, work: Work) -> None:
    """Who filed it may complain about it."""
    known = Known(kind=Kind.CLAIM, id=event.claim_id, customer_id=event.customer_id)
    await KnownThings(work).remember(known)


@on(CustomerErased)
async def customer_erased(event: CustomerErased, work: Work) -> None:
    """They want to be forgotten."""
    await customer_was_erased(event, work)


@on.alarm(FORGETTING_DUE)
async def forgetting_due(alarm: Alarm, work: Work) -> None:
    """No law keeps the words any longer."""
    await forget_customer(UUID(alarm.key), work)


@on.alarm(ACKNOWLEDGEMENT_DUE)
async def acknowledgement_due(alarm: Alarm, work: Work) -> None:
    """Two days have gone by."""
    await record_breach(UUID(alarm.key), work)
