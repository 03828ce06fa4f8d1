"""A product of one cover, one sum and one rate, told as a plan like any other."""

from datetime import date
from decimal import Decimal
from typing import Final

from contracts.insured import Language
from policy.domain.offer import PaymentMode
from policy.domain.product import Product
from policy.domain.products.covers import Cover, Deductible, Limit
from policy.domain.products.plan import (
    Authority,
    Cancellation,
    Head,
    Market,
    Plan,
    Quoting,
    Renewal,
)
from policy.domain.products.questions import Choice, Kind, Question
from policy.domain.products.tariff import Base, Factor, Part, Tariff
from policy.domain.products.words import Words

_SUM: Final = Words(en="Sum insured", es="Suma asegurada", zh="保险金额")
_DEDUCTIBLE: Final = Words(en="Deductible", es="Franquicia", zh="免赔额")
_RULES: Final = Words(en="the rules", es="las reglas", zh="系统规则")


def as_plan(product: Product) -> Plan:
    """The same product, with its one cover, its two questions and its price list."""
    names = _words(product.names)
    return Plan(
        product=Head(
            id=product.id, version=product.version, line="home", names=names, about=names,
            active_from=date(1900, 1, 1), grade="C", source="ours",
        ),
        markets=(Market(id="US", currency=product.currency),),
        questions=(_sum_question(product), _deductible_question(product)),
        covers=(
            Cover(
                id="flood", names=names, perils=product.perils,
                limit=Limit(of=("sum_insured",)), deductible=Deductible(choice="deductible"),
                part="flood", share=Decimal(1),
            ),
        ),
        tariff=_tariff(product, names),
        authority=(
            Authority(level="L0", who=_RULES, sum_insured=product.most_sum_insured.amount),
        ),
        cancellation=Cancellation(by_customer="pro_rata", by_insurer="pro_rata"),
        renewal=Renewal(automatic=False),
        quoting=Quoting(valid_days=30),
    )  # fmt: skip


def _words(texts: dict[Language, str]) -> Words:
    return Words(**{language.value: text for language, text in texts.items()})


def _sum_question(product: Product) -> Question:
    return Question(
        id="sum_insured",
        type=Kind.AMOUNT,
        text=_SUM,
        least=product.least_sum_insured.amount,
        most=product.most_sum_insured.amount,
    )


def _deductible_question(product: Product) -> Question:
    choices = tuple(
        Choice(
            id=str(int(amount.amount)),
            amount=amount.amount,
            text=Words(en=str(amount), es=str(amount), zh=str(amount)),
        )
        for amount in product.deductibles
    )
    return Question(id="deductible", type=Kind.CHOICE, text=_DEDUCTIBLE, choices=choices)


def _tariff(product: Product, names: Words) -> Tariff:
    base = Base(
        id="flood",
        text=names,
        kind="building",
        rate=product.rate_per_thousand,
        of=("sum_insured",),
        per=Decimal(1000),
    )
    table = {
        str(int(amount.amount)): factor for amount, factor in product.deductible_factors.items()
    }
    return Tariff(
        order="bases, factors, clamp, period, round, minimum, instalments, levies",
        remainder="first",
        proportion="actual_days",
        minimum=product.minimum_premium.amount,
        parts=(Part(id="flood", text=names, bases=(base,)),),
        factors=(Factor(id="deductible", text=_DEDUCTIBLE, question="deductible", table=table),),
        surcharges={PaymentMode.YEARLY: Decimal(0)},
    )
