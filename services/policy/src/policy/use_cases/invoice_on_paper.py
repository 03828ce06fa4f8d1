"""The invoice of an application is made on paper: nobody waits for the contract to have it."""

from dataclasses import dataclass
from uuid import UUID

from chassis.identity import Principal
from chassis.work import Work
from contracts.insured import Language
from policy.domain.document import Belongs, DocumentKind, IssuedDocument, NothingToSay, Subject
from policy.letters import Speech, first_invoice_sheet
from policy.storage import Applications, Customers, Documents
from policy.storage.money.rules import collection_rules
from policy.use_cases.keep_document import keep_document
from policy.use_cases.names_on_paper import names_of


@dataclass(frozen=True, kw_only=True)
class PrintInvoice:
    """The order: of which application, in which language (else the customer's)."""

    application_id: UUID
    language: Language | None = None
    by: Principal


async def print_invoice(order: PrintInvoice, work: Work) -> IssuedDocument:
    """Make it, or give the one that was made; a first day that is moved makes another."""
    application = await Applications(work).get(order.application_id, asked_by=order.by)
    if application.invoiced is None:
        raise NothingToSay(f"nothing was asked for yet: {application.number} has no invoice")
    customer = await Customers(work).insured(application.customer_id)
    language = order.language or customer.language
    subject = Subject(
        kind=DocumentKind.INVOICE, id=application.id, version=len(application.proposals)
    )
    made = await Documents(work).made(subject, language)
    if made is not None:
        return made
    offer = application.offer
    names = names_of(offer.product, offer.product_version, offer.currency, language)
    pay_to = collection_rules().pay_to.get(offer.currency)
    sheet = first_invoice_sheet(
        application, customer, names, Speech(language), pay_to=pay_to, at=work.now
    )
    of = Belongs(
        customer_id=application.customer_id,
        number=application.number,
        application_id=application.id,
    )
    return await keep_document(sheet, subject, of, by=order.by, work=work)
