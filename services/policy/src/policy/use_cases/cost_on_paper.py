"""What the term of a contract costs, as its schedule says it: by cover, days and levy."""

from collections.abc import Sequence
from decimal import Decimal

from chassis.work import Work
from policy.domain.contract.bargain import is_as_sold
from policy.domain.contract.cost import TermCost, term_cost
from policy.domain.contract.picture import Stretch
from policy.domain.money.line import PREMIUM, Line
from policy.domain.offer import Levy
from policy.domain.policy import Policy
from policy.storage import Tariffs
from policy.storage.money.accounts import Accounts


async def cost_of(policy: Policy, stretches: Sequence[Stretch], work: Work) -> TermCost:
    """What the account was charged with, divided; as sold where nothing was changed since."""

    def surcharge(part: Stretch) -> Decimal:
        if not is_as_sold(part.agreed, policy.original):
            return Tariffs().of(policy).surcharge_rate(part.agreed.payment_mode)
        sold = policy.original.premium
        return (policy.premium - sold).amount / sold.amount if sold else Decimal(0)

    def levies(part: Stretch) -> Sequence[Levy]:
        if is_as_sold(part.agreed, policy.original):
            return policy.levies
        return Tariffs().of(policy).levies(part.agreed)

    charged = await _charged(policy, work)
    return term_cost(stretches, charged, surcharge=surcharge, levies=levies)


async def _charged(policy: Policy, work: Work) -> Sequence[Line]:
    """What the account was charged with; of a contract from before there were accounts, as sold."""
    sold = [Line(id=one.id, amount=one.amount, rate=one.rate) for one in policy.levies]
    account = await Accounts(work).find(policy.id)
    return [Line(id=PREMIUM, amount=policy.billed), *sold] if account is None else account.lines
