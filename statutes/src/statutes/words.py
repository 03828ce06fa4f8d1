"""Words for a customer, in the three languages of the house."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final, Literal, get_args

from statutes.refusals import Unknown

Language = Literal["en", "es", "zh"]
LANGUAGES: Final[tuple[str, ...]] = get_args(Language)


@dataclass(frozen=True, slots=True)
class Words:
    """The same thing said in each language."""

    en: str
    es: str
    zh: str

    def say(self, language: str = "en") -> str:
        """The words in `language`."""
        if language not in LANGUAGES:
            raise Unknown(f"language {language!r}: there are {', '.join(LANGUAGES)}")
        return str(getattr(self, language))


Phrases = Mapping[str, Words]
