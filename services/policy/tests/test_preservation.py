"""Thinking again, cancelling with a refund, expiring, reinstating: the stories."""

from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

import pytest

from chassis.ids import new_id
from chassis.testing import Stage
from contracts.claims import ClaimFiled
from contracts.insured import Peril
from contracts.policy import (
    PolicyCancelled,
    PolicyExpired,
    PolicyWithdrawn,
    PremiumCredited,
    WithdrawalToDecide,
)
from contracts.roles import Role
from policy.domain.preservation.owing import Owing
from policy.domain.preservation.unpaid import suspend
from policy.examples import A_WISH, MARIA, WEI, a_customer, an_agreement
from policy.examples.contracts import a_wording, an_offer
from policy.examples.insured import usd
from policy.storage import Policies, Versions
from policy.use_cases.issue_contract import IssueContract, issue_contract

OF = "/v1/policies"


async def issued(stage: Stage, **changes: Any) -> str:
    await stage.given(a_customer())
    answer = await stage.http.post(
        OF, json=an_agreement(**changes), headers={**stage.as_(Role.AGENT), **stage.key()}
    )
    assert answer.status_code == 201, answer.text
    return str(answer.json()["id"])


async def test_in_time_everything_is_given_back_and_there_never_was_cover(stage: Stage) -> None:
    policy = await issued(stage)
    maria = stage.as_(Role.CUSTOMER, customer_id=MARIA)

    answer = await stage.http.put(
        f"{OF}/{policy}/withdrawal", json={}, headers={**maria, "If-Match": '"1"'}
    )

    assert answer.status_code == 200, answer.text
    assert answer.json() == {
        "policy_id": policy,
        "status": "withdrawn",
        "with_a_person": False,
        "why": None,
        "wish": None,
        "given_back": {"amount": "407.40", "currency": "USD"},
    }
    *_, credited, withdrawn = await stage.said()
    assert isinstance(withdrawn, PolicyWithdrawn)
    assert isinstance(credited, PremiumCredited)
    assert credited.amount == withdrawn.refund
    assert (withdrawn.covers, [gap.why for gap in withdrawn.gaps]) == ([], ["withdrawn"])
    await stage.passes(timedelta(days=500))
    assert await stage.said() == []  # nothing expires that never was


async def test_late_it_goes_to_a_person_and_an_underwriter_may_grant_it(stage: Stage) -> None:
    policy = await issued(stage)
    await stage.passes(timedelta(days=20))
    maria = stage.as_(Role.CUSTOMER, customer_id=MARIA)
    path = f"{OF}/{policy}/withdrawal"

    await stage.said()
    late = await stage.http.put(path, json={}, headers={**maria, "If-Match": '"1"'})
    again = await stage.http.put(path, json={}, headers={**maria, "If-Match": '"1"'})
    [told] = [one for one in await stage.said() if isinstance(one, WithdrawalToDecide)]
    tasks = await stage.http.get("/v1/tasks", headers=stage.as_(Role.UNDERWRITER))
    granted = await stage.http.put(
        path, json={}, headers={**stage.as_(Role.UNDERWRITER), "If-Match": '"1"'}
    )

    assert (late.status_code, late.json()["with_a_person"]) == (202, True)
    assert (again.status_code, told.why, late.json()["why"]) == (202, "late", "late")
    assert told.customer_id == MARIA
    [task] = tasks.json()["items"]
    assert (task["kind"], task["policy_id"]) == ("late_withdrawal", policy)
    assert granted.json()["status"] == "withdrawn"
    done = await stage.http.put(
        f"/v1/tasks/{task['id']}/completion",
        json={"outcome": "Granted."},
        headers={**stage.as_(Role.UNDERWRITER), "If-Match": '"1"'},
    )
    assert done.json()["status"] == "done"
    hidden = await stage.http.get(f"/v1/tasks/{task['id']}", headers=stage.as_(Role.AGENT))
    assert hidden.status_code == 404


async def test_sent_in_time_is_enough_and_not_before_the_contract(stage: Stage) -> None:
    policy = await issued(stage)
    sent = stage.clock.now() + timedelta(days=13)
    await stage.passes(timedelta(days=20))
    agent = {**stage.as_(Role.AGENT), "If-Match": '"1"'}
    path = f"{OF}/{policy}/withdrawal"
    a_letter = {
        "sent_at": sent.isoformat(),
        "wish": {"channel": "letter", "received_on": "2026-03-20"},
    }
    before_it_was_made = {**a_letter, "sent_at": "2026-01-01T00:00:00Z"}

    before = await stage.http.put(path, json=before_it_was_made, headers=agent)
    in_time = await stage.http.put(path, json=a_letter, headers=agent)

    assert (before.status_code, before.json()["code"]) == (422, "bad-sending")
    assert in_time.json()["status"] == "withdrawn"
    assert in_time.json()["wish"] == {**a_letter["wish"], "reference": None}


async def test_we_give_notice_before_we_end_a_contract_and_refund_by_days(stage: Stage) -> None:
    policy = await issued(stage)
    underwriter = {**stage.as_(Role.UNDERWRITER), "If-Match": '"1"'}
    path = f"{OF}/{policy}/cancellation"

    soon = await stage.http.put(
        path, json={"ends_on": "2026-04-01", "reason": "The risk grew."}, headers=underwriter
    )  # 2 March and 30 days is 1 April: just long enough
    assert soon.status_code == 200, soon.text
    [cancelled] = [one for one in await stage.said() if isinstance(one, PolicyCancelled)]
    assert (cancelled.by, str(cancelled.refund)) == ("insurer", "USD 407.40")


async def test_notice_that_is_too_short_changes_nothing(stage: Stage) -> None:
    policy = await issued(stage)
    await stage.passes(timedelta(days=40))  # 11 April

    answer = await stage.http.put(
        f"{OF}/{policy}/cancellation",
        json={"ends_on": "2026-05-10", "reason": "The risk grew."},
        headers={**stage.as_(Role.UNDERWRITER), "If-Match": '"1"'},
    )

    assert (answer.status_code, answer.json()["code"]) == (422, "notice-too-short")


async def test_DE_39_what_rests_earns_nothing_when_it_is_cancelled(stage: Stage) -> None:  # noqa: N802
    policy = await issued(stage)
    since = datetime(2026, 6, 1, 5, tzinfo=UTC)  # midnight in Chicago
    stage.clock.advance(datetime(2026, 8, 25, 12, tzinfo=UTC) - stage.clock.now())
    async with stage.running.works() as work:
        rests = await Policies(work).by_id(UUID(policy))
        terms = await Versions(work).stretches(rests)
        suspend(
            rests,
            terms,
            from_=since,
            owed=usd("33.95"),
            rule="DE-38",
            at=work.now,
            on_request=False,
            owing=Owing(total=usd("33.95")),
            right_to_ask={},
        )
    maria = stage.as_(Role.CUSTOMER, customer_id=MARIA)
    tag = (await stage.http.get(f"{OF}/{policy}", headers=maria)).headers["ETag"]

    answer = await stage.http.put(
        f"{OF}/{policy}/cancellation",
        json={"ends_on": "2026-08-26", "reason": "Sold."},
        headers={**maria, "If-Match": tag},
    )

    # 61 of 365 days with cover: 407.40 x 304 / 365 goes back, whatever day she ends it on
    assert answer.status_code == 200, answer.text
    assert answer.json()["refund"]["amount"] == "339.31"
    assert answer.json()["ends_on"] == "2026-08-26"
    [cancelled] = [one for one in await stage.said() if isinstance(one, PolicyCancelled)]
    assert {(gap.why, gap.starts_at) for gap in cancelled.gaps} >= {("suspended", since)}


async def test_until_a_cancellation_takes_effect_its_clock_is_shown(stage: Stage) -> None:
    policy = await issued(stage)
    agent = stage.as_(Role.AGENT)
    answer = await stage.http.put(
        f"{OF}/{policy}/cancellation",
        json={"ends_on": "2026-06-01", "reason": "The house is sold.", "wish": A_WISH},
        headers={**agent, "If-Match": '"1"'},
    )
    assert answer.status_code == 200, answer.text

    shown = await stage.http.get(f"{OF}/{policy}/clocks", headers=agent)

    [end] = shown.json()["items"]
    assert (end["about"], end["due"]) == ("end", answer.json()["ends_at"])
    assert end["obligation"].startswith(answer.json()["number"])  # not the reason somebody gave


async def test_a_contract_expires_by_itself(stage: Stage) -> None:
    policy = await issued(stage)
    await stage.said()

    await stage.passes(datetime(2027, 4, 1, 5, tzinfo=UTC) - stage.clock.now())

    assert [one for one in await stage.said() if isinstance(one, PolicyExpired)]
    shown = await stage.http.get(f"{OF}/{policy}", headers=stage.as_(Role.AGENT))
    assert (shown.json()["status"], shown.json()["cover"]) == ("expired", "over")


async def test_a_contract_of_several_covers_is_issued_from_an_offer(stage: Stage) -> None:
    await stage.given(a_customer())
    order = IssueContract(customer_id=MARIA, offer=an_offer(), wording=a_wording(), by="ana")
    async with stage.running.works() as work:
        policy = await issue_contract(order, work)

    shown = await stage.http.get(
        f"{OF}/{policy.id}",
        params={"at": "2026-05-01T00:00:00Z"},
        headers=stage.as_(Role.CUSTOMER, customer_id=MARIA),
    )

    terms = shown.json()["terms"]
    assert [cover["id"] for cover in terms["covers"]] == ["fire", "theft"]
    assert terms["answers"] == {
        "alarm": True,
        "rooms": 4,
        "area": "92.5",
        "built": "1990-01-01",
    }


@pytest.mark.parametrize(
    ("method", "path", "body"),
    [
        ("GET", "clocks", None),
        ("GET", "reinstatements", None),
        ("PUT", "withdrawal", {}),
        ("POST", "reinstatements", {}),
    ],
)
async def test_a_stranger_finds_no_contract_to_keep(
    stage: Stage, method: str, path: str, body: dict[str, Any] | None
) -> None:
    policy = await issued(stage)
    wei = {**stage.as_(Role.CUSTOMER, customer_id=WEI), "If-Match": '"1"', **stage.key()}

    answer = await stage.http.request(method, f"{OF}/{policy}/{path}", json=body, headers=wei)

    assert answer.status_code == 404


async def test_only_what_rests_or_has_lapsed_is_put_back(stage: Stage) -> None:
    policy = await issued(stage)
    maria = {**stage.as_(Role.CUSTOMER, customer_id=MARIA), **stage.key()}

    answer = await stage.http.post(f"{OF}/{policy}/reinstatements", json={}, headers=maria)

    assert (answer.status_code, answer.json()["code"]) == (409, "illegal-policy-move")
    assert not [one for one in await stage.said() if isinstance(one, PolicyCancelled)]


async def test_who_claimed_a_loss_does_not_think_again_without_a_person(stage: Stage) -> None:
    policy = await issued(stage)
    await stage.hears(
        ClaimFiled(
            claim_id=new_id(),
            number="C-2026-000001",
            policy_id=UUID(policy),
            customer_id=MARIA,
            peril=Peril.RAINFALL,
            occurred_at=stage.clock.now(),
            damage=usd("900.00"),
            filed_at=stage.clock.now(),
        )
    )

    answer = await stage.http.put(
        f"{OF}/{policy}/withdrawal",
        json={},
        headers={**stage.as_(Role.CUSTOMER, customer_id=MARIA), "If-Match": '"1"'},
    )

    assert (answer.status_code, answer.json()["with_a_person"]) == (202, True)


async def test_a_contract_brought_in_was_concluded_elsewhere(stage: Stage) -> None:
    await stage.given(a_customer())
    agreed = an_agreement(starts_on="2025-10-01", ends_on="2026-10-01")
    brought = await stage.http.post(
        OF, json=agreed, headers={**stage.as_(Role.IMPORTER), **stage.key()}
    )

    answer = await stage.http.put(
        f"{OF}/{brought.json()['id']}/withdrawal",
        json={},
        headers={**stage.as_(Role.CUSTOMER, customer_id=MARIA), "If-Match": '"1"'},
    )

    assert (answer.status_code, answer.json()["with_a_person"]) == (202, True)
