"""A premium stays unpaid: the contract, our bank, the notices, and what time does to them."""

from collections.abc import Awaitable, Callable
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

from chassis.events import Event
from chassis.ids import new_id
from chassis.testing import Stage
from chassis.work import Work
from contracts.notifications import NoticeServed
from contracts.policy import NoticeNeeded
from contracts.roles import Role
from policy.domain.arrears import ArrearsStatus
from policy.domain.offer import PaymentMode
from policy.domain.policy import Policy, Status
from policy.examples import MARIA, a_customer
from policy.examples.contracts import a_wording, an_offer
from policy.examples.money import OUR_IBAN, a_bank_file, a_csv, a_line
from policy.storage import ArrearsBook
from policy.use_cases.deliver_contract import contract_delivered
from policy.use_cases.issue_contract import IssueContract, issue_contract

OUR_ACCOUNTS = {"EUR": OUR_IBAN, "USD": "YB-USD-0001", "CNY": "YB-CNY-0001"}


MAY_IS_UNPAID = datetime(2026, 5, 2, 6, tzinfo=UTC)


async def do(stage: Stage, verb: Callable[[Work], Awaitable[Any]]) -> Any:
    async with stage.running.works() as work:
        return await verb(work)


async def issued_and_delivered(order: IssueContract, work: Work) -> Policy:
    policy = await issue_contract(order, work)
    await contract_delivered(policy.id, work.now, by="ana", work=work)
    return policy


async def a_contract(
    stage: Stage, jurisdiction: str = "ES", line: str = "home", **more: Any
) -> UUID:
    """30.00 a month from 1 April."""
    await stage.given(a_customer())
    order = IssueContract(
        customer_id=MARIA,
        offer=an_offer(jurisdiction, payment_mode=PaymentMode.MONTHLY, **more),
        wording=a_wording(line),
        by="ana",
    )
    policy: Policy = await do(stage, lambda work: issued_and_delivered(order, work))
    return policy.id


async def until(stage: Stage, instant: datetime) -> None:
    await stage.passes(instant - stage.clock.now())


async def unpaid(stage: Stage, policy: UUID) -> None:
    """April is paid on its day; on 2 May the premium of May has not come."""
    await until(stage, datetime(2026, 4, 1, 10, tzinfo=UTC))
    await paid(stage, policy)
    await until(stage, MAY_IS_UNPAID)


async def paid(stage: Stage, policy: UUID, **said: str) -> list[dict[str, Any]]:
    """Our bank says that everything asked for by now has come, each with its reference."""
    today = stage.clock.now().date().isoformat()
    account = await stage.http.get(
        f"/v1/policies/{policy}/account", headers=stage.as_(Role.FINANCE)
    )
    asked = [
        one
        for one in account.json()["invoices"]
        if one["due_on"] <= today and one["open"]["amount"] != "0.00"
    ]
    currency = account.json()["balance"]["currency"]
    lines = [
        a_line(
            one["open"]["amount"],
            currency=currency,
            reference=one["reference"].replace(" ", ""),
            booked_on=today,
            bank_reference=f"B-{one['id']}",
            **said,
        )
        for one in asked
    ]
    await bank(stage, *lines, account=OUR_ACCOUNTS[currency])
    return lines


async def bank(stage: Stage, *lines: dict[str, str], account: str = OUR_IBAN) -> None:
    """Finance imports a statement, and time goes on."""
    file = a_csv(*lines, statement=f"S-{stage.clock.now():%j%H%M}", account=account)
    answer = await stage.http.post(
        "/v1/bank-statements",
        json=a_bank_file(file),
        headers={**stage.as_(Role.FINANCE), **stage.key()},
    )
    assert answer.status_code == 201, answer.text
    await stage.passes(timedelta(0))


async def notices(stage: Stage) -> list[NoticeNeeded]:
    return [event for event in await stage.said() if isinstance(event, NoticeNeeded)]


async def last(stage: Stage, kind: type[Event]) -> Any:
    """The last of these that was said."""
    return [event for event in await stage.said() if isinstance(event, kind)][-1]


async def serve(stage: Stage, notice: NoticeNeeded) -> None:
    await stage.hears(
        NoticeServed(
            notice_id=notice.notice_id,
            customer_id=MARIA,
            delivery_id=new_id(),
            served_at=stage.clock.now(),
        )
    )


async def tasks(stage: Stage, role: Role = Role.AGENT) -> list[str]:
    answer = await stage.http.get("/v1/tasks?status=open", headers=stage.as_(role))
    return [item["kind"] for item in answer.json()["items"]]


async def clocks(stage: Stage, policy: UUID) -> list[dict[str, Any]]:
    answer = await stage.http.get(
        f"/v1/policies/{policy}/clocks",
        headers=stage.as_(Role.CUSTOMER, customer_id=MARIA),
    )
    assert answer.status_code == 200, answer.text
    items: list[dict[str, Any]] = answer.json()["items"]
    return items


async def status(stage: Stage, policy: UUID) -> Status:
    return (await stage.get(Policy, policy)).status


async def account(stage: Stage, policy: UUID) -> Any:
    finance = stage.as_(Role.FINANCE)
    return (await stage.http.get(f"/v1/policies/{policy}/account", headers=finance)).json()


async def china(stage: Stage) -> UUID:
    """A life contract whose grace is over: 60 days from the due day, 30 from the demand."""
    more = {"currency": "CNY", "time_zone": "Asia/Shanghai"}
    policy = await a_contract(stage, "CN", "life", **more)
    await unpaid(stage, policy)
    await stage.passes(timedelta(days=3))
    await serve(stage, (await notices(stage))[0])
    await stage.passes(datetime(2026, 6, 30, 15, 59, tzinfo=UTC) - stage.clock.now())
    assert await status(stage, policy) is Status.ISSUED
    await stage.passes(timedelta(minutes=1))
    assert await status(stage, policy) is Status.SUSPENDED
    return policy


MAY, JUNE, JULY, AUGUST = (f"2026-{month:02}-01" for month in (5, 6, 7, 8))


async def suspended(stage: Stage, jurisdiction: str = "ES") -> UUID:
    """May is not paid, its notice was served on 5 May, and in the second week of June cover rests.

    June is not paid either.
    """
    policy = await a_contract(stage, jurisdiction)
    await unpaid(stage, policy)
    await stage.passes(timedelta(days=3))
    [notice] = await notices(stage)
    if jurisdiction == "DE":  # two weeks from the demand: it comes late in May
        await until(stage, datetime(2026, 5, 25, 6, tzinfo=UTC))
    await serve(stage, notice)
    await until(stage, datetime(2026, 6, 3, 6, tzinfo=UTC))
    await until(stage, datetime(2026, 6, 12, 6, tzinfo=UTC))
    assert await status(stage, policy) is Status.SUSPENDED
    return policy


async def pays(stage: Stage, policy: UUID, *due: str, on: str | None = None) -> None:
    """Our bank says that these premiums have come, today or on that day."""
    shown = await account(stage, policy)
    currency = shown["balance"]["currency"]
    lines = [
        a_line(
            one["open"]["amount"],
            currency=currency,
            reference=one["reference"].replace(" ", ""),
            booked_on=on or stage.clock.now().date().isoformat(),
            bank_reference=f"B-{one['id']}",
        )
        for one in shown["invoices"]
        if one["due_on"] in due and one["kind"] != "credit_note"
    ]
    assert len(lines) == len(due)
    await bank(stage, *lines, account=OUR_ACCOUNTS[currency])


def maria(stage: Stage) -> dict[str, str]:
    return stage.as_(Role.CUSTOMER, customer_id=MARIA)


async def asks(stage: Stage, policy: UUID, **body: str) -> Any:
    """She asks for cover to come back."""
    path = f"/v1/policies/{policy}/reinstatements"
    return await stage.http.post(path, json=body, headers={**maria(stage), **stage.key()})


async def request(stage: Stage, policy: UUID, asked: Any) -> Any:
    path = f"/v1/policies/{policy}/reinstatements/{asked.json()['id']}"
    return await stage.http.get(path, headers=maria(stage))


async def grants(stage: Stage, policy: UUID, asked: Any) -> Any:
    """An underwriter says yes."""
    read = await request(stage, policy, asked)
    return await stage.http.put(
        f"/v1/policies/{policy}/reinstatements/{asked.json()['id']}/decision",
        json={"granted": True, "reason": "Nothing has changed."},
        headers={**stage.as_(Role.UNDERWRITER), "If-Match": read.headers["etag"]},
    )


async def arrears(stage: Stage, policy: UUID) -> dict[str, ArrearsStatus]:
    found = await do(stage, lambda work: ArrearsBook(work).of(policy))
    return {one.due_on.isoformat(): one.status for one in found}


async def one(stage: Stage, policy: UUID, about: str) -> dict[str, Any]:
    [found] = [clock for clock in await clocks(stage, policy) if clock["about"] == about]
    return found


async def abouts(stage: Stage, policy: UUID) -> set[str]:
    return {clock["about"] for clock in await clocks(stage, policy)}


async def reference(stage: Stage, policy: UUID, due_on: str) -> str:
    invoices = (await account(stage, policy))["invoices"]
    [found] = [invoice["reference"] for invoice in invoices if invoice["due_on"] == due_on]
    return str(found)
