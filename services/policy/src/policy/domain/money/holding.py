"""A person has looked at an account on hold: what is owed is asked for again."""

from chassis.errors import Conflict
from policy.domain.money.account import Account, Effects
from policy.domain.money.invoice import Status
from policy.domain.money.telling import tell

_TOLD = (Status.ISSUED, Status.DUE, Status.OVERDUE)


class NotOnHold(Conflict, code="not-on-hold"):
    """Nothing holds this account."""


def lift_hold(account: Account) -> Effects:
    """Lift it, and tell anew what is owed: nobody was told of it meanwhile."""
    if account.hold is None:
        raise NotOnHold(f"{account.number} is not on hold")
    account.hold = None
    account.touched()
    owed = [one for one in account.owed if one.status in _TOLD]
    return Effects(events=[tell(account, one, one.status) for one in owed])
