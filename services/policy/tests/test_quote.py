"""The quote itself: no database, no bus, no clock; whatever is tried on it in whatever order."""

from dataclasses import replace
from datetime import date, timedelta
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chassis.errors import Conflict
from policy.domain.offer import PaymentMode
from policy.domain.pricing.steps import Asked
from policy.domain.quote import MOVES, Quote, QuoteExpired, QuoteVersion, Status
from policy.examples import A_YEAR, HARBOUR_STREET, MARIA, NOW
from policy.examples.selling import APPLICATION
from policy.storage import Products, levies

PLAN, BOOK = Products().version("flood-home", "1.0"), levies()
ASKED = Asked(
    product="flood-home",
    product_version="1.0",
    jurisdiction="US",
    place=HARBOUR_STREET,
    starts_on=date(2026, 8, 1),
    ends_on=date(2027, 8, 1),
    time_zone=A_YEAR.time_zone,
    payment_mode=PaymentMode.YEARLY,
    answers={"sum_insured": "100000.00", "deductible": "1000"},
    priced_on=date(2026, 3, 2),
)


def a_quote() -> tuple[Quote, QuoteVersion]:
    return Quote.make(
        UUID(int=1),
        "Q-2026-000001",
        customer_id=MARIA,
        asked=ASKED,
        plan=PLAN,
        book=BOOK,
        by="ana",
        at=NOW,
    )


def test_in_spain_a_price_is_held_fifteen_days_at_least() -> None:
    hasty = replace(PLAN, quoting=replace(PLAN.quoting, valid_days=3))
    quote, _ = a_quote()
    plain = Quote.make(
        quote.id,
        quote.number,
        customer_id=MARIA,
        asked=ASKED,
        plan=hasty,
        book=BOOK,
        by="a",
        at=NOW,
    )[0]
    home = Products().version("home", "1.0")
    spanish = replace(
        ASKED,
        product="home",
        jurisdiction="ES",
        answers={
            "building_sum": "100000.00", "construction": "masonry", "building_age": 9,
            "flood_zone": "A", "claims": 0,
        },
    )  # fmt: skip
    held = Quote.make(
        quote.id,
        quote.number,
        customer_id=MARIA,
        asked=spanish,
        plan=replace(home, quoting=replace(home.quoting, valid_days=3)),
        book=BOOK,
        by="ana",
        at=NOW,
    )[0]

    assert plain.valid_until - NOW == timedelta(days=3)
    assert held.valid_until - NOW == timedelta(days=15)


def test_at_the_very_instant_it_is_over() -> None:
    quote, version = a_quote()

    with pytest.raises(QuoteExpired):
        quote.accept(version, application_id=APPLICATION, by="maria", at=quote.valid_until)

    assert quote.expire(at=quote.valid_until - timedelta(microseconds=1)) is False
    assert quote.expire(at=quote.valid_until) is True


def test_the_offer_is_what_the_sale_takes() -> None:
    _, version = a_quote()

    offer = version.offer(PLAN)

    assert offer.net == version.priced.net
    assert offer.total == version.priced.total
    assert (offer.product, offer.product_version) == ("flood-home", "1.0")
    assert offer.answers["deductible"] == "1000"


verbs = st.sampled_from(["change", "accept", "accept the first", "withdraw", "expire"])


@given(st.lists(st.tuples(verbs, st.integers(min_value=0, max_value=20)), max_size=8))
def test_whatever_is_tried_it_only_makes_its_moves(tries: list[tuple[str, int]]) -> None:
    quote, first = a_quote()
    versions, now = [first], NOW
    for verb, days in tries:
        now += timedelta(days=days)
        before, held = quote.status, now < quote.valid_until
        try:
            if verb == "change":
                asked = replace(
                    ASKED, answers={**ASKED.answers, "sum_insured": f"{90 + days}000.00"}
                )
                last = versions[-1]
                versions.append(
                    quote.change(asked, instead_of=last, plan=PLAN, book=BOOK, by="m", at=now)
                )
            elif verb == "expire":
                quote.expire(at=now)
            elif verb == "withdraw":
                quote.withdraw(by="m", at=now)
            else:
                taken = versions[0 if "first" in verb else -1]
                quote.accept(taken, application_id=APPLICATION, by="m", at=now)
        except Conflict:
            assert quote.status is before
        if quote.status is not before:
            assert quote.status in MOVES[before]
            assert held is (quote.status is not Status.EXPIRED)
        assert (quote.application_id is not None) is (quote.status is Status.ACCEPTED)

    assert [one.number for one in versions] == list(range(1, quote.current + 1))
    assert all(one.differences(PLAN, BOOK) == [] for one in versions)
