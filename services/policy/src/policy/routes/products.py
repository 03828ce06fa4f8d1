"""Products over HTTP: what we sell, in which words and at what price. Anybody may read them."""

from decimal import Decimal
from typing import Annotated, Self

from fastapi import Path
from pydantic import BaseModel

from chassis.money import Money
from chassis.web import Routes
from contracts.insured import Language, Peril
from policy.domain.product import About, Product
from policy.storage import Products

routes = Routes(prefix="/products", tags=["products"])

ProductId = Annotated[str, Path(pattern=r"^[a-z0-9-]{1,64}$", examples=["flood-home"])]


class ClauseView(BaseModel):
    """A clause, in each language we serve customers in."""

    id: str
    version: str
    about: About
    text: dict[Language, str]


class DeductibleView(BaseModel):
    """A deductible to choose, and what choosing it does to the price."""

    amount: Money
    factor: Decimal


class ProductView(BaseModel):
    """A product, as it is sold now."""

    id: str
    version: str
    names: dict[Language, str]
    currency: str
    perils: list[Peril]
    least_sum_insured: Money
    most_sum_insured: Money
    rate_per_thousand: Decimal
    minimum_premium: Money
    deductibles: list[DeductibleView]
    clauses: list[ClauseView]

    @classmethod
    def of(cls, product: Product) -> Self:
        """Show this product."""
        return cls(
            id=product.id,
            version=product.version,
            names=product.names,
            currency=product.currency,
            perils=list(product.perils),
            least_sum_insured=product.least_sum_insured,
            most_sum_insured=product.most_sum_insured,
            rate_per_thousand=product.rate_per_thousand,
            minimum_premium=product.minimum_premium,
            deductibles=[
                DeductibleView(amount=amount, factor=product.deductible_factors[amount])
                for amount in product.deductibles
            ],
            clauses=[ClauseView(**vars(clause)) for clause in product.clauses],
        )


class ProductList(BaseModel):
    """All products, as they are sold now."""

    items: list[ProductView]


@routes.get("", summary="List products")
async def get_products() -> ProductList:
    """Everything we sell."""
    return ProductList(items=[ProductView.of(product) for product in Products().all()])


@routes.get("/{product_id}", summary="Read a product")
async def get_product(product_id: ProductId) -> ProductView:
    """What it covers, within which sums, in which words and at what price."""
    return ProductView.of(Products().get(product_id))
