"""Each of the 71 rules, by its id: answers that find its risk, and answers that do not."""

from collections.abc import Iterator
from datetime import UTC, datetime
from decimal import Decimal

import pytest

from chassis.ids import new_id
from contracts.insured import Language
from policy.domain.risks.condition import Answer, BadCondition, Condition, When
from policy.domain.risks.matrix import Cell, cell, frequency_class, severity_class
from policy.domain.risks.profile import Correction, RiskProfile, make_profile
from policy.domain.risks.questionnaire import Questionnaire, Rule, Stage, Transfer
from policy.storage import Methods, Questionnaires

HOUSEHOLD, BUSINESS = Questionnaires().get("household"), Questionnaires().get("business")
RULES = {rule.id: (asked, rule) for asked in (HOUSEHOLD, BUSINESS) for rule in asked.rules}
D = Decimal
# What finds each rule's risk, and what does not: figures on each side of the bound of the facts.
# A rule that asks yes or no is found by the first word.
FOUND: dict[str, tuple[dict[str, str], dict[str, str]]] = {
    "H-01": ({"dependants": "1"}, {"dependants": "0"}),
    "H-02": ({"dependants": "0", "shared_debt": "no"}, {"dependants": "0", "shared_debt": "yes"}),
    "H-03": ({"months_of_cash": "2.99"}, {"months_of_cash": "3"}),
    "H-08": (
        {"low_floor": "yes", "flood_years": "100"},
        {"low_floor": "yes", "flood_years": "101"},
    ),
    "H-09": ({"pipes_age": "31"}, {"pipes_age": "30"}),
    "H-10": ({"days_empty": "31"}, {"days_empty": "30"}),
    "H-11": ({"dearest_item": "1000.01"}, {"dearest_item": "1000"}),
    "H-12": (
        {"small_devices": "299.99", "income": "30000"},
        {"small_devices": "300", "income": "30000"},
    ),
    "H-14": (
        {"car_value": "2000.01", "liquid_assets": "10000"},
        {"car_value": "2000", "liquid_assets": "10000"},
    ),
    "H-15": (
        {"car_value": "499.99", "liquid_assets": "10000"},
        {"car_value": "500", "liquid_assets": "10000"},
    ),
    "H-16": ({"drives": "yes", "driver_age": "24"}, {"drives": "yes", "driver_age": "25"}),
    "H-25": ({"pension": "17999", "income": "30000"}, {"pension": "18000", "income": "30000"}),
    "H-28": (
        {"falls_or_stairs": "no", "medicines": "6"},
        {"falls_or_stairs": "no", "medicines": "5"},
    ),
    "H-29": ({"dependants": "0", "debts_left": "no"}, {"dependants": "1", "debts_left": "no"}),
    "H-33": (
        {"trip_price": "499", "liquid_assets": "10000"},
        {"trip_price": "500", "liquid_assets": "10000"},
    ),
    "B-04": ({"batteries": "6"}, {"batteries": "5"}),
    "B-05": ({"electric_check_years": "3.5"}, {"electric_check_years": "3"}),
    "B-08": ({"flood_years": "100"}, {"flood_years": "101"}),
    "B-09": (
        {"stock_peak": "151", "stock_average": "100"},
        {"stock_peak": "150", "stock_average": "100"},
    ),
    "B-10": ({"valuation_years": "4"}, {"valuation_years": "3"}),
    "B-12": (
        {"months_without_sales": "5", "months_to_rebuild": "6"},
        {"months_without_sales": "6", "months_to_rebuild": "6"},
    ),
    "B-14": ({"cash_overnight": "1001"}, {"cash_overnight": "1000"}),
    "B-16": ({"employees": "1"}, {"employees": "0"}),
    "B-20": ({"personal_data": "1001"}, {"personal_data": "1000"}),
    "B-23": ({"vehicles": "1"}, {"vehicles": "0"}),
    "B-28": ({"credit_days": "61"}, {"credit_days": "60"}),
    "B-29": (
        {"small_things": "799", "equity": "80000"},
        {"small_things": "800", "equity": "80000"},
    ),
    "B-30": (
        {"deductible": "299", "working_capital": "60000"},
        {"deductible": "300", "working_capital": "60000"},
    ),
}  # fmt: skip
FOUND_BY_NO = {"H-23", "H-30", "B-21", "B-35"}
BLOCKED = ("must", "necessary", "imprescindible", "必须")


def answers_to(rule: Rule) -> tuple[dict[str, str], dict[str, str]]:
    if rule.id in FOUND:
        return FOUND[rule.id]
    [question] = rule.when.questions
    words = ("no", "yes") if rule.id in FOUND_BY_NO else ("yes", "no")
    return {question: words[0]}, {question: words[1]}


def profile_of(
    asked: Questionnaire, rule: Rule, answers: dict[str, str], *corrections: Correction
) -> RiskProfile:
    stage = (rule.stages or (Stage.FAMILY,))[0] if asked.stages else None
    return make_profile(
        new_id(),
        customer_id=new_id(),
        questionnaire=asked,
        stage=stage,
        said=list(answers.items()),
        corrections=corrections,
        at=datetime(2026, 3, 2, tzinfo=UTC),
        by="maria",
    )


@pytest.mark.parametrize("rule_id", RULES)
def test_a_rule_finds_its_risk_and_nothing_else_does(rule_id: str) -> None:
    asked, rule = RULES[rule_id]
    there, absent = answers_to(rule)

    found = profile_of(asked, rule, there).finding(rule_id)
    not_found = profile_of(asked, rule, absent)

    assert found is not None
    assert (found.severity, found.frequency) == (rule.severity, rule.frequency)
    assert not_found.finding(rule_id) is None
    assert rule_id not in {one.rule for one in not_found.open}


@pytest.mark.parametrize("rule_id", RULES)
def test_what_is_not_known_is_asked_and_never_assumed(rule_id: str) -> None:
    asked, rule = RULES[rule_id]
    unknown = dict.fromkeys(rule.when.questions, "dont_know")

    profile = profile_of(asked, rule, unknown)

    assert profile.finding(rule_id) is None
    [waits] = [one for one in profile.open if one.rule == rule_id]
    assert waits.questions == rule.when.questions


@pytest.mark.parametrize("rule_id", [id_ for id_, (_, rule) in RULES.items() if rule.stages])
def test_a_rule_of_a_stage_of_life_is_not_asked_at_another(rule_id: str) -> None:
    asked, rule = RULES[rule_id]

    for stage in set(Stage) - set(rule.stages):
        assert rule not in asked.rules_at(stage)


def test_there_are_36_rules_for_households_and_35_for_businesses() -> None:
    assert [rule.id for rule in HOUSEHOLD.rules] == [f"H-{n:02}" for n in range(1, 37)]
    assert [rule.id for rule in BUSINESS.rules] == [f"B-{n:02}" for n in range(1, 36)]


def test_a_corrected_hint_is_used_and_said() -> None:
    asked, rule = RULES["H-06"]
    better = Correction(rule="H-06", severity=3, frequency=3)

    found = profile_of(asked, rule, {"owns_home": "yes"}, better).finding("H-06")

    assert found is not None
    assert (found.severity, found.frequency, found.corrected) == (3, 3, True)
    assert found.cell is Cell.AVOID_OR_REDUCE


def test_what_is_compulsory_names_a_duty_that_the_method_knows() -> None:
    compulsory = {
        rule.id: rule.duty for _, rule in RULES.values() if rule.transfer is Transfer.COMPULSORY
    }

    assert set(compulsory) == {"H-07", "H-13", "H-22", "B-16", "B-23"}
    assert set(compulsory.values()) == set(Methods().newest().duties)


def test_only_what_offers_a_cover_or_duty_names_one() -> None:
    for _, rule in RULES.values():
        offers = rule.transfer in {Transfer.COVER, Transfer.COMPULSORY}
        assert (rule.cover is not None) == offers, rule.id


def texts() -> Iterator[str]:
    for asked in (HOUSEHOLD, BUSINESS):
        yield from asked.note.values()
        for question in asked.questions.values():
            yield from question.text.values()
        for rule in asked.rules:
            for words in (rule.risk, rule.measure, rule.cover or {}):
                yield from words.values()
    method = Methods().newest()
    for words in (*method.words.values(), *method.missing.values()):
        assert set(words) == set(Language)
        yield from words.values()


def test_no_text_of_ours_says_that_somebody_must() -> None:
    all_texts = list(texts())

    assert len(all_texts) > 800
    assert [t for t in all_texts if not t or any(word in t.lower() for word in BLOCKED)] == []


@pytest.mark.parametrize(
    ("said", "holds"),
    [({}, None), ({"a": True}, True), ({"a": False}, None), ({"a": False, "b": D(1)}, False)],
)
def test_of_any_of_two_conditions_one_that_holds_settles_it(
    said: dict[str, Answer],
    holds: bool | None,  # noqa: FBT001 - a case of the table
) -> None:
    a = Condition(question="a", op="is", value="yes")
    b = Condition(question="b", op=">", value="5")

    assert When(conditions=(a, b), any=True).holds(said) is holds


@pytest.mark.parametrize(
    "wrong",
    [
        {"op": "is", "value": "maybe"},
        {"op": "__import__('os')", "value": "1"},
        {"op": ">"},
        {"op": ">", "value": "1", "of": "income"},
    ],
)
def test_the_language_of_conditions_has_no_more_than_it_says(wrong: dict[str, str]) -> None:
    with pytest.raises(BadCondition):
        Condition(question="a", **wrong)  # type: ignore[arg-type]


def test_the_bounds_of_the_classes() -> None:
    shares = ["0.0099", "0.01", "0.0499", "0.05", "0.1999", "0.2", "0.9999", "1"]
    often = ["0.0099", "0.01", "0.05", "0.2", "1", "1.01"]

    assert [severity_class(D(s), D(1)) for s in shares] == [1, 2, 2, 3, 3, 4, 4, 5]
    assert [frequency_class(D(f)) for f in often] == [1, 2, 3, 4, 4, 5]
    assert [cell(s, f) for s, f in ((2, 2), (2, 3), (3, 2), (3, 3))] == [
        Cell.KEEP, Cell.PREVENT, Cell.TRANSFER, Cell.AVOID_OR_REDUCE,
    ]  # fmt: skip
