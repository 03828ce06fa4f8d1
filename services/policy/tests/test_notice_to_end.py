"""How soon an insurer may end a contract: its own thirty days, and the law where that is more."""

from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from policy.domain.arrears import noon
from policy.domain.preservation.notice import soonest_end
from policy.storage import HouseBook
from statutes import reckon

LAW = HouseBook().law()
GERMAN = LAW.promises_for("DE", "home", "renewal", datetime(2026, 1, 1, tzinfo=UTC))


@pytest.mark.parametrize(
    ("today", "ends_on"),
    [
        (date(2026, 3, 2), date(2026, 4, 2)),  # a month of 31 days is longer than our thirty days
        (date(2026, 2, 2), date(2026, 3, 4)),  # a month of 28 days is shorter
        (date(2028, 1, 31), date(2028, 3, 1)),  # there is no 31 February
        (date(2026, 12, 31), date(2027, 1, 31)),
    ],
)
def test_in_germany_a_month_at_least(today: date, ends_on: date) -> None:
    assert soonest_end(today, GERMAN, days=30) == ends_on


def test_where_no_law_is_known_our_own_notice_counts() -> None:
    assert soonest_end(date(2026, 3, 2), (), days=30) == date(2026, 4, 1)


@given(st.dates(date(2025, 1, 1), date(2032, 12, 31)))
def test_nobody_is_ever_told_too_late(today: date) -> None:
    ends_on = soonest_end(today, GERMAN, days=30)

    entry = LAW.entry("DE-92-NOTICE")
    assert noon(today, entry) <= reckon(entry, noon(ends_on, entry)).due
    assert (ends_on - today).days in range(30, 33)
