"""Letters about a next term: what was agreed, what it costs and from when, in three languages."""

from typing import Any

import pytest

from contracts.insured import Language
from contracts.policy import RenewalAccepted
from notifications.examples import a_contact, everything_said
from notifications.letters import write

SAID = {one.__class__.__name__: one for one in everything_said()}
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


@pytest.mark.parametrize(
    ("language", "no", "yes"),
    [
        (Language.ENGLISH, "before March 1, 2027", "before March 31, 2027"),
        (Language.SPANISH, "antes del 1 de marzo de 2027", "antes del 31 de marzo de 2027"),
        (Language.CHINESE, "在2027年3月1日", "在2027年3月31日"),
    ],
)
def test_letters_say_until_when_a_no_and_a_yes_count(language: Language, no: str, yes: str) -> None:
    def text(name: str, event: str) -> str:
        return write(name, dict(SAID[event]), a_contact(language=language)).text

    assert no in text("renewal-offered", "RenewalOffered")
    assert yes in text("renewal-declined", "RenewalDeclined")
    late = text("renewal-refused-late", "RenewalRefusedLate")
    assert [one.split(" ", 2)[-1] in late for one in (no, yes)] == [True, True]


@pytest.mark.parametrize(
    ("language", "taxes", "same"),
    [
        (Language.ENGLISH, "Taxes and surcharges", "stays the same"),
        (Language.SPANISH, "Impuestos y recargos", "es el mismo"),
        (Language.CHINESE, "税费及附加", "价格不变"),
    ],
)
def test_an_offer_explains_the_price_to_the_total_or_says_that_it_stays(
    language: Language, taxes: str, same: str
) -> None:
    offer = dict(SAID["RenewalOffered"])
    net = {"this_year": offer["last_year"], "this_year_net": offer["last_year_net"]}
    dearer, alike = (
        write("renewal-offered", said, a_contact(language=language)).text
        for said in (offer, {**offer, **net})
    )

    assert (taxes in dearer, same in dearer) == (True, False)
    assert "1.68" in dearer or "1,68" in dearer
    assert (taxes in alike, same in alike) == (False, True)
