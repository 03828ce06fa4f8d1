"""People, terms and papers for tests, documentation and sample data, one file per concern."""

from policy.examples.insured import (
    A_WISH,
    A_YEAR,
    HARBOUR_STREET,
    MARIA,
    MARIAS_PARTICULARS,
    NOW,
    POLICY,
    WEI,
    a_customer,
    a_file,
    a_flood_cover,
    a_policy,
    a_product,
    an_agreement,
    some_terms,
    usd,
)
from policy.examples.risks import a_question, a_risk, a_situation

__all__ = [
    "A_WISH",
    "A_YEAR",
    "HARBOUR_STREET",
    "MARIA",
    "MARIAS_PARTICULARS",
    "NOW",
    "POLICY",
    "WEI",
    "a_customer",
    "a_file",
    "a_flood_cover",
    "a_policy",
    "a_product",
    "a_question",
    "a_risk",
    "a_situation",
    "an_agreement",
    "some_terms",
    "usd",
]
