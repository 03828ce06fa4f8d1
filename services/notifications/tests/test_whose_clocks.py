"""A contract's days are told by the clocks of what it insures, as its papers tell them."""

from datetime import UTC, datetime

import pytest

from chassis.events import Event
from contracts.insured import Language
from contracts.policy import CoverPicture, NoticeNeeded
from contracts.policy.renewed import RenewalWord
from notifications.domain.facts import FACTS
from notifications.examples import a_contact, everything_said
from notifications.letters import write

MIDNIGHT = datetime(2027, 4, 1, 22, tzinfo=UTC)
"""In Berlin; it is the afternoon in Chicago."""
ABOUT_CONTRACTS = (CoverPicture, RenewalWord, NoticeNeeded)


def told(event: Event, language: Language, time_zone: str | None) -> str:
    [name] = [fact.name for fact in FACTS.values() if fact.event is type(event)]
    said = {
        key: MIDNIGHT if isinstance(value, datetime) else value
        for key, value in dict(event).items()
    }
    contact = a_contact(language=language, time_zone="America/Chicago")
    return write(name, said | {"time_zone": time_zone}, contact).text


EVENTS = [one for one in everything_said() if isinstance(one, ABOUT_CONTRACTS)]


@pytest.mark.parametrize("language", list(Language))
@pytest.mark.parametrize("event", EVENTS, ids=lambda one: type(one).__name__)
def test_a_letter_about_a_contract_is_told_by_the_clocks_of_its_place(
    event: Event, language: Language
) -> None:
    words = {
        Language.ENGLISH: "Central Daylight",
        Language.SPANISH: "hora de verano central",
        Language.CHINESE: "北美中部",
    }

    place = told(event, language, "Europe/Berlin")
    before = told(event, language, None)

    assert words[language] not in place
    assert (place != before) or words[language] not in before


def test_a_zone_nobody_knows_is_the_customers() -> None:
    [event] = [one for one in EVENTS if type(one).__name__ == "PolicySuspended"]

    unknown = told(event, Language.ENGLISH, "Mars/Base")

    assert unknown == told(event, Language.ENGLISH, None)
    assert "April 1, 2027" in unknown
    assert "April 2, 2027" in told(event, Language.ENGLISH, "Europe/Berlin")
