"""Where the wording of a contract is found: the clauses its product is sold with."""

from dataclasses import replace
from typing import Final

from contracts.policy import Clause
from policy.domain.contract.one_cover import Wording, wording_of
from policy.storage.clauses import Clauses
from policy.storage.products import Products

# A claim is judged by what a clause does; what only explains or serves decides none.
_JUDGED_AS: Final = {
    "insuring": "insuring",
    "covers": "perils",
    "exclusion": "perils",
    "deductible": "deductible",
    "limit": "limit",
    "period": "period",
    "waiting": "period",
}
# What we underwrite as business the law knows as property.
_AS_THE_LAW_SPELLS: Final = {"business": "property"}


class Wordings:
    """The wordings of contracts."""

    def of(self, product: str, *, line: str, version: str | None = None) -> Wording:
        """What the product says in this version, or now; one of one cover says it in its file."""
        line = _AS_THE_LAW_SPELLS.get(line, line)
        simple = Products().of_one_cover(product, version)
        if simple is not None:
            return replace(wording_of(simple), line=line)
        clauses = [
            Clause.model_validate(
                {"id": clause.id, "version": clause.version, "about": _JUDGED_AS[clause.about]}
            )
            for clause in Clauses().of(product, version=version)
            if clause.about in _JUDGED_AS
        ]
        names = Products().cover_words(product, version) if version is not None else {}
        return Wording(line=line, clauses=clauses, cover_names=names)
