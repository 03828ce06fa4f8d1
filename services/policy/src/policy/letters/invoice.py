"""The invoice, or the credit note that takes one back."""

from datetime import datetime

from policy.domain.customer import Customer
from policy.domain.money.invoice import Invoice, Kind
from policy.domain.money.line import PREMIUM, Line
from policy.domain.money.reference import printed
from policy.domain.policy import Policy
from policy.letters.names import Names
from policy.letters.opening import opening
from policy.letters.sheet import Grid, Sheet
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
    rows = [(_name(one, speech), _rate(one, speech), speech.money(one.amount)) for one in
            invoice.lines]  # fmt: skip
    rows.append((say("schedule.total"), "", speech.money(invoice.amount)))
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
            Grid(
                title=say("invoice.lines"),
                head=tuple(say(f"common.{one}") for one in ("item", "rate", "amount")),
                rows=tuple(rows),
            ),
        ),
    )


def _name(line: Line, speech: Speech) -> str:
    return speech.say("schedule.net") if line.id == PREMIUM else line.id


def _rate(line: Line, speech: Speech) -> str:
    return "" if line.rate is None else speech.share(line.rate)
