"""The credit note: what is less and why, for which days, of which invoice, and where it goes."""

from datetime import datetime

from policy.domain.customer import Customer
from policy.domain.money.account import Account, CreditUse, Standing
from policy.domain.money.credited import Credited
from policy.domain.money.invoice import Invoice
from policy.domain.policy import Policy
from policy.letters.invoice import days, why
from policy.letters.names import Names
from policy.letters.opening import opening
from policy.letters.prices import prices
from policy.letters.sheet import Grid, Pair, Paragraphs, Sheet
from policy.letters.speech import Speech


def credit_note_sheet(
    note: Invoice,
    credited: Credited,
    account: Account,
    policy: Policy,
    customer: Customer,
    *,
    names: Names,
    speech: Speech,
    at: datetime,
) -> Sheet:
    """Nothing is to be paid: it has no due day and no reference."""
    say = speech.say
    title, sum_ = say("credit_note.lines"), say("schedule.total")
    return Sheet(
        **opening(speech, customer, policy, names, at=at),
        title=say("credit_note.title", number=note.number),
        lead=say(f"credit_note.{_what(credited)}"),
        facts=(
            (say("common.number"), policy.number),
            (say("common.product"), names.product),
            (say("invoice.issued"), speech.day(note.issue_on)),
            *why(note, speech),
            *_corrects(credited, speech),
            (say("credit_note.days"), days(note, speech)),
        ),
        tables=(
            prices(note.lines, names, speech, title=title, sum_=sum_),
            _becomes(note, credited, speech),
        ),
        paragraphs=_goes(credited, account, speech),
    )


def _what(credited: Credited) -> str:
    """Whether it was asked for only, or paid, or both."""
    if credited.back:
        return "both_lead" if credited.off else "paid_lead"
    return "unpaid_lead"


def _corrects(credited: Credited, speech: Speech) -> list[Pair]:
    numbers = credited.corrects
    if not numbers:
        return []
    return [(speech.say("credit_note.corrects"), speech.say("common.and_then").join(numbers))]


def _becomes(note: Invoice, credited: Credited, speech: Speech) -> Grid:
    say = speech.say
    rows = [
        (say("credit_note.off", number=one.number), speech.money(part))
        for one, part in credited.off
    ]
    if credited.given_up:
        rows.append((say("credit_note.given_up"), speech.money(credited.given_up)))
    if credited.back:
        rows.append((say("credit_note.back"), speech.money(credited.back)))
    return Grid(
        title=say("ending.becomes_title"),
        head=(say("common.item"), say("common.amount")),
        rows=(*rows, (say("schedule.total"), speech.money(note.amount))),
    )


def _goes(credited: Credited, account: Account, speech: Speech) -> tuple[Paragraphs, ...]:
    """Where the money goes: to whoever paid, unless the customer wants it used."""
    if not credited.back:
        return ()
    used = account.credit_use is CreditUse.NEXT_INSTALMENT
    stays = used and account.standing is not Standing.CANCELLED
    line = speech.say("credit_note.stays" if stays else "credit_note.goes")
    return (Paragraphs(title=speech.say("credit_note.goes_title"), lines=(line,)),)
