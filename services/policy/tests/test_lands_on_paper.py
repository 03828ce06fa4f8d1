"""A document names countries and laws as its reader does, not by their codes."""

import pytest

from contracts.insured import Language
from policy.letters.speech import Speech


@pytest.mark.parametrize(
    ("language", "code", "name"),
    [
        (Language.SPANISH, "ES", "España"),
        (Language.SPANISH, "US-TX", "Estados Unidos (TX)"),
        (Language.ENGLISH, "UK", "United Kingdom"),
        (Language.CHINESE, "CN", "中国"),
    ],
)
def test_a_land_goes_by_its_name(language: Language, code: str, name: str) -> None:
    assert Speech(language).land(code) == name
