"""How a contract ends or goes on, on paper: a document of its own for each, in three languages."""

from datetime import UTC, datetime, timedelta
from decimal import Decimal
from io import BytesIO
from typing import Any
from uuid import UUID

import pytest
from arranged.homes import a_home
from pypdf import PdfReader

from chassis.ids import new_id
from chassis.testing import Stage
from contracts.notifications import NoticeServed
from contracts.policy import NoticeNeeded, RenewalOffered
from contracts.roles import Role
from policy.examples import MARIA, a_customer, an_agreement

LANGUAGES = pytest.mark.parametrize("language", ["en", "es", "zh"])


async def a_flood_contract(stage: Stage, language: str) -> str:
    """María's house in Galveston: 407.40 dollars for the year."""
    await stage.given(a_customer(language=language))
    answer = await stage.http.post(
        "/v1/policies", json=an_agreement(), headers={**stage.as_(Role.AGENT), **stage.key()}
    )
    return str(answer.json()["id"])


async def ends(stage: Stage, policy: str, how: str, body: dict[str, Any]) -> None:
    answer = await stage.http.put(
        f"/v1/policies/{policy}/{how}",
        json=body,
        headers={**stage.as_(Role.CUSTOMER, customer_id=MARIA), "If-Match": '"1"'},
    )
    assert answer.status_code == 200, answer.text
    await stage.passes(timedelta(seconds=1))


async def until(stage: Stage, instant: datetime) -> None:
    while stage.clock.now() < instant:
        await stage.passes(min(timedelta(days=7), instant - stage.clock.now()))


async def is_served(stage: Stage, notice_id: UUID) -> None:
    await stage.hears(
        NoticeServed(
            notice_id=notice_id,
            customer_id=MARIA,
            delivery_id=new_id(),
            served_at=stage.clock.now(),
        )
    )


async def the_paper(stage: Stage, policy: str, kind: str, language: str) -> str:
    """What the one document of this kind says, that was made by itself; without spaces."""
    maria = stage.as_(Role.CUSTOMER, customer_id=MARIA)
    query = {"policy_id": policy, "kind": kind}
    listed = await stage.http.get("/v1/documents", params=query, headers=maria)
    [made] = listed.json()["items"]
    assert made["language"] == language
    content = await stage.http.get(f"/v1/documents/{made['id']}/content", headers=maria)
    pages = PdfReader(BytesIO(content.content)).pages
    return "".join("".join(page.extract_text().split()) for page in pages)


async def last_note(stage: Stage, policy: str) -> Decimal:
    finance = stage.as_(Role.FINANCE)
    account = await stage.http.get(f"/v1/policies/{policy}/account", headers=finance)
    notes = [one for one in account.json()["invoices"] if one["kind"] == "credit_note"]
    return Decimal(notes[-1]["amount"]["amount"])


def money(amount: Decimal, language: str, currency: str = "EUR") -> str:
    if language == "es":
        return f"{amount:.2f}{currency}".replace(".", ",")
    return f"{currency}{amount:.2f}"


def missing(wanted: list[str], paper: str) -> list[str]:
    return [one for one in wanted if one not in paper]


WITHDRAWN = {
    "en": ["Confirmationofyourwithdrawal", "asnevermade", "Insurancepremiumtax"],
    "es": ["Confirmacióndesudesistimiento", "nocelebrado", "ImpuestosobrelasPrimas"],
    "zh": ["犹豫期解除合同确认书", "视为自始未成立", "保险费税"],
}
CANCELLED = {
    "en": ["Confirmationofcancellation", "October1,2026", "Givenbackinall"],
    "es": ["Confirmacióndelacancelación", "1deoctubrede2026", "Sedevuelveentotal"],
    "zh": ["合同解除确认书", "2026年10月1日", "退还合计"],
}
CONSORCIO = {
    "en": "Consorciosurcharge,extraordinaryrisks",
    "es": "RecargodelConsorcio,riesgosextraordinarios",
    "zh": "西班牙保险赔偿联盟特别风险附加费",
}
LAPSED = {
    "en": ["Noticeoflapse", "Nocoversince", "Stilltobepaid", "Askustoputitback", "backuntil"],
    "es": [
        "Avisodeextinciónporimpago",
        "Sincoberturadesde",
        "Quedaporpagar",
        "rehabilitaciónhasta",
    ],
    "zh": ["合同失效通知书", "自此时起无保障", "尚需缴纳", "可申请复效至"],
}
RENEWED = {
    "en": ["Scheduleofyournewterm", "Youacceptedouroffer", "April1,2027", "April1,2028", "Theft"],
    "es": ["Condicionesdesunuevoperiodo", "Ustedaceptó", "1deabrilde2027", "Robo"],
    "zh": ["新一期保险单明细表", "您已接受我们的续保条件", "2027年4月1日", "盗窃"],
}


@LANGUAGES
async def test_a_withdrawal_is_confirmed_with_all_that_goes_back(
    stage: Stage, language: str
) -> None:
    policy = await a_home(stage, language)

    await ends(stage, policy, "withdrawal", {})

    paper = await the_paper(stage, policy, "ending", language)
    wanted = [*WITHDRAWN[language], money(Decimal("242.10"), language)]
    assert missing(wanted, paper) == []


@LANGUAGES
async def test_a_cancellation_is_confirmed_with_what_goes_back(stage: Stage, language: str) -> None:
    policy = await a_home(stage, language)

    await ends(stage, policy, "cancellation", {"ends_on": "2026-10-01", "reason": "Sold."})

    paper = await the_paper(stage, policy, "ending", language)
    back = await last_note(stage, policy)
    assert missing([*CANCELLED[language], "Sold.", money(back, language)], paper) == []
    assert missing([CONSORCIO[language], money(Decimal("8.38"), language)], paper) == []


@LANGUAGES
async def test_a_lapse_is_told_with_what_is_owed_and_how_to_come_back(
    stage: Stage, language: str
) -> None:
    policy = await a_flood_contract(stage, language)
    await until(stage, datetime(2026, 4, 5, 10, tzinfo=UTC))
    [reminder] = [one for one in await stage.said() if isinstance(one, NoticeNeeded)]
    await is_served(stage, reminder.notice_id)

    await until(stage, datetime(2026, 5, 20, 10, tzinfo=UTC))

    paper = await the_paper(stage, policy, "ending", language)
    owed = Decimal("407.40") - await last_note(stage, policy)
    assert missing([*LAPSED[language], money(owed, language, "USD")], paper) == []
    assert missing(["YB-USD-0001", "RF"], paper) == []  # how it is paid


@LANGUAGES
async def test_a_next_term_has_a_schedule_of_its_own(stage: Stage, language: str) -> None:
    policy = await a_home(stage, language)
    maria = stage.as_(Role.CUSTOMER, customer_id=MARIA)
    early = await stage.http.post(
        f"/v1/policies/{policy}/documents", json={"kind": "renewal"},
        headers={**maria, **stage.key()},
    )  # fmt: skip
    await until(stage, datetime(2027, 1, 10, tzinfo=UTC))
    [offer] = [one for one in await stage.said() if isinstance(one, RenewalOffered)]
    await is_served(stage, offer.notice_id)
    at = f"/v1/policies/{policy}/renewal"
    shown = await stage.http.get(at, headers=maria)
    yes = await stage.http.put(
        f"{at}/acceptance", headers={**maria, "If-Match": shown.headers["ETag"]}
    )
    assert yes.status_code == 200, yes.text

    await until(stage, datetime(2027, 3, 31, tzinfo=UTC))

    assert (early.status_code, early.json()["code"]) == (409, "nothing-to-document")
    paper = await the_paper(stage, policy, "renewal", language)
    wanted = [*RENEWED[language], money(offer.this_year.amount, language), "HOME-1.1(1.0)"]
    assert missing(wanted, paper) == []
    await until(stage, datetime(2027, 4, 2, tzinfo=UTC))
    again = await stage.http.post(
        f"/v1/policies/{policy}/documents", json={"kind": "renewal"},
        headers={**maria, **stage.key()},
    )  # fmt: skip
    assert (again.status_code, again.json()["subject_version"]) == (201, 2)
    assert await the_paper(stage, policy, "renewal", language) == paper
