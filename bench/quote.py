"""Quotes per second on one core: answers in, premium by cover with every step and sentence out."""

import time
from datetime import date
from statistics import median
from typing import Any

from contracts.insured import Address, Language
from policy.domain.offer import PaymentMode
from policy.domain.pricing.explaining import sentences
from policy.domain.pricing.rating import price
from policy.domain.pricing.steps import Asked
from policy.storage import Products, levies

PROMISED = 1_500
ROUNDS = 5
COUNT = 1_000
HOME: dict[str, str | bool | int] = {
    "building_sum": "200000.00",
    "contents_sum": "40000.00",
    "construction": "masonry",
    "building_age": 25,
    "flood_zone": "C",
    "alarm": True,
    "claims": 1,
}


def run() -> list[dict[str, Any]]:
    """With the arithmetic as data, and told in sentences too."""
    plan, book = Products().version("home", "1.0"), levies()
    asked = [_asked(PaymentMode.YEARLY, number) for number in range(COUNT)]
    monthly = [_asked(PaymentMode.MONTHLY, number) for number in range(COUNT)]

    def told(one: Asked) -> object:
        return sentences(plan, price(plan, one, book), book, Language.ENGLISH)

    return [
        _row("quote: full breakdown as data", asked, lambda one: price(plan, one, book)),
        _row("quote: in twelve instalments", monthly, lambda one: price(plan, one, book)),
        _row("quote: and told in sentences", asked, told),
    ]


def _asked(mode: PaymentMode, number: int) -> Asked:
    return Asked(
        product="home",
        product_version="1.0",
        jurisdiction="ES",
        place=Address(line="Calle del Mar 1", city="Valencia", postal_code="46001", country="ES"),
        starts_on=date(2026, 4, 1),
        ends_on=date(2027, 4, 1),
        time_zone="Europe/Madrid",
        payment_mode=mode,
        answers={**HOME, "building_sum": f"{200_000 + number}.00"},
        priced_on=date(2026, 3, 2),
    )


def _row(name: str, asked: list[Asked], quote: Any) -> dict[str, Any]:
    rates = []
    for _ in range(ROUNDS):
        began = time.process_time()
        for one in asked:
            quote(one)
        rates.append(COUNT / (time.process_time() - began))
    figure = median(rates)
    return {
        "name": name,
        "figure": round(figure),
        "unit": "per second",
        "ratio": round(figure / PROMISED, 2),
        "baseline": f"promised: {PROMISED:,} per second",
    }


if __name__ == "__main__":
    for row in run():
        print(row)
