"""Why there is no next term, or on which terms it came: what the rules may say of it."""

from enum import StrEnum


class Why(StrEnum):
    """As our people read it; the name is the code that customers' clients see."""

    WITHDRAWN = "we no longer sell this product"
    DECLINED = "the customer wants no next term"
    NOT_RENEWED = "we do not renew it, and said so in time"
    NON_RENEWAL_LATE = "our notice that we do not renew it was not served in time"
    NEVER_OFFERED = "it was never decided what to offer"
    NOT_ACCEPTED = "the offer was not accepted"
    UNANSWERED = "the customer was asked and did not answer"
    OFFER_LATE = "our notice of other terms was not served in time"
    ACCEPTED = "the customer accepted it"
    BY_TERMS = "it renews by itself"
    SUSPENDED = "the contract is suspended"
    LAPSED = "the contract is lapsed"
    CANCELLED = "the contract is cancelled"
    GIVEN_BACK = "the contract is withdrawn"
    EXPIRED = "the contract is expired"
