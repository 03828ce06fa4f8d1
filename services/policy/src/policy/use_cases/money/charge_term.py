"""A next term begins: it is charged on the contract's account."""

from datetime import timedelta

from chassis.ids import new_id
from chassis.money import Money
from chassis.work import Work
from policy.domain.money.advancing import advance
from policy.domain.money.extending import extend_account
from policy.domain.money.rules import as_sold
from policy.domain.offer import Offer, OfferedCover
from policy.domain.period import Period, local_day
from policy.domain.policy import Policy
from policy.domain.renewing.renewal import Settled
from policy.storage.money.accounts import Accounts
from policy.storage.money.rules import collection_rules
from policy.use_cases.money.keep import keep
from policy.use_cases.money.open_account import OpenAccount, open_account


async def charge_term(policy: Policy, settled: Settled, work: Work) -> None:
    """Nobody is asked to pay sooner than an invoice usually goes out ahead."""
    rules, accounts = collection_rules(), Accounts(work)
    offer, today = _offer(policy, settled), local_day(work.now, policy.time_zone)
    first_due_on = today + timedelta(days=rules.issue_days_before)
    known = await accounts.locked_all([policy.id])
    if not known:  # a contract from before there were accounts
        await open_account(
            OpenAccount(
                policy_id=policy.id,
                number=policy.number,
                customer_id=policy.customer_id,
                offer=offer,
                first_due_on=first_due_on,
            ),
            work,
        )
        return
    [account] = known
    done = extend_account(
        account,
        offer,
        first_due_on=first_due_on,
        rules=rules,
        new_id=new_id,
        at=work.now,
    )
    done.add(advance(account, rate_on=lambda line, _: as_sold(line), at=work.now))
    await keep(accounts, account, done, work)


def _offer(policy: Policy, settled: Settled) -> Offer:
    """The terms of the term, as the account takes them."""
    terms = settled.terms
    agreed, nothing = terms.agreed, Money.zero(terms.net.currency)
    covers = tuple(OfferedCover(**vars(cover)) for cover in agreed.covers)
    premiums = sum((cover.premium for cover in covers), nothing)
    return Offer(
        product=policy.product,
        product_version=terms.product_version,
        jurisdiction=policy.jurisdiction,
        currency=terms.net.currency,
        place=agreed.place,
        period=Period(
            starts_on=policy.starts_on, ends_on=policy.ends_on, time_zone=policy.time_zone
        ),
        answers=agreed.answers,
        covers=covers,
        levies=terms.levies,
        payment_mode=agreed.payment_mode,
        instalment_surcharge=terms.net - premiums,
    )
