"""Letters about cover that rests, ends and comes back say what is owed and how it is paid."""

from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

import pytest

from chassis.money import Money
from contracts.insured import Language
from contracts.policy.premiums import PayTo
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


@pytest.mark.parametrize("fact", ["policy-lapsed", "policy-expired"])
@pytest.mark.parametrize("language", LANGUAGES)
def test_what_is_over_and_still_owed_is_said_with_how_to_pay_it(fact: str, language: str) -> None:
    account = PayTo(account="YB-USD-0001", holder="Yinbao Insurance")

    told = letter(fact, language, to_pay=OPEN, reference="RF11 2222", pay_to=account)
    paid = letter(fact, language)

    assert [one for one in ("RF11 2222", "YB-USD-0001") if one not in told] == []
    assert "YB-USD-0001" not in paid


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_lapse_says_until_when_it_may_be_asked_for_back(language: str) -> None:
    until = datetime(2027, 3, 31, 22, tzinfo=UTC)

    assert "2027" in letter("policy-lapsed", language, ask_until=until)


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_suspension_says_until_when_it_may_be_paid(language: str) -> None:
    until = datetime(2027, 1, 2, 12, tzinfo=UTC)

    assert "2027" in letter("policy-suspended", language, ends_unpaid_at=until)
