"""The invoice, or the credit note that takes one back."""

from datetime import datetime

from policy.domain.customer import Customer
from policy.domain.money.invoice import Invoice, Kind
from policy.domain.money.reference import printed
from policy.domain.policy import Policy
from policy.letters.names import Names
from policy.letters.opening import opening
from policy.letters.prices import prices
from policy.letters.sheet import Sheet
from policy.letters.speech import Speech


def invoice_sheet(
    invoice: Invoice,
    policy: Policy,
    customer: Customer,
    names: Names,
    speech: Speech,
    *,
    at: datetime,
) -> Sheet:
    """What is asked for, until when, and how to name it; what was paid is the account's matter."""
    say = speech.say
    credit = invoice.kind is Kind.CREDIT_NOTE
    return Sheet(
        **opening(speech, customer, policy, names, at=at),
        title=say("invoice.credit_note" if credit else "invoice.title", number=invoice.number),
        lead=say("invoice.credit_lead" if credit else "invoice.lead"),
        facts=(
            (say("common.number"), policy.number),
            (say("common.product"), names.product),
            (say("invoice.issued"), speech.day(invoice.issue_on)),
            (say("invoice.due"), speech.day(invoice.due_on)),
            (say("invoice.reference"), printed(invoice.reference)),
            (
                say("invoice.covers"),
                say(
                    "schedule.from_until",
                    starts=speech.day(invoice.covers_from),
                    ends=speech.day(invoice.covers_until),
                ),
            ),
        ),
        tables=(
            prices(
                invoice.lines,
                names,
                speech,
                title=say("invoice.lines"),
                sum_=say("schedule.total"),
            ),
        ),
    )
