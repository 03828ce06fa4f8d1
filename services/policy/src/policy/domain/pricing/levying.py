"""Levies and payments of one price: what is charged on it, and when each part of it is due."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from chassis.money import Money
from policy.domain.offer import Levy, PaymentMode
from policy.domain.pricing.conditions import Answers, sums_insured
from policy.domain.pricing.instalments import due_days, split
from policy.domain.pricing.levies import (
    LevyBook,
    LevyRule,
    by_year,
    of_kinds,
    on_premium,
    on_sums,
)
from policy.domain.pricing.steps import Asked, Did, Instalment, Step
from policy.domain.products.plan import NotSold, Plan


@dataclass(frozen=True, slots=True)
class Levied:
    """All of it."""

    levies: tuple[Levy, ...]
    exempt: dict[str, str]
    instalments: tuple[Instalment, ...]
    total: Money
    steps: tuple[Step, ...]


def levied(
    plan: Plan,
    asked: Asked,
    book: LevyBook,
    *,
    net: Money,
    by_kind: Mapping[str, Money],
    answers: Answers,
) -> Levied:
    """The levies of the line and jurisdiction, and the payments with their share of each.

    All at the rates of the day of the price: what arises with a payment may be another by then.
    """
    mode, line = asked.payment_mode, plan.product.line
    yearly = mode is PaymentMode.YEARLY
    days = [asked.starts_on] if yearly else due_days(asked.starts_on, mode)
    parts = split(net, len(days))
    sums = sums_insured(plan, answers, plan.market(asked.jurisdiction))
    levies, shares = list[Levy](), dict[str, list[Money]]()
    for rule in book.rules(asked.jurisdiction, line, asked.priced_on):
        levy = _levy(rule, asked, net=net, by_kind=by_kind, sums=sums)
        if levy is not None:
            levies.append(levy)
            shares[levy.id] = split(levy.amount, len(days))
    total = sum((levy.amount for levy in levies), net)
    exempt = {one.levy: one.provision for one in book.exempt(asked.jurisdiction, line)}
    return Levied(
        tuple(levies),
        exempt,
        _payments(days, parts, shares),
        total,
        tuple(_steps(levies, exempt, net, total)),
    )


def _levy(
    rule: LevyRule,
    asked: Asked,
    *,
    net: Money,
    by_kind: Mapping[str, Money],
    sums: Mapping[str, Money],
) -> Levy | None:
    _must_be_known(rule, asked)
    days, term = asked.period.days, asked.period.days_in_year
    if rule.on == "year":
        return by_year(rule, net.currency, days=days, term=term)
    base = of_kinds(rule, by_kind if rule.on == "premium" else sums, net.currency)
    if not base:
        return None
    if rule.on == "sums":
        return on_sums(rule, base, days=days, term=term)
    return on_premium(rule, base, asked.payment_mode)


def _must_be_known(rule: LevyRule, asked: Asked) -> None:
    code = asked.place.postal_code or ""
    if any(code.startswith(begin) for begin in rule.not_in):
        raise NotSold(
            f"{rule.id} follows a regime of its own there, which we do not know yet",
            field="/place/postal_code",
        )


def _payments(
    days: list[date], parts: list[Money], shares: Mapping[str, list[Money]]
) -> tuple[Instalment, ...]:
    found = []
    for number, (day, net) in enumerate(zip(days, parts, strict=True)):
        levies = {name: share[number] for name, share in shares.items()}
        found.append(Instalment(day, net, levies, sum(levies.values(), net)))
    return tuple(found)


def _steps(levies: list[Levy], exempt: Mapping[str, str], net: Money, total: Money) -> list[Step]:
    running, steps = net, list[Step]()
    for levy in levies:
        running += levy.amount
        steps.append(
            Step(Did.LEVY, levy.id, levy.rate, levy.amount.amount, None, str(levy.base.amount))
        )
    steps += [Step(Did.EXEMPT, name, None, Decimal(0), None, exempt[name]) for name in exempt]
    return [*steps, Step(Did.TOTAL, "total", None, total.amount)]
