"""What a law says and how it is cited, in the language of a paper."""

from contracts.insured import Language
from policy.domain.law_in_words import law_in_words
from policy.storage import HouseBook


def law_says(rule: str, language: Language) -> str:
    """What follows under it."""
    return HouseBook().law().entry(rule).consequence.words.say(language.value)


def cited_on_paper(rule: str, language: Language) -> str:
    """Its name, with the id under which we keep it."""
    return law_in_words(HouseBook().law().entry(rule))[language.value]
