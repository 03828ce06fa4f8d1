"""Whoever ends a contract for the customer says how her wish came."""

from chassis.identity import Principal
from chassis.work import Work
from contracts.roles import Role
from policy.domain.contract.wish import Teller, Wish, check_wish
from policy.domain.policy import Policy


def hear_wish(
    wish: Wish | None, policy: Policy, *, by: Principal, underwriter: Teller, work: Work
) -> None:
    """Refuse what this speaker may not say, or must. `underwriter` is as what one speaks here."""
    teller: Teller = "agent"
    if Role.UNDERWRITER in by.roles:
        teller = underwriter
    elif Role.CUSTOMER in by.roles and by.owns(policy.customer_id):
        teller = "customer"
    check_wish(wish, teller, made_at=policy.issued_at, at=work.now)
