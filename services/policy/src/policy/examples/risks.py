"""Risks to be advised on, for tests and documentation: the phone of facts R-01, and its owner."""

from dataclasses import replace
from decimal import Decimal
from typing import Any

from policy.domain.advice.situation import Means, Option, Risk, Situation, Subject

TWO_PER_CENT = Decimal("0.02")


def a_risk(risk_id: str = "phone", **changes: Any) -> Risk:
    """A phone: once in seven years 400 is lost, and cover costs 132 a year."""
    risk = Risk(
        id=risk_id,
        covered_elsewhere=False,
        someone_loses=True,
        frequency=Decimal("0.15"),
        severity=Decimal(400),
        maximum_loss=Decimal(400),
        options=(Option(deductible=Decimal(0), premium=Decimal(132)),),
        handling_cost=Decimal(5),
    )
    return replace(risk, **changes)


def a_situation(*risks: Risk, **changes: Any) -> Situation:
    """Somebody with 12,000 at hand and 30,000 a year."""
    situation = Situation(
        subject=Subject.HOUSEHOLD,
        jurisdiction="ES",
        currency="EUR",
        means=Means(liquid=Decimal(12_000), yearly=Decimal(30_000)),
        return_on_own_funds=TWO_PER_CENT,
        return_on_liquid_money=TWO_PER_CENT,
        risks=risks or (a_risk(),),
    )
    return replace(situation, **changes)


def a_question(**changes: Any) -> dict[str, Any]:
    """What a screen sends to ask about the phone."""
    risk: dict[str, Any] = {
        "id": "phone",
        "covered_elsewhere": "no",
        "someone_loses": "yes",
        "frequency": "0.15",
        "severity": "400.00",
        "maximum_loss": "400.00",
        "options": [{"deductible": "0.00", "premium": "132.00"}],
        "handling_cost": "5.00",
    }
    situation: dict[str, Any] = {
        "subject": "household",
        "jurisdiction": "ES",
        "currency": "EUR",
        "means": {"liquid": "12000.00", "yearly": "30000.00"},
        "return_on_own_funds": "0.02",
        "return_on_liquid_money": "0.02",
        "risks": [{**risk, **changes}],
    }
    return {"situation": situation}
