"""What an agent concludes alone, and where a second person decides."""

import asyncio
from collections.abc import Iterable
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from chassis.testing import Stage
from contracts.roles import Role
from policy.domain.sale.counter import ByApplication, must_be_over_the_counter
from policy.examples import HARBOUR_STREET, MARIA, WEI, a_customer, a_product, an_agreement
from policy.examples.selling import STANDARD_HOME

ELSEWHERE = {**HARBOUR_STREET.model_dump(), "line": "9 Hill Road"}


def of(amount: str, **changes: Any) -> dict[str, Any]:
    return an_agreement(sum_insured={"amount": amount, "currency": "USD"}, **changes)


async def concludes(stage: Stage, body: Any, role: Role = Role.AGENT) -> Any:
    headers = {**stage.as_(role, subject="ana"), **stage.key()}
    return await stage.http.post("/v1/policies", json=body, headers=headers)


def is_above(answers: Iterable[Any]) -> list[bool]:
    said = []
    for answer in answers:
        above = answer.status_code == 403
        if above:
            problem = answer.json()
            assert problem["code"] == "above-authority"
            assert [one["pointer"] for one in problem["errors"]] == ["/sum_insured"]
        else:
            assert answer.status_code == 201, answer.text
        said.append(above)
    return said


@pytest.mark.parametrize(
    ("second", "above"),
    [
        ({}, [False, True]),  # the same customer, the same address
        ({"insured_place": ELSEWHERE}, [False, True]),  # the same customer
        ({"customer_id": str(WEI)}, [False, True]),  # the same address
        ({"customer_id": str(WEI), "insured_place": ELSEWHERE}, [False, False]),
        (
            {
                "customer_id": str(WEI),
                "insured_place": {**HARBOUR_STREET.model_dump(), "line": "1 HARBOUR  street"},
            },
            [False, True],  # the same address, written otherwise
        ),
    ],
)
async def test_what_counts_together_is_concluded_within_the_machines_limit(
    stage: Stage, second: dict[str, Any], above: list[bool]
) -> None:
    await stage.given(a_customer(), a_customer(WEI))

    first = await concludes(stage, of("500000.00"))
    then = await concludes(stage, of("100000.01", **second))

    assert is_above([first, then]) == above


async def test_up_to_the_limit_itself_it_is_concluded(stage: Stage) -> None:
    await stage.given(a_customer())

    answers = [await concludes(stage, of(sum_)) for sum_ in ("500000.00", "100000.00", "2000.00")]

    assert is_above(answers) == [False, False, True]
    assert "open an application" in answers[2].json()["detail"]


async def test_after_thirty_days_the_customers_sum_begins_anew_and_the_address_stays(
    stage: Stage,
) -> None:
    await stage.given(a_customer())
    later = {"starts_on": "2026-05-01", "ends_on": "2027-05-01"}
    await concludes(stage, of("500000.00"))

    await stage.passes(timedelta(days=31))
    here = await concludes(stage, of("500000.00", **later))
    there = await concludes(stage, of("500000.00", **later, insured_place=ELSEWHERE))

    assert is_above([here, there]) == [True, False]


async def test_what_was_given_back_counts_no_more(stage: Stage) -> None:
    await stage.given(a_customer())
    first = await concludes(stage, of("500000.00"))
    maria = stage.as_(Role.CUSTOMER, customer_id=MARIA)
    back = await stage.http.put(
        f"/v1/policies/{first.json()['id']}/withdrawal",
        json={},
        headers={**maria, "If-Match": first.headers["ETag"]},
    )
    assert back.json()["status"] == "withdrawn", back.text

    assert is_above([await concludes(stage, of("500000.00"))]) == [False]


async def test_two_agents_at_the_same_moment_do_not_both_conclude(stage: Stage) -> None:
    await stage.given(a_customer(), a_customer(WEI))
    bodies = [of("400000.00", customer_id=str(who)) for who in (MARIA, WEI)]

    answers = await asyncio.gather(*(concludes(stage, body) for body in bodies))

    assert sorted(is_above(answers)) == [False, True]


async def test_a_book_that_is_brought_in_was_decided_elsewhere(stage: Stage) -> None:
    await stage.given(a_customer())

    brought = [await concludes(stage, of("500000.00"), Role.IMPORTER) for _ in range(2)]
    sold = await concludes(stage, of("2000.00"))

    assert is_above([*brought, sold]) == [False, False, True]  # and it counts


@pytest.mark.parametrize(
    ("product", "status", "code"),
    [("home", 403, "by-application"), ("moon-home", 404, "product-unknown")],
)
async def test_only_what_the_product_says_is_concluded_over_the_counter(
    stage: Stage, product: str, status: int, code: str
) -> None:
    await stage.given(a_customer())

    answer = await concludes(stage, an_agreement(product=product))

    assert (answer.status_code, answer.json()["code"]) == (status, code)
    assert [one["pointer"] for one in answer.json()["errors"]] == ["/product"]


def test_a_product_that_does_not_say_why_is_sold_by_application() -> None:
    silent = replace(a_product(), over_the_counter=None)

    with pytest.raises(ByApplication):
        must_be_over_the_counter(silent.id, [silent])


async def test_above_it_goes_by_application_where_a_second_person_decides(
    stage: Stage, counter: Any
) -> None:
    assert is_above([await concludes(stage, of("500000.00"))]) == [False]
    assert is_above([await concludes(stage, of("200000.00"))]) == [True]

    place = HARBOUR_STREET.model_dump()
    asked = {"sum_insured": "200000.00", "deductible": "1000"}
    await counter.takes(
        "flood-home", asked, jurisdiction="US", place=place, time_zone="America/Chicago"
    )
    await counter.does("maria", "submission")
    wanted = counter.shown["next"]["missing_answers"]
    said = {**STANDARD_HOME, "flood_defence": False}
    await counter.hands_in({name: said[name] for name in wanted if name in said})
    assert counter.shown["status"] == "underwriting"
    await counter.does("vera", "acceptance")
    assert counter.shown["status"] == "accepted"
    await counter.pays()
    await counter.signs()
    await counter.reviews()

    assert counter.shown["status"] == "in_force"
    policy = await stage.http.get(
        f"/v1/policies/{counter.shown['policy_id']}", headers=counter.who["maria"]
    )
    assert policy.json()["sum_insured"] == {"amount": "200000.00", "currency": "USD"}
    assert is_above([await concludes(stage, of("2000.00"))]) == [True]  # what was sold counts
