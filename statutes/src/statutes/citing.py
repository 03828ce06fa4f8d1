"""What a citation is called where a customer reads it: each law by its name in that language.

Packs cite in short (`LCS 22.2`); `packs/citations.toml` has the names. What is not there, such as a
wording's own, stays as it is written.
"""

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Final

from statutes.vocabulary import read_words
from statutes.words import Phrases, Words

FILE: Final = "citations.toml"
_BETWEEN: Final = Words("; ", "; ", "；")
_TO: Final = Words(" to ", " a ", "至")
_ART: Final = {False: "art.", True: "arts."}
_PAR: Final = {False: "§", True: "§§"}
# Such as 23(1), 83 a, 29 quater.3.f, 7.4.a.2.º, 191-15.42, R20-6-801, 1.6.2AR, 20.3 to 20.8
_LATIN: Final = "(?:bis|ter|quater|septies)"
_ONE: Final = rf"R?\d[\d.\-]*(?:A?R)?(?: {_LATIN}| a)?(?:\.\w+\.?º?)*(?:\(\w+\))*"
_PLACE: Final = re.compile(rf"{_ONE}(?:(?:, | to ){_ONE})*")
_PARAGRAPH: Final = re.compile(r"(\d+)\((\d+)\)")


@dataclass(frozen=True, slots=True)
class Names:
    """Laws by how packs cite them, and citations that stand for themselves."""

    laws: Mapping[str, Words]
    whole: Phrases


@cache
def cited(citation: str, language: str) -> str:
    """The citation as a reader of that language knows the law."""
    said = [_cited(part, language) or part for part in citation.split("; ")]
    return _BETWEEN.say(language).join(said)


def is_named(citation: str) -> bool:
    """Whether every part of it has its words."""
    return all(_cited(part, "en") is not None for part in citation.split("; "))


def _cited(part: str, language: str) -> str | None:
    names = _names()
    if part in names.whole:
        return names.whole[part].say(language)
    known = [law for law in names.laws if part.startswith(f"{law} ")]
    law = max(known, key=len, default="")
    at = part[len(law) + 1 :]
    if not law or not _PLACE.fullmatch(at):
        return None
    several = ", " in at or " to " in at
    return (
        names.laws[law]
        .say(language)
        .format(
            at=at.replace(" to ", _TO.say(language)),
            articles="、".join(map(_article, at.split(", "))),
            art=_ART[several],
            par=_PAR[several],
        )
    )


def _article(at: str) -> str:
    """One place as Chinese writes it."""
    paragraph = _PARAGRAPH.fullmatch(at)
    if paragraph is not None:
        return f"第{paragraph[1]}条第{paragraph[2]}款"
    return f"第{at.replace(' to ', _TO.zh)}条"


@cache
def _names() -> Names:
    text = files("statutes").joinpath("packs", FILE).read_text(encoding="utf-8")
    tables = tomllib.loads(text)
    return Names(
        laws={
            law["cited"]: read_words(law, FILE, law["cited"], extra=("cited",))
            for law in tables["law"]
        },
        whole={name: read_words(said, FILE, name) for name, said in tables["whole"].items()},
    )
