"""The invoice: what is asked for and until when, or that it is paid and nothing is to be done."""

from datetime import datetime

from contracts.policy.premiums import PayTo
from policy.domain.customer import Customer
from policy.domain.money.invoice import Invoice, Status
from policy.domain.money.reference import printed
from policy.domain.policy import Policy
from policy.letters.names import Names
from policy.letters.opening import opening
from policy.letters.paying import where_to_pay
from policy.letters.prices import prices
from policy.letters.sheet import Pair, Paragraphs, Sheet
from policy.letters.speech import Speech

_NOTHING_OPEN = {
    Status.PAID: "paid_lead",
    Status.CANCELLED: "cancelled_lead",
    Status.WRITTEN_OFF: "given_up_lead",
}


def invoice_sheet(
    invoice: Invoice,
    policy: Policy,
    customer: Customer,
    names: Names,
    speech: Speech,
    *,
    pay_to: PayTo | None,
    in_parts: bool,
    at: datetime,
) -> Sheet:
    """As it stands: where to pay and how to name it while it is open, else what became of it.

    `in_parts`: whether it is an instalment of several.
    """
    say = speech.say
    title, sum_ = say("invoice.lines"), say("schedule.total")
    return Sheet(
        **opening(speech, customer, policy, names, at=at),
        title=say("invoice.title", number=invoice.number),
        lead=say(f"invoice.{_NOTHING_OPEN.get(invoice.status, 'lead')}"),
        facts=(
            (say("common.number"), policy.number),
            (say("common.product"), names.product),
            (say("invoice.issued"), speech.day(invoice.issue_on)),
            *why(invoice, speech),
            (say("invoice.due"), speech.day(invoice.due_on)),
            *_paid(invoice, speech),
            *_open(invoice, pay_to, speech),
            *([] if invoice.is_claim else [(say("invoice.covers"), days(invoice, speech))]),
        ),
        tables=(prices(invoice.lines, names, speech, title=title, sum_=sum_),),
        paragraphs=divided(speech) if in_parts else (),
    )


def divided(speech: Speech) -> tuple[Paragraphs, ...]:
    """Why a rate and its amount may differ by some cents in an instalment (P-08)."""
    said = Paragraphs(title=speech.say("invoice.parts_title"), lines=(speech.say("invoice.parts"),))
    return (said,)


def why(invoice: Invoice, speech: Speech) -> list[Pair]:
    """What it was made for, where it is no instalment as planned from the start."""
    key = f"made_for.{invoice.reason}"
    return [(speech.say("ending.reason"), speech.say(key))] if speech.knows(key) else []


def days(invoice: Invoice, speech: Speech) -> str:
    """The days it is for."""
    starts, ends = speech.day(invoice.covers_from), speech.day(invoice.covers_until)
    return speech.say("schedule.from_until", starts=starts, ends=ends)


def _paid(invoice: Invoice, speech: Speech) -> list[Pair]:
    """What was paid of it and when, and what was taken off or given up."""
    say, found = speech.say, list[Pair]()
    if invoice.settled:
        paid = speech.money(invoice.settled)
        if invoice.paid_on is not None:
            paid = say("invoice.paid_on", amount=paid, day=speech.day(invoice.paid_on))
        found.append((say("invoice.paid"), paid))
    if invoice.credited:
        found.append((say("invoice.credited"), speech.money(invoice.credited)))
    if invoice.written_off:
        found.append((say("invoice.given_up"), speech.money(invoice.written_off)))
    return found


def _open(invoice: Invoice, pay_to: PayTo | None, speech: Speech) -> list[Pair]:
    """What is still to be paid, where to, and how to name it."""
    if not invoice.open:
        return []
    found = where_to_pay(pay_to, speech)
    found.append((speech.say("invoice.reference"), printed(invoice.reference)))
    if invoice.open != invoice.amount:
        found.insert(0, (speech.say("ending.owed"), speech.money(invoice.open)))
    return found
