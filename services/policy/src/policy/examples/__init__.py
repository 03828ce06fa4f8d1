"""People, terms and papers for tests, documentation and sample data, one file per concern."""

from policy.examples.insured import (
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

__all__ = [
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
    "an_agreement",
    "some_terms",
    "usd",
]
