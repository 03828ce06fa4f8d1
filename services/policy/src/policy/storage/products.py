"""Where products are found: data files of this package."""

import tomllib
from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from functools import cache
from importlib.resources import files
from typing import Any, Final

from chassis.errors import NotFound
from chassis.money import Money
from contracts.insured import Language, Peril
from policy.domain.product import Clause, Product
from policy.domain.products import BadPlan, Plan, Status
from policy.domain.products.questions import Question
from policy.domain.products.simple import as_plan
from policy.storage.plans import all_plans

RATES: Final = {"levies.toml", "short-rates.toml"}


class UnknownProduct(NotFound, code="product-unknown"):
    """We do not sell this product."""


class Products:
    """What we sell: data files of this package, one for each version of each product.

    `all` and `get` are the products of one cover that importers bring in; `sold`, `plan` and
    `version` are every product, as a plan.
    """

    def all(self) -> list[Product]:
        """The version of each product that is sold now."""
        return list(_newest().values())

    def get(self, product_id: str, *, field: str | None = None) -> Product:
        """The version of this product that is sold now."""
        if product_id not in _newest():
            raise UnknownProduct("there is no such product", field=field)
        return _newest()[product_id]

    def of_one_cover(self, product_id: str, version: str | None = None) -> Product | None:
        """This version of such a product, or the one sold now; None when it is a plan."""
        if version is None:
            return _newest().get(product_id)
        return _of_one_cover().get((product_id, version))

    def sold(self, on: date) -> list[Plan]:
        """The newest active version of each product on that day, by product id."""
        newest = {plan.id: plan for plan in _plans().values() if plan.status(on) is Status.ACTIVE}
        return [newest[product] for product in sorted(newest)]

    def plan(self, product_id: str, *, on: date, field: str | None = None) -> Plan:
        """The version of this product that is sold on that day."""
        for plan in self.sold(on):
            if plan.id == product_id:
                return plan
        raise UnknownProduct("there is no such product", field=field)

    def version(self, product_id: str, version: str) -> Plan:
        """This very version, whatever became of it: a contract is reopened as it was sold."""
        plan = _plans().get((product_id, version))
        if plan is None:
            raise UnknownProduct("there is no such version of such a product")
        return plan

    def is_sold(self, product_id: str, version: str, *, on: date) -> bool:
        """Whether this very version is sold on that day."""
        plan = _plans().get((product_id, version))
        return plan is not None and plan.status(on) is Status.ACTIVE

    def asked(self, product_id: str, version: str) -> Mapping[str, Question]:
        """The questions of this version; none, where we do not know it any more."""
        plan = _plans().get((product_id, version))
        return {} if plan is None else plan.asked

    def cover_names(self, product_id: str, version: str, language: Language) -> dict[str, str]:
        """What this version calls its covers; nothing, where we do not know it any more."""
        plan = _plans().get((product_id, version))
        return {} if plan is None else {one.id: one.names.said(language) for one in plan.covers}

    def cover_words(self, product_id: str, version: str) -> dict[str, dict[str, str]]:
        """The same in every language we serve customers in: by the cover's id, then by language."""
        plan = _plans().get((product_id, version))
        covers = () if plan is None else plan.covers
        return {one.id: {each.value: one.names.said(each) for each in Language} for one in covers}

    def renews_by_itself(self, product_id: str, version: str) -> bool:
        """Whether this version does; one that we do not know any more does not."""
        plan = _plans().get((product_id, version))
        return plan is not None and plan.renewal.automatic

    def versions(self) -> list[Plan]:
        """Every version of every product."""
        return list(_plans().values())

    def clauses(self, plan: Plan) -> tuple[Clause, ...]:
        """The wording that stands in the version's own file; others have a file of clauses."""
        simple = self.of_one_cover(plan.id, plan.version)
        return () if simple is None else simple.clauses


@cache
def _plans() -> dict[tuple[str, str], Plan]:
    """Every version, older ones first."""
    simple = [as_plan(product) for product in _of_one_cover().values()]
    plans = [*all_plans().values(), *simple]
    plans.sort(key=lambda plan: (plan.id, [int(n) for n in plan.version.split(".")]))
    return {(plan.id, plan.version): plan for plan in plans}


@cache
def _newest() -> dict[str, Product]:
    return {product.id: product for product in _of_one_cover().values()}


@cache
def _of_one_cover() -> dict[tuple[str, str], Product]:
    """Every version, older ones first."""
    folder = files("policy") / "products"
    found = [
        _product(tomllib.loads(file.read_text(encoding="utf-8")))
        for file in folder.iterdir()
        if file.name.endswith(".toml") and file.name not in RATES
    ]
    found.sort(key=lambda product: (product.id, [int(n) for n in product.version.split(".")]))
    return {(product.id, product.version): product for product in found}


def _product(data: Mapping[str, Any]) -> Product:
    currency = data["currency"]
    return Product(
        id=data["id"],
        version=data["version"],
        names=_in_each_language(data["names"]),
        currency=currency,
        perils=tuple(Peril(peril) for peril in data["perils"]),
        least_sum_insured=Money(Decimal(data["sum_insured"]["least"]), currency),
        most_sum_insured=Money(Decimal(data["sum_insured"]["most"]), currency),
        rate_per_thousand=Decimal(data["premium"]["rate_per_thousand"]),
        minimum_premium=Money(Decimal(data["premium"]["minimum"]), currency),
        deductible_factors={
            Money(Decimal(amount), currency): Decimal(factor)
            for amount, factor in data["deductible_factors"].items()
        },
        clauses=tuple(
            Clause(
                id=clause["id"],
                version=clause["version"],
                about=clause["about"],
                text=_in_each_language(clause["text"]),
            )
            for clause in data["clauses"]
        ),
        over_the_counter=_over_the_counter(**data.get("sale", {})),
    )


def _over_the_counter(*, over_the_counter: bool = False, why: str = "") -> str | None:
    """Why it may be so; a file that does not say why does not load."""
    if over_the_counter and not why.strip():
        raise BadPlan("[sale]: why is it concluded over the counter?")
    return why if over_the_counter else None


def _in_each_language(texts: Mapping[str, str]) -> dict[Language, str]:
    return {language: texts[language] for language in Language}
