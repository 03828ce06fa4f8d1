"""Contracts that have no next term, or none without a person."""

from datetime import UTC, datetime, timedelta

from arranged.renewing import (
    EVE,
    OF,
    OPENS,
    TURN,
    a_flood_policy,
    a_home,
    do,
    hears_of,
    maria,
    offered,
    put,
    read,
    renewal,
    said,
    tasks,
    until,
)

from chassis.testing import Stage
from chassis.work import Work
from contracts.policy import PolicyExpired, RenewalNotOffered, RenewalOffered
from contracts.roles import Role
from policy.domain.preservation.unpaid import lapse
from policy.examples import MARIA, a_customer
from policy.examples.contracts import a_wording, an_offer
from policy.storage import Policies, Versions
from policy.use_cases.issue_contract import IssueContract, issue_contract


async def test_a_contract_of_some_weeks_was_for_a_purpose_and_ends(stage: Stage) -> None:
    policy = await a_flood_policy(stage, ends_on="2026-06-01")

    [expired] = await until(stage, datetime(2026, 6, 2, tzinfo=UTC))

    assert isinstance(expired, PolicyExpired)
    assert expired.cover_ended_at is None  # it covered to its last day
    answer = await stage.http.get(f"{OF}/{policy}/renewal", headers=maria(stage))
    assert answer.status_code == 404


async def test_what_we_no_longer_sell_is_not_offered(stage: Stage) -> None:
    await stage.given(a_customer())
    offer = an_offer(product="old-home", product_version="0.9")
    order = IssueContract(customer_id=MARIA, offer=offer, wording=a_wording(), by="ana")
    await do(stage, lambda work: issue_contract(order, work))
    await said(stage)

    [told] = await until(stage, OPENS)

    assert isinstance(told, RenewalNotOffered)
    assert (told.because, told.rule) == ("withdrawn", "ES-22-INSURER")
    await hears_of(stage, told)
    [expired] = await until(stage, TURN)
    assert isinstance(expired, PolicyExpired)


async def test_what_the_price_list_cannot_price_is_for_an_underwriter(stage: Stage) -> None:
    """A home of this value is looked at by a person; nobody did, and nothing ends in silence."""
    policy = await a_home(stage, building_sum="600000.00")

    assert await until(stage, OPENS) == []
    waiting, shown = await tasks(stage), await renewal(stage, policy)
    answer = await put(stage, policy, "terms", stage.as_(Role.UNDERWRITER), {"change": {}})

    assert (waiting, shown["status"], shown["choices"]) == (
        ["renewal_to_decide"], "planned", ["refuse"],
    )  # fmt: skip
    assert answer.json()["status"] == "offered"
    [offer] = await said(stage)
    assert isinstance(offer, RenewalOffered)


async def test_a_contract_that_ends_on_the_eve_has_no_next_term(stage: Stage) -> None:
    policy = await a_home(stage)
    await offered(stage)
    await until(stage, EVE + timedelta(hours=2))
    in_june = datetime(2027, 6, 1, 10, tzinfo=UTC)
    agreed_on_the_eve = await read(stage, policy, in_june)
    tag = (await stage.http.get(f"{OF}/{policy}", headers=maria(stage))).headers["ETag"]

    ended = await stage.http.put(
        f"{OF}/{policy}/cancellation",
        json={"ends_on": "2027-03-31", "reason": "Sold."},
        headers={**maria(stage), "If-Match": tag},
    )

    assert (agreed_on_the_eve["cover"], bool(agreed_on_the_eve["terms"])) == ("in_force", True)
    assert ended.status_code == 200, ended.text
    shown = await renewal(stage, policy)
    assert (shown["status"], shown["how"], shown["choices"]) == ("ended", None, [])
    await until(stage, TURN + timedelta(days=30))
    after = await read(stage, policy, in_june)
    assert (after["status"], after["cover"], after["terms"]) == ("cancelled", "over", None)
    assert (await renewal(stage, policy))["status"] == "ended"


async def test_a_contract_that_lapses_on_the_eve_has_no_next_term(stage: Stage) -> None:
    policy = await a_home(stage)
    await offered(stage)
    await until(stage, EVE + timedelta(hours=2))

    async def lapses(work: Work) -> None:
        found, now = await Policies(work).by_id(policy), work.now
        terms = await Versions(work).stretches(found)
        lapse(found, terms, from_=now, owed=found.premium, rule="YB-GRACE", at=now)

    await do(stage, lapses)
    await until(stage, TURN + timedelta(hours=1))

    assert (await renewal(stage, policy))["status"] == "ended"
    after = await read(stage, policy, datetime(2027, 6, 1, 10, tzinfo=UTC))
    assert (after["status"], after["terms"]) == ("lapsed", None)


async def test_a_cancelled_contract_has_no_next_term(stage: Stage) -> None:
    policy = await a_home(stage)
    await offered(stage)
    shown = await stage.http.get(f"{OF}/{policy}", headers=maria(stage))
    tag = {"If-Match": shown.headers["ETag"]}

    await stage.http.put(
        f"{OF}/{policy}/cancellation",
        json={"ends_on": "2027-02-01", "reason": "Sold."},
        headers={**maria(stage), **tag},
    )

    assert (await renewal(stage, policy))["status"] == "ended"
    assert [type(one).__name__ for one in await until(stage, TURN)] == ["PolicyCancelled"]
