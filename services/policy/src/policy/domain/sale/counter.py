"""Over the counter: what an agent concludes alone, because the product says that it may be so."""

from collections.abc import Iterable
from decimal import Decimal

from chassis.errors import Forbidden
from policy.domain.product import Product
from policy.domain.underwriting.authority import Level, Limits


class ByApplication(Forbidden, code="by-application"):
    """This product is sold by application, where we decide."""


class AboveAuthority(Forbidden, code="above-authority"):
    """Nobody concludes this alone: apply for it, and a second person decides."""


def must_be_over_the_counter(wanted: str, products: Iterable[Product]) -> None:
    """Refuse a product whose data does not say why an agent may conclude it alone."""
    if wanted not in {one.id for one in products if one.over_the_counter is not None}:
        raise ByApplication(f"{wanted} is sold by application", field="/product")


def must_be_within(limits: Limits, *, line: str, total: Decimal) -> None:
    """Refuse what comes to more than the machine may accept; `total` counts this one too."""
    if limits.needed(line=line, total=total, change_percent=Decimal(0)) > Level.ENGINE:
        raise AboveAuthority(
            f"with what this customer took within {limits.window_days} days, or with what is "
            f"insured at this address, it comes to {total:,.2f} by our yardstick in euros; over "
            f"the counter {limits.alone(line):,.2f} at most: open an application for it, where a "
            "second person decides",
            field="/sum_insured",
        )
