"""A clause, as it is shown with its product, and as it is read by itself."""

from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

from contracts.insured import Language

About = Literal[
    "insuring",
    "covers",
    "perils",
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
"""What a clause does, in any product of ours."""


class ClauseView(BaseModel):
    """A clause, in each language we serve customers in."""

    model_config = ConfigDict(from_attributes=True)

    id: str
    version: str
    about: About
    text: dict[Language, str]


class ClauseRead(BaseModel):
    """A clause in the language asked for, with its amounts in the money of the market asked for."""

    model_config = ConfigDict(from_attributes=True)

    id: str
    version: str
    product: str
    product_version: str
    about: About
    language: Language
    text: str = Field(description="Without a market, amounts are before any scale and currency.")
