"""The customer hears when what was too little for anything to follow is more, or is so again."""

from chassis.work import Work
from contracts.policy import SmallSumTurned
from policy.domain.money.account import Account
from policy.domain.policy import Policy, Status
from policy.use_cases.money.what_is_owed import owed_on


async def tell_of_small_sum(policy: Policy, account: Account, *, small: bool, work: Work) -> None:
    """How much is overdue together, and whether the ladder of notices runs for it (0213)."""
    owing = owed_on(account, at=work.now)
    work.publish(
        SmallSumTurned(
            policy_id=policy.id,
            number=policy.number,
            customer_id=policy.customer_id,
            small=small,
            open=owing.total,
            rests=policy.status is Status.SUSPENDED,
            reference=owing.reference,
            pay_to=owing.pay_to,
        )
    )
