"""A clause of a product's wording: numbered, versioned, in three languages, never edited."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Final, Literal

from contracts.insured import Language

About = Literal[
    "insuring",
    "covers",
    "exclusion",
    "limit",
    "deductible",
    "amount",
    "waiting",
    "period",
    "duty",
    "contract",
    "service",
]
"""What a clause does: `amount` says how a payment is worked out, `duty` what the customer does,
`contract` how the contract lives, `service` what we do beside paying."""

# A point ends a sentence only before a space and a capital: 1.500 holds none.
_ENDS: Final = {
    Language.ENGLISH: re.compile(r"(?<=[.!?])\s+(?=[A-Z])"),
    Language.SPANISH: re.compile(r"(?<=[.!?])\s+(?=[A-ZÁÉÍÓÚÑ¿¡])"),
    Language.CHINESE: re.compile(r"(?<=。)"),  # what follows ； is the other half of what it says
}
# How the wordings say no, beside the clauses that are about nothing else.
_SAYS_NO: Final = {
    Language.ENGLISH: re.compile(
        r"(?<!premium is )\b(?:not|never|nothing) (?:be )?(?:paid|covered)|"
        r"\bnothing is paid|\bdo not pay|\breceives nothing|"
        r"\bis not a reason to claim|\bonly in\b|\bneed the\b",
        re.IGNORECASE,
    ),
    Language.SPANISH: re.compile(
        r"\bno (?:se )?(?:pagamos|pagan?|cubrimos|cobra)\b(?! una prima)|"
        r"\bno están? cubiert|\bnunca está|\bno da derecho|\bsolo en\b|\bnecesitan la\b",
        re.IGNORECASE,
    ),
    Language.CHINESE: re.compile(r"不赔|不在保障范围|不给付|不得领取|不能作为理赔|须存放|须加购"),
}


@dataclass(frozen=True, slots=True)
class Sentence:
    """One sentence of a clause, as it stands in one language."""

    text: str
    not_covered: bool
    """It takes something out of cover, or makes cover hang on a condition."""


@dataclass(frozen=True, kw_only=True)
class Clause:
    """One clause of one product's wording. A change is a new version beside this one."""

    id: str
    version: str
    product: str
    about: About
    text: dict[Language, str]
    marked: dict[Language, str] = field(default_factory=dict, repr=False)
    """The same with its money in braces, to be written for a market."""
    grade: str
    """How sure we are of its figures and words: C is illustrative."""
    source: str
    since: str = "0"
    """The first version of the product whose wording it stands in."""

    @property
    def excludes(self) -> bool:
        """The clause as a whole says what is not covered."""
        return self.about == "exclusion"

    def sentences(self, language: Language) -> tuple[Sentence, ...]:
        """Its sentences, in their order."""
        whole = self.text[language]
        return tuple(
            Sentence(part, self.excludes or bool(_SAYS_NO[language].search(part)))
            for part in _ENDS[language].split(whole)
            if part
        )


def wording_at(clauses: Iterable[Clause], version: str) -> tuple[Clause, ...]:
    """The wording of a product in this version: of each clause the newest that came by then."""
    newest: dict[str, Clause] = {}
    for clause in clauses:
        known = newest.get(clause.id)
        came = order(clause.since) <= order(version)
        if came and (known is None or order(clause.version) > order(known.version)):
            newest[clause.id] = clause
    return tuple(newest.values())


def order(version: str) -> list[int]:
    """Versions in their order: 1.10 comes after 1.9."""
    return [int(part) for part in version.split(".")]
