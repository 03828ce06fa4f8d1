"""A document is due: it is made by itself once the work that wants it is committed.

Setting takes longer than issuing does; an alarm keeps it out of the way and tries again.
"""

from typing import Final
from uuid import UUID

from chassis.identity import Principal
from chassis.work import Work
from policy.domain.document import DocumentKind
from policy.use_cases.invoice_on_paper import PrintInvoice, print_invoice
from policy.use_cases.make_document import MakeDocument, make_document

DOCUMENT_DUE: Final = "document-due"
INVOICE_DUE: Final = "application-invoice-due"
_HOUSE: Final = Principal(subject="yinbao", roles=frozenset({"house"}))


def want_document(
    kind: DocumentKind, policy_id: UUID, work: Work, *, subject_id: UUID | None = None
) -> None:
    """Have it made at once."""
    key = f"{kind}/{policy_id}/{subject_id or policy_id}"
    work.set_alarm(DOCUMENT_DUE, key, at=work.now)


def want_invoice(application_id: UUID, work: Work) -> None:
    """Have the invoice of an application made at once."""
    work.set_alarm(INVOICE_DUE, application_id, at=work.now)


async def make_due_invoice(key: str, work: Work) -> None:
    """Make it, in the customer's language."""
    await print_invoice(PrintInvoice(application_id=UUID(key), by=_HOUSE), work)


async def make_due_document(key: str, work: Work) -> None:
    """Make it, in the customer's language."""
    kind, policy_id, subject_id = key.split("/")
    order = MakeDocument(
        kind=DocumentKind(kind),
        policy_id=UUID(policy_id),
        subject_id=UUID(subject_id),
        by=_HOUSE,
    )
    await make_document(order, work)
