"""Which service these tests are about, and a word it hears."""

from decimal import Decimal

import pytest

from chassis.money import Money
from chassis.service import Service
from complaints.examples import CLAIM, MARIA, OPENED_AT, POLICY
from complaints.service import complaints
from contracts.claims import ClaimFiled
from contracts.insured import Peril


@pytest.fixture(scope="session")
def service_under_test() -> Service:
    return complaints


@pytest.fixture
def claim_filed() -> ClaimFiled:
    """What claims says when María has told it of a loss."""
    return ClaimFiled(
        claim_id=CLAIM,
        number="C-2026-000123",
        policy_id=POLICY,
        customer_id=MARIA,
        peril=Peril.RIVER_OVERFLOW,
        occurred_at=OPENED_AT,
        damage=Money(Decimal("12500.00"), "USD"),
        filed_at=OPENED_AT,
    )
