"""Where wordings are found: a data file beside each product, read by product and clause version."""

import tomllib
from functools import cache
from importlib.resources import files
from typing import Any

from chassis.errors import NotFound
from contracts.insured import Language
from policy.domain.explaining.clause import Clause


class UnknownClause(NotFound, code="clause-unknown"):
    """No wording of ours has this clause in this version."""


class Clauses:
    """Every clause we ever published; the newest version of each is what is sold now."""

    def all(self) -> tuple[Clause, ...]:
        """The clauses sold now, in the order of their wordings."""
        newest: dict[str, Clause] = {}
        for clause in _published().values():
            known = newest.get(clause.id)
            if known is None or _order(clause.version) > _order(known.version):
                newest[clause.id] = clause
        return tuple(newest.values())

    def of(self, product: str) -> tuple[Clause, ...]:
        """The wording of a product as it is sold now; empty when it has none."""
        return tuple(clause for clause in self.all() if clause.product == product)

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
        if not file.is_file():
            continue
        for row in tomllib.loads(file.read_text(encoding="utf-8"))["clause"]:
            clause = _clause(row, folder.name)
            if (clause.id, clause.version) in found:
                raise ValueError(f"clause {clause.id} {clause.version} is published twice")
            found[clause.id, clause.version] = clause
    return found


def _clause(row: dict[str, Any], product: str) -> Clause:
    return Clause(
        id=row["id"],
        version=row["version"],
        product=product,
        about=row["about"],
        text={language: row["text"][language] for language in Language},
        grade=row["grade"],
        source=row["source"],
    )


def _order(version: str) -> list[int]:
    return [int(part) for part in version.split(".")]
