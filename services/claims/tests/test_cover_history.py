"""Cover by instant: each cause by its own cover; grace is cover, a gap is not, in any order."""

from datetime import UTC, date, datetime, timedelta
from itertools import permutations
from typing import Any

import pytest

from chassis.testing import Stage
from claims.domain.assessment import Case, assess
from claims.domain.cover import Cover
from claims.examples import (
    ENDS_AT,
    MARIA,
    NOW,
    POLICY,
    STARTS_AT,
    a_cover,
    a_loss,
    a_report,
    the_issue,
    usd,
)
from contracts.insured import Peril
from contracts.policy import (
    CoverGap,
    CoverInForce,
    CoverPicture,
    PolicyCancelled,
    PolicyLapseSetAside,
    PolicyReinstated,
    PolicyRenewed,
    PolicySuspended,
)
from contracts.roles import Role

RESTS = datetime(2026, 1, 10, 6, tzinfo=UTC)
BACK = datetime(2026, 1, 20, 6, tzinfo=UTC)
PERILS = [Peril.RAINFALL, Peril.TIDAL_WATER]


def part(starts_at: datetime = STARTS_AT, ends_at: datetime = ENDS_AT, **more: Any) -> CoverInForce:
    fields: dict[str, Any] = {
        "cover": "flood",
        "perils": PERILS,
        "limit": usd(50_000),
        "deductible": usd(500),
        "answers_from": starts_at,
    }
    return CoverInForce(starts_at=starts_at, ends_at=ends_at, **{**fields, **more})


THEFT = part(
    cover="theft",
    perils=[Peril.THEFT],
    limit=usd(2000),
    deductible=usd(100),
    answers_from=datetime(2026, 2, 1, tzinfo=UTC),
)
ISSUED = the_issue(covers=[part(), THEFT], revision=1)
_SAID: dict[str, Any] = {"policy_id": POLICY, "number": "P-2025-000001", "customer_id": MARIA}
SUSPENDED = PolicySuspended(
    **_SAID,
    revision=2,
    covers=[part(ends_at=RESTS)],
    gaps=[CoverGap(starts_at=RESTS, ends_at=ENDS_AT, why="suspended")],
    suspended_at=RESTS,
    owed=usd(30),
    rule="ES-15-SUSPENSION",
)
REINSTATED = PolicyReinstated(
    **_SAID,
    revision=3,
    covers=[part(ends_at=RESTS), part(starts_at=BACK)],
    gaps=[CoverGap(starts_at=RESTS, ends_at=BACK, why="suspended")],
    gap_from=RESTS,
    cover_back_at=BACK,
    paid=usd(30),
)


SET_ASIDE = PolicyLapseSetAside(
    **_SAID, revision=3, covers=[part()], gaps=[], covered_since=RESTS, paid=usd(30),
    paid_on=RESTS.date() - timedelta(days=1),
)  # fmt: skip


async def finding(stage: Stage, occurred_at: datetime) -> str:
    maria = stage.as_(Role.CUSTOMER, customer_id=MARIA)
    report = a_report(occurred_at=occurred_at.isoformat())
    answer = await stage.http.post("/v1/claims", json=report, headers={**maria, **stage.key()})
    assert answer.status_code == 201, answer.text
    return str(answer.json()["findings"][0]["rule"])


async def test_where_a_lapse_was_set_aside_there_never_was_a_gap(stage: Stage) -> None:
    await stage.hears(ISSUED, SET_ASIDE, SUSPENDED)

    assert await finding(stage, RESTS) == "in_force"


@pytest.mark.parametrize("order", list(permutations([ISSUED, SUSPENDED, REINSTATED])))
async def test_a_loss_in_the_gap_is_not_covered_in_whatever_order_we_heard(
    stage: Stage, order: tuple[CoverPicture, ...]
) -> None:
    await stage.hears(*order)
    await stage.hears(order[0])  # once more, in another envelope

    assert await finding(stage, RESTS - timedelta(hours=1)) == "in_force"  # grace
    assert await finding(stage, RESTS) == "suspended"
    assert await finding(stage, BACK - timedelta(seconds=1)) == "suspended"
    assert await finding(stage, BACK) == "in_force"


async def test_each_cause_is_paid_by_its_own_cover(stage: Stage) -> None:
    await stage.hears(ISSUED)
    cover = await stage.get(Cover, POLICY)
    at = NOW - timedelta(days=2)

    assert cover.pays(usd(60_000), peril=Peril.RAINFALL, at=at) == usd(50_000)
    assert cover.pays(usd(8500), peril=Peril.RAINFALL, at=at) == usd(8000)
    assert cover.pays(usd(8500), peril=Peril.THEFT, at=at) == usd(2000)
    assert cover.pays(usd(8500), peril=Peril.FIRE, at=at) == usd(0)


def test_a_cover_does_not_answer_in_its_waiting_period() -> None:
    cover = a_cover(parts=[part(), THEFT])
    early = a_loss(peril=Peril.THEFT, occurred_at=datetime(2026, 1, 31, tzinfo=UTC))

    assessment = assess(Case(loss=early, cover=cover))

    assert (assessment.findings[0].rule, assessment.payable) == ("waiting_period", usd(0))
    assert "answers from 2026-01-31 18:00" in assessment.findings[0].text
    late = a_loss(peril=Peril.THEFT, occurred_at=datetime(2026, 2, 1, tzinfo=UTC))
    assert assess(Case(loss=late, cover=cover)).findings[0].rule == "in_force"


async def test_a_policy_of_before_covers_were_named_is_judged_as_before(stage: Stage) -> None:
    await stage.hears(the_issue())

    cover = await stage.get(Cover, POLICY)

    assert cover.pays(usd(8500), peril=Peril.RAINFALL, at=NOW) == usd(7500)


ENDED = NOW - timedelta(days=5)  # the first term was over five days ago
AGAIN = ENDED + timedelta(days=366)
TERMS = the_issue(covers=[part(ends_at=ENDED)], revision=1, ends_at=ENDED)
RENEWED = PolicyRenewed(
    **_SAID,
    revision=2,
    covers=[part(ends_at=ENDED), part(starts_at=ENDED, ends_at=AGAIN, limit=usd(60_000))],
    term=2,
    starts_on=date(2026, 2, 25),
    ends_on=date(2027, 2, 26),
    starts_at=ENDED,
    ends_at=AGAIN,
    premium=usd(450),
    total=usd(450),
    how="by_terms",
    product_version="1.0",
    time_zone="America/Chicago",
)


@pytest.mark.parametrize("order", list(permutations([TERMS, RENEWED])))
async def test_a_loss_in_the_next_term_is_covered_on_its_terms(
    stage: Stage, order: tuple[CoverPicture, ...]
) -> None:
    await stage.hears(*order)

    assert await finding(stage, ENDED - timedelta(seconds=1)) == "in_force"
    assert await finding(stage, ENDED) == "in_force"
    cover = await stage.get(Cover, POLICY)
    before, after = ENDED - timedelta(hours=1), ENDED + timedelta(hours=1)
    assert cover.pays(usd(70_000), peril=Peril.RAINFALL, at=before) == usd(50_000)
    assert cover.pays(usd(70_000), peril=Peril.RAINFALL, at=after) == usd(60_000)


async def test_without_the_word_of_a_next_term_cover_ended_with_the_last(stage: Stage) -> None:
    await stage.hears(TERMS)

    assert await finding(stage, ENDED) == "after_expiry"


async def test_a_next_term_that_is_cancelled_is_cancelled_and_not_expired(stage: Stage) -> None:
    cut = ENDED + timedelta(days=1)
    gap = CoverGap(starts_at=cut, ends_at=AGAIN, why="cancelled")
    covers = [part(ends_at=ENDED), part(starts_at=ENDED, ends_at=cut)]
    cancelled = PolicyCancelled(
        **_SAID,
        revision=3,
        covers=covers,
        gaps=[gap],
        ends_at=cut,
        reason="Sold.",
        cancelled_at=cut,
    )
    await stage.hears(TERMS, RENEWED, cancelled)

    assert await finding(stage, cut - timedelta(seconds=1)) == "in_force"
    assert await finding(stage, cut) == "cancelled"
