"""Where the explainer's words are found: a file for each language, and one that ties them."""

import tomllib
from functools import cache, lru_cache
from importlib.resources import files
from typing import Any, Final

import snowballstemmer

from contracts.insured import Language
from policy.domain.explaining.entries import Families
from policy.domain.explaining.index import Index
from policy.domain.explaining.words import Words
from policy.storage.clauses import Clauses

_STEMMERS: Final = {Language.ENGLISH: "english", Language.SPANISH: "spanish"}
_STEMS: Final = 20_000
"""Words whose stems are kept: all of ours, and room for those of customers."""


@cache
def explainer() -> Index:
    """The clauses sold now, with the words they are found by; read once in a process."""
    ties = _read("words")
    return Index(
        clauses=Clauses().all(),
        words={language: _words(language) for language in Language},
        families=Families(
            broader=ties["broader"],
            products=ties["products"],
            kinds=ties["kinds"],
            faint=frozenset(ties["faint"]["families"]),
        ),
        asked={language: _asked(language) for language in Language},
    )


def unsaid(language: Language) -> str:
    """What we say when no wording answers."""
    said: str = _read("words")["unsaid"][language.value]
    return said


def _asked(language: Language) -> dict[str, tuple[str, ...]]:
    return {clause: tuple(said) for clause, said in _read(f"asked-{language.value}").items()}


def _words(language: Language) -> Words:
    data = _read(language.value)
    texts = (clause.text[language] for clause in Clauses().all())
    name = _STEMMERS.get(language)
    return Words(
        families={family: tuple(words) for family, words in data["families"].items()},
        ignored=tuple(data["ignore"]),
        common=tuple(data["common"]),
        texts=(*texts, *(phrase for said in _asked(language).values() for phrase in said)),
        stem=lru_cache(_STEMS)(snowballstemmer.stemmer(name).stemWord) if name else None,
    )


@cache
def _read(name: str) -> dict[str, Any]:
    file = files("policy") / "words" / f"{name}.toml"
    return tomllib.loads(file.read_text(encoding="utf-8"))
