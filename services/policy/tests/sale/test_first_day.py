"""The first day of cover, when the sale comes to its end after it; and what delivery starts."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from chassis.testing import Stage
from contracts.policy import CounterOffered
from contracts.roles import Role
from policy.examples import MARIA, WEI

FIRST_DAY = "2026-04-01"
BEFORE = timedelta(days=29)  # 31 March, noon in Madrid
AFTER = timedelta(days=31)  # 2 April


async def accepted(counter: Any, product: str = "home") -> None:
    await counter.takes(product)
    await counter.applies()
    assert counter.shown["status"] == "accepted"


async def invoiced(counter: Any, product: str = "home", due_on: str = "2026-04-30") -> None:
    await accepted(counter, product)
    await counter.does("finn", "invoice", {"due_on": due_on})


async def premium(counter: Any, **changes: Any) -> None:
    body = {"amount": counter.shown["invoiced"], "reference": "RF1", **changes}
    await counter.does("finn", "premium", body)


async def policy(stage: Stage, counter: Any) -> Any:
    one = f"/v1/policies/{counter.shown['policy_id']}"
    return (await stage.http.get(one, headers=counter.who["maria"])).json()


@pytest.mark.parametrize("how", ["premium", "credit"])
async def test_what_was_bound_before_the_first_day_begins_on_it(
    stage: Stage, counter: Any, how: str
) -> None:
    await invoiced(counter)
    await stage.passes(BEFORE)
    if how == "premium":
        await premium(counter)
    else:
        await counter.does("finn", "credit", {"reference": "K-1"})
    await stage.passes(timedelta(days=20))  # the signature comes, and is reviewed, weeks later
    assert counter.shown["next"]["first_day_passed"] is False
    await counter.signs()
    await counter.reviews()

    made = await policy(stage, counter)
    assert (made["starts_on"], made["ends_on"]) == (FIRST_DAY, "2027-04-01")
    assert made["starts_at"] == "2026-03-31T22:00:00Z"
    assert made["cover"] == "in_force"
    assert made["premium"] == counter.shown["proposals"][0]["net"]


async def test_money_counts_from_the_day_it_was_there_not_from_when_we_wrote_it_down(
    stage: Stage, counter: Any
) -> None:
    await invoiced(counter)
    await stage.passes(AFTER)
    body = {"amount": counter.shown["invoiced"], "reference": "RF1"}
    ahead = await counter.does("finn", "premium", {**body, "paid_on": "2026-04-03"}, status=422)
    await premium(counter, paid_on="2026-03-31")
    await counter.signs()
    await counter.reviews()

    assert ahead["code"] == "not-paid-yet"
    assert (await policy(stage, counter))["starts_on"] == FIRST_DAY


@pytest.mark.parametrize("late", [timedelta(days=30), AFTER])  # on the first day itself, or after
async def test_what_was_not_bound_begins_on_a_later_day_that_the_customer_signs(
    stage: Stage, counter: Any, late: timedelta
) -> None:
    await invoiced(counter)
    await stage.passes(late)
    await premium(counter)
    assert counter.shown["next"]["first_day_passed"] is True
    await counter.signs()
    before = counter.shown
    refused = await counter.reviews(status=409)
    await stage.said()

    await counter.does("maria", "first-day", {"starts_on": "2026-04-04"})
    assert (counter.shown["status"], counter.shown["signatures"]) == ("settled", [])
    assert counter.shown["terms_sha256"] != before["terms_sha256"]
    [told] = [one for one in await stage.said() if isinstance(one, CounterOffered)]
    old = await counter.does(
        "maria", "signature", counter.signature(document_sha256=before["terms_sha256"]), status=422
    )
    await counter.signs()
    await stage.passes(
        timedelta(days=5)
    )  # reviewed when the new first day has begun: bound by then
    await counter.reviews()

    assert (refused["code"], old["code"]) == ("first-day-passed", "other-document")
    assert "/first-day" in refused["detail"]
    assert told.words.startswith("El primer día pasó")
    made = await policy(stage, counter)
    assert (made["starts_on"], made["ends_on"]) == ("2026-04-04", "2027-04-04")
    assert made["premium"] == counter.shown["proposals"][0]["net"]
    assert [one["offer"]["period"]["starts_on"] for one in counter.shown["proposals"]] == [
        FIRST_DAY, "2026-04-04",
    ]  # fmt: skip


async def test_what_was_signed_and_sent_back_was_not_agreed_to(stage: Stage, counter: Any) -> None:
    await invoiced(counter)
    await stage.passes(AFTER)
    await premium(counter)
    await counter.does("maria", "first-day", {"starts_on": "2026-04-05"})
    await counter.does("maria", "signature", counter.signature(signer="Donald Duck"))
    assert counter.shown["proposals"][-1]["agreed_at"] is not None
    await counter.does("vera", "signature/review", {"convinces": False, "note": "Who is that?"})

    assert counter.shown["proposals"][-1]["agreed_at"] is None
    await stage.passes(timedelta(days=5))  # the fifth has begun, and nobody was bound
    await counter.signs()
    assert (await counter.reviews(status=409))["code"] == "first-day-passed"


async def test_what_was_agreed_before_it_was_signed_stays_agreed(counter: Any) -> None:
    await accepted(counter)
    await counter.pays()
    await counter.signs()
    await counter.does("vera", "signature/review", {"convinces": False, "note": "Blurred."})

    assert counter.shown["proposals"][-1]["agreed_at"] is not None


async def test_signed_too_late_again_it_is_moved_again(stage: Stage, counter: Any) -> None:
    await invoiced(counter)
    await stage.passes(AFTER)
    await premium(counter)
    await counter.does("ana", "first-day", {"starts_on": "2026-04-05"})
    await stage.passes(timedelta(days=5))
    await counter.signs()

    refused = await counter.reviews(status=409)
    await counter.does("vera", "first-day", {"starts_on": "2026-04-10"})
    await counter.signs()
    await counter.reviews()

    assert refused["code"] == "first-day-passed"
    assert (await policy(stage, counter))["starts_on"] == "2026-04-10"


async def test_a_journey_keeps_its_days_when_it_begins_later(stage: Stage, counter: Any) -> None:
    await invoiced(counter, "travel", due_on="2026-04-01")
    await stage.passes(AFTER)
    await premium(counter)
    await counter.does("maria", "first-day", {"starts_on": "2026-04-03"})
    await counter.signs()
    await counter.reviews()

    made = await policy(stage, counter)
    assert (made["starts_on"], made["ends_on"]) == ("2026-04-03", "2026-04-13")


@pytest.mark.parametrize(
    ("passes", "to", "code"),
    [
        (BEFORE, "2026-04-05", "first-day-stands"),  # still to come: it is not moved
        (AFTER, "2026-04-02", "bad-first-day"),  # today has begun
        (AFTER, "2026-03-20", "bad-first-day"),
        (AFTER, "2026-05-03", "bad-first-day"),
        (AFTER, "2026-02-30", "invalid-body"),
    ],
)
async def test_a_first_day_is_moved_to_a_day_soon_to_come_and_only_when_it_went_by(
    stage: Stage, counter: Any, passes: timedelta, to: str, code: str
) -> None:
    await accepted(counter)
    await stage.passes(passes)
    status = 409 if code == "first-day-stands" else 422

    refused = await counter.does("maria", "first-day", {"starts_on": to}, status=status)

    assert refused["code"] == code
    if status == 422:
        assert refused["errors"][0]["pointer"] == "/starts_on"


async def test_cover_that_was_bound_is_not_moved_away(stage: Stage, counter: Any) -> None:
    await invoiced(counter)
    await premium(counter)
    await stage.passes(AFTER)

    refused = await counter.does("ana", "first-day", {"starts_on": "2026-04-10"}, status=409)

    assert refused["code"] == "first-day-stands"


async def test_from_a_day_on_which_the_rules_judge_otherwise_it_is_not_moved(
    stage: Stage, counter: Any
) -> None:
    await counter.takes("travel", {"from_71": 1, "oldest_born_on": "1945-04-10"})
    await counter.applies()  # 80 on the first day, 81 on the tenth
    await counter.does("vera", "acceptance")
    await counter.does("maria", "agreement")
    await stage.passes(AFTER)

    refused = await counter.does("maria", "first-day", {"starts_on": "2026-04-10"}, status=409)
    await counter.does("maria", "first-day", {"starts_on": "2026-04-09"})

    assert refused["code"] == "other-terms-then"


async def test_another_life_is_insured_from_when_that_person_signed(
    stage: Stage, counter: Any
) -> None:
    await counter.takes("term-life", {"insured_is_holder": False, "insured_consented": True})
    await counter.applies()
    await counter.does("finn", "invoice", {"due_on": "2026-03-31"})
    await premium(counter)
    assert counter.shown["next"]["first_day_passed"] is False
    await counter.signs()
    await stage.passes(AFTER)
    life = counter.signature(signer="Iker Santos", capacity="life_insured")
    await counter.does("maria", "signature", life)

    assert (await counter.reviews(status=409))["code"] == "first-day-passed"


async def test_a_first_day_is_moved_by_those_whom_it_concerns(stage: Stage, counter: Any) -> None:
    await accepted(counter)
    await stage.passes(AFTER)
    one = f"/v1/applications/{counter.shown['id']}/first-day"
    callers = {
        "wei": stage.as_(Role.CUSTOMER, customer_id=WEI),
        "finn": counter.who["finn"],
        "adjuster": stage.as_(Role.ADJUSTER, customer_id=MARIA),
    }

    found = {
        who: (await stage.http.put(one, json={"starts_on": "2026-04-10"},
                                   headers={**headers, "If-Match": counter.etag})).status_code
        for who, headers in callers.items()
    }  # fmt: skip

    assert found == {"wei": 404, "finn": 403, "adjuster": 403}


async def test_delivery_starts_the_time_to_think_again(stage: Stage, counter: Any) -> None:
    """Germany: fourteen days from the papers in hand; a bounce is nothing in hand."""
    place = {"line": "Hafenstr. 1", "city": "Hamburg", "postal_code": "20095", "country": "DE"}
    await counter.takes("home", jurisdiction="DE", place=place, time_zone="Europe/Berlin")
    await counter.applies()
    await counter.pays()
    await counter.signs()
    await counter.reviews()
    one = f"/v1/policies/{counter.shown['policy_id']}/clocks"

    async def clocks() -> dict[str, str]:
        shown = (await stage.http.get(one, headers=counter.who["maria"])).json()["items"]
        return {each["entry"]: each["due"] for each in shown if each["about"] == "withdrawal"}

    await counter.sends(proof="bounced")
    bounced = await clocks()
    await stage.passes(timedelta(days=20))
    await counter.sends()
    delivered = await clocks()

    assert "DE-8" not in " ".join(bounced)
    [(entry, due)] = delivered.items()
    assert entry.startswith("DE-8")
    assert datetime.fromisoformat(due) > stage.clock.now() + timedelta(days=13)


@pytest.mark.parametrize("at", ["2026-03-01T09:30:00Z", "2026-03-03T09:30:00Z"])
async def test_papers_reach_nobody_before_there_is_a_contract_or_tomorrow(
    stage: Stage, counter: Any, at: str
) -> None:
    await accepted(counter)
    await counter.pays()
    await counter.signs()
    await counter.reviews()
    assert stage.clock.now() == datetime(2026, 3, 2, 9, 30, tzinfo=UTC)

    refused = await counter.sends(at=at, status=422)

    assert (refused["code"], refused["errors"][0]["pointer"]) == ("bad-dispatch", "/at")
