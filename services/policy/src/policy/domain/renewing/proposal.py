"""What a term costs, and two terms side by side: last year, this year, and every reason between."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal, localcontext
from typing import Final

from chassis.money import Money
from policy.domain.contract.agreed import Agreed
from policy.domain.offer import Levy
from policy.domain.pricing.walk import walk

Said = Mapping[str, str]
"""The same in en, es and zh."""

UNCHANGED: Final = ("unchanged", {"en": "Nothing changed", "es": "Nada cambió", "zh": "没有变化"})

TAXES: Final[Said] = {
    "en": "Taxes and surcharges",
    "es": "Impuestos y recargos",
    "zh": "税费及附加",
}

AGREED_PRICE: Final = (
    "agreed_price",
    {
        "en": "The price agreed for the last term was its own",
        "es": "El precio del último periodo se acordó aparte",
        "zh": "上一保险期间的价格为单独议定",
    },
)


@dataclass(frozen=True, kw_only=True)
class Proposal:
    """The terms of a whole term, with their price."""

    product_version: str
    agreed: Agreed
    net: Money
    """The premium of all covers with the surcharge for instalments."""
    levies: tuple[Levy, ...] = ()

    @property
    def total(self) -> Money:
        """What the customer pays for the term."""
        return sum((levy.amount for levy in self.levies), self.net)

    def comes_to(self, other: "Proposal") -> bool:
        """Whether price, covers and levies are the same."""
        ours = (self.net, self.levies, self.agreed.covers, self.agreed.payment_mode)
        return ours == (other.net, other.levies, other.agreed.covers, other.agreed.payment_mode)

    def with_people_of(self, agreed: Agreed) -> "Proposal":
        """The same terms; who is insured, told and paid as in those."""
        names = ("insured_person", "beneficiaries", "contact")
        people = {name: getattr(agreed, name) for name in names}
        return replace(self, agreed=replace(self.agreed, **people))


@dataclass(frozen=True, kw_only=True)
class Stage:
    """The net premium once one more thing is as it will be."""

    reason: str
    words: Said
    net: Money


@dataclass(frozen=True, kw_only=True)
class WalkStep:
    """One reason of a change: by which factor, by how much, and where that leads."""

    reason: str
    words: Said
    factor: Decimal
    change: Money
    level: Money


@dataclass(frozen=True, kw_only=True)
class Comparison:
    """Last year, with what changed on the way reckoned for a whole year, and this year."""

    last: Proposal
    next: Proposal
    steps: tuple[WalkStep, ...]
    new_business: Money
    """What somebody new would pay for the same, net: a renewal never costs more (UK, PS21/5)."""
    changed: tuple[str, ...] = ()
    """Covers that the product itself makes worse, such as `theft.deductible`."""
    refer: tuple[str, ...] = ()
    """Rules by which a person must look at it first."""

    @property
    def rise(self) -> Money:
        """What the customer pays more; below zero: less."""
        return self.next.total - self.last.total

    @property
    def taxes(self) -> Money:
        """The part of the rise that is taxes and surcharges: the last step to what is paid."""
        return self.rise - (self.next.net - self.last.net)

    @property
    def rise_rate(self) -> Decimal:
        """The rise of the net premium as a fraction of last year's."""
        if not self.last.net.amount:
            return Decimal(0)
        with localcontext(prec=20):
            return (self.next.net.amount - self.last.net.amount) / self.last.net.amount

    def comes_to(self, other: "Comparison") -> bool:
        """Whether both terms come to the same."""
        return self.last.comes_to(other.last) and self.next.comes_to(other.next)

    @property
    def is_worse(self) -> bool:
        """Whether the customer must be told in time for it to hold."""
        return self.rise.amount > 0 or bool(self.changed)


def steps_of(last: Money, this: Money, stages: Sequence[Stage]) -> tuple[WalkStep, ...]:
    """The walk; a stage that changes nothing is no reason, and no rise is without one."""
    reached, told = last, list[tuple[Stage, Decimal]]()
    for stage in stages:
        if stage.net != reached:
            told.append((stage, _ratio(reached, stage.net)))
            reached = stage.net
    if not told:
        told = [(Stage(reason=UNCHANGED[0], words=UNCHANGED[1], net=this), Decimal(1))]
    walked = walk(last, this, [(stage.reason, factor) for stage, factor in told])
    return tuple(
        WalkStep(
            reason=one.reason,
            words=stage.words,
            factor=factor.quantize(Decimal("0.000001")),
            change=one.change,
            level=one.level,
        )
        for one, (stage, factor) in zip(walked, told, strict=True)
    )


def from_agreed(compared: Comparison, last: Proposal) -> Comparison:
    """From the price that was agreed, where that was another than the price list's."""
    listed = compared.last.net
    if last.net == listed:
        return compared
    step = WalkStep(
        reason=AGREED_PRICE[0],
        words=AGREED_PRICE[1],
        factor=_ratio(last.net, listed).quantize(Decimal("0.000001")) if last.net else Decimal(1),
        change=listed - last.net,
        level=listed,
    )
    others = tuple(one for one in compared.steps if one.reason != UNCHANGED[0])
    return replace(compared, last=last, steps=(step, *others))


def worse_covers(last: Agreed, this: Agreed) -> tuple[str, ...]:
    """Where covers give less than they did."""
    found = []
    for cover in last.covers:
        then = this.cover(cover.id)
        if then is None:
            found.append(cover.id)
            continue
        if then.limit < cover.limit:
            found.append(f"{cover.id}.limit")
        if then.deductible > cover.deductible or then.bears_more_than(cover):
            found.append(f"{cover.id}.deductible")
        if not set(cover.perils) <= set(then.perils):
            found.append(f"{cover.id}.perils")
    return tuple(found)


def _ratio(before: Money, after: Money) -> Decimal:
    with localcontext(prec=40):
        return after.amount / before.amount
