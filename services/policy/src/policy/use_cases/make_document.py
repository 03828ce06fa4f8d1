"""A document is made: set once, and kept with its hash."""

from dataclasses import dataclass
from uuid import UUID

from chassis.identity import Principal
from chassis.work import Work
from contracts.insured import Language
from policy.domain.document import Belongs, DocumentKind, IssuedDocument
from policy.storage import Customers, Documents, Policies
from policy.use_cases.compose_document import Wanted, compose, subject_of
from policy.use_cases.keep_document import keep_document


@dataclass(frozen=True, kw_only=True)
class MakeDocument:
    """The order: of which contract, which thing of it, in which language (else the customer's)."""

    kind: DocumentKind
    policy_id: UUID
    subject_id: UUID | None = None
    language: Language | None = None
    by: Principal


async def make_document(order: MakeDocument, work: Work) -> IssuedDocument:
    """Make it, or give the one that was made."""
    policy = await Policies(work).get(order.policy_id, asked_by=order.by)
    customer = await Customers(work).insured(policy.customer_id)
    language = order.language or customer.language
    wanted = Wanted(
        kind=order.kind,
        policy=policy,
        customer=customer,
        subject_id=order.subject_id,
        language=language,
        by=order.by,
    )
    subject = await subject_of(wanted, work)
    made = await Documents(work).made(subject, language)
    if made is not None and made.policy_id == policy.id:
        return made
    of = Belongs(customer_id=policy.customer_id, number=policy.number, policy_id=policy.id)
    return await keep_document(await compose(wanted, work), subject, of, by=order.by, work=work)
