"""Each product from its questions to the archive, by HTTP alone."""

from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest

from chassis.testing import Stage
from contracts.policy import DocumentsWanted
from policy.examples import HARBOUR_STREET
from policy.examples.asking import STANDARD_ANSWERS
from policy.examples.papers import handed_in
from policy.examples.selling import STANDARD_HOME

SIX = ["home", "motor", "term-life", "health", "travel", "small-business"]


@pytest.mark.parametrize("product", SIX)
async def test_from_the_first_question_to_the_archive(
    stage: Stage, counter: Any, product: str
) -> None:
    questions = (await stage.http.get(f"/v1/products/{product}")).json()["questions"]
    assert STANDARD_ANSWERS[product].keys() <= {one["id"] for one in questions}

    await counter.takes(product)
    await counter.applies()
    assert counter.shown["next"]["missing_answers"] == []
    assert counter.shown["status"] == "accepted", counter.shown["rules"]
    await counter.pays()
    await stage.passes(timedelta(days=1))
    await counter.signs()
    await counter.reviews()
    await counter.sends()
    await counter.does("ana", "archive")

    assert counter.shown["status"] == "archived"
    policy = await stage.http.get(
        f"/v1/policies/{counter.shown['policy_id']}", headers=counter.who["maria"]
    )
    assert policy.status_code == 200, policy.text
    assert policy.json()["product"] == product
    assert policy.json()["premium"] == counter.shown["proposals"][-1]["net"]


REFERRED: list[tuple[str, str, dict[str, Any]]] = [
    ("home", "UW-HOME-03", {"flood_zone": "D", "flood_defence": False}),
    ("home", "UW-HOME-02", {"floor_area": 250}),
    ("home", "UW-HOME-05", {"days_unoccupied": 61}),
    ("home", "UW-HOME-07", {"construction": "timber"}),
    ("home", "UW-HOME-08", {"claims": 3}),
    ("home", "UW-HOME-09", {"business_use": True}),
    ("motor", "UW-MOT-04", {"claims_3y": 3, "at_fault_claims_3y": 3}),
    ("motor", "UW-MOT-05", {"licence_withdrawn": True}),
    ("motor", "UW-MOT-07", {"vehicle_value": "80001.00"}),
    ("motor", "UW-MOT-08", {"keeper_is_applicant": False}),
    ("term-life", "UW-LIFE-03", {"annual_income": "9999.00"}),
    ("term-life", "UW-LIFE-05", {"bmi": 36}),
    ("term-life", "UW-LIFE-07", {"serious_illness": True}),
    ("term-life", "UW-LIFE-11", {"dangerous_activity": True}),
    ("health", "UW-HLT-07", {"refusals_elsewhere": 2}),
    ("health", "UW-HLT-08", {"months_abroad": 7}),
    ("travel", "UW-TRV-02", {"trip_started": True}),
    ("travel", "UW-TRV-05", {"from_71": 1, "oldest_born_on": "1944-03-31"}),
    ("travel", "UW-TRV-08", {"to_70": 1, "trip_price": "10000.01"}),
    ("small-business", "UW-SME-02", {"occupancy": "wood"}),
    ("small-business", "UW-SME-04", {"panel_percent": 21}),
    ("small-business", "UW-SME-07", {"rebuild_months": 13}),
    ("small-business", "UW-SME-08", {"claims": 3, "thefts_5y": 3, "loss_ratio_percent": 10}),
    ("small-business", "UW-SME-11", {"valued_in": 2022}),
]


@pytest.mark.parametrize(
    ("product", "rule", "answers"), REFERRED, ids=[rule for _, rule, _ in REFERRED]
)
async def test_an_answer_of_the_quote_is_judged_by_its_rule(
    counter: Any, product: str, rule: str, answers: dict[str, Any]
) -> None:
    await counter.takes(product, answers)
    await counter.applies()

    assert counter.shown["next"]["missing_answers"] == []
    assert counter.shown["status"] == "underwriting"  # a person looks at it
    assert rule in {one["rule_id"] for one in counter.shown["rules"]}


async def test_a_score_that_nobody_saw_is_not_sold_on(counter: Any) -> None:
    await counter.takes("small-business", {"cope": 85})
    await counter.applies()

    assert (counter.shown["status"], counter.shown["rules"]) == ("underwriting", [])


async def test_what_was_left_open_is_asked_for_once_by_its_question(
    stage: Stage, counter: Any
) -> None:
    left = dict.fromkeys(["days_unoccupied", "flood_claims_10y", "floor_area"])
    await counter.takes("home", {**left, "flood_zone": "D"})
    await counter.does("maria", "submission")

    asked = counter.shown["next"]["missing_answers"]
    assert [one["id"] for one in counter.shown["next"]["questions"]] == asked
    [wanted] = [one for one in await stage.said() if isinstance(one, DocumentsWanted)]
    assert wanted.answers[1] == "¿Cuántas veces se inundó en los últimos diez años?"
    await counter.hands_in({"flood_claims_10y": 0, "days_unoccupied": 10, "floor_area": 110,
                            "flood_defence": True})  # fmt: skip

    assert asked == ["flood_defence", "flood_claims_10y", "days_unoccupied", "floor_area"]
    assert counter.shown["status"] == "accepted"
    assert counter.shown["asked"]["answers"] == asked


async def test_what_was_answered_is_not_answered_otherwise_later(counter: Any) -> None:
    await counter.takes("home", {"flood_zone": "D", "flood_defence": False})
    await counter.does("maria", "submission")

    for name, value in {"flood_return_years": 1000, "flood_defence": True, "claims": 0}.items():
        body = {"documents": [], "answers": {name: value}}
        refused = await counter.does("maria", "documents", body, status=422)
        assert (refused["code"], refused["errors"][0]["pointer"]) == (
            "not-asked", f"/answers/{name}",
        )  # fmt: skip


async def test_silence_that_was_priced_is_no_answer(counter: Any) -> None:
    await counter.takes("health", {"chronic": None})
    await counter.does("maria", "submission")
    assert counter.shown["next"]["missing_answers"] == ["chronic"]

    body = {"documents": [], "answers": {"chronic": "marked"}}
    refused = await counter.does("maria", "documents", body, status=409)
    await counter.hands_in({"chronic": "none"})

    assert refused["code"] == "answer-changes-price"
    assert counter.shown["status"] == "accepted"


async def test_papers_may_come_before_the_application(counter: Any) -> None:
    await counter.takes("home")
    kinds = ["identity", "address_proof", "claims_history"]
    await counter.does("maria", "documents", handed_in(kinds))

    await counter.does("maria", "submission")

    assert counter.shown["status"] == "accepted"
    assert counter.shown["asked"] is None


async def test_sums_in_another_currency_are_judged_before_their_scale(counter: Any) -> None:
    place = {"line": "1 Nanjing Road", "city": "Shanghai", "region": "SH",
             "postal_code": "200001", "country": "CN"}  # fmt: skip
    sums = {"building_sum": "1600000.00", "contents_sum": "320000.00", "largest_item": "39000.00"}
    await counter.takes("home", sums, jurisdiction="CN", place=place, time_zone="Asia/Shanghai")
    await counter.applies()

    assert counter.shown["status"] == "accepted"
    url = f"/v1/applications/{counter.shown['id']}"
    seen = await counter.stage.http.get(url, headers=counter.who["vera"])
    accepted, made_of = seen.json()["acceptance"], seen.json()["acceptance"]["made_of"]
    limit = max(
        Decimal(one["limit"]["amount"]) for one in counter.shown["proposals"][0]["offer"]["covers"]
    )
    assert (made_of["offer"]["currency"], made_of["yardstick"]) == ("CNY", "0.13")
    assert limit <= Decimal(made_of["offer"]["amount"])
    euros = Decimal(made_of["offer"]["amount"]) * Decimal("0.13")
    assert accepted["total"] == {"amount": f"{euros:.2f}", "currency": "EUR"}
    assert (accepted["total"], made_of["same_address"]["amount"]) == (
        made_of["offer_in_euros"], "0.00",
    )  # fmt: skip


async def test_what_the_quote_said_a_person_looks_at_no_machine_accepts(counter: Any) -> None:
    await counter.takes("travel", {"to_70": 2, "trip_price": "15000.00"})  # 7,500 each
    await counter.applies()

    waiting = [one for one in counter.shown["rules"] if one["outcome"] == "refer"]
    assert (counter.shown["status"], [one["rule_id"] for one in waiting]) == (
        "underwriting", ["EL-DEAR-TRIP"],
    )  # fmt: skip
    assert waiting[0]["reason"]["es"] == "Viaje de precio alto: envíenos la reserva."
    await counter.does("vera", "referral/rules/EL-DEAR-TRIP", {"note": "Booking seen."})
    await counter.does("vera", "acceptance")
    assert counter.shown["status"] == "accepted"


async def test_a_product_of_two_questions_asks_for_everything_else_at_once(counter: Any) -> None:
    place = HARBOUR_STREET.model_dump()
    await counter.takes("flood-home", jurisdiction="US", place=place, time_zone="America/Chicago")
    await counter.does("maria", "submission")
    asked = counter.shown["next"]["missing_answers"]

    said = {**STANDARD_HOME, "flood_defence": False}
    await counter.hands_in({name: said[name] for name in asked if name in said})

    assert set(STANDARD_HOME) <= set(asked)
    assert counter.shown["next"]["missing_answers"] == []
    assert counter.shown["status"] == "accepted"
