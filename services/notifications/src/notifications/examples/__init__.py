"""A customer and what we tell them, for tests, documentation and sample data."""

from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any, Final
from uuid import UUID

from chassis.events import Event, Lane
from chassis.money import Money
from contracts.claims import (
    ClaimApproved,
    ClaimDeclined,
    ClaimFiled,
    ClaimPaid,
    ClaimReferred,
    ClaimWithdrawn,
)
from contracts.insured import Address, Language, Peril
from contracts.policy import (
    CoverInForce,
    CustomerChanged,
    CustomerRegistered,
    NoticeNeeded,
    PolicyCancelled,
    PolicyIssued,
)
from notifications.domain.contact import Contact
from notifications.domain.delivery import Delivery, Letter, Status
from notifications.domain.item import Item
from notifications.examples.complaints import about_the_complaint
from notifications.examples.keeping import about_keeping_the_policy
from notifications.examples.premiums import about_the_premium
from notifications.examples.renewals import about_the_next_term
from notifications.examples.sale import about_the_enquiry, about_the_sale

MARIA: Final = UUID("0192d3a0-0000-7000-8000-000000000001")
WEI: Final = UUID("0192d3a0-0000-7000-8000-000000000002")
POLICY: Final = UUID("0192d3a0-0000-7000-8000-0000000000a1")
CLAIM: Final = UUID("0192d3a0-0000-7000-8000-0000000000c1")
COMPLAINT: Final = UUID("0192d3a0-0000-7000-8000-0000000000d1")
DELIVERY: Final = UUID("0192d3a0-0000-7000-8000-0000000000e1")
ITEM: Final = UUID("0192d3a0-0000-7000-8000-0000000000f1")
NOTICE: Final = UUID("0192d3a0-0000-7000-8000-0000000000a3")
NOW: Final = datetime(2026, 3, 2, 9, 30, tzinfo=UTC)

_HOME: Final = Address(line="Calle del Mar 1", city="Valencia", postal_code="46001", country="ES")
_FILE: Final[dict[str, Any]] = {
    "customer_id": MARIA,
    "kind": "person",
    "name": "María Núñez",
    "email": "maria@example.com",
    "phone": None,
    "language": Language.SPANISH,
    "time_zone": "Europe/Madrid",
    "born_on": date(1984, 2, 29),
    "address": _HOME,
}


def registered(**changed: Any) -> CustomerRegistered:
    """María has a file with us."""
    return CustomerRegistered(**{**_FILE, **changed})


def changed(**changed: Any) -> CustomerChanged:
    """María's file as it is now."""
    return CustomerChanged(**{**_FILE, **changed})


def usd(amount: str) -> Money:
    """An amount in the money of the product."""
    return Money(Decimal(amount), "USD")


def claim_filed(**changed: Any) -> ClaimFiled:
    """María told us of a loss."""
    fields: dict[str, Any] = {
        **_CLAIM,
        "policy_id": POLICY,
        "peril": Peril.RIVER_OVERFLOW,
        "occurred_at": datetime(2026, 2, 28, 23, 30, tzinfo=UTC),
        "damage": usd("12500.00"),
        "filed_at": NOW,
    }
    return ClaimFiled(**{**fields, **changed})


def everything_said() -> list[Event]:
    """One of each fact the company says aloud, all about María."""
    return [
        registered(),
        changed(),
        *_about_the_policy(),
        *about_the_premium(MARIA, POLICY),
        *about_the_next_term(MARIA, POLICY, NOTICE),
        *_about_the_claim(),
        *about_the_complaint(MARIA, CLAIM, COMPLAINT, at=NOW),
        *about_the_sale(MARIA, _HOME),
        *about_the_enquiry(MARIA),
    ]


_NONE: Final = usd("0.00")
_CLAIM: Final[dict[str, Any]] = {
    "claim_id": CLAIM,
    "number": "C-2026-000123",
    "customer_id": MARIA,
}


_FLOOD: Final = CoverInForce(
    cover="flood",
    perils=[Peril.RIVER_OVERFLOW],
    limit=usd("250000.00"),
    deductible=usd("1000.00"),
    starts_at=NOW,
    ends_at=NOW.replace(year=2027),
    answers_from=NOW,
)


def _about_the_policy() -> list[Event]:
    policy: dict[str, Any] = {"policy_id": POLICY, "number": "P-2026-000042", "customer_id": MARIA}
    back: dict[str, Any] = {"refund": usd("374.79"), "given_back": usd("404.77")}
    return [
        PolicyIssued(
            **policy,
            product="flood-home",
            product_version="2026.1",
            insured_place=_HOME,
            sum_insured=usd("250000.00"),
            deductible=usd("1000.00"),
            perils=[Peril.RIVER_OVERFLOW],
            starts_at=NOW,
            ends_at=NOW.replace(year=2027),
            premium=usd("840.00"),
            issued_at=NOW,
            covers=[_FLOOD],
            cover_names={"flood": {"en": "Flood", "es": "Inundación", "zh": "洪水"}},
        ),
        PolicyCancelled(**policy, **back, ends_at=NOW, reason="Sold.", cancelled_at=NOW),
        *about_keeping_the_policy(policy),
        notice_needed(),
    ]


def notice_needed(**changed: Any) -> NoticeNeeded:
    """A premium of María is unpaid, and she must be told."""
    fields: dict[str, Any] = {
        "policy_id": POLICY,
        "number": "P-2026-000042",
        "customer_id": MARIA,
        "notice_id": NOTICE,
        "kind": "reminder",
        "amount": usd("70.00"),
        "due_on": date(2026, 3, 1),
        "cover_until": datetime(2026, 4, 1, 22, tzinfo=UTC),
        "what_follows": {"en": "Cover is suspended.", "es": "Se suspende.", "zh": "保障中止。"},
        "rule": "ES-15-SUSPENSION",
    }
    return NoticeNeeded(**{**fields, **changed})


def _about_the_claim() -> list[Event]:
    decided: dict[str, Any] = {**_CLAIM, "policy_id": POLICY, "findings": []}
    return [
        claim_filed(),
        ClaimReferred(**_CLAIM, proposed_decision="decline", proposed_amount=_NONE, findings=[]),
        ClaimApproved(**decided, amount=usd("11500.00"), approved_by="mira"),
        ClaimDeclined(**decided, reason="The loss was before the cover began.", declined_by="mira"),
        ClaimPaid(**_CLAIM, amount=usd("11500.00"), reference="TR-9", paid_at=NOW),
        ClaimWithdrawn(**_CLAIM, withdrawn_at=NOW),
    ]


def a_contact(**changed: Any) -> Contact:
    """María, as notifications knows her."""
    (contact := Contact(customer_id=MARIA)).learn(registered(**changed), as_of=1)
    return contact


def a_letter() -> Letter:
    """Some words."""
    return Letter(subject="Hola", text="Hola, María.", html="<p>Hola, María.</p>")


def a_delivery(
    status: Status = Status.QUEUED, *, delivery_id: UUID = DELIVERY, lane: Lane = Lane.CORE
) -> Delivery:
    """A mail to María, as far as `status`."""
    delivery = Delivery(
        id=delivery_id,
        customer_id=MARIA,
        fact="claim-filed",
        lane=lane,
        created_at=NOW,
        due_at=NOW,
    )
    if status is not Status.WAITING:
        delivery.address_to(a_contact(), a_letter(), at=NOW)
        delivery.status = status
    return delivery


def an_item(position: int = 1, *, customer_id: UUID = MARIA, item_id: UUID = ITEM) -> Item:
    """An entry in María's inbox."""
    return Item(
        id=item_id,
        customer_id=customer_id,
        position=position,
        fact="claim-filed",
        lane=Lane.CORE,
        title="Hemos recibido su siniestro C-2026-000123",
        body="Hola, María.",
        created_at=NOW,
    )
