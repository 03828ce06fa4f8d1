"""A policy: our promise to one customer for one place and one period.

    ──► ISSUED ──► CANCELLED

Whether we are on risk is not a state but a question of the instant: cover is to come, in force or
over. Each verb below makes one move and returns the event that says so.
"""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Final, Literal
from uuid import UUID

from chassis.errors import Conflict, Forbidden, Rejected
from chassis.money import Money
from contracts.insured import Address
from contracts.policy import Clause, PolicyCancelled, PolicyIssued
from policy.domain.period import Period, a_year_after, local_day, midnight
from policy.domain.product import Product


class Status(StrEnum):
    """Where a policy is in its life."""

    ISSUED = "issued"
    CANCELLED = "cancelled"


MOVES: Final = {Status.ISSUED: {Status.CANCELLED}}

Cover = Literal["to_come", "in_force", "over"]


class IllegalMove(Conflict, code="illegal-policy-move"):
    """This policy cannot go there from where it is."""


class BackDated(Forbidden, code="back-dated"):
    """Cover that begins in the past is only brought in with a book of business."""


class TooFarAhead(Rejected, code="too-far-ahead"):
    """Cover is sold at most a year before it begins."""


class BadCancellation(Rejected, code="bad-cancellation"):
    """Cover can be ended from today on, within its own period."""


@dataclass(frozen=True, kw_only=True)
class Terms:
    """What was agreed: the place, the sums and the period."""

    insured_place: Address
    sum_insured: Money
    deductible: Money
    period: Period


@dataclass(eq=False, kw_only=True)
class Policy:
    """A contract of insurance."""

    id: UUID
    number: str
    customer_id: UUID
    product: str
    product_version: str
    insured_place: Address
    time_zone: str
    sum_insured: Money
    deductible: Money
    premium: Money
    starts_on: date
    ends_on: date
    starts_at: datetime
    ends_at: datetime
    issued_at: datetime
    issued_by: str
    status: Status = Status.ISSUED
    cancelled_at: datetime | None = None
    cancellation_reason: str | None = None
    version: int = 1

    @classmethod
    def issue(
        cls,
        policy_id: UUID,
        number: str,
        *,
        customer_id: UUID,
        product: Product,
        terms: Terms,
        back_dating: bool,
        by: str,
        at: datetime,
    ) -> tuple["Policy", PolicyIssued]:
        """Make the contract. Only a book of business brings cover that began in the past."""
        period = terms.period
        today = local_day(at, period.time_zone)
        if period.starts_on < today and not back_dating:
            raise BackDated(f"cover cannot begin on {period.starts_on}", field="/starts_on")
        if period.starts_on > a_year_after(today):
            raise TooFarAhead(f"cover cannot begin on {period.starts_on}", field="/starts_on")
        premium = product.premium(
            sum_insured=terms.sum_insured, deductible=terms.deductible, period=period
        )
        policy = cls(
            id=policy_id,
            number=number,
            customer_id=customer_id,
            product=product.id,
            product_version=product.version,
            insured_place=terms.insured_place,
            time_zone=period.time_zone,
            sum_insured=terms.sum_insured,
            deductible=terms.deductible,
            premium=premium,
            starts_on=period.starts_on,
            ends_on=period.ends_on,
            starts_at=period.starts_at,
            ends_at=period.ends_at,
            issued_at=at,
            issued_by=by,
        )
        return policy, policy._issued(product)

    def cancel(self, *, ends_on: date, reason: str, at: datetime) -> PolicyCancelled:
        """End cover earlier than agreed, at the beginning of `ends_on`."""
        self._must_move_to(Status.CANCELLED)
        if self.cover_at(at) == "over":
            raise IllegalMove(f"policy {self.number} is over since {self.ends_on}")
        earliest = max(local_day(at, self.time_zone), self.starts_on)
        if not earliest <= ends_on < self.ends_on:
            raise BadCancellation(
                f"cover of {self.number} can end from {earliest} to before {self.ends_on}",
                field="/ends_on",
            )
        self.status = Status.CANCELLED
        self.ends_on = ends_on
        self.ends_at = midnight(ends_on, self.time_zone)
        self.cancelled_at = at
        self.cancellation_reason = reason
        return PolicyCancelled(
            policy_id=self.id,
            number=self.number,
            customer_id=self.customer_id,
            ends_at=self.ends_at,
            reason=reason,
            cancelled_at=at,
        )

    def cover_at(self, instant: datetime) -> Cover:
        """Whether we are on risk at that instant."""
        if instant < min(self.starts_at, self.ends_at):
            return "to_come"
        return "in_force" if instant < self.ends_at else "over"

    def _must_move_to(self, status: Status) -> None:
        if status not in MOVES.get(self.status, set()):
            raise IllegalMove(f"policy {self.number} is {self.status} and cannot become {status}")

    def _issued(self, product: Product) -> PolicyIssued:
        return PolicyIssued(
            policy_id=self.id,
            number=self.number,
            customer_id=self.customer_id,
            product=self.product,
            product_version=self.product_version,
            insured_place=self.insured_place,
            sum_insured=self.sum_insured,
            deductible=self.deductible,
            perils=list(product.perils),
            starts_at=self.starts_at,
            ends_at=self.ends_at,
            premium=self.premium,
            issued_at=self.issued_at,
            time_zone=self.time_zone,
            clauses=[
                Clause(id=clause.id, version=clause.version, about=clause.about)
                for clause in product.clauses
            ],
        )
