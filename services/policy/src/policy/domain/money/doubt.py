"""Why money of a statement is not booked by itself."""

from enum import StrEnum


class Doubt(StrEnum):
    """Why it waits for a person."""

    UNKNOWN = "unknown"
    PERHAPS_KNOWN = "perhaps_known"
    """An earlier statement may have brought it already."""
    OTHER_CURRENCY = "other_currency"
    AFTER_LAPSE = "after_lapse"
    PAID_IN_TIME = "paid_in_time"
    """Booked after the lapse, but paid before cover ended."""
    NO_ORIGINAL = "no_original"
    SEVERAL_ORIGINALS = "several_originals"
    """What was taken back may be the payment of one contract or of another."""
    CREDIT_GONE = "credit_gone"
    """The bank took back what had been the customer's credit, and was refunded or used since; by
    now that is a claim on the customer."""
    OTHER_AMOUNT = "other_amount"
    MONEY_OUT = "money_out"
    NO_CONTRACT = "no_contract"
    """The premium of an application that came to nothing."""
    TAKEN_DOWN = "taken_down"
    """It may be what finance took down by hand for the application it names."""
