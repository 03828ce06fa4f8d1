"""Endorsements, from outside: previewed, asked for, accepted, taken back; and read at any time."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from chassis.testing import Stage
from contracts.policy import PolicyEndorsed
from contracts.roles import Role
from policy.examples import MARIA, POLICY, WEI, a_customer, an_agreement

OF = "/v1/policies"


async def a_contract(stage: Stage) -> str:
    """María's contract from 1 April 2026, issued over HTTP so that it has its first version."""
    await stage.given(a_customer())
    answer = await stage.http.post(
        OF, json=an_agreement(), headers={**stage.as_(Role.AGENT), **stage.key()}
    )
    return str(answer.json()["id"])


def limit(amount: int, day: str, **more: Any) -> dict[str, Any]:
    cover = {"id": "flood", "limit": {"amount": f"{amount}.00", "currency": "USD"}}
    return {"effective_on": day, "change": {"covers": [cover]}, "reason": "Built on.", **more}


async def accepted(stage: Stage, policy: str, wish: dict[str, Any]) -> dict[str, Any]:
    agent = stage.as_(Role.AGENT)
    asked = await stage.http.post(
        f"{OF}/{policy}/endorsements", json=wish, headers={**agent, **stage.key()}
    )
    assert asked.status_code == 201, asked.text
    done = await stage.http.put(
        f"{OF}/{policy}/endorsements/{asked.json()['id']}/acceptance",
        headers={**agent, "If-Match": '"1"'},
    )
    assert done.status_code == 200, done.text
    found: dict[str, Any] = done.json()
    return found


async def sum_insured(stage: Stage, policy: str, **query: str) -> str | None:
    answer = await stage.http.get(
        f"{OF}/{policy}", params=query, headers=stage.as_(Role.CUSTOMER, customer_id=MARIA)
    )
    terms = answer.json()["terms"]
    return terms and str(terms["covers"][0]["limit"]["amount"])


async def test_a_change_is_previewed_with_its_arithmetic_and_nothing_is_kept(stage: Stage) -> None:
    policy = await a_contract(stage)
    maria = stage.as_(Role.CUSTOMER, customer_id=MARIA)
    wish = limit(150_000, "2026-10-01")
    del wish["reason"]

    answer = await stage.http.post(
        f"{OF}/{policy}/endorsement-previews", json=wish, headers={**maria, **stage.key()}
    )

    assert answer.status_code == 200, answer.text
    [bill] = answer.json()["outcomes"].values()
    assert bill["due"] == {"amount": "101.57", "currency": "USD"}  # 203.70 x 182/365
    assert [(one["days"], one["premium"]["amount"]) for one in bill["segments"]] == [
        (183, "407.40"),
        (182, "611.10"),
    ]
    assert len(await stage.said()) == 1  # the issue


async def test_what_is_so_already_is_no_change(stage: Stage) -> None:
    policy = await a_contract(stage)
    wish = limit(100_000, "2026-10-01")
    del wish["reason"]

    answer = await stage.http.post(
        f"{OF}/{policy}/endorsement-previews",
        json=wish,
        headers={**stage.as_(Role.AGENT), **stage.key()},
    )

    assert answer.status_code == 422
    assert [one["pointer"] for one in answer.json()["errors"]] == ["/change"]


async def test_what_we_shall_know_is_not_known(stage: Stage) -> None:
    policy = await a_contract(stage)

    answer = await stage.http.get(
        f"{OF}/{policy}?known_at=2030-01-01T00:00:00Z", headers=stage.as_(Role.AGENT)
    )

    assert answer.status_code == 400
    assert "known_at" in answer.text


async def test_an_accepted_change_is_announced_and_billed(stage: Stage) -> None:
    policy = await a_contract(stage)

    done = await accepted(stage, policy, limit(150_000, "2026-10-01"))

    assert (done["status"], done["premium_change"]["amount"]) == ("accepted", "101.57")
    endorsed = [one for one in await stage.said() if isinstance(one, PolicyEndorsed)][-1]
    assert (endorsed.revision, endorsed.changed) == (2, ["covers.flood.limit"])
    assert [(str(part.limit.amount), part.starts_at) for part in endorsed.covers] == [
        ("100000.00", datetime(2026, 4, 1, 5, tzinfo=UTC)),
        ("150000.00", datetime(2026, 10, 1, 5, tzinfo=UTC)),
    ]


async def test_what_was_in_force_and_what_we_knew_are_two_questions(stage: Stage) -> None:
    policy = await a_contract(stage)
    before = stage.clock.now()
    stage.clock.advance(timedelta(days=1))

    await accepted(stage, policy, limit(150_000, "2026-10-01"))

    october = "2026-10-02T12:00:00Z"
    assert await sum_insured(stage, policy, at="2026-09-30T12:00:00Z") == "100000.00"
    assert await sum_insured(stage, policy, at=october) == "150000.00"
    assert await sum_insured(stage, policy, at=october, known_at=before.isoformat()) == "100000.00"
    assert await sum_insured(stage, policy, at="2027-04-01T12:00:00Z") is None


async def test_a_change_entered_late_does_not_lose_one_that_begins_later(stage: Stage) -> None:
    policy = await a_contract(stage)
    await accepted(stage, policy, limit(150_000, "2026-10-01"))
    cheaper = {
        "effective_on": "2026-06-01",
        "change": {
            "covers": [{"id": "flood", "deductible": {"amount": "5000.00", "currency": "USD"}}]
        },
        "reason": "I bear more.",
    }

    await accepted(stage, policy, cheaper)

    endorsed = [one for one in await stage.said() if isinstance(one, PolicyEndorsed)][-1]
    assert [(str(p.limit.amount), str(p.deductible.amount)) for p in endorsed.covers] == [
        ("100000.00", "1000.00"),
        ("100000.00", "5000.00"),
        ("150000.00", "5000.00"),
    ]


async def test_two_changes_of_one_field_are_never_chosen_silently(stage: Stage) -> None:
    policy = await a_contract(stage)
    await accepted(stage, policy, limit(150_000, "2026-10-01"))
    agent, wish = stage.as_(Role.AGENT), limit(120_000, "2026-06-01")

    answer = await stage.http.post(
        f"{OF}/{policy}/endorsements", json=wish, headers={**agent, **stage.key()}
    )

    assert (answer.status_code, answer.json()["code"]) == (409, "overlapping-endorsements")
    assert answer.json()["errors"][0]["pointer"] == "/resolution"
    assert "'keep_later'" in answer.json()["detail"]
    done = await accepted(stage, policy, {**wish, "resolution": "overwrite"})
    assert done["resolution"] == "overwrite"
    assert await sum_insured(stage, policy, at="2026-11-01T12:00:00Z") == "120000.00"


async def test_a_change_taken_back_leaves_the_others(stage: Stage) -> None:
    policy = await a_contract(stage)
    first = await accepted(stage, policy, limit(150_000, "2026-10-01"))
    await accepted(
        stage, policy, {"effective_on": "2026-06-01", "change": {"contact": "Ana"}, "reason": "x"}
    )

    answer = await stage.http.put(
        f"{OF}/{policy}/endorsements/{first['id']}/reversal",
        json={"reason": "It was never built."},
        headers={**stage.as_(Role.UNDERWRITER), "If-Match": '"2"'},
    )

    assert answer.json()["status"] == "reversed"
    endorsed = [one for one in await stage.said() if isinstance(one, PolicyEndorsed)][-1]
    assert (endorsed.reversed, str(endorsed.premium_change.amount)) == (True, "-101.57")
    shown = await stage.http.get(
        f"{OF}/{policy}",
        params={"at": "2026-11-01T12:00:00Z"},
        headers=stage.as_(Role.AGENT),
    )
    assert shown.json()["terms"]["contact"] == "Ana"
    assert shown.json()["billed"]["amount"] == "407.40"


async def test_a_price_that_changed_meanwhile_is_not_charged(stage: Stage) -> None:
    policy = await a_contract(stage)
    agent = stage.as_(Role.AGENT)
    deductible = {"id": "flood", "deductible": {"amount": "5000.00", "currency": "USD"}}
    wish = {"effective_on": "2026-06-01", "change": {"covers": [deductible]}, "reason": "More."}
    asked = await stage.http.post(
        f"{OF}/{policy}/endorsements", json=wish, headers={**agent, **stage.key()}
    )
    await accepted(stage, policy, limit(150_000, "2026-05-01"))

    answer = await stage.http.put(
        f"{OF}/{policy}/endorsements/{asked.json()['id']}/acceptance",
        headers={**agent, "If-Match": '"1"'},
    )

    assert (answer.status_code, answer.json()["code"]) == (409, "price-changed")


@pytest.mark.parametrize(
    ("wish", "status", "code"),
    [
        (limit(150_000, "2026-03-31"), 422, "bad-effective-day"),
        (limit(150_000, "2027-04-01"), 422, "bad-effective-day"),
        (limit(900_000, "2026-06-01"), 422, "not-offered"),
        ({"effective_on": "2026-06-01", "change": {}, "reason": "x"}, 422, "empty-endorsement"),
        (
            {
                "effective_on": "2026-06-01",
                "change": {"covers": [{"id": "moon", "removed": True}]},
                "reason": "x",
            },
            422,
            "no-such-cover",
        ),
        (
            {
                "effective_on": "2026-06-01",
                "change": {"covers": [{"id": "flood", "removed": True}]},
                "reason": "x",
            },
            422,
            "not-offered",
        ),
        (
            {"effective_on": "2026-06-01", "change": {"payment_mode": "monthly"}, "reason": "x"},
            422,
            "not-offered",
        ),
    ],
)
async def test_what_cannot_be_changed_is_refused(
    stage: Stage, wish: dict[str, Any], status: int, code: str
) -> None:
    policy = await a_contract(stage)

    answer = await stage.http.post(
        f"{OF}/{policy}/endorsements",
        json=wish,
        headers={**stage.as_(Role.AGENT), **stage.key()},
    )

    assert (answer.status_code, answer.json()["code"]) == (status, code), answer.text


async def test_a_customer_does_not_change_the_past_and_our_people_only_so_far(
    stage: Stage,
) -> None:
    policy = await a_contract(stage)
    stage.clock.advance(timedelta(days=120))  # 30 June
    maria, agent = stage.as_(Role.CUSTOMER, customer_id=MARIA), stage.as_(Role.AGENT)

    async def ask(who: dict[str, str], day: date) -> int:
        answer = await stage.http.post(
            f"{OF}/{policy}/endorsements",
            json=limit(150_000, str(day)),
            headers={**who, **stage.key()},
        )
        return answer.status_code

    more = stage.as_(Role.CUSTOMER, "offline_access", customer_id=MARIA)
    assert await ask(maria, date(2026, 6, 20)) == 403
    assert await ask(more, date(2026, 6, 20)) == 403
    assert await ask(maria, date(2026, 6, 30)) == 201
    assert await ask(agent, date(2026, 5, 2)) == 201
    assert await ask(agent, date(2026, 4, 30)) == 422


async def settled(stage: Stage, path: str, who: dict[str, str], tag: int = 1) -> tuple[int, str]:
    body = None if path.endswith("acceptance") else {"reason": "So."}
    answer = await stage.http.put(path, json=body, headers={**who, "If-Match": f'"{tag}"'})
    return answer.status_code, str(answer.json().get("code"))


async def test_a_price_is_no_option_to_be_taken_once_the_loss_is_known(stage: Stage) -> None:
    policy = await a_contract(stage)
    maria, agent = stage.as_(Role.CUSTOMER, customer_id=MARIA), stage.as_(Role.AGENT)
    wish = {"effective_on": "2026-04-11", "change": {"contact": "Ana"}, "reason": "Moved in."}
    asked = await stage.http.post(
        f"{OF}/{policy}/endorsements", json=wish, headers={**maria, **stage.key()}
    )
    path = f"{OF}/{policy}/endorsements/{asked.json()['id']}/acceptance"

    stage.clock.advance(datetime(2026, 4, 12, 12, tzinfo=UTC) - stage.clock.now())
    hers = await settled(stage, path, maria)
    stage.clock.advance(timedelta(days=60))  # a day longer than our people may look back
    late = await settled(stage, path, agent)
    stage.clock.advance(timedelta(days=-1))
    ours = await settled(stage, path, agent)

    assert [hers, late] == [(409, "day-gone-by")] * 2
    assert ours[0] == 200


async def test_a_change_of_long_ago_is_not_taken_back(stage: Stage) -> None:
    policy = await a_contract(stage)
    done = await accepted(stage, policy, limit(150_000, "2026-04-11"))
    path = f"{OF}/{policy}/endorsements/{done['id']}/reversal"
    underwriter = stage.as_(Role.UNDERWRITER)

    stage.clock.advance(datetime(2026, 6, 11, 12, tzinfo=UTC) - stage.clock.now())
    late = await settled(stage, path, underwriter, 2)
    stage.clock.advance(timedelta(days=-1))
    in_time = await settled(stage, path, underwriter, 2)

    assert late == (409, "day-gone-by")
    assert in_time[0] == 200
    assert await sum_insured(stage, policy, at="2026-05-01T12:00:00Z") == "100000.00"


async def test_a_stranger_finds_no_contract_to_change(stage: Stage) -> None:
    policy = await a_contract(stage)
    wei = stage.as_(Role.CUSTOMER, customer_id=WEI)

    answers = [
        await stage.http.get(f"{OF}/{policy}/endorsements", headers=wei),
        await stage.http.post(
            f"{OF}/{policy}/endorsements",
            json=limit(150_000, "2026-06-01"),
            headers={**wei, **stage.key()},
        ),
        await stage.http.get(f"{OF}/{POLICY}/endorsements", headers=wei),
    ]

    assert [answer.status_code for answer in answers] == [404, 404, 404]
