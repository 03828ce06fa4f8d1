"""A contract sold at a price of its own keeps it: whatever is changed, and when it is renewed."""

from collections.abc import Awaitable, Callable
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any
from uuid import UUID

from chassis.ids import new_id
from chassis.testing import Stage
from chassis.work import Work
from contracts.notifications import NoticeServed
from contracts.policy import PolicyRenewed, RenewalOffered
from contracts.roles import Role
from policy.domain.offer import PaymentMode
from policy.domain.policy import Policy
from policy.domain.pricing.rating import price
from policy.domain.pricing.steps import Asked
from policy.examples import MARIA, a_customer
from policy.examples.contracts import VALENCIA, a_wording
from policy.storage import Policies, Products, Renewals, levies
from policy.use_cases.deliver_contract import contract_delivered
from policy.use_cases.issue_contract import IssueContract, issue_contract
from policy.use_cases.own_price import own_price, with_levies
from policy.use_cases.renewing.open_renewal import open_renewal
from policy.use_cases.renewing.renew import begin_term, settle_renewal

A_WEEK = timedelta(days=7)
TURN = datetime(2027, 3, 31, 22, tzinfo=UTC)


async def a_tenth_off(stage: Stage, mode: PaymentMode = PaymentMode.YEARLY) -> str:
    """María's home: 197.90 by the tariff, agreed at nine tenths of it cover by cover."""
    await stage.given(a_customer())
    plan = Products().version("home", "1.0")
    asked = Asked(
        product="home",
        product_version="1.0",
        jurisdiction="ES",
        place=VALENCIA,
        starts_on=date(2026, 4, 1),
        ends_on=date(2027, 4, 1),
        time_zone="Europe/Madrid",
        payment_mode=mode,
        answers={
            "building_sum": "200000.00",
            "contents_sum": "40000.00",
            "construction": "masonry",
            "building_age": 20,
            "flood_zone": "C",
            "alarm": True,
            "claims": 1,
        },
        priced_on=date(2026, 4, 1),
    )
    listed = price(plan, asked, levies()).offer(asked, plan)
    nine_tenths = tuple(
        replace(cover, premium=cover.premium.times(Decimal("0.9"))) for cover in listed.covers
    )
    offer = replace(listed, covers=nine_tenths)
    order = IssueContract(
        customer_id=MARIA,
        offer=with_levies(offer, own_price(offer)),
        wording=a_wording(),
        by="ana",
    )
    async with stage.running.works() as work:
        policy = await issue_contract(order, work)
        await contract_delivered(policy.id, work.now, by="ana", work=work)
    return str(policy.id)


async def changed(stage: Stage, policy: str, day: str, change: dict[str, Any]) -> Any:
    agent, path = stage.as_(Role.AGENT), f"/v1/policies/{policy}/endorsements"
    body = {"effective_on": day, "change": change, "reason": "Asked for."}
    asked = await stage.http.post(path, json=body, headers={**agent, **stage.key()})
    assert asked.status_code == 201, asked.text
    done = await stage.http.put(
        f"{path}/{asked.json()['id']}/acceptance", headers={**agent, "If-Match": '"1"'}
    )
    assert done.status_code == 200, done.text
    return done.json()


def contents(amount: str) -> dict[str, Any]:
    return {"answers": [{"question": "contents_sum", "answer": amount}]}


async def read(stage: Stage, policy: str) -> Any:
    maria = stage.as_(Role.CUSTOMER, customer_id=MARIA)
    return (await stage.http.get(f"/v1/policies/{policy}", headers=maria)).json()


async def until(stage: Stage, instant: datetime) -> list[Any]:
    while stage.clock.now() + A_WEEK < instant:
        await stage.passes(A_WEEK)
    await stage.passes(instant - stage.clock.now())
    return await stage.said()


async def test_a_change_of_nothing_priced_costs_nothing(stage: Stage) -> None:
    policy = await a_tenth_off(stage)

    done = await changed(stage, policy, "2026-10-01", {"contact": "new@example.org"})

    assert done["premium_change"]["amount"] == done["to_pay"]["amount"] == "0.00"
    contract = await read(stage, policy)
    assert contract["billed"] == contract["premium"] == {"amount": "178.11", "currency": "EUR"}


async def test_more_cover_costs_more_in_the_proportion_of_the_sale(stage: Stage) -> None:
    policy = await a_tenth_off(stage)

    whole_term = await changed(stage, policy, "2026-04-01", contents("60000.00"))
    account = await stage.http.get(
        f"/v1/policies/{policy}/account", headers=stage.as_(Role.FINANCE)
    )
    back_again = await changed(stage, policy, "2026-04-01", contents("40000.00"))

    # by the tariff 237.48 less 197.90: 39.58
    assert whole_term["premium_change"]["amount"] == "35.62"
    [_, more] = account.json()["invoices"]
    lines = {one["id"]: one["amount"]["amount"] for one in more["lines"]}
    assert lines["ES-IPS"] == "2.85"  # 8 % of what is paid, not of the tariff
    assert lines["ES-CCS"] == "1.40"  # 20,000 at 0.07 per thousand: on the sum, whatever is paid
    assert back_again["to_pay"]["amount"] == f"-{whole_term['to_pay']['amount']}"
    assert (await read(stage, policy))["billed"]["amount"] == "178.11"


async def test_paid_by_the_month_it_costs_nothing_either(stage: Stage) -> None:
    policy = await a_tenth_off(stage, PaymentMode.MONTHLY)
    before = (await read(stage, policy))["billed"]

    done = await changed(stage, policy, "2026-05-01", {"contact": "new@example.org"})

    assert done["to_pay"]["amount"] == "0.00"
    assert (await read(stage, policy))["billed"] == before


async def test_renewed_as_it_was_it_keeps_the_price_that_was_agreed(stage: Stage) -> None:
    policy = await a_tenth_off(stage)
    await changed(stage, policy, "2026-04-01", contents("60000.00"))

    said = await until(stage, TURN)  # the offer never arrived

    [offer] = [one for one in said if isinstance(one, RenewalOffered)]
    [renewed] = [one for one in said if isinstance(one, PolicyRenewed)]
    contract = await read(stage, policy)
    assert (str(offer.last_year_net), str(offer.this_year_net)) == ("EUR 213.73", "EUR 249.98")
    reasons = [(one.reason, str(one.change.amount)) for one in offer.reasons]
    assert reasons == [("agreed_price", "23.75"), ("building_age", "12.50")]
    assert (renewed.how, str(renewed.premium), renewed.total) == (
        "old_terms", "EUR 213.73", offer.last_year,
    )  # fmt: skip
    assert contract["premium"] == contract["billed"] == {"amount": "213.73", "currency": "EUR"}
    after = await changed(stage, policy, "2027-05-01", {"contact": "new@example.org"})
    assert after["to_pay"]["amount"] == "0.00"


async def test_a_rise_to_the_price_list_is_a_rise_and_she_is_asked(stage: Stage) -> None:
    policy = await a_tenth_off(stage)
    said = await until(stage, datetime(2027, 1, 1, 12, tzinfo=UTC))

    [offer] = [one for one in said if isinstance(one, RenewalOffered)]
    about: dict[str, Any] = {"notice_id": offer.notice_id, "delivery_id": new_id()}
    now = stage.clock.now()
    await stage.hears(NoticeServed(**about, customer_id=MARIA, served_at=now))
    said = await until(stage, TURN)

    assert offer.asked  # 178.11 to 208.32: more than passes in silence
    [renewed] = [one for one in said if isinstance(one, PolicyRenewed)]
    assert (renewed.how, str(renewed.premium)) == ("old_terms", "EUR 178.11")
    assert (await read(stage, policy))["premium"]["amount"] == "178.11"


async def test_what_it_cost_in_an_earlier_term_is_known_with_its_surcharge(stage: Stage) -> None:
    policy = await a_tenth_off(stage, PaymentMode.MONTHLY)
    at_first = await read(stage, policy)

    async def at(instant: datetime, verb: Callable[[Policy, Work], Awaitable[object]]) -> None:
        stage.clock.advance(instant - stage.clock.now())  # nobody looks at what is unpaid
        async with stage.running.works() as work:
            await verb(await Policies(work).by_id(UUID(policy)), work)

    async def settles(found: Policy, work: Work) -> None:
        await settle_renewal(await Renewals(work).get(renewal.id), found, work)

    async def begins(found: Policy, work: Work) -> None:
        await begin_term(await Renewals(work).get(renewal.id), found, work)

    stage.clock.advance(datetime(2027, 1, 5, tzinfo=UTC) - stage.clock.now())
    async with stage.running.works() as work:
        renewal = await open_renewal(UUID(policy), work)
    assert renewal is not None
    await at(TURN - timedelta(hours=20), settles)
    await at(TURN, begins)

    maria = stage.as_(Role.CUSTOMER, customer_id=MARIA)
    then = await stage.http.get(
        f"/v1/policies/{policy}", params={"known_at": "2026-06-01T00:00:00Z"}, headers=maria
    )
    figures = ("premium", "billed", "starts_on", "ends_on", "product_version", "status")
    assert [then.json()[name] for name in figures] == [at_first[name] for name in figures]
    assert (await read(stage, policy))["starts_on"] == "2027-04-01"
