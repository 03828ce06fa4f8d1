"""Letters about a next term: what was agreed, what it costs and from when, in three languages."""

from typing import Any

import pytest

from contracts.insured import Language
from contracts.policy import RenewalAccepted
from notifications.examples import a_contact, everything_said
from notifications.letters import write

[ACCEPTED] = [one for one in everything_said() if isinstance(one, RenewalAccepted)]


def letter(language: Language, **changes: Any) -> str:
    said = {**dict(ACCEPTED), **changes}
    return write("renewal-accepted", said, a_contact(language=language)).text


@pytest.mark.parametrize(
    ("language", "facts"),
    [
        (
            Language.ENGLISH,
            ["April 1, 2027", "$242.10, taxes included", "paid yearly", "Theft: up to $40,000.00"],
        ),
        (
            Language.SPANISH,
            ["1 de abril de 2027", "242,10", "pago anual", "Robo: hasta 40.000,00"],
        ),
        (Language.CHINESE, ["2027年4月1日", "242.10", "按年缴费", "盗窃：限额 US$40,000.00"]),
    ],
)
def test_a_yes_is_confirmed_with_what_was_agreed_its_cost_and_its_day(
    language: Language, facts: list[str]
) -> None:
    text = letter(language)

    assert [one for one in facts if one not in text.replace("\xa0", " ")] == []


@pytest.mark.parametrize(
    ("language", "no_end", "until"),
    [
        (Language.ENGLISH, "no longer counts", "If you change your mind"),
        (Language.SPANISH, "ya no vale", "Si cambia de opinión"),
        (Language.CHINESE, "不再有效", "如您改变主意"),
    ],
)
def test_after_a_no_it_takes_the_end_back_and_says_how_long_she_may_think_again(
    language: Language, no_end: str, until: str
) -> None:
    after_no = letter(language)
    at_once = letter(language, declined_before=False, refusable_until=None)

    assert (no_end in after_no, until in after_no) == (True, True)
    assert (no_end in at_once, until in at_once) == (False, False)
