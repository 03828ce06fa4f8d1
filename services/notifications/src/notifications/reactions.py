"""What notifications does when other services speak, and when a birthday comes.

It hears every fact the company says: `tests/test_reactions.py` sees to that.
"""

from collections.abc import Awaitable, Callable
from datetime import timedelta
from typing import Any, Final
from uuid import UUID

from chassis.reactions import Alarm, Reactions
from chassis.work import Work
from contracts.policy import (
    ConsentChanged,
    CustomerChanged,
    CustomerErased,
    CustomerRegistered,
    PolicyExpired,
    ProspectWelcomed,
)
from notifications.domain.facts import (
    CONSENT_CHANGED,
    FILE_CHANGED,
    POLICY_EXPIRED,
    PROSPECT_WELCOMED,
    TOLD,
    WELCOME,
    Fact,
)
from notifications.use_cases.forget_customer import (
    FORGETTING_DUE,
    forget_customer,
    forget_later_letters,
)
from notifications.use_cases.greet_birthday import GreetBirthday, greet_birthday
from notifications.use_cases.keep_contact import (
    BIRTHDAY,
    KeepContact,
    heed_consent,
    keep_contact,
    keep_prospect,
)
from notifications.use_cases.tell_customer import TellCustomer, tell_customer

on = Reactions()

NEWS_FOR: Final = timedelta(days=30)
"""After so long nobody need be told any more that a contract ended."""


@on(CustomerRegistered)
async def welcome(event: CustomerRegistered, work: Work) -> None:
    """Somebody new: keep how to reach them, then greet them."""
    await keep_contact(KeepContact(file=event, as_of=_word(work)), work)
    await tell_customer(TellCustomer(customer_id=event.customer_id, fact=WELCOME, said=event), work)


@on(CustomerChanged)
async def file_changed(event: CustomerChanged, work: Work) -> None:
    """Keep the new details, and say so: whoever did not ask for it should know."""
    await keep_contact(KeepContact(file=event, as_of=_word(work)), work)
    await tell_customer(
        TellCustomer(customer_id=event.customer_id, fact=FILE_CHANGED, said=event), work
    )


@on(CustomerErased)
async def customer_erased(event: CustomerErased, work: Work) -> None:
    """Nobody is to know any more who it was."""
    await forget_customer(event.customer_id, _word(work), work)


@on.alarm(FORGETTING_DUE)
async def forgetting_due(alarm: Alarm, work: Work) -> None:
    """What we had to write since is read by now."""
    await forget_later_letters(UUID(alarm.key), work)


@on(ProspectWelcomed)
async def meet_prospect(event: ProspectWelcomed, work: Work) -> None:
    """Somebody spoke to us for the first time: welcome them."""
    await keep_prospect(event, _word(work), work)
    order = TellCustomer(customer_id=event.customer_id, fact=PROSPECT_WELCOMED, said=event)
    await tell_customer(order, work)


@on(ConsentChanged)
async def consent_changed(event: ConsentChanged, work: Work) -> None:
    """Heed it first, then confirm it by what is still allowed."""
    await heed_consent(event, _word(work), work)
    order = TellCustomer(customer_id=event.customer_id, fact=CONSENT_CHANGED, said=event)
    await tell_customer(order, work)


@on(PolicyExpired)
async def policy_expired(event: PolicyExpired, work: Work) -> None:
    """It is said while it is news: of what was brought in long after its end it is none.

    Whoever was not told before hears of it, however late.
    """
    if event.untold or work.now - event.expired_at <= NEWS_FOR:
        order = TellCustomer(customer_id=event.customer_id, fact=POLICY_EXPIRED, said=event)
        await tell_customer(order, work)


@on.alarm(BIRTHDAY)
async def birthday(alarm: Alarm, work: Work) -> None:
    """Nine in the morning where they live."""
    await greet_birthday(GreetBirthday(customer_id=UUID(alarm.key)), work)


def _tell(fact: Fact) -> Callable[[Any, Work], Awaitable[None]]:
    async def tell(event: Any, work: Work) -> None:
        order = TellCustomer(customer_id=event.customer_id, fact=fact, said=event)
        await tell_customer(order, work)

    return tell


for _fact in TOLD:
    if _fact.event is not None:
        on(_fact.event)(_tell(_fact))


def _word(work: Work) -> int:
    """Which word about its subject we are hearing."""
    return work.cause.subject_version if work.cause else 1
