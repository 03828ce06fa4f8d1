"""What is said to María when a term of her policy turns."""

from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from chassis.events import Event
from chassis.money import Money
from contracts.policy import (
    CoverTerms,
    PolicyRenewed,
    PriceReason,
    RenewalAccepted,
    RenewalDeclined,
    RenewalNotOffered,
    RenewalOffered,
    RenewalRefusedLate,
    RenewalReminded,
)


def about_the_next_term(customer: UUID, policy: UUID, notice: UUID) -> list[Event]:
    """Offered, reminded, and how it can end."""
    word: dict[str, Any] = {
        "policy_id": policy,
        "number": "P-2026-000042",
        "customer_id": customer,
        "term": 2,
        "starts_on": date(2027, 4, 1),
        "ends_on": date(2028, 4, 1),
    }
    soon, end = datetime(2027, 3, 30, 22, tzinfo=UTC), datetime(2027, 3, 31, 22, tzinfo=UTC)
    until = datetime(2027, 2, 28, 23, tzinfo=UTC)
    told: dict[str, Any] = {"notice_id": notice, "rule": "ES-22-CHANGE", "in_time_until": soon}
    words = {"en": "Age of the building", "es": "Edad del edificio", "zh": "房龄"}
    return [
        RenewalOffered(
            **word,
            **told,
            last_year=_usd("230.00"),
            this_year=_usd("242.10"),
            last_year_net=_usd("197.90"),
            this_year_net=_usd("208.32"),
            reasons=[
                PriceReason(
                    reason="building_age",
                    words=words,
                    factor=Decimal("1.052632"),
                    change=_usd("10.42"),
                    level=_usd("208.32"),
                )
            ],
            asked=False,
            answer_by=soon,
            refusable_until=until,
        ),
        RenewalNotOffered(
            **word,
            **told,
            because="underwriting",
            reason="The river wall was taken down.",
            cover_until=end,
        ),
        RenewalReminded(**word, this_year=_usd("242.10"), answer_by=soon, cover_until=end),
        RenewalDeclined(**word, cover_until=end, accept_until=soon),
        RenewalRefusedLate(**word, refusable_until=until, decided_by=soon),
        RenewalAccepted(
            **word,
            starts_at=end,
            ends_at=end.replace(year=2028),
            premium=_usd("208.32"),
            total=_usd("242.10"),
            payment_mode="yearly",
            covers=[CoverTerms(cover="theft", limit=_usd("40000.00"), deductible=_usd("250.00"))],
            cover_names={"theft": {"en": "Theft", "es": "Robo", "zh": "盗窃"}},
            declined_before=True,
            refusable_until=until,
        ),
        PolicyRenewed(
            **word,
            starts_at=end,
            ends_at=end.replace(year=2028),
            premium=_usd("208.32"),
            total=_usd("242.10"),
            how="by_terms",
            product_version="1.0",
            time_zone="Europe/Madrid",
        ),
    ]


def _usd(amount: str) -> Money:
    return Money(Decimal(amount), "USD")
