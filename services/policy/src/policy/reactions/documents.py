"""When a document is due."""

from chassis.reactions import Alarm
from chassis.work import Work
from policy.reactions.register import on
from policy.use_cases.want_document import (
    DOCUMENT_DUE,
    INVOICE_DUE,
    make_due_document,
    make_due_invoice,
)


@on.alarm(DOCUMENT_DUE)
async def document_due(alarm: Alarm, work: Work) -> None:
    """A contract was issued, or an endorsement agreed."""
    await make_due_document(alarm.key, work)


@on.alarm(INVOICE_DUE)
async def invoice_due(alarm: Alarm, work: Work) -> None:
    """The first payment of an application was asked for."""
    await make_due_invoice(alarm.key, work)
