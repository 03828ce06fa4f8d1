"""The numbered rules: each by its id, with what hits it and what just does not."""

from collections.abc import Mapping
from dataclasses import replace
from decimal import Decimal
from typing import Any, Final

import pytest

from contracts.insured import Language
from policy.domain.offer import Offer
from policy.domain.underwriting.condition import BadCondition, Condition
from policy.domain.underwriting.rules import Outcome
from policy.domain.underwriting.sources import BadAnswer
from policy.examples.selling import STANDARD_HOME, an_offer
from policy.storage import Underwriting

Facts = Mapping[str, Any]
STANDARD: Final[dict[str, Facts]] = {
    "home": STANDARD_HOME,
    "motor": {
        "youngest_driver_age": 40, "licence_years": 10, "use": "private", "claims_3y": 0,
        "at_fault_claims_3y": 0, "power_kw": 80, "licence_withdrawn_years_ago": 100,
        "vehicle_value": 15_000, "vehicle_years": 4, "keeper_is_applicant": True,
        "km_per_year": 10_000, "commute_km": 5, "gap_days": 0,
    },
    "life": {
        "age": 30, "term_years": 20, "sum_insured": 200_000, "annual_income": 40_000,
        "all_health_answers_no": True, "bmi": 22, "smoker": False, "serious_illness": False,
        "test_pending": False, "insured_is_holder": True, "dangerous_activity": False,
    },
    "health": {
        "age": 30, "all_health_answers_no": True, "treatment_planned": False,
        "chronic_controlled": False, "pregnant": False, "newborn_days": 366,
        "refusals_elsewhere": 0, "months_abroad": 1,
    },
    "travel": {
        "trip_days": 10, "age": 40, "trip_started": False, "do_not_travel": False,
        "unstable_illness": False, "adventure_sport": False, "trip_price_per_person": 900,
        "weeks_pregnant_at_return": 0,
    },
    "business": {
        "occupancy": "office", "building_sum": 200_000, "stock_sum": 10_000, "panel_percent": 0,
        "sprinklers_required": False, "stock_swing_percent": 10, "indemnity_months": 12,
        "rebuild_months": 8, "loss_ratio_percent": 10, "thefts_5y": 0, "months_in_business": 60,
        "cash_overnight": 500, "years_since_valuation": 1,
    },
}  # fmt: skip
LINES: Final = {
    "HOME": "home", "MOT": "motor", "LIFE": "life", "HLT": "health", "TRV": "travel",
    "SME": "business",
}  # fmt: skip
CASES: Final[list[tuple[str, Outcome, Facts, Facts]]] = [
    ("UW-HOME-01", Outcome.ACCEPT, {"building_sum": 500_000}, {"building_sum": 500_001}),
    ("UW-HOME-02", Outcome.REFER, {"rebuild_estimate": 375_001}, {"rebuild_estimate": 375_000}),
    ("UW-HOME-03", Outcome.REFER, {"flood_return_years": 25, "flood_defence": False},
     {"flood_return_years": 25, "flood_defence": True}),
    ("UW-HOME-04", Outcome.DECLINE, {"flood_claims_10y": 2}, {"flood_claims_10y": 1}),
    ("UW-HOME-05", Outcome.REFER, {"days_unoccupied": 61}, {"days_unoccupied": 60}),
    ("UW-HOME-06", Outcome.LOAD, {"wiring_years": 41, "wiring_certificate": False},
     {"wiring_years": 40}),
    ("UW-HOME-07", Outcome.REFER, {"timber_or_thatch_percent": 51},
     {"timber_or_thatch_percent": 50}),
    ("UW-HOME-08", Outcome.REFER, {"claims_5y": 3}, {"claims_5y": 2}),
    ("UW-HOME-09", Outcome.REFER, {"business_use": True}, {"business_use": False}),
    ("UW-HOME-10", Outcome.LOAD, {"largest_item": 5001, "largest_item_appraised": False},
     {"largest_item": 5000}),
    ("UW-HOME-11", Outcome.REFER, {"event_warning": True}, {"event_warning": False}),
    ("UW-HOME-12", Outcome.REFER, {"works_value": 50_001}, {"works_value": 50_000}),
    ("UW-MOT-01", Outcome.ACCEPT, {"youngest_driver_age": 25}, {"youngest_driver_age": 24}),
    ("UW-MOT-02", Outcome.LOAD, {"youngest_driver_age": 20}, {"youngest_driver_age": 21}),
    ("UW-MOT-03", Outcome.DECLINE, {"licence_years": 0, "power_kw": 151},
     {"licence_years": 0, "power_kw": 150}),
    ("UW-MOT-04", Outcome.REFER, {"at_fault_claims_3y": 3}, {"at_fault_claims_3y": 2}),
    ("UW-MOT-05", Outcome.REFER, {"licence_withdrawn_years_ago": 5},
     {"licence_withdrawn_years_ago": 6}),
    ("UW-MOT-06", Outcome.DECLINE, {"use": "taxi"}, {"use": "private"}),
    ("UW-MOT-07", Outcome.REFER, {"vehicle_value": 80_001}, {"vehicle_years": 30}),
    ("UW-MOT-08", Outcome.REFER, {"keeper_is_applicant": False}, {"keeper_is_applicant": True}),
    ("UW-MOT-09", Outcome.REFER, {"km_per_year": 4999, "commute_km": 21},
     {"km_per_year": 5000, "commute_km": 21}),
    ("UW-MOT-10", Outcome.LOAD, {"gap_days": 91, "damage_on_photos": True},
     {"gap_days": 90, "damage_on_photos": True}),
    ("UW-LIFE-01", Outcome.ACCEPT, {"age": 45}, {"age": 46}),
    ("UW-LIFE-02", Outcome.LOAD, {"age": 56}, {"age": 55}),
    ("UW-LIFE-03", Outcome.REFER, {"annual_income": 13_333}, {"annual_income": 13_334}),
    ("UW-LIFE-04", Outcome.REFER, {"sum_insured": 250_001}, {"age": 55}),
    ("UW-LIFE-05", Outcome.REFER, {"bmi": 16}, {"bmi": 35}),
    ("UW-LIFE-06", Outcome.LOAD, {"smoker": True}, {"smoker": False}),
    ("UW-LIFE-07", Outcome.REFER, {"serious_illness": True}, {"serious_illness": False}),
    ("UW-LIFE-08", Outcome.DECLINE, {"test_pending": True}, {"test_pending": False}),
    ("UW-LIFE-09", Outcome.DECLINE, {"insured_is_holder": False, "insured_consented": False},
     {"insured_is_holder": False, "insured_consented": True}),
    ("UW-LIFE-10", Outcome.DECLINE, {"age": 13}, {"age": 14}),
    ("UW-LIFE-11", Outcome.REFER, {"dangerous_activity": True}, {"dangerous_activity": False}),
    ("UW-HLT-01", Outcome.ACCEPT, {"age": 60}, {"age": 61}),
    ("UW-HLT-02", Outcome.REFER, {"age": 66}, {"age": 65}),
    ("UW-HLT-03", Outcome.LOAD, {"treatment_planned": True}, {"treatment_planned": False}),
    ("UW-HLT-04", Outcome.LOAD, {"chronic_controlled": True}, {"chronic_controlled": False}),
    ("UW-HLT-05", Outcome.LOAD, {"pregnant": True}, {"pregnant": False}),
    ("UW-HLT-06", Outcome.ACCEPT, {"newborn_days": 30}, {"newborn_days": 31}),
    ("UW-HLT-07", Outcome.REFER, {"refusals_elsewhere": 2}, {"refusals_elsewhere": 1}),
    ("UW-HLT-08", Outcome.DECLINE, {"months_abroad": 7}, {"months_abroad": 6}),
    ("UW-HLT-09", Outcome.REFER, {"contradicts_report": True}, {"contradicts_report": False}),
    ("UW-TRV-01", Outcome.ACCEPT, {"trip_days": 31}, {"trip_days": 32}),
    ("UW-TRV-02", Outcome.DECLINE, {"trip_started": True}, {"trip_started": False}),
    ("UW-TRV-03", Outcome.DECLINE, {"do_not_travel": True}, {"do_not_travel": False}),
    ("UW-TRV-04", Outcome.LOAD, {"age": 71}, {"age": 81}),
    ("UW-TRV-05", Outcome.REFER, {"age": 81}, {"age": 80}),
    ("UW-TRV-06", Outcome.LOAD, {"unstable_illness": True}, {"unstable_illness": False}),
    ("UW-TRV-07", Outcome.LOAD, {"adventure_sport": True, "sports_option": False},
     {"adventure_sport": True, "sports_option": True}),
    ("UW-TRV-08", Outcome.REFER, {"trip_price_per_person": 10_001},
     {"trip_price_per_person": 10_000}),
    ("UW-TRV-09", Outcome.LOAD, {"weeks_pregnant_at_return": 29},
     {"weeks_pregnant_at_return": 28}),
    ("UW-SME-01", Outcome.ACCEPT, {"cope_score": 60}, {"cope_score": 59}),
    ("UW-SME-02", Outcome.REFER, {"occupancy": "woodwork"}, {"occupancy": "shop"}),
    ("UW-SME-03", Outcome.DECLINE, {"occupancy": "explosives_manufacture"},
     {"occupancy": "service"}),
    ("UW-SME-04", Outcome.REFER, {"panel_percent": 21}, {"panel_percent": 20}),
    ("UW-SME-05", Outcome.LOAD, {"sprinklers_required": True, "sprinklers_working": False},
     {"sprinklers_required": False, "sprinklers_working": False}),
    ("UW-SME-06", Outcome.REFER, {"stock_swing_percent": 51}, {"stock_swing_percent": 50}),
    ("UW-SME-07", Outcome.REFER, {"rebuild_months": 13, "indemnity_months": 12},
     {"rebuild_months": 12, "indemnity_months": 12}),
    ("UW-SME-08", Outcome.REFER, {"loss_ratio_percent": 81}, {"thefts_5y": 2}),
    ("UW-SME-09", Outcome.LOAD, {"months_in_business": 11, "accounts_available": False},
     {"months_in_business": 12, "accounts_available": False}),
    ("UW-SME-10", Outcome.LOAD, {"cash_overnight": 5001, "graded_safe": False},
     {"cash_overnight": 5001, "graded_safe": True}),
    ("UW-SME-11", Outcome.REFER, {"years_since_valuation": 4}, {"years_since_valuation": 3}),
]  # fmt: skip


def hits(rule_id: str, facts: Facts) -> dict[str, Outcome]:
    """The rules hit, by id, when a standard risk of the line has these facts besides."""
    line = LINES[rule_id.split("-")[1]]
    offer = an_offer({"building_sum": None, "contents_sum": None})
    if rule_id == "UW-MOT-03":
        offer = _with_cover(offer, "own-damage")
    found = Underwriting().rules(line).audit(offer, {**STANDARD[line], **facts})
    assert found.missing == ()
    return {rule.id: rule.outcome for rule in found.hits}


def _with_cover(offer: Offer, cover_id: str) -> Offer:
    [cover] = offer.covers
    return replace(offer, covers=(replace(cover, id=cover_id),))


@pytest.mark.parametrize(
    ("rule_id", "outcome", "hit", "miss"), CASES, ids=[case[0] for case in CASES]
)
def test_rule(rule_id: str, outcome: Outcome, hit: Facts, miss: Facts) -> None:
    assert hits(rule_id, hit).get(rule_id) is outcome
    assert rule_id not in hits(rule_id, miss)


def test_every_rule_of_ours_is_tried_by_its_id_and_has_its_words() -> None:
    rules = [rule for line in STANDARD for rule in Underwriting().rules(line).rules]

    assert len(rules) == 62
    assert [case[0] for case in CASES] == [rule.id for rule in rules]
    assert all(rule.reason[language] for rule in rules for language in Language)


def test_a_cover_that_is_not_asked_for_is_not_declined() -> None:
    facts = {**STANDARD["home"], "flood_claims_10y": 2}
    without = _with_cover(an_offer(), "fire")

    found = Underwriting().rules("home").audit(without, facts)

    assert [rule.id for rule in found.hits] == ["UW-HOME-01"]


def test_what_is_not_known_is_asked_for_and_never_assumed() -> None:
    offer = an_offer({"building_sum": None, "contents_sum": None})

    found = Underwriting().rules("home").audit(offer, {})

    assert found.missing == ("building_sum", "contents_sum")
    assert found.is_standard is False


@pytest.mark.parametrize("wrong", ["abc", True, "1e999999", "NaN", "9" * 40])
def test_an_answer_of_another_kind_is_refused(wrong: object) -> None:
    with pytest.raises(BadAnswer):
        Underwriting().rules("home").audit(an_offer(), {"claims_5y": wrong})


@pytest.mark.parametrize(
    "text",
    ["__import__('os')", "a.b", "a[0]", "lambda: 1", "a if b else c", "f'{a}'", "[a for a in b]",
     "a ** 9", "a := 1", "a <", "-a"],
)  # fmt: skip
def test_a_condition_can_compare_and_nothing_else(text: str) -> None:
    with pytest.raises(BadCondition):
        Condition(text)


def test_a_written_amount_is_compared_as_a_number() -> None:
    facts = {**STANDARD["home"], "building_sum": "500000.01"}

    found = Underwriting().rules("home").audit(an_offer({"building_sum": None}), facts)

    assert [rule.id for rule in found.hits] == []


def test_the_list_of_a_visit_has_a_hundred_points() -> None:
    assert sum(Underwriting().cope().values()) == 100


def test_the_limits_are_those_of_the_table() -> None:
    limits = Underwriting().limits()

    def level(line: str, total: str, change: str = "0") -> int:
        needed = limits.needed(line=line, total=Decimal(total), change_percent=Decimal(change))
        return int(needed)

    assert [level("home", one) for one in ("600000", "600000.01", "1500000.01", "5000000.01")] == [
        0, 1, 2, 3,
    ]  # fmt: skip
    assert [level("life", one) for one in ("250000", "250000.01", "500000.01", "1000000.01")] == [
        0, 1, 2, 3,
    ]  # fmt: skip
    assert [level("home", "1", one) for one in ("0", "-10", "10.01", "-20.01")] == [0, 1, 2, 3]
