"""What comes before cover is said as such, by when and what to do; and what may be later."""

from typing import Any

import pytest

from contracts.insured import Language
from notifications.domain.facts import FACTS
from notifications.examples import a_contact, everything_said
from notifications.examples.sale import FIRST, LATER
from notifications.letters import write

SAID: dict[str, dict[str, Any]] = {
    fact.name: dict(event)
    for event in everything_said()
    for fact in FACTS.values()
    if fact.event is type(event)
}
NOTHING_INSURED = {"en": "nothing is insured", "es": "no hay nada asegurado", "zh": "尚无保障"}
PROOF = {"en": "proof", "es": "prueba", "zh": "证明"}
GOES_ON = {"en": "does not end", "es": "no termina", "zh": "不会因此终止"}
APPEAL = {
    "en": "You may ask for somebody else",
    "es": "Puede pedir que otra persona",
    "zh": "您可以要求由他人复核",
}
COMPLAIN = {"en": "complain", "es": "queja", "zh": "投诉"}


def letter(fact: str, language: Language, **changes: Any) -> str:
    return write(fact, SAID[fact] | changes, a_contact(language=language)).text


@pytest.mark.parametrize("language", Language)
@pytest.mark.parametrize(
    ("fact", "name"),
    [
        ("application-accepted", "named"),
        ("application-settled", "still_open"),
        ("application-signed", "still_open"),
    ],
)
def test_what_comes_first_is_named_with_its_day_and_what_to_do(
    fact: str, name: str, language: Language
) -> None:
    both = letter(fact, language, **{name: [FIRST, LATER]})
    later = letter(fact, language, **{name: [LATER]})
    none = letter(fact, language, **{name: []})

    first_part, later_part = both.split(" Fit a valve.")
    assert NOTHING_INSURED[language] in first_part
    assert "2026" in later_part.splitlines()[0]
    assert PROOF[language] in later_part
    assert GOES_ON[language] in later_part
    assert NOTHING_INSURED[language] not in later
    assert PROOF[language] in later
    assert PROOF[language] not in none


@pytest.mark.parametrize("language", Language)
def test_a_closed_file_says_what_is_still_to_be_done(language: Language) -> None:
    closed = letter("application-archived", language, still_open=[LATER])
    done = letter("application-archived", language, still_open=[])

    assert "A certificate within 60 days." in closed
    assert PROOF[language] not in done


@pytest.mark.parametrize("language", Language)
def test_what_was_missed_before_cover_does_not_speak_of_cover(language: Language) -> None:
    assert letter("condition-missed", language) != letter("condition-missed", language, first=True)


@pytest.mark.parametrize("language", Language)
def test_a_second_refusal_offers_no_third_look(language: Language) -> None:
    first = letter("application-declined", language)
    second = letter("application-declined", language, is_final=True)

    assert APPEAL[language] in first
    assert APPEAL[language] not in second
    assert COMPLAIN[language] in second
