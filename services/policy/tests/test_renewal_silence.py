"""What is said of silence, and what silence comes to: one rule, whatever was served and when."""

from datetime import UTC, datetime, timedelta

import pytest
from arranged.next_terms import IN_TIME, LATE, LIMIT, OURS, SPAIN, a_notice, compared, offered
from hypothesis import given
from hypothesis import strategies as st

from policy.domain.renewing.notices import Silence
from policy.domain.renewing.renewal import Renewal
from policy.domain.renewing.rules import RenewalLaw
from policy.domain.renewing.settle import needs_answer, settlement, silence_of, to_remind
from policy.storage import HouseBook

BEFORE, AFTER = (LIMIT - timedelta(days=5), LIMIT + timedelta(days=5))
MID_MARCH = datetime(2027, 3, 16, tzinfo=UTC)

served = st.sampled_from([None, IN_TIME, LATE])
laws = st.sampled_from(HouseBook().renewal().laws)
prices = st.decimals("50", 200, places=2).map(lambda price: f"{price:.2f}")


@pytest.mark.parametrize(
    ("renewal", "law", "at", "silence"),
    [
        # on its way: it is expected in time
        (offered("105.00", served_at=None), OURS, BEFORE, "by_terms"),
        (offered("120.00", served_at=None), OURS, BEFORE, "ends"),
        (offered("120.00", served_at=None), SPAIN, BEFORE, "old_terms"),
        # its time is over, and she never heard of it
        (offered("105.00", served_at=None), OURS, AFTER, "old_terms"),
        (offered("120.00", served_at=None), OURS, AFTER, "old_terms"),
        (offered("105.00", served_at=None), SPAIN, AFTER, "old_terms"),
        # or heard late
        (offered("105.00", served_at=LATE), OURS, AFTER, "ends"),
        (offered("105.00", served_at=LATE), SPAIN, AFTER, "old_terms"),
        # or in time
        (offered("105.00"), SPAIN, AFTER, "by_terms"),
        (offered("120.00"), OURS, AFTER, "ends"),
        # nothing got worse, or the product asks each year
        (offered("95.00", served_at=None), OURS, AFTER, "by_terms"),
        (offered("95.00", automatic=False), SPAIN, AFTER, "ends"),
    ],
)
def test_silence_by_what_was_served_until_then(
    renewal: Renewal, law: RenewalLaw, at: datetime, silence: Silence
) -> None:
    assert silence_of(renewal, law, at=at) == silence


def test_who_reads_what_was_offered_too_late_has_heard_of_it_late() -> None:
    renewal = offered("105.00", served_at=None)

    assert silence_of(renewal, OURS, at=AFTER) == "old_terms"  # as long as she does not read it
    assert silence_of(renewal, OURS, at=AFTER, read=True) == "ends"


@given(prices, served, st.booleans(), laws)
def test_once_its_time_is_over_silence_is_what_the_eve_makes_of_it(
    price: str,
    at: datetime | None,
    automatic: bool,  # noqa: FBT001 - drawn
    law: RenewalLaw,
) -> None:
    renewal = offered(price, served_at=at, automatic=automatic)

    assert silence_of(renewal, law, at=AFTER) == (settlement(renewal, law).how or "ends")


@given(prices, served, served, st.booleans(), laws)
def test_nobody_loses_cover_by_silence_who_was_told_that_it_stays(
    price: str,
    before: datetime | None,
    later: datetime | None,
    automatic: bool,  # noqa: FBT001 - drawn
    law: RenewalLaw,
) -> None:
    """Whatever is heard of the notice after the reminder."""
    renewal = offered(price, served_at=before, automatic=automatic)
    said = to_remind(renewal, law, at=MID_MARCH)
    if said is not None:
        renewal.remind(said, at=MID_MARCH)
    if later is not None:
        renewal.served(renewal.notices[-1].id, at=later)

    found = settlement(renewal, law)

    if said == "old_terms":
        assert found.how is not None
    if found.how is None and needs_answer(renewal):
        assert said == "ends"


def test_what_a_reminder_said_of_other_terms_does_not_hold_for_these() -> None:
    renewal = offered("120.00", served_at=None)
    renewal.remind("old_terms", at=MID_MARCH)

    renewal.offer(compared("130.00"), a_notice("offer", LATE, "30.00"))

    assert settlement(renewal, OURS).how is None
