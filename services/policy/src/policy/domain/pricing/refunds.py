"""What of a premium is kept and what is given back: one is computed, the other subtracted.

So they always add up. By days they are reckoned in `contract/refund.py`.
"""

from dataclasses import dataclass

from chassis.money import Money


@dataclass(frozen=True, slots=True)
class Refund:
    """What is kept, and what is given back."""

    kept: Money
    refund: Money

    @classmethod
    def giving(cls, net: Money, refund: Money) -> "Refund":
        """Where what is given back was computed."""
        return cls(net - refund, refund)

    @classmethod
    def keeping(cls, net: Money, kept: Money) -> "Refund":
        """Where what is kept was computed."""
        return cls(kept, net - kept)
