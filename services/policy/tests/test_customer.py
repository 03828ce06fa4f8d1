"""The insured's file itself."""

from dataclasses import replace
from datetime import date

import pytest

from chassis.errors import Rejected
from contracts.insured import Language
from contracts.policy import CustomerChanged, CustomerRegistered
from policy.domain.customer import BadBirthday, Customer, Kind, Particulars
from policy.domain.period import UnknownTimeZone
from policy.examples import HARBOUR_STREET, MARIA, MARIAS_PARTICULARS, NOW, a_customer


def test_opening_a_file_says_who_is_in_it() -> None:
    _, event = Customer.register(MARIA, MARIAS_PARTICULARS, at=NOW)

    assert event == CustomerRegistered(
        customer_id=MARIA,
        kind="person",
        name="María Santos",
        email="maria@insured.example",
        phone="+1 409 555 0100",
        language=Language.SPANISH,
        time_zone="America/Chicago",
        born_on=date(1984, 2, 29),
        address=HARBOUR_STREET,
    )


def test_a_change_says_how_the_file_is_now() -> None:
    customer = a_customer()

    event = customer.change(replace(MARIAS_PARTICULARS, language=Language.CHINESE), at=NOW)

    assert customer.language is Language.CHINESE
    assert isinstance(event, CustomerChanged)
    assert event.language is Language.CHINESE


@pytest.mark.parametrize(
    ("particulars", "refusal"),
    [
        (replace(MARIAS_PARTICULARS, born_on=date(2026, 3, 3)), BadBirthday),
        (replace(MARIAS_PARTICULARS, kind=Kind.BUSINESS), BadBirthday),
        (replace(MARIAS_PARTICULARS, time_zone="Mars/Olympus"), UnknownTimeZone),
    ],
)
def test_a_file_that_cannot_be_is_refused(
    particulars: Particulars, refusal: type[Rejected]
) -> None:
    with pytest.raises(refusal):
        Customer.register(MARIA, particulars, at=NOW)
