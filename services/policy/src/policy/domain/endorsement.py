"""An endorsement: somebody wants the contract otherwise from a day on.

    REQUESTED ──► PRICED ──► ACCEPTED ──► (its day comes: EFFECTIVE) ──► REVERSED
                    └─────► DECLINED

It is priced as soon as it is asked for, so nobody sees it merely requested for long. It never edits
the contract: its versions are written anew from all accepted changes, so that one entered late does
not lose another. EFFECTIVE is a question of the day, not a move.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import Final
from uuid import UUID

from chassis.errors import Conflict, Forbidden, Rejected
from chassis.money import Money
from policy.domain.contract.change import Change
from policy.domain.contract.timeline import Clash, Resolution, Step
from policy.domain.insured_file import shares_must_be_whole
from policy.domain.money.line import Line, premium_of, total
from policy.domain.period import local_day
from policy.domain.policy import IllegalMove, Policy, Status
from policy.domain.where import must_be_there


class EndorsementStatus(StrEnum):
    """How far an endorsement has come."""

    PRICED = "priced"
    ACCEPTED = "accepted"
    DECLINED = "declined"
    REVERSED = "reversed"


MOVES: Final = {
    EndorsementStatus.PRICED: {EndorsementStatus.ACCEPTED, EndorsementStatus.DECLINED},
    EndorsementStatus.ACCEPTED: {EndorsementStatus.REVERSED},
}


class IllegalEndorsementMove(Conflict, code="illegal-endorsement-move"):
    """This endorsement cannot go there from where it is."""


class EmptyEndorsement(Rejected, code="empty-endorsement"):
    """An endorsement changes at least one field to something else."""


class BadEffectiveDay(Rejected, code="bad-effective-day"):
    """A change counts from a day within the term, and not from longer ago than we allow."""


class PastForStaff(Forbidden, code="past-for-staff"):
    """A change that counts from the past is entered by our people."""


class DayGoneBy(Conflict, code="day-gone-by"):
    """The day from which it counts has gone by: a price is no option to be taken later on."""


class Overlapping(Conflict, code="overlapping-endorsements"):
    """An earlier-entered change sets the same field later on: say which has the last word."""


class PriceChanged(Conflict, code="price-changed"):
    """The contract changed since this was priced; ask for the price again."""


class TermOver(Conflict, code="term-over"):
    """What was changed in a term that is over stays as it was; the next one is changed itself."""


class TermToCome(Conflict, code="term-to-come"):
    """A change of the next term is priced and kept, and accepted once that term runs."""


@dataclass(eq=False, kw_only=True)
class Endorsement:
    """One wanted change, with its price."""

    id: UUID
    policy_id: UUID
    customer_id: UUID
    number: int
    """The how-manieth of its contract, by entry."""
    effective_on: date
    change: Change
    resolution: Resolution | None
    premium_change: Money
    """Net, until the term ends."""
    reason: str
    requested_by: str
    requested_at: datetime
    referred: Sequence[str] = ()
    """Why a person must look at it: rules by their ids, questions, or the authority of sums."""
    status: EndorsementStatus = EndorsementStatus.PRICED
    accepted_by: str | None = None
    accepted_at: datetime | None = None
    reversed_at: datetime | None = None
    reversal_reason: str | None = None
    term: int = 1
    """The how-manieth term of the contract it changes."""
    lines: Sequence[Line] = ()
    """What it adds to the premium and to each levy, as it was priced last and then agreed."""
    version: int = 1

    @property
    def step(self) -> Step:
        """The change as a step of the contract's timeline."""
        return Step(
            number=self.number,
            effective_on=self.effective_on,
            change=self.change,
            resolution=self.resolution,
        )

    @property
    def to_pay(self) -> Money:
        """What it comes to with every levy; below zero it is given back."""
        return total(self.lines, self.premium_change.currency)

    @property
    def counts(self) -> bool:
        """Whether the contract's terms follow it."""
        return self.status is EndorsementStatus.ACCEPTED

    def accept(self, *, lines: Sequence[Line], by: str, at: datetime) -> None:
        """It is agreed, at the price that was shown, line by line."""
        self._must_move_to(EndorsementStatus.ACCEPTED)
        if list(lines) != list(self.lines):
            now = total(lines, self.premium_change.currency)
            raise PriceChanged(f"it was priced at {self.to_pay} and is {now} now")
        self.status = EndorsementStatus.ACCEPTED
        self.accepted_by, self.accepted_at = by, at

    def decline(self, *, reason: str, at: datetime) -> None:
        """It is not wanted, or not granted."""
        self._must_move_to(EndorsementStatus.DECLINED)
        self.status = EndorsementStatus.DECLINED
        self.reversed_at, self.reversal_reason = at, reason

    def carry(self, *, term: int, effective_on: date) -> None:
        """The term ended while it was undecided: it is a wish for the next one."""
        self.term, self.effective_on = term, max(self.effective_on, effective_on)

    def price(self, lines: Sequence[Line]) -> None:
        """What it comes to as long as the contract stays as it is."""
        currency = self.premium_change.currency
        self.lines, self.premium_change = list(lines), premium_of(lines, currency)

    def reverse(self, *, reason: str, at: datetime) -> None:
        """It is taken back from its own day on, as if never made; the others stay."""
        self._must_move_to(EndorsementStatus.REVERSED)
        self.status = EndorsementStatus.REVERSED
        self.reversed_at, self.reversal_reason = at, reason

    def _must_move_to(self, status: EndorsementStatus) -> None:
        if status not in MOVES.get(self.status, set()):
            raise IllegalEndorsementMove(f"this endorsement is {self.status}, not to be {status}")


def must_be_possible(
    policy: Policy, step: Step, *, at: datetime, back_days: int, staff: bool
) -> None:
    """Refuse a change of nothing, outside the term, too long ago, or of a contract that is over."""
    if policy.status not in {Status.ISSUED, Status.SUSPENDED}:
        raise IllegalMove(f"policy {policy.number} is {policy.status}, its terms stay as they are")
    if not step.change.touched:
        raise EmptyEndorsement("nothing would be otherwise", field="/change")
    if step.change.place is not None:
        must_be_there(policy.jurisdiction, step.change.place, under="/change/place")
    shares_must_be_whole(step.change.beneficiaries or (), field="/change/beneficiaries")
    today = local_day(at, policy.time_zone)
    if today >= policy.ends_on:
        raise IllegalMove(f"policy {policy.number} is over since {policy.ends_on}")
    earliest = max(policy.starts_on, _soonest(today, back_days, staff=True))
    if not earliest <= step.effective_on < policy.ends_on:
        raise BadEffectiveDay(
            f"{policy.number} can be changed from {earliest} to before {policy.ends_on};"
            " in the term after that once it is agreed, at the latest when it runs",
            field="/effective_on",
        )
    if step.effective_on < _soonest(today, back_days, staff=staff):
        raise PastForStaff(f"you can change it from {today} on", field="/effective_on")


def must_not_be_gone_by(
    policy: Policy, effective_on: date, *, at: datetime, back_days: int, staff: bool
) -> None:
    """Refuse to settle one whose day whoever settles it could not ask for any more.

    Else a price kept for later would be cover bought once the loss is known.
    """
    soonest = _soonest(local_day(at, policy.time_zone), back_days, staff=staff)
    if effective_on < soonest:
        raise DayGoneBy(
            f"it counts from {effective_on}, and what you agree to or take back now counts from"
            f" {soonest} on at the soonest: ask again, from a day that is not gone by"
        )


def _soonest(today: date, back_days: int, *, staff: bool) -> date:
    return today - timedelta(days=back_days if staff else 0)


def must_be_resolved(found: list[Clash], *, keep_later: Money, overwrite: Money) -> None:
    """Refuse to choose silently between two changes of one field."""
    if found:
        fields = ", ".join(f"{clash.field} from {clash.effective_on}" for clash in found)
        raise Overlapping(
            f"an earlier-entered change sets {fields}; 'keep_later' leaves it and the term costs "
            f"{keep_later}, 'overwrite' replaces it to the end and the term costs {overwrite}",
            field="/resolution",
        )


def must_change_what_runs(policy: Policy, endorsement: Endorsement) -> None:
    """Refuse to change a term that is over, or the last day of one whose next is agreed."""
    if endorsement.term > policy.term_number:
        raise TermToCome(f"it changes a term that runs from {policy.term_ends_on}: accept it then")
    if endorsement.term != policy.term_number:
        raise TermOver(f"this endorsement is of an earlier term of {policy.number}")
    if policy.coming is not None:
        raise TermOver(
            f"the next term of {policy.number}, from {policy.ends_on}, is agreed:"
            " ask for the change in that one"
        )
