"""What a change of a contract may say, and where it is told what it may not."""

from typing import Any

import pytest

from chassis.testing import Stage
from contracts.roles import Role
from policy.examples import MARIA, a_customer, an_agreement
from policy.examples.asking import a_wish

OF = "/v1/policies"


async def a_contract(stage: Stage) -> str:
    """María's contract from 1 April 2026."""
    await stage.given(a_customer())
    answer = await stage.http.post(
        OF, json=an_agreement(), headers={**stage.as_(Role.AGENT), **stage.key()}
    )
    return f"{OF}/{answer.json()['id']}"


def limit(amount: int, day: str, **more: Any) -> dict[str, Any]:
    cover = {"id": "flood", "limit": {"amount": f"{amount}.00", "currency": "USD"}}
    return {"effective_on": day, "change": {"covers": [cover]}, "reason": "Built on.", **more}


async def asks(stage: Stage, policy: str, wish: dict[str, Any]) -> Any:
    headers = {**stage.as_(Role.AGENT), **stage.key()}
    answer = await stage.http.post(f"{policy}/endorsements", json=wish, headers=headers)
    assert answer.status_code == 201, answer.text
    return answer.json()


async def refused_at(stage: Stage, change: dict[str, Any]) -> list[str]:
    """Where the preview says it is wrong."""
    answer = await stage.http.post(
        f"{await a_contract(stage)}/endorsement-previews",
        json={"effective_on": "2026-06-01", "change": change},
        headers={**stage.as_(Role.AGENT), **stage.key()},
    )
    assert answer.status_code == 422, answer.text
    return [one["pointer"] for one in answer.json()["errors"]]


async def settles(stage: Stage, policy: str, wish: Any, how: str, tag: int = 1) -> Any:
    answer = await stage.http.put(
        f"{policy}/endorsements/{wish['id']}/{how}",
        json=None if how == "acceptance" else {"reason": "So."},
        headers={**stage.as_(Role.UNDERWRITER), "If-Match": f'"{tag}"'},
    )
    assert answer.status_code == 200, answer.text
    return answer.json()


async def test_a_last_word_where_nothing_meets_is_the_one_outcome_there_is(stage: Stage) -> None:
    policy = await a_contract(stage)
    wish = limit(150_000, "2026-06-01", resolution="overwrite")
    seen = {name: said for name, said in wish.items() if name != "reason"}

    preview = await stage.http.post(
        f"{policy}/endorsement-previews",
        json=seen,
        headers={**stage.as_(Role.AGENT), **stage.key()},
    )
    done = await settles(stage, policy, await asks(stage, policy, wish), "acceptance")

    assert preview.status_code == 200, preview.text
    assert (preview.json()["clashes"], list(preview.json()["outcomes"])) == ([], ["keep_later"])
    assert (done["status"], done["resolution"]) == ("accepted", None)


def contact(name: str, day: str, **more: Any) -> dict[str, Any]:
    return {"effective_on": day, "change": {"contact": name}, "reason": "So.", **more}


async def test_what_it_met_was_taken_back_before_it_is_agreed_to(stage: Stage) -> None:
    policy = await a_contract(stage)
    ana = await asks(stage, policy, contact("Ana", "2026-10-01"))
    met = await settles(stage, policy, ana, "acceptance")
    bea = await asks(stage, policy, contact("Bea", "2026-06-01", resolution="overwrite"))
    await settles(stage, policy, met, "reversal", 2)

    done = await settles(stage, policy, bea, "acceptance")

    assert (bea["resolution"], done["resolution"]) == ("overwrite", None)
    in_november = {"at": "2026-11-01T12:00:00Z"}
    shown = await stage.http.get(policy, params=in_november, headers=stage.as_(Role.AGENT))
    assert shown.json()["terms"]["contact"] == "Bea"


def shares(*of: tuple[str, int]) -> dict[str, Any]:
    return {"beneficiaries": [{"name": name, "percent": percent} for name, percent in of]}


def answers(*said: tuple[str, Any]) -> dict[str, Any]:
    return {"answers": [{"question": name, "answer": one} for name, one in said]}


def covers(*of: dict[str, Any]) -> dict[str, Any]:
    return {"covers": [{"id": "flood", **one} for one in of]}


def money(amount: str, currency: str = "USD") -> dict[str, str]:
    return {"amount": amount, "currency": currency}


@pytest.mark.parametrize(
    ("change", "pointer"),
    [
        (shares(("Ana", 60)), "/change/beneficiaries"),
        (shares(("Ana", 60), ("Bea", 90)), "/change/beneficiaries"),
        (shares(("Ana", 50), ("ana", 50)), "/change/beneficiaries"),
        (answers(("alarm", False), ("alarm", True)), "/change/answers"),
        (covers({"limit": money("9000.00")}, {"removed": True}), "/change/covers"),
    ],
)
async def test_shares_are_whole_and_everything_is_said_once(
    stage: Stage, change: dict[str, Any], pointer: str
) -> None:
    assert await refused_at(stage, change) == [pointer]


@pytest.mark.parametrize(
    ("change", "pointer"),
    [
        (covers({"limit": money("900000.00")}), "/change/covers/0/limit"),
        (covers({"limit": money("90000.00", "EUR")}), "/change/covers/0/limit/currency"),
        (covers({"deductible": money("7.00")}), "/change/covers/0/deductible"),
        ({"payment_mode": "monthly"}, "/change/payment_mode"),
    ],
)
async def test_what_the_product_does_not_have_is_refused_where_it_was_said(
    stage: Stage, change: dict[str, Any], pointer: str
) -> None:
    assert await refused_at(stage, change) == [pointer]


async def test_shares_between_two_make_up_the_whole_and_nobody_need_be_named(stage: Stage) -> None:
    policy = await a_contract(stage)
    halves = {"effective_on": "2026-06-01", "change": shares(("Ana", 60), ("Bea", 40))}
    nobody = {"effective_on": "2026-07-01", "change": shares()}

    await asks(stage, policy, {**halves, "reason": "My daughters."})
    await asks(stage, policy, {**nobody, "reason": "Let the law say."})


async def test_an_answer_out_of_bounds_is_told_the_bound_it_has(stage: Stage) -> None:
    await stage.given(a_customer())
    asked = {**a_wish("home", {"building_sum": "9000000.00"}), "customer_id": str(MARIA)}

    answer = await stage.http.post(
        "/v1/quotes", json=asked, headers={**stage.as_(Role.AGENT), **stage.key()}
    )

    assert answer.json()["detail"] == "building_sum is at most 2000000, not 9000000.00"
