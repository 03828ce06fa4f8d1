"""What a customer bears besides an amount, days or a share, is kept, shown, printed and said."""

from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest
from arranged.homes import sold
from arranged.papers import says

from chassis.money import Money
from chassis.testing import Stage
from contracts.policy import CoverInForce, PolicyIssued
from contracts.roles import Role
from policy.domain.sale.negotiate import EmptyOffer
from policy.examples import MARIA
from policy.examples.selling import an_application, an_offer


async def covers(stage: Stage, policy: str) -> dict[str, Any]:
    maria = stage.as_(Role.CUSTOMER, customer_id=MARIA)
    read = await stage.http.get(f"/v1/policies/{policy}", headers=maria)
    assert read.status_code == 200, read.text
    return {one["id"]: one for one in read.json()["covers"]}


async def test_a_contract_keeps_the_days_and_the_share_it_was_sold_with(stage: Stage) -> None:
    found = await covers(stage, await sold(stage, "small-business", "en"))

    assert found["interruption"]["deductible_days"] == 3
    machinery = found["machinery"]
    assert (machinery["deductible"]["amount"], machinery["deductible_share"]) == ("500.00", "0.10")
    assert (machinery["deductible_most"], machinery["deductible_per"]) == (None, "event")


async def test_a_share_with_a_cap_of_a_year_is_kept_whole(stage: Stage) -> None:
    hospital = (await covers(stage, await sold(stage, "health", "en")))["hospital"]

    assert hospital["deductible_share"] == "0.20"
    assert hospital["deductible_most"] == {"amount": "600.00", "currency": "EUR"}
    assert hospital["deductible_per"] == "year"


async def heard(stage: Stage, product: str) -> dict[str, CoverInForce]:
    await sold(stage, product, "en")
    [issued] = [one for one in await stage.said() if isinstance(one, PolicyIssued)]
    return {one.cover: one for one in issued.covers}


async def test_the_bus_hears_of_days_and_shares(stage: Stage) -> None:
    shop = await heard(stage, "small-business")

    assert shop["interruption"].deductible_days == 3
    assert shop["machinery"].deductible_share == Decimal("0.10")


async def test_the_bus_hears_of_a_cap_and_its_year(stage: Stage) -> None:
    hospital = (await heard(stage, "health"))["hospital"]

    assert hospital.deductible_most == Money(Decimal("600.00"), "EUR")
    assert hospital.deductible_per == "year"


ON_PAPER = {
    "en": ("3days", "10%,atleastEUR500.00", "EUR200.00,then20%oftherest,EUR600.00atmostayear"),
    "es": ("3días", "10%,mínimo500,00EUR", "200,00EURydespuésel20%delresto,máximo600,00EURalaño"),
    "zh": ("3天", "10%，至少EUR500.00", "每年先EUR200.00，其余20%，合计最多EUR600.00"),
}


@pytest.mark.parametrize("language", ["en", "es", "zh"])
async def test_the_schedule_says_days_and_a_share(stage: Stage, language: str) -> None:
    schedule = await says(stage, await sold(stage, "small-business", language), "schedule")

    before = schedule.partition("SME-1.1")[0]
    assert [one for one in ON_PAPER[language][:2] if one not in before] == []


@pytest.mark.parametrize("language", ["en", "es", "zh"])
async def test_the_schedule_says_a_share_of_a_year_with_its_cap(
    stage: Stage, language: str
) -> None:
    schedule = await says(stage, await sold(stage, "health", language), "schedule")

    assert ON_PAPER[language][2] in schedule


def test_a_cap_in_another_currency_is_no_offer() -> None:
    offer = an_offer()
    capped = replace(offer.covers[0], deductible_most=Money(Decimal("600.00"), "EUR"))

    with pytest.raises(EmptyOffer):
        an_application(replace(offer, covers=(capped,)))


def test_another_share_is_another_offer_to_sign() -> None:
    shared = replace(an_offer().covers[0], deductible_share=Decimal("0.10"))

    other = an_application(replace(an_offer(), covers=(shared,)))

    assert other.terms_sha256 != an_application().terms_sha256
