"""Stories told from the customer's side, and what only sounds like a clause: once slips."""

import pytest

from contracts.insured import Language
from policy.domain.explaining.explanation import explain
from policy.storage import explainer


def best(text: str, language: str) -> str | None:
    """The clause that answers first; None where the question is refused."""
    found = explain(explainer(), text, Language(language))
    return next((one.clause.id for one in found.quoted if one.rank == 1), None)


@pytest.mark.parametrize(
    ("text", "language", "first"),
    [
        ("手机在国外被偷了怎么办", "zh", "TRV-2.5"),
        ("Me robaron el celular en otro país, ¿qué pagan?", "es", "TRV-2.5"),
        ("What happens if I forgot to tell you I smoke?", "en", "LIFE-3.3"),
        ("申请寿险时忘了说我抽烟", "zh", "LIFE-3.3"),
        ("¿Me pagan si se me inunda el garaje por la lluvia?", "es", "HOME-2.4"),
        ("Rain came in under the garage door, is it paid?", "en", "HOME-2.4"),
    ],
)
def test_what_happened_finds_the_clause_that_speaks_of_it(
    text: str, language: str, first: str
) -> None:
    assert best(text, language) == first


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("Si vendo la casa, ¿qué pasa con el seguro?", "es"),
        ("We sell our flat in May, what becomes of the policy?", "en"),
        ("我把房子卖了，保险怎么办", "zh"),
        ("Does the travel insurance cover a pandemic?", "en"),
        ("¿El seguro de viaje sirve en una epidemia?", "es"),
        ("疫情期间旅游险赔吗", "zh"),
    ],
)
def test_what_a_clause_only_sounds_like_is_not_answered(text: str, language: str) -> None:
    assert best(text, language) is None
