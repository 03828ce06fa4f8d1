"""The invoice of an application: the first payment, asked for before there is a contract."""

from datetime import datetime

from contracts.policy.premiums import PayTo
from policy.domain.application import Application
from policy.domain.customer import Customer
from policy.domain.money.plan import instalments
from policy.domain.period import local_day
from policy.letters.invoice import divided
from policy.letters.names import Names
from policy.letters.opening import About, opening
from policy.letters.paying import where_to_pay
from policy.letters.prices import prices
from policy.letters.sheet import Sheet
from policy.letters.speech import Speech


def first_invoice_sheet(
    application: Application,
    customer: Customer,
    names: Names,
    speech: Speech,
    *,
    pay_to: PayTo | None,
    at: datetime,
) -> Sheet:
    """What is asked for and until when, for which days, where to pay it and how to name it."""
    say, zone = speech.say, application.offer.period.time_zone
    parts, due_on = instalments(application.offer), application.invoice_due_on
    first = parts[0]
    assert due_on is not None
    about = About(number=application.number, time_zone=zone)
    asked = next(one for one in application.steps if one.what == "invoiced")
    return Sheet(
        **opening(speech, customer, about, names, at=at),
        title=say("invoice.title", number=application.number),
        lead=say("invoice.first_lead"),
        facts=(
            (say("invoice.application"), application.number),
            (say("common.product"), names.product),
            (say("common.holder"), customer.name),
            (say("invoice.issued"), speech.day(local_day(asked.at, zone))),
            (say("invoice.due"), speech.day(due_on)),
            *where_to_pay(pay_to, speech),
            (say("invoice.reference"), application.payment_reference),
            (
                say("invoice.covers"),
                say(
                    "schedule.from_until",
                    starts=speech.day(first.covers_from),
                    ends=speech.day(first.covers_until),
                ),
            ),
        ),
        tables=(
            prices(
                first.lines, names, speech, title=say("invoice.lines"), sum_=say("schedule.total")
            ),
        ),
        paragraphs=divided(speech) if len(parts) > 1 else (),
    )
