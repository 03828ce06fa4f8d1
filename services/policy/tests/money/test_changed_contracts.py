"""A contract is changed, and its account with it: more cover, less, and other ways to pay."""

from dataclasses import replace
from decimal import Decimal
from uuid import UUID

import pytest
from arranged.accounts import account, bank, changes, contents, paying, said, until
from arranged.homes import a_home

from chassis.testing import Stage
from contracts.policy import PolicyEndorsed
from contracts.roles import Role
from policy.examples import A_WISH, MARIA
from policy.storage import Endorsements


async def test_more_cover_is_billed_with_its_levies_by_days(stage: Stage) -> None:
    policy = await a_home(stage)
    shown = await stage.http.post(
        f"/v1/policies/{policy}/endorsement-previews",
        json={"effective_on": "2026-10-01", "change": contents("60000.00")},
        headers={**stage.as_(Role.CUSTOMER, customer_id=MARIA), **stage.key()},
    )

    done = await changes(stage, policy, "2026-10-01", contents("60000.00"))

    [_, more] = (await account(stage, policy))["invoices"]
    lines = {line["id"]: Decimal(line["amount"]["amount"]) for line in more["lines"]}
    net = Decimal(done["premium_change"]["amount"])
    assert net > 0
    assert shown.json()["to_pay"] == {"keep_later": more["amount"]}  # with every tax
    assert lines["premium"] == net
    assert abs(lines["ES-IPS"] - net * Decimal("0.08")) <= Decimal("0.01")
    assert lines["ES-CCS"] == Decimal("0.70")  # 20,000 at 0.07 per thousand for 182 of 365 days
    assert (more["kind"], more["due_on"]) == ("additional", "2026-10-01")


async def test_a_preview_shows_each_segment_as_a_quote_does_and_each_levy_adds_up(
    stage: Stage,
) -> None:
    policy = await a_home(stage)
    headers = {**stage.as_(Role.CUSTOMER, customer_id=MARIA), **stage.key()}

    shown = await stage.http.post(
        f"/v1/policies/{policy}/endorsement-previews",
        json={"effective_on": "2026-10-01", "change": contents("60000.00")},
        headers={**headers, "Accept-Language": "es"},
    )

    said = shown.json()
    bill, terms = said["outcomes"]["keep_later"], said["terms"]["keep_later"]
    for segment, told in zip(bill["segments"], terms, strict=True):
        assert (told["starts_on"], told["ends_on"]) == (segment["starts_on"], segment["ends_on"])
        covers = [Decimal(cover["premium"]["amount"]) for cover in told["covers"]]
        assert sum(covers) == Decimal(segment["premium"]["amount"])
        assert {step["did"] for step in told["steps"]} >= {"base", "factor", "round", "levy"}
        assert told["steps"][-1]["text"].startswith("A pagar")
    for levy in said["levies_due"]["keep_later"]:
        exact = sum(
            Decimal(own["amount"]["amount"]) * segment["days"] / segment["term_days"]
            for segment, told in zip(bill["segments"], terms, strict=True)
            for own in told["levies"]
            if own["id"] == levy["id"]
        )
        levied, charged, due = (
            Decimal(levy[name]["amount"]) for name in ("total", "charged", "due")
        )
        assert levied == round(exact, 2)
        assert due == levied - charged
        assert said["levies"]["keep_later"][levy["id"]] == levy["due"]
    assert {levy["id"]: levy["rate"] for levy in said["levies_due"]["keep_later"]}[
        "ES-IPS"
    ] == "0.08"


@pytest.mark.parametrize("amount", ["60000.00", "20000.00"])
async def test_preview_view_and_account_say_one_figure_with_every_levy(
    stage: Stage, amount: str
) -> None:
    policy = await a_home(stage)
    maria = stage.as_(Role.CUSTOMER, customer_id=MARIA)
    wish = {"effective_on": "2026-10-01", "change": contents(amount)}
    previewed = await stage.http.post(
        f"/v1/policies/{policy}/endorsement-previews", json=wish, headers={**maria, **stage.key()}
    )
    endorsements = f"/v1/policies/{policy}/endorsements"
    asked = await stage.http.post(
        endorsements, json={**wish, "reason": "So."}, headers={**maria, **stage.key()}
    )
    one = f"{endorsements}/{asked.json()['id']}"

    done = await stage.http.put(f"{one}/acceptance", headers={**maria, "If-Match": '"1"'})

    read = await stage.http.get(one, headers=maria)
    listed = await stage.http.get(endorsements, headers=maria)
    bill = (await account(stage, policy))["invoices"][-1]
    sign = 1 if bill["kind"] == "additional" else -1
    charged = {line["id"]: sign * Decimal(line["amount"]["amount"]) for line in bill["lines"]}
    net = charged.pop("premium")
    for view in (asked.json(), done.json(), read.json(), listed.json()["items"][0]):
        assert Decimal(view["premium_change"]["amount"]) == net
        assert {name: Decimal(to["amount"]) for name, to in view["levies"].items()} == charged
        assert Decimal(view["to_pay"]["amount"]) == net + sum(charged.values())
        assert view["to_pay"] == previewed.json()["to_pay"]["keep_later"]
        assert view["levies"] == previewed.json()["levies"]["keep_later"]
    assert set(charged) == {"ES-CCS", "ES-CLEA", "ES-IPS"}
    [told] = await said(stage, PolicyEndorsed)
    assert (told.premium_change.amount, told.to_pay.amount) == (net, net + sum(charged.values()))


async def test_what_an_endorsement_came_to_is_not_reckoned_anew(stage: Stage) -> None:
    policy = await a_home(stage)
    done = await changes(stage, policy, "2026-10-01", contents("60000.00"))
    one = f"/v1/policies/{policy}/endorsements/{done['id']}"
    async with stage.running.works() as work:  # as if the levies of that day had been others
        kept = await Endorsements(work).get(UUID(done["id"]), policy_id=UUID(policy))
        kept.lines = [replace(line, amount=line.amount.times(Decimal(2))) for line in kept.lines]

    await changes(stage, policy, "2026-11-01", contents("70000.00"))

    read = await stage.http.get(one, headers=stage.as_(Role.AGENT))
    twice = Decimal(done["to_pay"]["amount"]) * 2
    assert Decimal(read.json()["to_pay"]["amount"]) == twice


async def test_less_cover_comes_off_what_is_unpaid_and_a_paid_part_goes_back(stage: Stage) -> None:
    policy = await a_home(stage)
    [year] = (await account(stage, policy))["invoices"]
    await until(stage, "2026-04-01")
    await bank(stage, paying(year))
    before = await account(stage, policy)

    await changes(stage, policy, "2026-10-01", contents("20000.00"))
    after = await account(stage, policy)

    assert before["invoices"][0]["status"] == "paid"
    note = after["invoices"][-1]
    assert note["kind"] == "credit_note"
    assert Decimal(after["credit"]["amount"]) == Decimal(note["amount"]["amount"]) > 0


async def test_paying_monthly_from_now_on_divides_what_was_only_planned(stage: Stage) -> None:
    policy = await a_home(stage, payment_mode="half_yearly")
    await until(stage, "2026-04-02")
    halves = (await account(stage, policy))["invoices"]

    await changes(stage, policy, "2026-10-01", {"payment_mode": "monthly"})

    shown = await account(stage, policy)
    assert shown["payment_mode"] == "monthly"
    planned = [one for one in shown["invoices"] if one["status"] == "planned"]
    instalments = [one for one in planned if one["kind"] == "instalment"]
    assert [one["due_on"] for one in instalments] == [
        "2026-10-01", "2026-11-01", "2026-12-01", "2027-01-01", "2027-02-01", "2027-03-01",
    ]  # fmt: skip
    spread = sum(Decimal(one["amount"]["amount"]) for one in instalments)
    assert spread == Decimal(halves[1]["amount"]["amount"])
    [more] = [one for one in shown["invoices"] if one["kind"] == "additional"]
    net = next(line for line in more["lines"] if line["id"] == "premium")["amount"]["amount"]
    dearer = Decimal("0.04") - Decimal("0.02")  # monthly against half-yearly
    exact = Decimal("208.32") * 182 / 365 * dearer  # never on the half that is over by then
    assert abs(Decimal(net) - exact) <= Decimal("0.01")


async def test_a_way_to_pay_that_has_not_begun_costs_nothing_when_it_ends_before(
    stage: Stage,
) -> None:
    policy = await a_home(stage, payment_mode="half_yearly")
    await changes(stage, policy, "2026-10-01", {"payment_mode": "monthly"})
    shown = await stage.http.get(f"/v1/policies/{policy}", headers=stage.as_(Role.AGENT))
    billed = Decimal(shown.json()["billed"]["amount"])

    ended = await stage.http.put(
        f"/v1/policies/{policy}/cancellation",
        json={"ends_on": "2026-07-01", "reason": "Sold.", "wish": A_WISH},
        headers={**stage.as_(Role.AGENT), "If-Match": '"2"'},
    )

    kept = billed - Decimal(ended.json()["refund"]["amount"])
    exact = Decimal("208.32") * Decimal("1.02") * 91 / 365
    assert abs(kept - exact) <= Decimal("0.01")


async def test_who_pays_between_asking_and_accepting_has_nothing_left_to_divide(
    stage: Stage,
) -> None:
    policy = await a_home(stage)
    agent = stage.as_(Role.AGENT)
    wish = {"effective_on": "2026-04-01", "change": {"payment_mode": "monthly"}, "reason": "So."}
    asked = await stage.http.post(
        f"/v1/policies/{policy}/endorsements", json=wish, headers={**agent, **stage.key()}
    )
    assert asked.status_code == 201, asked.text
    [year] = (await account(stage, policy))["invoices"]
    await until(stage, "2026-03-20")
    await bank(stage, paying(year, booked_on="2026-03-20"))

    accepted = await stage.http.put(
        f"/v1/policies/{policy}/endorsements/{asked.json()['id']}/acceptance",
        headers={**agent, "If-Match": '"1"'},
    )

    assert (accepted.status_code, accepted.json()["code"]) == (422, "nothing-to-pay")


async def test_who_paid_the_year_does_not_pay_for_instalments_of_it(stage: Stage) -> None:
    policy = await a_home(stage)
    [year] = (await account(stage, policy))["invoices"]
    await until(stage, "2026-04-01")
    await bank(stage, paying(year))

    answer = await stage.http.post(
        f"/v1/policies/{policy}/endorsements",
        json={
            "effective_on": "2026-08-01",
            "change": {"payment_mode": "monthly"},
            "reason": "Easier.",
        },
        headers={**stage.as_(Role.AGENT), **stage.key()},
    )

    assert (answer.status_code, answer.json()["code"]) == (422, "nothing-to-pay")
    assert answer.json()["errors"][0]["pointer"] == "/change/payment_mode"


async def test_half_a_year_that_is_paid_stays_half_a_year_when_the_rest_is_divided(
    stage: Stage,
) -> None:
    policy = await a_home(stage, payment_mode="half_yearly")
    await until(stage, "2026-04-02")
    [half, _] = (await account(stage, policy))["invoices"]
    await bank(stage, paying(half, booked_on="2026-04-01"))

    await changes(stage, policy, "2026-10-01", {"payment_mode": "monthly"})
    divided = await account(stage, policy)
    await until(stage, "2026-10-01")
    october = next(
        one
        for one in (await account(stage, policy))["invoices"]
        if (one["due_on"], one["kind"], one["status"]) == ("2026-10-01", "instalment", "due")
    )
    await bank(stage, paying(october, booked_on="2026-10-01"))

    assert divided["paid_until"] == "2026-10-01"
    assert (await account(stage, policy))["paid_until"] == "2026-11-01"
