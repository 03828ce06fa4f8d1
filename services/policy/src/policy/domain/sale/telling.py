"""What is said of the later steps of a sale: each verb that makes one has its fact."""

from datetime import datetime
from typing import Any, Literal

from chassis.money import Money
from contracts.policy import (
    ApplicationAppealed,
    ApplicationArchived,
    ApplicationClosed,
    ApplicationDispatched,
    ApplicationInvoiced,
    ApplicationSettled,
    ApplicationSigned,
    ApplicationWithdrawn,
    FirstPaymentReversed,
    SignatureSentBack,
)
from contracts.policy.premiums import PayTo
from policy.domain.application import Application, Status
from policy.domain.application_parts import Dispatch
from policy.domain.period import local_day
from policy.domain.sale.conditions import said

SignatureNeeded = Literal["ses", "aes", "qes"]


def appealed(application: Application, *, at: datetime) -> ApplicationAppealed:
    """Somebody else looks again."""
    return ApplicationAppealed(**_whose(application), appealed_at=at)


def invoiced(application: Application, pay_to: PayTo | None) -> ApplicationInvoiced:
    """The first payment is asked for, to be paid there."""
    return ApplicationInvoiced(
        **_whose(application),
        amount=application.invoiced,
        due_on=application.invoice_due_on,
        reference=application.payment_reference,
        pay_to=pay_to,
    )


def settled(
    application: Application, amount: Money, signature: SignatureNeeded, *, at: datetime
) -> ApplicationSettled:
    """So much is there, or so much was granted."""
    paid_on = None
    if application.settled_by == "premium":
        paid_on = application.paid_on or local_day(at, application.offer.period.time_zone)
    return ApplicationSettled(
        **_whose(application),
        settled_by=application.settled_by,
        amount=amount,
        paid_on=paid_on,
        settled_at=at,
        is_signed=application.status is Status.SIGNED,
        still_open=said(application, still_open=True),
        signature_level=signature,
    )


def payment_reversed(
    application: Application, amount: Money, *, code: str, missing: Money
) -> FirstPaymentReversed:
    """The bank took back what was paid for it."""
    return FirstPaymentReversed(
        **_whose(application),
        amount=amount,
        code=code,
        missing=missing,
        reference=application.payment_reference,
    )


def signed(application: Application, *, at: datetime) -> ApplicationSigned:
    """Every signature is there."""
    return ApplicationSigned(
        **_whose(application),
        terms_sha256=application.terms_sha256,
        signed_at=at,
        still_open=said(application, still_open=True),
    )


def sent_back(application: Application, *, at: datetime) -> SignatureSentBack:
    """It is signed again."""
    return SignatureSentBack(**_whose(application), sent_back_at=at)


def dispatched(application: Application, sent: Dispatch) -> ApplicationDispatched:
    """The papers arrived."""
    return ApplicationDispatched(
        **_whose(application),
        policy_id=application.policy_id,
        channel=sent.channel,
        proof=sent.proof.value,
        arrived_at=sent.at,
    )


def archived(application: Application, *, at: datetime) -> ApplicationArchived:
    """The file is closed."""
    return ApplicationArchived(
        **_whose(application),
        policy_id=application.policy_id,
        archived_at=at,
        still_open=said(application, still_open=True),
    )


def withdrawn(application: Application, *, at: datetime) -> ApplicationWithdrawn:
    """The customer does not want it any more."""
    return ApplicationWithdrawn(**_whose(application), withdrawn_at=at)


def closed(application: Application, *, idle_days: int, at: datetime) -> ApplicationClosed:
    """Nobody went on with it."""
    return ApplicationClosed(**_whose(application), idle_days=idle_days, closed_at=at)


def _whose(application: Application) -> dict[str, Any]:
    return {
        "application_id": application.id,
        "number": application.number,
        "customer_id": application.customer_id,
    }
