"""Letters say which of two it is, and call a thing by one name."""

from decimal import Decimal
from importlib.resources import files

import pytest

from chassis.money import Money
from contracts.insured import Language
from notifications.domain.facts import FACTS
from notifications.examples import a_contact, everything_said
from notifications.letters import write

SAID = {
    fact.name: dict(event)
    for event in everything_said()
    for fact in FACTS.values()
    if fact.event is type(event)
}


@pytest.mark.parametrize(
    ("language", "is_due", "was_due"),
    [
        ("en", "is due on", "was due on"),
        ("es", "vence el", "venció el"),
        ("zh", "的保险费将于", "的保险费已于"),
    ],
)
def test_a_notice_says_whether_the_premium_is_or_was_due(
    language: str, is_due: str, was_due: str
) -> None:
    contact, said = a_contact(language=Language(language)), SAID["notice-needed"]

    ahead, reminder = (
        write("notice-needed", said | {"kind": kind}, contact).text
        for kind in ("premium_ahead", "reminder")
    )

    assert (is_due in ahead, was_due in ahead) == (True, False)
    assert (is_due in reminder, was_due in reminder) == (False, True)


@pytest.mark.parametrize(
    ("language", "owes"), [("en", "You owe"), ("es", "Debe "), ("zh", "应付金额")]
)
def test_who_owed_nothing_is_not_told_that_they_owe_less(language: str, owes: str) -> None:
    fifty, nothing = Money(Decimal("50.00"), "USD"), Money(Decimal(0), "USD")
    said = SAID["premium-credited"] | {"amount": fifty, "set_off": nothing, "credit": fifty}

    letter = write("premium-credited", said, a_contact(language=Language(language)))

    assert owes not in letter.text
    assert "50" in letter.text


@pytest.mark.parametrize(("language", "other"), [("es", "factura"), ("zh", "账单")])
def test_an_invoice_has_one_name(language: str, other: str) -> None:
    folder = files("notifications.letters") / "templates" / language

    named = [one.name for one in folder.iterdir() if other in one.read_text("utf-8").lower()]

    assert named == []
