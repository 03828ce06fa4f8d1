"""María's cover and her flooded kitchen, for tests, documentation and sample data."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import Any, Final
from uuid import UUID

from chassis.money import Money
from claims.domain.assessment import Case, assess
from claims.domain.claim import Claim, Status
from claims.domain.cover import Cover
from claims.domain.decision import Decision
from claims.domain.loss import Loss
from contracts.insured import Address, Peril
from contracts.policy import Clause, PolicyCancelled, PolicyIssued

MARIA: Final = UUID("0192d3a0-0000-7000-8000-000000000001")
WEI: Final = UUID("0192d3a0-0000-7000-8000-000000000002")
POLICY: Final = UUID("0192d3a0-0000-7000-8000-0000000000a1")
CLAIM: Final = UUID("0192d3a0-0000-7000-8000-0000000000c1")
NOW: Final = datetime(2026, 3, 2, 9, 30, tzinfo=UTC)
STARTS_AT: Final = datetime(2025, 4, 1, 5, tzinfo=UTC)
ENDS_AT: Final = datetime(2026, 4, 1, 5, tzinfo=UTC)
CLAUSES: Final = [
    Clause(id="FL-1", version="1.0", about="insuring"),
    Clause(id="FL-2", version="1.0", about="perils"),
    Clause(id="FL-3", version="1.0", about="deductible"),
    Clause(id="FL-4", version="1.0", about="limit"),
    Clause(id="FL-5", version="1.0", about="period"),
]


def usd(amount: str | int | Decimal) -> Money:
    """An amount in dollars."""
    return Money(Decimal(amount).quantize(Decimal("0.01")), "USD")


def a_cover(**changes: Any) -> Cover:
    """A hundred thousand dollars against flood for a year, the first thousand María's own."""
    cover = Cover(
        policy_id=POLICY,
        number="P-2025-000001",
        customer_id=MARIA,
        perils=[Peril.TIDAL_WATER, Peril.RAINFALL],
        sum_insured=usd(100_000),
        deductible=usd(1000),
        starts_at=STARTS_AT,
        ends_at=ENDS_AT,
        time_zone="America/Chicago",
        clauses=CLAUSES,
    )
    return replace(cover, **changes)


def a_loss(damage: str | int | Decimal = 8500, **changes: Any) -> Loss:
    """Water in the kitchen, two days ago."""
    loss = Loss(
        peril=Peril.RAINFALL,
        occurred_at=NOW - timedelta(days=2),
        damage=usd(damage),
        property_value=usd(200_000),
    )
    return replace(loss, **changes)


def a_filed_claim(loss: Loss | None = None, *, cover: Cover | None = None) -> Claim:
    """María's claim just after she called, before any rule was asked."""
    claim, _ = Claim.file(
        CLAIM,
        "C-2026-000041",
        loss or a_loss(),
        cover=cover or a_cover(),
        description="Water came in through the kitchen.",
        by="maria",
        at=NOW,
    )
    return claim


def a_claim(
    status: Status = Status.IN_REVIEW, *, loss: Loss | None = None, **changes: Any
) -> Claim:
    """María's assessed claim as it looks in `status`; `changes` are set last."""
    claim = a_filed_claim(loss)
    assessment = assess(Case(loss=claim.loss, cover=a_cover()))
    claim.findings = assessment.findings
    claim.proposed_decision, claim.proposed_amount = assessment.proposal, assessment.payable
    claim.status = status
    if status in {Status.APPROVED, Status.PAID}:
        claim.amount, claim.decided_by, claim.decided_at = assessment.payable, "rules", NOW
    if status is Status.PAID:
        claim.payment_reference, claim.paid_at = "BANK-1", NOW
    for name, value in changes.items():
        setattr(claim, name, value)
    return claim


def an_approval(amount: str | int | Decimal = 7500, **changes: Any) -> Decision:
    """Ana the adjuster approves."""
    return replace(Decision(verdict="approve", amount=usd(amount), by="ana"), **changes)


def a_refusal(reason: str | None = "The damage is below your deductible.") -> Decision:
    """Ana the adjuster declines."""
    return Decision(verdict="decline", reason=reason, by="ana")


def the_issue(**changes: Any) -> PolicyIssued:
    """What policy says when María's cover is made."""
    cover = a_cover()
    issued = PolicyIssued(
        policy_id=POLICY,
        number=cover.number,
        customer_id=MARIA,
        product="flood-home",
        product_version="1.0",
        insured_place=Address(line="1 Harbour Street", city="Galveston", country="US"),
        sum_insured=cover.sum_insured,
        deductible=cover.deductible,
        perils=cover.perils,
        starts_at=cover.starts_at,
        ends_at=cover.ends_at,
        premium=usd(450),
        issued_at=STARTS_AT,
        time_zone=cover.time_zone,
        clauses=CLAUSES,
    )
    return issued.model_copy(update=changes)


def the_cancellation(ends_at: datetime = NOW - timedelta(days=10)) -> PolicyCancelled:
    """What policy says when María's cover ends early."""
    return PolicyCancelled(
        policy_id=POLICY,
        number="P-2025-000001",
        customer_id=MARIA,
        ends_at=ends_at,
        reason="House sold",
        cancelled_at=ends_at,
    )


def a_report(**changes: Any) -> dict[str, Any]:
    """What María's telephone sends when she reports her kitchen."""
    report: dict[str, Any] = {
        "policy_id": str(POLICY),
        "peril": "rainfall",
        "occurred_at": "2026-02-28T09:30:00Z",
        "damage": {"amount": "8500.00", "currency": "USD"},
        "property_value": {"amount": "200000.00", "currency": "USD"},
        "description": "Water came in through the kitchen.",
    }
    return {**report, **changes}
