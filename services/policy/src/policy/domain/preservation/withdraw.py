"""The right to think again: by the clocks of the contract's jurisdiction, with all given back.

A late withdrawal is never refused by a machine: it goes to a person.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from typing import Final, Literal

from contracts.policy import PolicyWithdrawn, WithdrawalToDecide
from policy.domain.contract.picture import DatedFact, Happening, Stretch
from policy.domain.contract.wish import Wish
from policy.domain.period import zone
from policy.domain.policy import Policy, Status
from statutes import Clock, Entry, Kind, Library

WORDING: Final = "YB-WORDING"
OUR_RIGHT: Final = "YB-COOL"
"""What our wording gives everybody, from the conclusion of the contract."""
_ON_DELIVERY: Final = (
    "policy_delivered",
    "policy_received",
    "policy_signed_for",
    "terms_received",
    "documents_and_instruction_received",
    "consumer_informed",
)


class ByHand(StrEnum):
    """Why a person decides of a withdrawal, in the words of their task."""

    LATE = "late"
    CLAIMED = "after a loss was claimed"
    ELSEWHERE = "though it was concluded elsewhere, before it was brought in"


WHY: Final[dict[ByHand, Literal["late", "claimed", "elsewhere"]]] = {
    ByHand.LATE: "late",
    ByHand.CLAIMED: "claimed",
    ByHand.ELSEWHERE: "elsewhere",
}


@dataclass(frozen=True, kw_only=True)
class ThinkingAgain:
    """Until when the customer may give the contract back."""

    clocks: tuple[Clock, ...]
    waiting: tuple[Entry, ...] = ()
    """What counts from the delivery of the papers, of which we have no proof yet."""

    def open_at(self, instant: datetime) -> bool:
        """Whether a withdrawal sent then is in time: by the longest of all that apply."""
        return bool(self.waiting) or any(instant < clock.due for clock in self.clocks)

    @property
    def last(self) -> Clock | None:
        """The clock that runs longest."""
        return max(self.clocks, key=lambda clock: clock.due, default=None)


def thinking_again(
    policy: Policy, library: Library, *, customer_zone: str | None = None
) -> ThinkingAgain:
    """Every right to withdraw that the law and our wording give in this contract.

    The law counts days where it rules; our wording where the insured place is and where the
    customer lives (`customer_zone`), so that nobody's time is over before their own midnight.
    """
    known = {"contract_concluded": policy.issued_at}
    if policy.delivered_at is not None:
        known |= dict.fromkeys(_ON_DELIVERY, policy.delivered_at)
    rights = [
        entry
        for entry in library.promises_for(
            policy.jurisdiction if policy.jurisdiction in library.packs else WORDING,
            policy.line,
            "cooling_off",
            policy.issued_at,
            circumstances=["distance_contract"],  # better for the customer where we do not know
            wording=WORDING,
        )
        if entry.kind is Kind.CUSTOMER_RIGHT
    ]
    ours = library.entry(OUR_RIGHT)  # beside the law too: the longest of all rights counts
    if ours not in rights:
        rights.append(ours)
    usual = [entry for entry in rights if entry.consequence.effect.value != "right_lost"]
    waiting = [entry for entry in usual if not _is_known(entry, known)]
    zones = {policy.time_zone, customer_zone or policy.time_zone}
    counted = [
        one for entry in usual if entry not in waiting for one in _by_clocks_of(entry, zones)
    ]
    clocks = tuple(
        Clock.start(
            entry,
            known[entry.start],
            known={name: known[name] for name in entry.or_later if name in known},
        )
        for entry in counted
    )
    return ThinkingAgain(clocks=clocks, waiting=tuple(waiting))


def withdraw(
    policy: Policy,
    stretches: Sequence[Stretch],
    *,
    received_at: datetime,
    by: str,
    at: datetime,
    wish: Wish | None = None,
) -> PolicyWithdrawn:
    """As if never made: no cover from its first instant, and everything billed is given back."""
    policy.must_move_to(Status.WITHDRAWN)
    refund = policy.refund = policy.billed
    policy.ends_on, policy.ends_at = policy.starts_on, policy.starts_at
    policy.billed = type(refund).zero(refund.currency)
    fact = DatedFact(
        what=Happening.WITHDRAWN,
        at=policy.starts_at,
        recorded_at=at,
        reason="the right to think again",
        by=by,
        wish=wish,
    )
    policy.move_to(Status.WITHDRAWN, fact)
    return PolicyWithdrawn(**policy.picture(stretches), received_at=received_at, refund=refund)


def _by_clocks_of(entry: Entry, zones: set[str]) -> Iterator[Entry]:
    """A law as it is; a promise of our wording once by the wall clock of each zone."""
    if entry.jurisdiction != WORDING:
        yield entry
        return
    for name in sorted(zones):
        yield replace(entry, zone=zone(name))


def _is_known(entry: Entry, known: dict[str, datetime]) -> bool:
    return entry.start in known and all(name in known for name in entry.or_later)


def to_decide(policy: Policy, why: ByHand, *, sent_at: datetime) -> WithdrawalToDecide:
    """It came, and no machine gives the contract back: the customer hears that a person decides."""
    return WithdrawalToDecide(
        policy_id=policy.id,
        number=policy.number,
        customer_id=policy.customer_id,
        sent_at=sent_at,
        why=WHY[why],
    )
