"""What is agreed at one time: place, people, covers with their terms, and how it is paid."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Self

from chassis.money import Money
from contracts.insured import Address, Peril
from policy.domain.bears import Bears
from policy.domain.offer import Answer, Offer, OfferedCover, PaymentMode

KeptAnswer = bool | int | str
"""An answer as a contract keeps it; amounts and days are kept as they are written."""


@dataclass(frozen=True, kw_only=True)
class AgreedCover(Bears):
    """One cover on the terms agreed; `premium` is for the whole term, were it always so."""

    id: str
    perils: tuple[Peril, ...]
    limit: Money
    deductible: Money
    waiting_days: int = 0
    premium: Money

    @classmethod
    def of(cls, cover: OfferedCover) -> Self:
        """On every term on which it was offered."""
        return cls(**vars(cover))


@dataclass(frozen=True, kw_only=True)
class Beneficiary:
    """Who is paid when the insured person dies, and which part."""

    name: str
    percent: int


@dataclass(frozen=True, kw_only=True)
class Agreed:
    """Everything an endorsement may change, as it is at one time."""

    place: Address
    covers: tuple[AgreedCover, ...]
    payment_mode: PaymentMode = PaymentMode.YEARLY
    insured_person: str | None = None
    beneficiaries: tuple[Beneficiary, ...] = ()
    contact: str | None = None
    answers: Mapping[str, KeptAnswer] = field(default_factory=dict)

    @classmethod
    def from_offer(cls, offer: Offer, *, insured_person: str | None = None) -> "Agreed":
        """What an offer becomes once it is a contract."""
        return cls(
            place=offer.place,
            covers=tuple(AgreedCover.of(cover) for cover in offer.covers),
            payment_mode=offer.payment_mode,
            insured_person=insured_person,
            answers={
                name: _kept(answer) for name, answer in offer.answers.items() if answer is not None
            },
        )

    @property
    def premium(self) -> Money:
        """Net, for the whole term, were it always so."""
        first, *others = (cover.premium for cover in self.covers)
        return sum(others, first)

    @property
    def main(self) -> AgreedCover:
        """The cover with the highest limit: what one is told who asks for the sum insured."""
        return max(self.covers, key=lambda cover: cover.limit.amount)

    def cover(self, cover_id: str) -> AgreedCover | None:
        """The cover with this id, if it is agreed."""
        return next((cover for cover in self.covers if cover.id == cover_id), None)


def _kept(answer: Answer) -> KeptAnswer:
    if isinstance(answer, date | Decimal):
        return str(answer)
    assert answer is not None
    return answer
