"""Letters about cover that rests, ends and comes back say what is owed and how it is paid."""

from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

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
OPEN = Money(Decimal("6.45"), "USD")
LANGUAGES = ["en", "es", "zh"]


def letter(fact: str, language: str, **said: Any) -> str:
    return write(fact, SAID[fact] | said, a_contact(language=Language(language))).text


@pytest.mark.parametrize("language", LANGUAGES)
def test_cover_that_is_back_beside_a_small_sum_names_it(language: str) -> None:
    told = letter("policy-reinstated", language, still_open=OPEN, reference="RF11 2222")

    assert ("6.45" in told or "6,45" in told, "RF11 2222" in told) == (True, True)
    assert "RF" not in letter("policy-reinstated", language)


@pytest.mark.parametrize(
    ("language", "rests", "ends"),
    [
        ("en", "your cover rests from", "your contract ends on"),
        ("es", "queda en suspenso desde", "su contrato termina el"),
        ("zh", "起中止，合同仍然存续", "您的合同及其保障将于"),
    ],
)
def test_a_notice_says_whether_cover_rests_or_the_contract_ends(
    language: str, rests: str, ends: str
) -> None:
    until = {"cover_until": datetime(2026, 6, 1, 22, tzinfo=UTC)}

    suspended, lapsed = (
        letter("notice-needed", language, **until, follows=one) for one in ("suspended", "lapsed")
    )

    assert (rests in suspended, ends in suspended) == (True, False)
    assert (rests in lapsed, ends in lapsed) == (False, True)
