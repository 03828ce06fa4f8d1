"""Where the explainer's words are found: a file for each language, and what people ask."""

import asyncio
import tomllib
from collections.abc import Mapping
from functools import cache, lru_cache
from importlib.resources import files
from threading import Lock
from typing import Any, Final

import snowballstemmer

from contracts.insured import Language
from policy.domain.explaining.excluded import AllThatIsNot, Narrowed
from policy.domain.explaining.index import Index, Phrases
from policy.domain.explaining.words import Words
from policy.storage.clauses import Clauses

_STEMMERS: Final = {Language.ENGLISH: "english", Language.SPANISH: "spanish"}
_STEMS: Final = 20_000
"""Words whose stems are kept: all of ours, and room for those of customers."""


_READING: Final = Lock()


def explainer() -> Index:
    """The clauses sold now, with the words they are found by; read once in a process."""
    with _READING:
        return _explainer()


async def explainer_at_hand() -> Index:
    """The same; while it is read for the first time, nobody else is held up."""
    read = _explainer.cache_info().currsize
    return explainer() if read else await asyncio.to_thread(explainer)


@cache
def _explainer() -> Index:
    asked, elsewhere = _asked(), _by_language(_read("words/elsewhere"))
    words = {
        language: _words(language, (asked[language], elsewhere[language])) for language in Language
    }
    index = Index(
        clauses=Clauses().all(),
        words=words,
        asked=asked,
        elsewhere=elsewhere,
        excluded={language: _excluded(language, words[language]) for language in Language},
        narrowed=_narrowed(),
    )
    index.learn()
    return index


def explainer_says(what: str, language: Language, **named: str) -> str:
    """What the explainer says by itself, beside what it quotes."""
    said: str = _read("words/words")[what][language.value]
    return said.format(**named)


def _excluded(language: Language, words: Words) -> AllThatIsNot:
    data = dict(_read("words/excluded")[language.value])
    products = data.pop("products")
    return AllThatIsNot(
        kinds={
            tuple(words.as_written(phrase)): kind
            for kind in ("beside", "asks", "not", "covered", "refused", "excluded")
            for phrase in data[kind]
        },
        products={
            tuple(words.as_written(name)): product
            for product, names in products.items()
            for name in names
        },
    )


def _narrowed() -> Mapping[str, tuple[Narrowed, ...]]:
    return {
        clause: tuple(Narrowed(one["clause"], frozenset(one.get("asked", ()))) for one in by)
        for clauses in _read("words/narrowed").values()
        for clause, by in clauses.items()
    }


def _asked() -> Phrases:
    products = {clause.product: None for clause in Clauses().all()}
    return _by_language(
        {
            clause: said
            for product in products
            for clause, said in _read(f"products/{product}/asked").items()
        }
    )


def _by_language(phrases: Mapping[str, Mapping[str, list[str]]]) -> Phrases:
    return {
        language: {subject: tuple(said[language.value]) for subject, said in phrases.items()}
        for language in Language
    }


def _words(language: Language, phrases: tuple[Mapping[str, tuple[str, ...]], ...]) -> Words:
    data = _read(f"words/{language.value}")
    texts = (clause.text[language] for clause in Clauses().all())
    name = _STEMMERS.get(language)
    return Words(
        families={family: tuple(words) for family, words in data["families"].items()},
        ignored=tuple(data["ignore"]),
        common=tuple(data["common"]),
        texts=(*texts, *(text for each in phrases for said in each.values() for text in said)),
        stem=lru_cache(_STEMS)(snowballstemmer.stemmer(name).stemWord) if name else None,
    )


@cache
def _read(name: str) -> dict[str, Any]:
    file = files("policy").joinpath(f"{name}.toml")
    return tomllib.loads(file.read_text(encoding="utf-8"))
