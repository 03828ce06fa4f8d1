"""How to reach a customer: the newest file counts, and only addresses that mail can reach."""

from datetime import UTC, date
from zoneinfo import ZoneInfo

import pytest

from contracts.insured import Language
from notifications.domain.contact import Contact
from notifications.examples import MARIA, a_contact, changed, registered


def test_somebody_we_only_heard_of_is_not_known() -> None:
    assert not Contact(customer_id=MARIA).is_known


def test_the_file_makes_them_known() -> None:
    contact = a_contact()

    assert contact.is_known
    assert contact.address == "maria@example.com"
    assert contact.language is Language.SPANISH
    assert contact.zone == ZoneInfo("Europe/Madrid")


def test_an_older_file_changes_nothing() -> None:
    contact = Contact(customer_id=MARIA)

    contact.learn(changed(email="new@example.com"), as_of=2)
    contact.learn(registered(email="old@example.com"), as_of=1)

    assert contact.address == "new@example.com"


@pytest.mark.parametrize(
    "email",
    [
        None,
        "",
        "maria",
        "maria@",
        "@example.com",
        "maria@example.com, wei@example.com",
        "maria@example.com\r\nBcc: wei@example.com",
        "María@example.com",
        "maria @example.com",
        "<maria@example.com>",
        "maria@-",
    ],
)
def test_an_address_that_mail_cannot_reach_is_none(email: str | None) -> None:
    assert a_contact(email=email).address is None


@pytest.mark.parametrize("name", ["", "Mars/Olympus", "../../etc/passwd", "a\x00b", "x" * 300])
def test_a_zone_nobody_knows_is_utc(name: str) -> None:
    assert a_contact(time_zone=name).zone is UTC


def test_a_business_has_no_birthday() -> None:
    assert a_contact(kind="business", born_on=date(1990, 1, 1)).born_on is None
