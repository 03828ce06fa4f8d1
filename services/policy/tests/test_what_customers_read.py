"""What a customer reads of their deadlines is wholly in their language: law, money and days too."""

import re
from collections.abc import Awaitable, Callable
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from arranged import renewing
from arranged.unpaid import (
    a_contract,
    asks,
    china,
    clocks,
    last,
    notices,
    serve,
    suspended,
    unpaid,
)

from chassis.testing import Stage
from contracts.insured import Language
from contracts.policy import PolicySuspended
from contracts.roles import Role
from contracts.writing import Writing
from policy.domain.customer import Customer
from policy.examples import A_WISH, MARIA
from policy.storage import HouseBook, levies
from statutes.citing import is_named

AS_DATA = re.compile(r"\d{4}-\d{2}-\d{2}|\b(EUR|USD|CNY|GBP) -?\d|[A-Z][a-z]+/[A-Z][a-z]+")
ENGLISH = re.compile(
    r"\b(the|and|of|by|is|are|to|you|your|before|within|days?|weeks?|months?|term|premium|policy"
    r"|Law|Act|Code|Regulation|Insurance|section|standard|time)\b"
)
SMALL = re.compile(r"\b[a-z]{3,}\b|\b[A-Z][a-z]{2,}\b")
"""A word in Latin letters that is no abbreviation."""
OURSELVES = "Yinbao Insurance"
"""Whose account it is: a bank knows it under no other name."""
LINES = {"CN": "life", "US-NY": "life"}
MORE: dict[str, dict[str, str]] = {
    "CN": {"currency": "CNY", "time_zone": "Asia/Shanghai"},
    "US-NY": {"currency": "USD", "time_zone": "America/New_York"},
    "UK": {"time_zone": "Europe/London"},
    "DE": {"time_zone": "Europe/Berlin"},
}


def reads(said: str, language: str) -> None:
    """Every sentence as a native would write it, as far as a machine can tell."""
    said = said.replace(OURSELVES, "")
    assert not AS_DATA.search(said), said
    if language != "en":
        assert not ENGLISH.search(said), said
    if language == "zh":
        assert not SMALL.search(said), said


async def speaks(stage: Stage, language: Language) -> None:
    async with stage.running.works() as work:
        maria = await work.session.get_one(Customer, MARIA)
        maria.language = language


def check(found: list[dict[str, Any]], language: Language) -> None:
    assert found
    for one in found:
        for said in (one["citation"], one["obligation"], one["to_do"], *one["explanation"]):
            reads(said, language.value)


async def fresh(stage: Stage, jurisdiction: str) -> UUID:
    more = MORE.get(jurisdiction, {})
    return await a_contract(stage, jurisdiction, LINES.get(jurisdiction, "home"), **more)


@pytest.mark.parametrize("language", list(Language))
@pytest.mark.parametrize("jurisdiction", ["ES", "DE", "CN", "US-NY", "UK"])
async def test_a_new_contract_and_one_unpaid_say_their_deadlines(
    stage: Stage, jurisdiction: str, language: Language
) -> None:
    policy = await fresh(stage, jurisdiction)
    await speaks(stage, language)
    check(await clocks(stage, policy), language)

    await unpaid(stage, policy)
    await stage.passes(timedelta(days=5))
    said = await notices(stage)
    for one in said:
        reads(one.law[language.value], language.value)
        reads(one.what_follows[language.value], language.value)
        reads(one.pay_within.get(language.value, ""), language.value)
    await serve(stage, said[-1])

    found = await clocks(stage, policy)
    assert "grace" in {one["about"] for one in found}
    check(found, language)


@pytest.mark.parametrize("language", list(Language))
@pytest.mark.parametrize("rests", [suspended, china])
async def test_cover_that_rests_says_how_it_comes_back(
    stage: Stage, rests: Callable[[Stage], Awaitable[UUID]], language: Language
) -> None:
    policy = await rests(stage)
    await speaks(stage, language)
    for spoken, right in (await last(stage, PolicySuspended)).right_to_ask.items():
        reads(right, spoken)

    check(await clocks(stage, policy), language)
    await asks(stage, policy)
    check(await clocks(stage, policy), language)


@pytest.mark.parametrize("language", list(Language))
@pytest.mark.parametrize("sells", [renewing.a_home, renewing.a_flood_policy])
async def test_a_term_that_ends_says_what_the_next_one_costs(
    stage: Stage, sells: Callable[[Stage], Awaitable[UUID]], language: Language
) -> None:
    policy = await sells(stage)
    await speaks(stage, language)
    offer = await renewing.offered(stage)
    reads(offer.law[language.value], language.value)
    for one in offer.reasons:
        reads(one.words[language.value], language.value)

    check(await clocks(stage, policy), language)


@pytest.mark.parametrize("language", list(Language))
async def test_the_price_of_a_term_to_accept_is_written_as_she_writes_it(
    stage: Stage, language: Language
) -> None:
    policy = await renewing.a_flood_policy(stage)
    offer = await renewing.offered(stage)
    await speaks(stage, language)

    [answer] = [one for one in await clocks(stage, policy) if one["about"] == "renewal_answer"]

    assert Writing(language).money(offer.this_year) in answer["obligation"]
    assert "$" in answer["obligation"]


async def test_a_cancelled_contract_says_its_day_in_words(stage: Stage) -> None:
    policy = await fresh(stage, "ES")
    answer = await stage.http.put(
        f"/v1/policies/{policy}/cancellation",
        json={"ends_on": "2026-06-15", "reason": "Sold.", "wish": A_WISH},
        headers={**stage.as_(Role.AGENT), "If-Match": '"2"'},
    )
    assert answer.status_code == 200, answer.text

    await speaks(stage, Language.SPANISH)
    [end] = [one for one in await clocks(stage, policy) if one["about"] == "end"]
    assert end["obligation"].endswith("termina el 15 de junio de 2026.")
    await speaks(stage, Language.CHINESE)
    [end] = [one for one in await clocks(stage, policy) if one["about"] == "end"]
    assert "2026年6月15日" in end["obligation"]


def test_every_law_our_wordings_and_price_lists_cite_has_its_name() -> None:
    for entry in HouseBook().law().entries.values():
        assert is_named(entry.citation), entry.id
    for one in levies().exemptions:
        assert is_named(one.provision), one
