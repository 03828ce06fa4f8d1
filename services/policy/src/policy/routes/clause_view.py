"""A clause, as it is shown with its product."""

from pydantic import BaseModel

from contracts.insured import Language
from policy.domain.product import About


class ClauseView(BaseModel):
    """A clause, in each language we serve customers in."""

    id: str
    version: str
    about: About
    text: dict[Language, str]
