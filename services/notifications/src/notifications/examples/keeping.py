"""What is said of a contract while it is kept, for tests and documentation."""

from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any, Final
from uuid import UUID

from chassis.events import Event
from chassis.money import Money
from contracts.policy import (
    EvidenceWanted,
    PolicyEndorsed,
    PolicyExpired,
    PolicyLapsed,
    PolicyLapseSetAside,
    PolicyReinstated,
    PolicySuspended,
    PolicyWithdrawn,
    ReinstatementGranted,
    WithdrawalToDecide,
)
from notifications.examples.premiums import WHERE_TO_PAY

ENDORSEMENT: Final = UUID("0192d3a0-0000-7000-8000-0000000000a2")
_NOW: Final = datetime(2026, 3, 2, 9, 30, tzinfo=UTC)


def _usd(amount: str) -> Money:
    return Money(Decimal(amount), "USD")


def about_keeping_the_policy(policy: dict[str, Any]) -> list[Event]:
    """One of each fact about a contract that is changed, rests, ends and comes back."""
    owed: dict[str, Any] = {**policy, "owed": _usd("70.00"), "rule": "ES-15-SUSPENSION"}
    paid = _usd("70.00")
    asked: dict[str, Any] = {
        **policy,
        "request_id": ENDORSEMENT,
        "to_pay": paid,
        "reference": "RF98 INV2 0260 0012 3",
        "pay_to": WHERE_TO_PAY,
    }
    return [
        PolicyEndorsed(
            **policy,
            endorsement_id=ENDORSEMENT,
            effective_on=date(2026, 7, 1),
            changed=["covers.contents.limit"],
            premium_change=_usd("40.33"),
            to_pay=_usd("43.56"),
            endorsed_at=_NOW,
        ),
        WithdrawalToDecide(
            policy_id=policy["policy_id"],
            number=policy["number"],
            customer_id=policy["customer_id"],
            sent_at=_NOW,
            why="late",
        ),
        PolicyWithdrawn(**policy, received_at=_NOW, refund=_usd("840.00")),
        PolicySuspended(
            **owed,
            suspended_at=_NOW,
            ends_unpaid_at=_NOW,
            to_pay=_usd("140.00"),
            reference="RF98 INV2 0260 0012 3",
            pay_to=WHERE_TO_PAY,
        ),
        PolicyLapsed(**owed, lapsed_at=_NOW),
        PolicyLapseSetAside(**policy, covered_since=_NOW, paid=paid, paid_on=_NOW.date()),
        EvidenceWanted(
            **asked, wanted={"en": "a statement", "es": "una declaración", "zh": "声明"}
        ),
        ReinstatementGranted(**asked, pay_until=_NOW, from_payment=True),
        PolicyReinstated(**policy, gap_from=_NOW, cover_back_at=_NOW, paid=paid),
        PolicyExpired(**policy, expired_at=_NOW),
    ]
