"""A term comes to its end: the contracts, the offer of the next one, and what is answered."""

from collections.abc import Awaitable, Callable
from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import UUID

from chassis.events import Event
from chassis.ids import new_id
from chassis.testing import Stage
from chassis.work import Work
from contracts.notifications import NoticeBounced, NoticeServed
from contracts.policy import (
    PolicyCancelled,
    PolicyEndorsed,
    PolicyExpired,
    PolicyRenewed,
    RenewalNotOffered,
    RenewalOffered,
    RenewalWord,
)
from contracts.roles import Role
from policy.domain.offer import PaymentMode
from policy.domain.policy import Policy
from policy.domain.pricing.rating import price
from policy.domain.pricing.steps import Asked
from policy.examples import MARIA, a_customer, an_agreement
from policy.examples.contracts import VALENCIA, a_wording
from policy.storage import Products, levies
from policy.use_cases.deliver_contract import contract_delivered
from policy.use_cases.issue_contract import IssueContract, issue_contract

OF = "/v1/policies"


ANSWERS: dict[str, Any] = {
    "building_sum": "200000.00",
    "contents_sum": "40000.00",
    "construction": "masonry",
    "building_age": 20,
    "flood_zone": "C",
    "alarm": True,
    "claims": 1,
}


OPENS = datetime(2027, 1, 1, 12, tzinfo=UTC)


A_WEEK = timedelta(days=7)


IN_FEBRUARY = datetime(2027, 2, 10, tzinfo=UTC)


EVE = datetime(2027, 3, 30, 23, tzinfo=UTC)


TURN = datetime(2027, 3, 31, 22, tzinfo=UTC)
"""The first instant of 1 April in Madrid."""


async def do(stage: Stage, verb: Callable[[Work], Awaitable[Any]]) -> Any:
    async with stage.running.works() as work:
        return await verb(work)


async def issued_and_delivered(order: IssueContract, work: Work) -> Policy:
    policy = await issue_contract(order, work)
    await contract_delivered(policy.id, work.now, by="ana", work=work)
    return policy


async def a_home(
    stage: Stage,
    jurisdiction: str = "ES",
    *,
    paid: PaymentMode = PaymentMode.YEARLY,
    **answers: Any,
) -> UUID:
    """María's home in Valencia, insured for a year from 1 April 2026, whoever's law it is."""
    await stage.given(a_customer())
    plan = Products().version("home", "1.0")
    asked = Asked(
        product="home",
        product_version="1.0",
        jurisdiction=jurisdiction,
        place=VALENCIA,
        starts_on=date(2026, 4, 1),
        ends_on=date(2027, 4, 1),
        time_zone="Europe/Madrid",
        payment_mode=paid,
        answers={**ANSWERS, **answers},
        priced_on=date(2026, 4, 1),
    )
    offer = price(plan, asked, levies()).offer(asked, plan)
    order = IssueContract(customer_id=MARIA, offer=offer, wording=a_wording(), by="ana")
    policy: Policy = await do(stage, lambda work: issued_and_delivered(order, work))
    await stage.said()
    return UUID(str(policy.id))


async def a_flood_policy(stage: Stage, **changes: Any) -> UUID:
    """María's house by the harbour, whose product asks each year."""
    await stage.given(a_customer())
    importer = {**stage.as_(Role.IMPORTER), **stage.key()}
    answer = await stage.http.post(OF, json=an_agreement(**changes), headers=importer)
    assert answer.status_code == 201, answer.text
    await stage.said()
    return UUID(answer.json()["id"])


async def until(stage: Stage, instant: datetime) -> list[Event]:
    """Time goes by, a week at a time; what is said meanwhile."""
    while stage.clock.now() + A_WEEK < instant:
        await stage.passes(A_WEEK)
    await stage.passes(instant - stage.clock.now())
    return await said(stage)


async def said(stage: Stage) -> list[Event]:
    """What is said of the contract; of its premium other tests tell."""
    about_terms = (RenewalWord, PolicyRenewed, PolicyExpired, PolicyEndorsed, PolicyCancelled)
    return [one for one in await stage.said() if isinstance(one, about_terms)]


async def hears_of(
    stage: Stage, notice: RenewalOffered | RenewalNotOffered, *, served: bool = True
) -> None:
    about: dict[str, Any] = {
        "notice_id": notice.notice_id, "customer_id": MARIA, "delivery_id": new_id(),
    }  # fmt: skip
    now = stage.clock.now()
    await stage.hears(
        NoticeServed(**about, served_at=now)
        if served
        else NoticeBounced(**about, why="no such address", bounced_at=now)
    )


async def offered(stage: Stage, *, served: bool = True) -> RenewalOffered:
    """Its time comes, and the offer reaches her."""
    [offer] = await until(stage, OPENS)
    assert isinstance(offer, RenewalOffered)
    if served:
        await hears_of(stage, offer)
    return offer


def maria(stage: Stage) -> dict[str, str]:
    return stage.as_(Role.CUSTOMER, customer_id=MARIA)


async def renewal(stage: Stage, policy: UUID, who: dict[str, str] | None = None) -> Any:
    answer = await stage.http.get(f"{OF}/{policy}/renewal", headers=who or maria(stage))
    assert answer.status_code == 200, answer.text
    return answer.json()


async def put(stage: Stage, policy: UUID, what: str, who: dict[str, str], body: Any = None) -> Any:
    path = f"{OF}/{policy}/renewal"
    tag = (await stage.http.get(path, headers=who)).headers["ETag"]
    return await stage.http.put(f"{path}/{what}", json=body, headers={**who, "If-Match": tag})


async def read(stage: Stage, policy: UUID, at: datetime | None = None) -> Any:
    query = {} if at is None else {"at": at.isoformat()}
    answer = await stage.http.get(f"{OF}/{policy}", params=query, headers=maria(stage))
    return answer.json()


async def tasks(stage: Stage, role: Role = Role.UNDERWRITER) -> list[str]:
    answer = await stage.http.get("/v1/tasks?status=open", headers=stage.as_(role))
    money = {"cover_kept_unpaid", "notice_not_served"}
    return [item["kind"] for item in answer.json()["items"] if item["kind"] not in money]


async def wished(stage: Stage, policy: UUID, day: str, **answers: Any) -> str:
    """She asks for other answers from a day on; nobody has agreed yet."""
    said = [{"question": name, "answer": answer} for name, answer in answers.items()]
    answer = await stage.http.post(
        f"{OF}/{policy}/endorsements",
        json={"effective_on": day, "change": {"answers": said}, "reason": "Bought a piano."},
        headers={**maria(stage), **stage.key()},
    )
    assert answer.status_code == 201, answer.text
    return f"{OF}/{policy}/endorsements/{answer.json()['id']}"


async def agreed(stage: Stage, wish: str) -> Any:
    tag = (await stage.http.get(wish, headers=maria(stage))).headers["ETag"]
    return await stage.http.put(f"{wish}/acceptance", headers={**maria(stage), "If-Match": tag})


NO_ALARM = {"change": {"answers": [{"question": "alarm", "answer": "false"}]}}
"""13 % more with the house a year older, where the product lets 10 pass."""


LATE_IN_MARCH = datetime(2027, 3, 20, tzinfo=UTC)
"""The reminder's day was the 16th."""


async def dearer(stage: Stage, law: str) -> tuple[UUID, RenewalOffered]:
    """An underwriter offers more than may pass in silence; nobody has heard of it yet."""
    policy = await a_home(stage, law)
    await offered(stage)
    await put(stage, policy, "terms", stage.as_(Role.UNDERWRITER), NO_ALARM)
    [offer] = await said(stage)
    assert isinstance(offer, RenewalOffered)
    return policy, offer
