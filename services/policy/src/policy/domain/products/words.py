"""Words of a product in each language we serve customers in."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, ClassVar

from contracts.insured import Language


class Strict:
    """Read from a data file with suspicion: a key that nobody knows is a mistake, not ignored."""

    __pydantic_config__: ClassVar[Mapping[str, Any]] = {"extra": "forbid", "str_min_length": 1}


@dataclass(frozen=True, kw_only=True, slots=True)
class Words(Strict):
    """The same in English, Spanish and Chinese."""

    en: str
    es: str
    zh: str

    def said(self, language: Language) -> str:
        """In that language."""
        return {"en": self.en, "es": self.es, "zh": self.zh}[language.value]
