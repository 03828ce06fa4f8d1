"""A document is made: set once, and kept with its hash."""

from dataclasses import dataclass
from uuid import UUID

from chassis.identity import Principal
from chassis.ids import new_id
from chassis.work import Work
from contracts.insured import Language
from policy.domain.document import DocumentKind, IssuedDocument
from policy.letters import Press
from policy.storage import Customers, Documents, Policies
from policy.use_cases.compose_document import Wanted, compose, subject_of


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
    documents, press = Documents(work), Press()
    subject = subject_of(wanted)
    made = await documents.made(subject, language)
    if made is not None and made.policy_id == policy.id:
        return made
    content = await press.set(await compose(wanted, work))
    document = IssuedDocument.make(
        new_id(),
        subject,
        content,
        language=language,
        policy_id=policy.id,
        customer_id=policy.customer_id,
        number=policy.number,
        template=press.template(order.kind),
        by=order.by.subject,
        at=work.now,
    )
    if not await documents.keep(document, content):
        return await documents.made(subject, language) or document
    return document
