"""Every question of each product answered as its standard customer would: for tests and samples."""

from collections.abc import Mapping
from typing import Any, Final

VALENCIA: Final = {
    "line": "Calle del Mar 1",
    "city": "Valencia",
    "postal_code": "46001",
    "country": "ES",
}
STANDARD_ANSWERS: Final[Mapping[str, Mapping[str, Any]]] = {
    "flood-home": {"sum_insured": "100000.00", "deductible": "1000"},
    "home": {
        "building_sum": "200000.00", "contents_sum": "40000.00", "construction": "masonry",
        "building_age": 25, "flood_zone": "C", "alarm": True, "claims": 1, "floor_area": 110,
        "flood_claims_10y": 0, "days_unoccupied": 20, "business_use": False,
        "largest_item": "1500.00", "works_value": "0.00",
    },
    "motor": {
        "vehicle_value": "15000.00", "driver_age": 40, "licence_years": 15, "kilometres": 9000,
        "bonus": "B65", "power": 85, "use": "private", "claims_3y": 0, "licence_withdrawn": False,
        "registered_in": 2022, "keeper_is_applicant": True,
    },
    "term-life": {
        "sum_insured": "150000.00", "age": 36, "term_years": 20, "smoker": False, "bmi": 23,
        "annual_income": "38000.00", "serious_illness": False, "test_pending": False,
        "other_illness": False, "insured_is_holder": True, "dangerous_activity": False,
    },
    "health": {
        "age": 36, "resident": True, "chronic": "none", "treatment_planned": False,
        "pregnant": False, "other_illness": False, "refusals_elsewhere": 0, "months_abroad": 1,
    },
    "travel": {
        "destination": "europe", "to_70": 2, "trip_price": "1800.00", "trip_started": False,
        "advised_against": False, "unstable_illness": False, "weeks_pregnant": 0,
    },
    "small-business": {
        "occupancy": "shop", "staff": 4, "building_sum": "300000.00", "contents_sum": "50000.00",
        "stock_sum": "30000.00", "gross_profit": "120000.00", "claims": 0, "panel_percent": 0,
        "stock_swing_percent": 20, "rebuild_months": 9, "opened_on": "2015-05-04",
        "cash_overnight": "800.00", "valued_in": 2025,
    },
}  # fmt: skip


def a_wish(product: str, answers: Mapping[str, Any] | None = None, **changes: Any) -> Any:
    """What a customer in Valencia sends for a quote of this product, for a year from 1 April.

    Of `answers`, those of None are left open.
    """
    said = {**STANDARD_ANSWERS[product], **(answers or {})}
    body = {
        "product": product,
        "jurisdiction": "ES",
        "place": VALENCIA,
        "time_zone": "Europe/Madrid",
        "starts_on": "2026-04-01",
        "ends_on": "2026-04-11" if product == "travel" else "2027-04-01",
        "answers": {name: answer for name, answer in said.items() if answer is not None},
    }
    return {**body, **changes}
