"""Thinking again, cancelling with a refund, expiring, reinstating: the rules and the stories."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any
from uuid import UUID

import pytest

from chassis.ids import new_id
from chassis.money import Money
from chassis.testing import Stage
from contracts.claims import ClaimFiled
from contracts.insured import Peril
from contracts.policy import (
    PolicyCancelled,
    PolicyExpired,
    PolicyIssued,
    PolicyWithdrawn,
    PremiumCredited,
)
from contracts.roles import Role
from policy.domain.contract.agreed import Agreed, AgreedCover
from policy.domain.contract.picture import Stretch
from policy.domain.contract.refund import refund
from policy.domain.contract.rules import HouseRules
from policy.domain.policy import Policy
from policy.domain.preservation.unpaid import (
    Manner,
    NoLossStatementMissing,
    owed_to_come_back,
    suspend,
)
from policy.domain.preservation.withdraw import thinking_again
from policy.examples import A_WISH, MARIA, NOW, POLICY, WEI, a_customer, an_agreement
from policy.examples.contracts import VALENCIA, a_wording, an_offer
from policy.examples.insured import usd
from policy.storage import HouseBook, Policies, Versions
from policy.use_cases.cancel_policy import _short_rate
from policy.use_cases.issue_contract import IssueContract, issue_contract

OF = "/v1/policies"


def eur(amount: str) -> Money:
    return Money(Decimal(amount), "EUR")


def term(premium: str, starts_on: date, ends_on: date) -> list[Stretch]:
    cover = AgreedCover(
        id="fire",
        perils=(Peril.FIRE,),
        limit=eur("1000.00"),
        deductible=eur("0.00"),
        premium=eur(premium),
    )
    return [
        Stretch(
            starts_on=starts_on, ends_on=ends_on, agreed=Agreed(place=VALENCIA, covers=(cover,))
        )
    ]


@pytest.mark.parametrize(
    ("term_of", "cancelled_on", "days_left", "refunded"),
    [
        pytest.param((2026, 1), date(2026, 5, 11), 235, "282.00", id="P-10"),
        pytest.param((2028, 1), date(2028, 5, 11), 235, "281.23", id="P-11"),
        pytest.param((2027, 7), date(2028, 1, 1), 182, "217.80", id="P-12"),
    ],
)
def test_pro_rata_refunds(
    term_of: tuple[int, int], cancelled_on: date, days_left: int, refunded: str
) -> None:
    (year, month) = term_of
    whole = term("438.00", date(year, month, 1), date(year + 1, month, 1))

    found = refund(whole, ends_on=cancelled_on, billed=eur("438.00"))

    assert (found.days_left, found.refunded) == (days_left, eur(refunded))
    assert found.earned + found.unearned == eur("438.00")


def test_P_15_short_rate_keeps_a_tenth_of_the_refund() -> None:  # noqa: N802 - the case's id
    year = term("438.00", date(2026, 1, 1), date(2027, 1, 1))

    found = refund(year, ends_on=date(2026, 5, 11), billed=eur("438.00"), keeps=Decimal("0.90"))

    assert (found.method, found.refunded) == ("short_rate", eur("253.80"))


def a_contract(jurisdiction: str = "ES", line: str = "home") -> tuple[Policy, PolicyIssued]:
    return Policy.issue_from(
        an_offer(jurisdiction),
        POLICY,
        "P-2026-000041",
        customer_id=MARIA,
        wording=a_wording(line),
        by="ana",
        at=NOW,
    )


def test_DE_39_no_short_rate_against_a_german_customer() -> None:  # noqa: N802 - the law's id
    rules: HouseRules = replace(HouseBook().rules(), short_rate_products=frozenset({"flood-home"}))

    def keeps(jurisdiction: str, side: Any) -> Decimal | None:
        return _short_rate(a_contract(jurisdiction)[0], side, rules)

    assert keeps("US", "customer") == Decimal("0.90")
    assert keeps("US", "insurer") is None
    assert keeps("DE", "customer") is None


@pytest.mark.parametrize(
    ("manner", "owed"),
    [
        (Manner.REVIVED, "30.00"),  # Spain: only the current period may be asked for
        (Manner.AGREED, "60.00"),  # China: the arrears
        (Manner.WITH_GAP, "0.00"),
        (Manner.WITHOUT_GAP, "60.00"),  # against a statement that nothing happened
    ],
)
def test_8_4_what_is_owed_for_cover_to_come_back(manner: Manner, owed: str) -> None:
    found = owed_to_come_back(manner, eur("30.00"), periods=2, no_loss_stated=True)

    assert found == eur(owed)


def test_8_4_cover_without_a_gap_wants_a_signed_statement() -> None:
    with pytest.raises(NoLossStatementMissing):
        owed_to_come_back(Manner.WITHOUT_GAP, eur("30.00"), periods=2)


def test_an_issue_says_each_cover_with_its_own_terms_and_waiting() -> None:
    _, issued = a_contract()

    fire, theft = issued.covers
    assert (issued.jurisdiction, issued.sum_insured, issued.premium) == (
        "ES",
        eur("200000.00"),
        eur("360.00"),
    )
    assert (fire.limit, fire.deductible, fire.answers_from) == (
        eur("200000.00"),
        eur("500.00"),
        datetime(2026, 3, 31, 22, tzinfo=UTC),
    )
    assert (theft.limit, theft.answers_from) == (
        eur("40000.00"),
        datetime(2026, 4, 10, 22, tzinfo=UTC),
    )
    assert issued.perils == [Peril.FIRE, Peril.THEFT]


@pytest.mark.parametrize(
    ("jurisdiction", "line", "delivered", "last"),
    [
        ("UK", "home", True, "UK-CAN-14"),
        ("ES", "life", True, "ES-83A"),
        ("CN", "life", True, "CN-COOL"),
        ("CN", "home", True, "YB-COOL"),
        ("FR", "home", False, "YB-COOL"),
    ],
)
def test_the_right_to_think_again_is_the_jurisdictions(
    jurisdiction: str, line: str, *, delivered: bool, last: str
) -> None:
    policy, _ = a_contract(jurisdiction, line)
    policy.delivered_at = NOW + timedelta(days=1) if delivered else None

    found = thinking_again(policy, HouseBook().law())

    assert found.last is not None
    assert {one.entry.id for one in found.clocks} >= {last}
    assert not found.open_at(NOW + timedelta(days=60))


def test_without_proof_of_delivery_the_time_does_not_run_out() -> None:
    policy, _ = a_contract("UK")

    assert thinking_again(policy, HouseBook().law()).open_at(NOW + timedelta(days=300))


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

    late = await stage.http.put(path, json={}, headers={**maria, "If-Match": '"1"'})
    tasks = await stage.http.get("/v1/tasks", headers=stage.as_(Role.UNDERWRITER))
    granted = await stage.http.put(
        path, json={}, headers={**stage.as_(Role.UNDERWRITER), "If-Match": '"1"'}
    )

    assert (late.status_code, late.json()["with_a_person"]) == (202, True)
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
        suspend(rests, terms, from_=since, owed=usd("33.95"), rule="DE-38", at=work.now)
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
