"""One of each fact that is said while a contract is being sold."""

from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any, Final
from uuid import UUID

from chassis.events import Event
from chassis.money import Money
from contracts.insured import Address, Language
from contracts.policy import (
    AnswerOverdue,
    ApplicationAccepted,
    ApplicationAppealed,
    ApplicationArchived,
    ApplicationClosed,
    ApplicationDeclined,
    ApplicationDispatched,
    ApplicationInvoiced,
    ApplicationSettled,
    ApplicationSigned,
    ApplicationWithdrawn,
    ConditionMissed,
    ConditionSaid,
    ConsentChanged,
    CounterOffered,
    DocumentsWanted,
    EnquiryAnswered,
    EnquiryOverdue,
    EnquiryReceived,
    FirstPaymentReversed,
    InspectionWanted,
    ProspectWelcomed,
    SignatureSentBack,
)
from notifications.examples.premiums import WHERE_TO_PAY

POLICY: Final = UUID("0192d3a0-0000-7000-8000-0000000000c1")
ENQUIRY: Final = UUID("0192d3a0-0000-7000-8000-0000000000b1")
NOW: Final = datetime(2026, 3, 2, 9, 30, tzinfo=UTC)
FIRST: Final = ConditionSaid(words="Fit a valve.", first=True, due_on=date(2026, 4, 1))
LATER: Final = ConditionSaid(
    words="A certificate within 60 days.", first=False, due_on=date(2026, 5, 31)
)


def about_the_sale(customer: UUID, home: Address) -> list[Event]:
    """What is said of one sale."""
    one: dict[str, Any] = {
        "application_id": UUID("0192d3a0-0000-7000-8000-0000000000a9"),
        "number": "A-2026-000007",
        "customer_id": customer,
    }
    return [
        ProspectWelcomed(
            customer_id=customer,
            name="María Núñez",
            email="maria@example.com",
            phone=None,
            language=Language.SPANISH,
            time_zone="Europe/Madrid",
            agent="ana",
            welcomed_at=NOW,
            answer_by=NOW.replace(hour=13),
        ),
        AnswerOverdue(customer_id=customer, agent="ana", answer_by=NOW),
        ConsentChanged(
            customer_id=customer,
            purpose="marketing",
            granted=False,
            email="maria@example.com",
            keeps_file=True,
            changed_at=NOW,
        ),
        CounterOffered(**one, total=Money(Decimal("800.00"), "USD"), words="A higher deductible."),
        DocumentsWanted(**one, documents=["identity"], answers=["building sum"]),
        InspectionWanted(**one, place=home, why="The river is near.", scheduled_for=NOW),
        ApplicationAccepted(
            **one,
            product="flood-home",
            total=Money(Decimal("800.00"), "USD"),
            conditions=["Fit a valve.", "A certificate within 60 days."],
            named=[FIRST, LATER],
            starts_on=date(2026, 4, 1),
            terms_sha256="0" * 64,
            accepted_at=NOW,
        ),
        ApplicationDeclined(**one, reason="Two floods.", is_postponed=False, declined_at=NOW),
        ApplicationInvoiced(
            **one,
            amount=Money(Decimal("800.00"), "USD"),
            due_on=date(2026, 3, 20),
            reference="RF72 A202 6000 007",
            pay_to=WHERE_TO_PAY,
        ),
        ApplicationAppealed(**one, appealed_at=NOW),
        ApplicationSettled(
            **one,
            settled_by="premium",
            amount=Money(Decimal("800.00"), "USD"),
            paid_on=date(2026, 3, 2),
            settled_at=NOW,
            still_open=[FIRST, LATER],
            signature_level="aes",
        ),
        FirstPaymentReversed(
            **one,
            amount=Money(Decimal("800.00"), "USD"),
            code="AM04",
            missing=Money(Decimal("800.00"), "USD"),
            reference="RF72 A202 6000 007",
        ),
        ApplicationSigned(**one, terms_sha256="0" * 64, signed_at=NOW),
        SignatureSentBack(**one, sent_back_at=NOW),
        ApplicationDispatched(
            **one, policy_id=POLICY, channel="email", proof="opened", arrived_at=NOW
        ),
        ApplicationArchived(**one, policy_id=POLICY, archived_at=NOW, still_open=[LATER]),
        ApplicationWithdrawn(**one, withdrawn_at=NOW),
        ApplicationClosed(**one, idle_days=180, closed_at=NOW),
        ConditionMissed(**one, condition="A certificate within 60 days.", missed_at=NOW),
    ]


def about_the_enquiry(customer: UUID) -> list[Event]:
    """What is said of one question."""
    enquiry: dict[str, Any] = {
        "enquiry_id": ENQUIRY,
        "number": "E-2026-000001",
        "customer_id": customer,
    }
    asked = "¿Cubren a mi perro?"
    return [
        EnquiryReceived(**enquiry, question=asked, received_at=NOW, answer_by=NOW.replace(hour=17)),
        EnquiryOverdue(**enquiry, answer_by=NOW.replace(hour=17)),
        EnquiryAnswered(**enquiry, question=asked, answer="No, lo sentimos.", answered_at=NOW),
    ]
