"""Where wordings are found: a data file beside each product, read by product and clause version."""

import tomllib
from functools import cache
from importlib.resources import files
from itertools import combinations
from typing import Any

from chassis.errors import NotFound
from contracts.insured import Language
from policy.domain.explaining.amounts import plain
from policy.domain.explaining.clause import Clause, order, wording_at


class UnknownClause(NotFound, code="clause-unknown"):
    """No wording of ours has this clause in this version."""


class Clauses:
    """Every clause we ever published; the newest version of each is what is sold now."""

    def all(self) -> tuple[Clause, ...]:
        """The clauses sold now, in the order of their wordings."""
        newest: dict[str, Clause] = {}
        for clause in _published().values():
            known = newest.get(clause.id)
            if known is None or order(clause.version) > order(known.version):
                newest[clause.id] = clause
        return tuple(newest.values())

    def of(self, product: str, *, version: str | None = None) -> tuple[Clause, ...]:
        """The wording of a product as it was sold in this version, or is now; empty without one."""
        if version is None:
            return tuple(clause for clause in self.all() if clause.product == product)
        theirs = (clause for clause in _published().values() if clause.product == product)
        return wording_at(theirs, version)

    def get(self, clause_id: str, version: str) -> Clause:
        """The clause as it was published under this version."""
        clause = _published().get((clause_id, version))
        if clause is None:
            raise UnknownClause(f"there is no clause {clause_id} in version {version}")
        return clause


@cache
def _published() -> dict[tuple[str, str], Clause]:
    found: dict[tuple[str, str], Clause] = {}
    folders = (files("policy") / "products").iterdir()
    for folder in sorted((f for f in folders if f.is_dir()), key=lambda f: f.name):
        file = folder / "clauses.toml"
        if file.is_file():
            clauses = clauses_of(file.read_text(encoding="utf-8"), folder.name)
            found |= {(clause.id, clause.version): clause for clause in clauses}
    return found


def clauses_of(text: str, product: str) -> list[Clause]:
    """The clauses written in `text`; a newer version of one comes with one of the product."""
    found = [_clause(row, product) for row in tomllib.loads(text)["clause"]]
    for one, other in combinations(found, 2):
        if one.id == other.id and (one.version == other.version or one.since == other.since):
            raise ValueError(f"clause {one.id} {other.version} is there twice since {one.since}")
    return found


def _clause(row: dict[str, Any], product: str) -> Clause:
    return Clause(
        id=row["id"],
        version=row["version"],
        product=product,
        about=row["about"],
        text={language: plain(row["text"][language]) for language in Language},
        marked={language: row["text"][language] for language in Language},
        grade=row["grade"],
        source=row["source"],
        since=row.get("since", "0"),
    )
