"""A quote that is taken opens an application, once, and says which."""

import asyncio
from datetime import timedelta
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

import pytest

from chassis.testing import Stage
from contracts.roles import Role
from policy.domain.application import Application, Status
from policy.examples import MARIA, WEI, a_customer

WANTED: dict[str, Any] = {
    "product": "home",
    "jurisdiction": "ES",
    "place": {"line": "Calle del Mar 1", "city": "Valencia", "postal_code": "46001",
              "country": "ES"},
    "time_zone": "Europe/Madrid",
    "starts_on": "2026-04-01",
    "ends_on": "2027-04-01",
    "answers": {"building_sum": "200000.00", "contents_sum": "40000.00", "construction": "masonry",
                "building_age": 25, "flood_zone": "C", "claims": 1},
}  # fmt: skip


async def quoted(stage: Stage, who: dict[str, str], **changes: Any) -> Any:
    body = {**WANTED, "customer_id": str(MARIA), **changes}
    return await stage.http.post("/v1/quotes", json=body, headers={**who, **stage.key()})


async def taken(stage: Stage, who: dict[str, str], quote: Any, read: str = '"1"') -> Any:
    return await stage.http.put(
        f"/v1/quotes/{quote['id']}/acceptance",
        json={"version": 1},
        headers={**who, "If-Match": read},
    )


@pytest.mark.parametrize(
    ("role", "subject", "seller"), [(Role.CUSTOMER, "maria", "house"), (Role.AGENT, "bo", "bo")]
)
async def test_taking_it_opens_an_application_of_agreed_terms(
    stage: Stage, role: Role, subject: str, seller: str
) -> None:
    await stage.given(a_customer())
    who = stage.as_(role, subject=subject, customer_id=MARIA if role is Role.CUSTOMER else None)
    quote = (await quoted(stage, who)).json()
    assert quote["application_id"] is None

    answer = await taken(stage, who, quote)

    assert answer.status_code == 200, answer.text
    one = f"/v1/applications/{answer.json()['application_id']}"
    shown = (await stage.http.get(one, headers=who)).json()
    assert (shown["customer_id"], shown["status"]) == (str(MARIA), "negotiating")
    assert shown["seller"] == seller
    [proposal] = shown["proposals"]
    assert (proposal["total"], proposal["side"]) == (quote["offer"]["total"], "company")
    assert proposal["agreed_at"] is not None
    read = await stage.http.get(f"/v1/quotes/{quote['id']}", headers=who)
    assert read.json()["application_id"] == shown["id"]


async def test_the_same_order_again_finds_it_done(stage: Stage) -> None:
    await stage.given(a_customer())
    maria = {**stage.as_(Role.CUSTOMER, customer_id=MARIA), **stage.key()}
    quote = (await quoted(stage, maria)).json()

    first = await taken(stage, maria, quote)
    second = await taken(stage, maria, quote)
    others = await taken(stage, stage.as_(Role.AGENT, subject="bo"), quote)

    assert (first.status_code, second.status_code) == (200, 200)
    assert second.json() == first.json()
    assert second.headers["ETag"] == first.headers["ETag"]
    assert others.status_code == 412
    assert len(await applications(stage)) == 1


async def test_ten_at_once_make_one_application(stage: Stage) -> None:
    await stage.given(a_customer())
    maria = {**stage.as_(Role.CUSTOMER, customer_id=MARIA), **stage.key()}
    quote = (await quoted(stage, maria)).json()

    answers = await asyncio.gather(*(taken(stage, maria, quote) for _ in range(10)))

    assert {answer.status_code for answer in answers} <= {200, 409, 412}
    assert len(await applications(stage)) == 1


async def test_what_may_not_be_taken_opens_nothing(stage: Stage) -> None:
    await stage.given(a_customer())
    maria = stage.as_(Role.CUSTOMER, customer_id=MARIA)
    quote = (await quoted(stage, maria)).json()
    await stage.passes(timedelta(days=30))

    late = await taken(stage, maria, quote, read='"2"')

    assert (late.status_code, late.json()["code"]) == (409, "quote-expired")
    assert await applications(stage) == []


async def test_a_prospect_is_told_to_open_a_file_first(stage: Stage) -> None:
    wei = stage.as_(Role.CUSTOMER, customer_id=WEI)
    contact = {"name": "Wei Chen", "email": "wei@insured.example", "language": "zh",
               "time_zone": "Asia/Shanghai", "channel": "web", "how": "the web form"}  # fmt: skip
    welcomed = await stage.http.post("/v1/prospects", json=contact, headers={**wei, **stage.key()})
    assert welcomed.json()["id"] == str(WEI), welcomed.text

    refused = await quoted(stage, wei, customer_id=str(WEI))
    unknown = await quoted(stage, stage.as_(Role.AGENT), customer_id=str(MARIA))

    assert (refused.status_code, refused.json()["code"]) == (409, "file-missing")
    assert f"PUT /v1/prospects/{WEI}/file" in refused.json()["detail"]
    assert (unknown.status_code, unknown.json()["code"]) == (404, "customer-unknown")


async def applications(stage: Stage) -> list[Any]:
    listed = await stage.http.get("/v1/applications", headers=stage.as_(Role.AGENT))
    return list(listed.json()["items"])


async def test_what_is_kept_is_what_was_offered(stage: Stage) -> None:
    """Amounts and days survive being kept: the hash that is signed names the same terms."""
    await stage.given(a_customer())
    maria = stage.as_(Role.CUSTOMER, customer_id=MARIA)
    quote = (await quoted(stage, maria)).json()
    answer = (await taken(stage, maria, quote)).json()

    one = f"/v1/applications/{answer['application_id']}"
    shown = [(await stage.http.get(one, headers=maria)).json()["terms_sha256"] for _ in range(2)]
    kept = await stage.get(Application, answer["application_id"])

    assert shown == [kept.terms_sha256] * 2
    assert kept.status is Status.NEGOTIATING
    assert kept.offer.answers["building_sum"] == "200000.00"


async def test_taxes_are_not_negotiated(counter: Any) -> None:
    await counter.takes("home")
    offer = counter.shown["proposals"][0]["offer"]
    asked = {levy["id"]: levy["amount"] for levy in offer["levies"]}
    untaxed = {
        **{name: offer[name] for name in ("product", "product_version", "jurisdiction",
                                          "currency", "place", "answers", "covers")},
        **{name: offer["period"][name] for name in ("starts_on", "ends_on", "time_zone")},
        "levies": [],
    }  # fmt: skip
    untaxed["answers"] = {name: one for name, one in offer["answers"].items() if one is not None}

    await counter.does("ana", "counter-offers", {"offer": untaxed, "words": "Cheaper."})

    offered = counter.shown["proposals"][-1]
    assert asked
    assert {levy["id"]: levy["amount"] for levy in offered["offer"]["levies"]} == asked
    assert offered["total"] == counter.shown["proposals"][0]["total"]


def with_covers_of(offer: dict[str, Any], part: Decimal) -> dict[str, Any]:
    """The same offer as it is sent, each cover at so much of its price; no levies are said."""
    covers = [dict(one) for one in offer["covers"]]
    for one in covers:
        price = (Decimal(one["premium"]["amount"]) * part).quantize(Decimal("0.01"))
        one["premium"] = {**one["premium"], "amount": str(price)}
    return {
        **{name: offer[name] for name in ("product", "product_version", "jurisdiction",
                                          "currency", "place")},
        **{name: offer["period"][name] for name in ("starts_on", "ends_on", "time_zone")},
        "answers": {name: one for name, one in offer["answers"].items() if one is not None},
        "covers": covers,
        "levies": [],
    }  # fmt: skip


BERLIN = {
    "line": "Unter den Linden 1", "city": "Berlin", "postal_code": "10117", "country": "DE",
}  # fmt: skip


@pytest.mark.parametrize("part", ["0.0336", "0.5", "1.3333"])
async def test_a_levy_on_part_of_the_premium_follows_what_is_offered(
    counter: Any, part: str
) -> None:
    await counter.takes("home", jurisdiction="DE", place=BERLIN, time_zone="Europe/Berlin")
    offer = counter.shown["proposals"][0]["offer"]
    before = {one["id"]: Decimal(one["base"]["amount"]) for one in offer["levies"]}
    assert before.keys() == {"DE-VERSST-BUILDING", "DE-VERSST-CONTENTS"}
    body = {"offer": with_covers_of(offer, Decimal(part)), "words": "Less."}

    await counter.does("ana", "counter-offers", body)

    offered = counter.shown["proposals"][-1]
    net = Decimal(offered["net"]["amount"])
    levies = {one["id"]: one for one in offered["offer"]["levies"]}
    bases = {name: Decimal(one["base"]["amount"]) for name, one in levies.items()}
    assert sum(bases.values()) == net
    for name, base in bases.items():
        fair = net * before[name] / sum(before.values())
        assert abs(base - fair) <= Decimal("0.01")
        exact = base * Decimal(levies[name]["rate"])
        assert Decimal(levies[name]["amount"]["amount"]) == exact.quantize(
            Decimal("0.01"), ROUND_HALF_UP
        )


async def test_a_levy_on_sums_insured_stays_whatever_is_offered(counter: Any) -> None:
    await counter.takes("home")
    offer = counter.shown["proposals"][0]["offer"]
    before = {one["id"]: one for one in offer["levies"]}
    body = {"offer": with_covers_of(offer, Decimal("0.5")), "words": "Half."}

    await counter.does("ana", "counter-offers", body)

    offered = counter.shown["proposals"][-1]
    after = {one["id"]: one for one in offered["offer"]["levies"]}
    assert after["ES-CCS"] == before["ES-CCS"]
    assert after["ES-IPS"]["base"] == offered["net"]
