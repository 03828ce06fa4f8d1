"""What is open of an invoice will not come: finance gives it up."""

from dataclasses import dataclass
from uuid import UUID

from chassis.identity import Principal
from chassis.work import Work, check_version
from policy.domain.money.crediting import write_off
from policy.domain.money.invoice import Invoice
from policy.storage.money.accounts import Accounts
from policy.use_cases.money.keep import keep


@dataclass(frozen=True, kw_only=True)
class WriteOffInvoice:
    """Which, as it was read, and why."""

    invoice_id: UUID
    version: int
    reason: str
    by: Principal


async def write_off_invoice(order: WriteOffInvoice, work: Work) -> Invoice:
    """Give it up."""
    accounts = Accounts(work)
    account = await accounts.locked(await accounts.of_invoice(order.invoice_id, asked_by=order.by))
    invoice = account.invoice(order.invoice_id)
    check_version(invoice.version, order.version)
    done = write_off(account, invoice, at=work.now)
    invoice.reason = order.reason
    await keep(accounts, account, done, work)
    return invoice
