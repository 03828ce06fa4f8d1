"""What we ourselves would ask for such terms: whoever writes an offer does not price it."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

from chassis.errors import Refusal
from policy.domain.contract.one_cover import Terms, offer_of_one_cover
from policy.domain.offer import Answer, Offer
from policy.domain.pricing.levies import levied_anew
from policy.domain.pricing.rating import price
from policy.domain.pricing.steps import Asked
from policy.domain.products.plan import Plan
from policy.domain.products.questions import Written
from policy.storage import Products
from policy.storage.rates import levies


def own_price(offer: Offer) -> Offer | None:
    """The same answers, or sum and deductible, at our tariff.

    None where a product of one cover has no price for them. What a plan cannot price is refused:
    nobody could say what taxes are owed.
    """
    if any(product.id == offer.product for product in Products().all()):
        try:
            return _one_cover(offer)
        except Refusal:
            return None
    try:
        return _plan(offer)
    except Refusal as refused:
        refused.field = f"/offer{refused.field or ''}"
        raise


def with_levies(offer: Offer, own: Offer | None) -> Offer:
    """The offer with the taxes the law asks for at its price: nobody negotiates those."""
    if own is None or own is offer:
        return offer
    charged = levied_anew(own.levies, levies(), own=own.net, offered=offer.net)
    return replace(offer, levies=charged)


def _one_cover(offer: Offer) -> Offer | None:
    for product in Products().all():
        if (product.id, product.version) == (offer.product, offer.product_version):
            [cover] = offer.covers if len(offer.covers) == 1 else [None]
            if cover is None:
                return None
            terms = Terms(
                insured_place=offer.place,
                sum_insured=cover.limit,
                deductible=cover.deductible,
                period=offer.period,
            )
            return offer_of_one_cover(product, terms)
    return None


def _written(answer: Answer) -> Written:
    if isinstance(answer, Decimal | date):
        return str(answer)
    assert answer is not None
    return answer


def looked_at(offer: Offer) -> tuple[str, ...]:
    """The rules of the product by which a person looks at such a risk."""
    plan = Products().version(offer.product, offer.product_version)
    return price(plan, _asked(offer, plan), levies()).refer


def _plan(offer: Offer) -> Offer:
    plan = Products().version(offer.product, offer.product_version)
    asked = _asked(offer, plan)
    return price(plan, asked, levies()).offer(asked, plan)


def _asked(offer: Offer, plan: Plan) -> Asked:
    return Asked(
        product=plan.id,
        product_version=plan.version,
        jurisdiction=offer.jurisdiction,
        place=offer.place,
        starts_on=offer.period.starts_on,
        ends_on=offer.period.ends_on,
        time_zone=offer.period.time_zone,
        payment_mode=offer.payment_mode,
        answers={name: _written(one) for name, one in offer.answers.items() if one is not None},
        priced_on=offer.period.starts_on,
    )
