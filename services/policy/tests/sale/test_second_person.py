"""What one person does alone in a sale, and where a second one is needed."""

from datetime import timedelta
from typing import Any

import pytest

from chassis.testing import Stage
from contracts.roles import Role
from policy.examples.asking import a_wish
from policy.examples.selling import an_authority

FLOODED = {"flood_claims_10y": 2}  # UW-HOME-04 declines
DRY: dict[str, Any] = {"documents": [], "answers": {"flood_claims_10y": 0}}


async def refuses(counter: Any, who: str, what: str, body: Any = None, *, status: int = 403) -> Any:
    return (await counter.does(who, what, body, status=status))["code"]


async def referred(counter: Any, **answers: Any) -> list[str]:
    await counter.takes("home", answers or FLOODED)
    await counter.applies()
    assert counter.shown["status"] == "underwriting"
    return [one["rule_id"] for one in counter.shown["rules"]]


def waits(counter: Any) -> list[tuple[str, str]]:
    return [
        (one["rule_id"], one["outcome"])
        for one in counter.shown["rules"]
        if one["cleared_at"] is None and one["outcome"] != "accept"
    ]


async def test_without_authority_an_underwriter_puts_no_answer_right(counter: Any) -> None:
    counter.who["uma"] = counter.stage.as_(Role.UNDERWRITER, subject="uma")
    await referred(counter)

    assert await refuses(counter, "uma", "documents", DRY) == "beyond-authority"
    assert waits(counter) == [("UW-HOME-04", "decline")]


async def test_what_another_answer_makes_vanish_waits_for_who_may_clear_it(
    stage: Stage, counter: Any
) -> None:
    await stage.given(an_authority("sol", 2))
    counter.who["sol"] = stage.as_(Role.UNDERWRITER, subject="sol")
    await referred(counter)

    await counter.does("vera", "documents", DRY)
    assert counter.shown["status"] == "underwriting"  # no machine accepts it
    assert waits(counter) == [("SAID-UW-HOME-04", "decline")]
    clear = "referral/rules/SAID-UW-HOME-04"
    note = {"note": "The neighbour's claims, not hers."}
    assert await refuses(counter, "vera", clear, note) == "beyond-authority"
    await counter.does("sol", clear, note)
    await counter.does("vera", "acceptance")  # proposes
    await counter.does("sol", "acceptance")

    assert (counter.shown["status"], counter.shown["acceptance"]["needed"]) == ("accepted", 2)


async def test_an_answer_put_right_is_for_a_person_even_where_no_rule_vanishes(
    counter: Any,
) -> None:
    await counter.takes("home", {"days_unoccupied": 20})
    await counter.does("maria", "submission")
    body = {"documents": [], "answers": {"days_unoccupied": 10}}
    await counter.does("vera", "documents", body)
    await counter.hands_in()

    assert (counter.shown["status"], waits(counter)) == ("underwriting", [])
    await counter.does("vera", "acceptance")
    assert counter.shown["status"] == "accepted"


async def test_silence_that_was_priced_is_no_answer_of_an_underwriter_either(counter: Any) -> None:
    await counter.takes("health", {"chronic": None})
    await counter.does("maria", "submission")
    body = {"documents": [], "answers": {"chronic": "marked"}}

    assert await refuses(counter, "vera", "documents", body, status=409) == "answer-changes-price"


async def test_what_a_visit_saw_otherwise_waits_too(stage: Stage, counter: Any) -> None:
    counter.who["uma"] = stage.as_(Role.UNDERWRITER, subject="uma")
    await referred(counter)
    await counter.does("vera", "inspection", {"note": "Is it dry?"})
    plan = {"scheduled_for": "2026-03-03T09:00:00Z", "surveyor": "Iker"}
    await counter.does("vera", "inspection/schedule", plan)
    await stage.passes(timedelta(days=2))
    record = {
        "surveyor": "Iker", "persons_met": "María", "visited_at": "2026-03-03T09:00:00Z",
        "points": FULL, "facts": {"flood_claims_10y": 0},
    }  # fmt: skip

    assert await refuses(counter, "uma", "inspection/record", record) == "beyond-authority"
    await counter.does("vera", "inspection/record", record)

    assert waits(counter) == [("SAID-UW-HOME-04", "decline")]


async def prepared(stage: Stage, counter: Any, *, takes: str) -> None:
    """Vera is an agent too: she prepares the quote; somebody takes it."""
    both = stage.as_(Role.AGENT, Role.UNDERWRITER, subject="vera")
    counter.who |= {"vera": both, "bo": stage.as_(Role.AGENT, subject="bo")}
    body = {**a_wish("home", FLOODED), "customer_id": str(counter.maria)}
    made = await stage.http.post("/v1/quotes", json=body, headers={**both, **stage.key()})
    taken = await stage.http.put(
        f"/v1/quotes/{made.json()['id']}/acceptance",
        json={"version": 1},
        headers={**counter.who[takes], "If-Match": made.headers["ETag"]},
    )
    await counter.reads(taken.json()["application_id"])


@pytest.mark.parametrize(("takes", "seller"), [("maria", "vera"), ("vera", "vera"), ("bo", "bo")])
async def test_who_prepared_the_quote_does_not_decide_on_it(
    stage: Stage, counter: Any, takes: str, seller: str
) -> None:
    await prepared(stage, counter, takes=takes)
    await counter.applies()

    assert counter.shown["seller"] == seller
    assert await refuses(counter, "vera", "acceptance", status=409) == "still-open"
    assert await refuses(counter, "vera", "refusal", {"note": "No."}) == "four-eyes"
    clear = "referral/rules/UW-HOME-04"
    assert await refuses(counter, "vera", clear, {"note": "Fine."}) == "four-eyes"
    assert await refuses(counter, "vera", "documents", DRY) == "four-eyes"


async def test_who_wrote_the_offer_that_stands_does_not_decide_on_it(
    stage: Stage, counter: Any
) -> None:
    await referred(counter, business_use=True)
    ours = counter.on_the_table(answers={"business_use": True, "days_unoccupied": 10})
    await counter.does("vera", "counter-offers", {"offer": ours, "words": "This we can do."})
    await counter.does("maria", "agreement")

    clear = "referral/rules/UW-HOME-09"
    assert await refuses(counter, "vera", clear, {"note": "Fine."}) == "four-eyes"


async def test_the_seller_neither_records_the_premium_nor_reviews_the_signature(
    stage: Stage, counter: Any
) -> None:
    everything = (Role.AGENT, Role.UNDERWRITER, Role.FINANCE)
    counter.who["ana"] = stage.as_(*everything, subject="ana")
    body = {**a_wish("home"), "customer_id": str(counter.maria)}
    made = await stage.http.post(
        "/v1/quotes", json=body, headers={**counter.who["ana"], **stage.key()}
    )
    taken = await stage.http.put(
        f"/v1/quotes/{made.json()['id']}/acceptance",
        json={"version": 1},
        headers={**counter.who["ana"], "If-Match": made.headers["ETag"]},
    )
    await counter.reads(taken.json()["application_id"])
    await counter.applies()
    await counter.does("ana", "invoice", {"due_on": "2026-03-31"})
    came = {"amount": counter.shown["invoiced"], "reference": "RF1"}

    assert await refuses(counter, "ana", "premium", came) == "four-eyes"
    await counter.does("finn", "premium", came)
    await counter.signs()
    for convinces in (True, False):
        said = {"convinces": convinces, "note": "Seen."}
        assert await refuses(counter, "ana", "signature/review", said) == "four-eyes"
    await counter.reviews()
    assert counter.shown["status"] == "in_force"


FULL = {
    "INS-C1": 10, "INS-C2": 6, "INS-C3": 6, "INS-O1": 8, "INS-O2": 5, "INS-O3": 6, "INS-P1": 8,
    "INS-P2": 10, "INS-P3": 6, "INS-P4": 6, "INS-E1": 6, "INS-E2": 9, "INS-E3": 5, "INS-M1": 5,
    "INS-S1": 4,
}  # fmt: skip
