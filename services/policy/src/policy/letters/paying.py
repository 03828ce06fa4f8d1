"""Where a payment goes: the account, in whose name it is held, and its bank."""

from contracts.policy.premiums import PayTo
from policy.domain.money.bank_account import printed_account
from policy.letters.sheet import Pair
from policy.letters.speech import Speech


def where_to_pay(pay_to: PayTo | None, speech: Speech) -> list[Pair]:
    """What a payer tells their bank; nothing where no account of ours takes the currency."""
    if pay_to is None:
        return []
    say = speech.say
    found = [
        (say("invoice.pay_to"), printed_account(pay_to.account)),
        (say("invoice.account_holder"), pay_to.holder),
    ]
    if pay_to.bic is not None:
        found.append((say("invoice.bic"), pay_to.bic))
    return found
