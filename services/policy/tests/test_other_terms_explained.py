"""An underwriter offers other terms: the price is told by each thing that is otherwise."""

from collections.abc import Set as AbstractSet
from datetime import date
from decimal import Decimal
from io import BytesIO
from typing import Any
from uuid import UUID

import pytest
from arranged.renewing import (
    ANSWERS,
    OF,
    TURN,
    a_flood_policy,
    a_home,
    hears_of,
    maria,
    offered,
    put,
    renewal,
    said,
    until,
)
from hypothesis import given
from hypothesis import strategies as st
from pypdf import PdfReader

from chassis.errors import Refusal
from chassis.money import Money
from chassis.testing import Stage
from contracts.policy import RenewalOffered
from contracts.roles import Role
from policy.domain.contract.agreed import Agreed, AgreedCover
from policy.domain.contract.change import Change, CoverChange
from policy.domain.offer import PaymentMode
from policy.domain.period import Period
from policy.domain.product import NotOffered
from policy.domain.renewing.comparing import Turn, compare_plans, compare_products
from policy.domain.renewing.otherwise import Otherwise, one_by_one
from policy.domain.renewing.proposal import Comparison
from policy.examples.contracts import VALENCIA
from policy.storage import Products, levies

LAST = Period(starts_on=date(2026, 4, 1), ends_on=date(2027, 4, 1), time_zone="Europe/Madrid")
NEXT = Period(starts_on=date(2027, 4, 1), ends_on=date(2028, 4, 1), time_zone="Europe/Madrid")
FLOOD = Products().get("flood-home")


def eur(amount: str) -> Money:
    return Money(Decimal(amount), "EUR")


def usd(amount: int) -> Money:
    return Money(Decimal(amount).quantize(Decimal("0.01")), "USD")


def of_the_home(change: Change, *, last: Period = LAST, **answers: Any) -> Comparison:
    plan = Products().version("home", "1.0")
    agreed = Agreed(place=VALENCIA, covers=(), answers={**ANSWERS, **answers})
    turn = Turn(jurisdiction="ES", agreed=agreed, last=last, next=NEXT, change=change)
    return compare_plans(plan, plan, turn, levies())


def of_the_flood(change: Change, *, limit: int = 200_000) -> Comparison:
    cover = AgreedCover(
        id="flood",
        perils=FLOOD.perils,
        limit=usd(limit),
        deductible=FLOOD.deductibles[0],
        premium=usd(0),
    )
    turn = Turn(
        jurisdiction="US-TX",
        agreed=Agreed(place=VALENCIA, covers=(cover,)),
        last=LAST,
        next=NEXT,
        change=change,
    )
    return compare_products(FLOOD, turn, last_version="1.0")


def parts(comparison: Comparison) -> dict[str, str]:
    return {step.reason: str(step.change.amount) for step in comparison.steps}


def must_add_up(comparison: Comparison) -> None:
    told = [step.change for step in comparison.steps]
    difference = comparison.next.net - comparison.last.net
    assert sum(told, Money.zero(difference.currency)) == difference
    assert comparison.steps[-1].level == comparison.next.net


def test_each_answer_that_is_otherwise_has_its_own_part() -> None:
    answers = {"deductible": "500", "alarm": False, "contents_sum": "60000.00"}

    found = of_the_home(Change(answers=answers, payment_mode=PaymentMode.MONTHLY))

    # 197.90 by the month 4 % more; then (120 + 120) for (120 + 80); no alarm 1 / 0.93; then x 0.92
    assert parts(found) == {
        "payment_mode": "7.92",
        "answers.contents_sum": "41.16",
        "answers.alarm": "18.59",
        "answers.deductible": "-21.24",
    }
    assert [step.words["en"] for step in found.steps] == [
        "Premium is paid: yearly → monthly",
        "What would it cost to replace your belongings? €40,000.00 → €60,000.00",
        "Is there a burglar alarm? yes → no",
        "How much of each loss do you bear? Standard (€250.00) → Higher (€500.00)",
    ]
    assert found.steps[1].words["es"].endswith("? 40.000,00\u00a0€ → 60.000,00\u00a0€")
    assert found.steps[2].words["zh"].endswith("是 → 否")
    assert str(found.steps[3].factor)[:5] == "0.920"
    must_add_up(found)


def test_a_sum_and_a_deductible_of_one_cover_are_two_parts() -> None:
    before, after = FLOOD.deductibles[:2]
    change = CoverChange(id="flood", limit=usd(150_000), deductible=after)

    found = of_the_flood(Change(covers=(change,)))

    assert list(parts(found)) == ["covers.flood.limit", "covers.flood.deductible"]
    assert found.steps[0].words["en"] == "Sum insured: $200,000.00 → $150,000.00"
    assert found.steps[0].factor == Decimal("0.750000")
    by = FLOOD.deductible_factors[after] / FLOOD.deductible_factors[before]
    assert abs(found.steps[1].factor - by) < Decimal("0.0001")  # to the cent it is charged in
    must_add_up(found)


def test_what_the_price_list_takes_only_together_is_told_in_an_order_it_takes() -> None:
    """Belongings instead of the building: without either there is nothing to insure."""
    change = Change(answers={"building_sum": "0.00", "contents_sum": "30000.00"})

    found = of_the_home(change, contents_sum="0.00")

    assert list(parts(found)) == ["answers.contents_sum", "answers.building_sum"]
    must_add_up(found)


def test_what_goes_only_together_is_told_together() -> None:
    both = [
        Otherwise(field=name, words=dict.fromkeys(("en", "es", "zh"), name)) for name in ("a", "b")
    ]

    def net(fields: AbstractSet[str]) -> Money:
        if len(fields) == 1:
            raise NotOffered("not one without the other")
        return eur("250.00")

    [stage] = one_by_one(both, net)

    assert (stage.reason, stage.net) == ("agreed", eur("250.00"))
    assert (stage.words["en"], stage.words["zh"]) == ("a; b", "a；b")


def test_a_term_of_another_length_says_so_and_blames_no_price_list() -> None:
    shorter = Period(
        starts_on=date(2027, 4, 1), ends_on=date(2028, 3, 31), time_zone="Europe/Madrid"
    )

    found = of_the_home(Change(answers={"alarm": False}), last=shorter)

    assert list(parts(found)) == ["term", "answers.alarm"]
    assert found.steps[0].words["es"] == "Días del periodo: 365 → 366"
    must_add_up(found)


def test_terms_that_give_less_are_worse_though_they_cost_less() -> None:
    found = of_the_home(Change(answers={"deductible": "500"}))

    assert found.next.net < found.last.net
    assert "theft.deductible" in found.changed
    assert found.is_worse


answers = st.fixed_dictionaries(
    {},
    optional={
        "building_sum": st.integers(0, 400_000).map(lambda whole: f"{whole}.00"),
        "contents_sum": st.integers(0, 90_000).map(lambda whole: f"{whole}.00"),
        "construction": st.sampled_from(["masonry", "mixed", "timber"]),
        "building_age": st.integers(0, 120),
        "flood_zone": st.sampled_from("ABCD"),
        "alarm": st.booleans(),
        "second_home": st.booleans(),
        "claims": st.integers(0, 4),
        "deductible": st.sampled_from(["250", "500"]),
    },
)


@given(before=answers, after=answers, mode=st.none() | st.sampled_from(PaymentMode))
def test_whatever_is_otherwise_the_parts_add_up_and_each_is_named(
    before: dict[str, Any], after: dict[str, Any], mode: PaymentMode | None
) -> None:
    change = Change(answers=after, payment_mode=mode)
    try:
        found = of_the_home(change, **before)
    except Refusal:  # nothing to insure, before or after
        return

    must_add_up(found)
    assert {step.reason for step in found.steps} <= {*change.touched, "unchanged"}
    if found.next.net == found.last.net and not change.touched:
        assert parts(found) == {"unchanged": "0.00"}


@given(st.integers(50_000, 400_000), st.none() | st.integers(50_000, 400_000), st.data())
def test_of_one_cover_too(before: int, after: int | None, data: st.DataObject) -> None:
    deductible = data.draw(st.none() | st.sampled_from(FLOOD.deductibles))
    limit = None if after is None else usd(after)
    try:
        change = Change(covers=(CoverChange(id="flood", limit=limit, deductible=deductible),))
        found = of_the_flood(change, limit=before)
    except Refusal:
        return

    must_add_up(found)
    assert {step.reason for step in found.steps} <= {*change.touched, "unchanged"}


OTHER_TERMS = {
    "change": {
        "answers": [
            {"question": "alarm", "answer": "false"},
            {"question": "deductible", "answer": "500"},
        ]
    }
}


async def on_paper(stage: Stage, policy: UUID) -> str:
    query = {"policy_id": str(policy), "kind": "renewal"}
    listed = await stage.http.get("/v1/documents", params=query, headers=maria(stage))
    [made] = listed.json()["items"]
    path = f"/v1/documents/{made['id']}/content"
    pages = PdfReader(BytesIO((await stage.http.get(path, headers=maria(stage))).content)).pages
    return "".join("".join(page.extract_text().split()) for page in pages)


async def test_she_reads_the_parts_on_the_page_in_the_notice_and_on_paper(stage: Stage) -> None:
    policy = await a_home(stage)
    await offered(stage)

    answer = await put(stage, policy, "terms", stage.as_(Role.UNDERWRITER), OTHER_TERMS)
    [offer] = await said(stage)
    assert isinstance(offer, RenewalOffered)
    await hears_of(stage, offer)
    await put(stage, policy, "acceptance", maria(stage))
    await until(stage, TURN)

    walk = answer.json()["walk"]
    assert [one["reason"] for one in walk] == [
        "answers.alarm",
        "answers.deductible",
        "building_age",
    ]
    assert [one.reason for one in offer.reasons] == [one["reason"] for one in walk]
    told = sum((one.change for one in offer.reasons), eur("0.00"))
    assert told == offer.this_year_net - offer.last_year_net
    paper = await on_paper(stage, policy)
    for one in walk:
        assert "".join(one["text"].split()) in paper


@pytest.mark.parametrize(
    "cover",
    [
        {"id": "flood", "removed": True},
        {"id": "theft", "limit": {"amount": "1.00", "currency": "USD"}},
    ],
)
async def test_no_term_is_offered_without_its_cover_or_with_one_it_has_not(
    stage: Stage, cover: Any
) -> None:
    policy = await a_flood_policy(stage)
    await offered(stage)

    body = {"change": {"covers": [cover]}}
    answer = await put(stage, policy, "terms", stage.as_(Role.UNDERWRITER), body)

    assert (answer.status_code, answer.json()["code"]) == (422, "not-offered")
    assert (await renewal(stage, policy))["status"] == "offered"
    assert await said(stage) == []
    assert (await stage.http.get(f"{OF}/{policy}", headers=maria(stage))).status_code == 200
