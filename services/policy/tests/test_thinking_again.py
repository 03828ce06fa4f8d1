"""The days to think again, by the customer's own calendar."""

from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from chassis.ids import new_id
from chassis.testing import Stage
from contracts.claims import ClaimFiled
from contracts.insured import Language, Peril
from contracts.roles import Role
from policy.domain.period import local_day, midnight
from policy.domain.policy import Policy
from policy.domain.preservation.withdraw import OUR_RIGHT, thinking_again
from policy.examples import MARIA, a_customer, a_policy
from policy.examples.contracts import a_wording, an_offer
from policy.examples.insured import usd
from policy.storage import HouseBook
from policy.use_cases.issue_contract import IssueContract, issue_contract

ZONES = (
    "Europe/Madrid",
    "Asia/Shanghai",
    "America/New_York",
    "America/Los_Angeles",
    "America/Santiago",  # its clocks skip midnight itself
    "Asia/Kathmandu",
    "Australia/Lord_Howe",  # half an hour of summer time
    "Pacific/Kiritimati",
    "Etc/GMT+12",
)
FOURTEEN = timedelta(days=14)
BEGIN = datetime(2024, 1, 1, tzinfo=UTC)
MORNING = datetime(2026, 11, 26, 4, 48, 54, tzinfo=UTC)
"""05:48 on 26 November in Madrid, still the 25th on the last clocks of the earth."""

DAWN = datetime(2026, 3, 26, 4, 48, 54, tzinfo=UTC)


def made(at: datetime, time_zone: str) -> Policy:
    policy = a_policy()
    policy.issued_at, policy.time_zone, policy.jurisdiction = at, time_zone, "FR"
    return policy


@given(
    at=st.integers(0, 11 * 366 * 86_400).map(lambda s: BEGIN + timedelta(seconds=s)),
    place=st.sampled_from(ZONES),
    home=st.sampled_from(ZONES),
)
@example(at=MORNING, place="Europe/Madrid", home="Europe/Madrid")
@example(at=MORNING, place="Asia/Shanghai", home="Asia/Shanghai")
@example(at=MORNING, place="America/Los_Angeles", home="Europe/Madrid")
def test_the_right_is_never_over_before_the_customers_own_midnight(
    at: datetime, place: str, home: str
) -> None:
    found = thinking_again(made(at, place), HouseBook().law(), customer_zone=home)

    ends = {name: midnight(local_day(at, name) + FOURTEEN + timedelta(days=1), name)
            for name in (place, home)}  # fmt: skip
    assert found.last is not None
    assert found.last.due == max(ends.values())
    assert found.open_at(max(ends.values()) - timedelta(seconds=1))
    assert not found.open_at(max(ends.values()))
    counted = {(clock.reckoning.start_day, clock.entry.zone.key) for clock in found.clocks}
    assert counted == {(local_day(at, name), name) for name in (place, home)}


def test_a_law_is_still_counted_where_it_rules() -> None:
    policy = made(MORNING, "Asia/Shanghai")
    policy.jurisdiction, policy.line, policy.delivered_at = "ES", "life", MORNING

    found = thinking_again(policy, HouseBook().law(), customer_zone="Asia/Shanghai")

    zones = {clock.entry.id: clock.entry.zone.key for clock in found.clocks}
    assert zones["ES-83A"] == "Europe/Madrid"


async def sold_in_madrid(stage: Stage, *, language: str = "es") -> tuple[str, dict[str, str]]:
    """Made at 05:48 on 26 March, three days before the clocks change; and who it was made with."""
    await stage.passes(DAWN - stage.clock.now())
    await stage.given(a_customer(time_zone="Europe/Madrid", language=Language(language)))
    order = IssueContract(
        customer_id=MARIA, offer=an_offer("FR"), wording=a_wording("home"), by="ana"
    )
    async with stage.running.works() as work:
        policy = await issue_contract(order, work)
    return f"/v1/policies/{policy.id}", stage.as_(Role.CUSTOMER, customer_id=MARIA)


async def test_the_clock_names_the_day_of_the_contract_as_the_customer_knows_it(
    stage: Stage,
) -> None:
    policy, maria = await sold_in_madrid(stage)

    answer = await stage.http.get(f"{policy}/clocks", headers=maria)

    [right] = [one for one in answer.json()["items"] if one["about"] == "withdrawal"]
    told = " ".join(right["explanation"])
    assert (right["entry"], right["due"]) == (OUR_RIGHT, "2026-04-09T22:00:00Z")
    assert "26 de marzo de 2026" in told
    assert "25 de marzo de 2026" not in told
    assert "9 de abril de 2026" in told
    assert "hora de verano de Europa central" in told


@pytest.mark.parametrize(
    ("sent_at", "status"),
    [
        pytest.param("2026-04-09T21:59:59Z", 200, id="the last second of the last day"),
        pytest.param("2026-04-09T22:00:00Z", 202, id="midnight: a person decides"),
    ],
)
async def test_what_is_sent_on_the_last_evening_is_in_time(
    stage: Stage, sent_at: str, status: int
) -> None:
    policy, maria = await sold_in_madrid(stage)
    await stage.passes(datetime(2026, 4, 11, tzinfo=UTC) - stage.clock.now())
    shown = await stage.http.get(policy, headers=maria)

    answer = await stage.http.put(
        f"{policy}/withdrawal",
        json={"sent_at": sent_at},
        headers={**maria, "If-Match": shown.headers["etag"]},
    )

    assert answer.status_code == status, answer.text


async def a_loss_is_claimed(stage: Stage, policy: str) -> None:
    now = stage.clock.now()
    claim = ClaimFiled(
        claim_id=new_id(), number="C-2026-000001", policy_id=UUID(policy.rpartition("/")[2]),
        customer_id=MARIA, peril=Peril.RAINFALL, occurred_at=now, damage=usd("900.00"),
        filed_at=now,
    )  # fmt: skip
    await stage.hears(claim)


async def the_right(stage: Stage, policy: str, who: dict[str, str]) -> dict[str, Any]:
    answer = await stage.http.get(f"{policy}/clocks", headers=who)
    [right] = [one for one in answer.json()["items"] if one["about"].startswith("withdrawal")]
    return dict(right)


@pytest.mark.parametrize(
    ("language", "before", "after"),
    [
        ("es", "se le devuelve todo", "una persona decide si"),
        ("en", "you get everything back", "a person decides whether"),
        ("zh", "全部费用将退还", "由专人决定"),
    ],
)
async def test_after_a_claim_nobody_is_promised_everything_back(
    stage: Stage, language: str, before: str, after: str
) -> None:
    policy, maria = await sold_in_madrid(stage, language=language)
    promised = await the_right(stage, policy, maria)

    await a_loss_is_claimed(stage, policy)

    told = await the_right(stage, policy, maria)
    assert before in promised["to_do"]
    assert before not in told["to_do"]
    assert after in told["to_do"]
    assert (told["about"], told["due"]) == ("withdrawal", promised["due"])
    assert told["explanation"][1:] == promised["explanation"]


@pytest.mark.parametrize("waits", [0, 20], ids=["after a claim", "late"])
async def test_what_waits_for_a_person_is_shown_until_they_have_answered(
    stage: Stage, waits: int
) -> None:
    policy, maria = await sold_in_madrid(stage)
    await stage.passes(timedelta(days=waits))
    if waits == 0:
        await a_loss_is_claimed(stage, policy)
    shown = await stage.http.get(policy, headers=maria)
    given = {**maria, "If-Match": shown.headers["etag"]}

    sent = await stage.http.put(f"{policy}/withdrawal", json={}, headers=given)

    told = await the_right(stage, policy, maria)
    assert (sent.status_code, sent.json()["with_a_person"]) == (202, True)
    assert (told["about"], told["due"], told["state"]) == ("withdrawal_decided", None, "waiting")
    assert "aún no está decidido" in told["to_do"].lower()
    vera = stage.as_(Role.UNDERWRITER)
    [task] = (await stage.http.get("/v1/tasks", headers=vera)).json()["items"]
    body = {"outcome": "The loss was paid: the contract stays."}
    await stage.http.put(
        f"/v1/tasks/{task['id']}/completion", json=body, headers={**vera, "If-Match": '"1"'}
    )
    left = (await stage.http.get(f"{policy}/clocks", headers=maria)).json()["items"]
    assert "withdrawal_decided" not in {one["about"] for one in left}
