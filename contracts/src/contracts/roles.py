"""The roles a token may carry."""

from enum import StrEnum


class Role(StrEnum):
    """What somebody is to us."""

    CUSTOMER = "customer"
    AGENT = "agent"
    UNDERWRITER = "underwriter"
    IMPORTER = "importer"
    """A partner's system that brings in a book of business, back-dated contracts included."""
    ADJUSTER = "adjuster"
    FINANCE = "finance"
    COMPLAINTS_OFFICER = "complaints_officer"
    OPS = "ops"
    DATA_OFFICER = "data_officer"
    """Who sees to it that people learn what we know of them, and that we forget them."""
