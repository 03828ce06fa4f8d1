"""The first payment is asked for on paper, too: the invoice stands before there is a contract."""

from hashlib import sha256
from io import BytesIO
from typing import Any

from pypdf import PdfReader

from chassis.testing import Stage
from contracts.roles import Role
from policy.examples import MARIA, WEI
from policy.examples.money import OUR_IBAN

TITLES = {"es": "Recibo", "en": "Invoice", "zh": "缴费通知"}


async def invoiced(stage: Stage, counter: Any) -> None:
    await counter.takes("travel", payment_mode="yearly")
    await counter.applies()
    await counter.does("finn", "invoice", {"due_on": "2026-03-31"})
    await stage.running.alarms.ring_due()


async def papers(stage: Stage, who: dict[str, str], **query: str) -> list[dict[str, Any]]:
    answer = await stage.http.get("/v1/documents", params=query, headers=who)
    assert answer.status_code == 200, answer.text
    found: list[dict[str, Any]] = answer.json()["items"]
    return found


async def prints(counter: Any, who: str, **body: Any) -> Any:
    return await counter.stage.http.post(
        f"/v1/applications/{counter.shown['id']}/invoice/documents",
        json=body,
        headers={**counter.who[who], **counter.stage.key()},
    )


async def read(stage: Stage, document: str, who: dict[str, str]) -> tuple[Any, str]:
    answer = await stage.http.get(f"/v1/documents/{document}/content", headers=who)
    assert answer.status_code == 200, answer.text
    pages = PdfReader(BytesIO(answer.content)).pages
    return answer, "".join("".join(page.extract_text().split()) for page in pages)


async def test_an_invoice_comes_by_itself_and_says_what_to_pay_and_how(
    stage: Stage, counter: Any
) -> None:
    await invoiced(stage, counter)
    maria = counter.who["maria"]

    [paper] = await papers(stage, maria, application_id=counter.shown["id"])
    answer, says = await read(stage, paper["id"], maria)

    assert (paper["kind"], paper["language"], paper["policy_id"]) == ("invoice", "es", None)
    assert paper["application_id"] == paper["subject_id"] == counter.shown["id"]
    assert answer.headers["ETag"] == f'"{sha256(answer.content).hexdigest()}"'
    assert paper["template"].startswith("invoice@")
    assert counter.shown["pay_to"]["account"] == OUR_IBAN
    wanted = [
        f"Recibo{counter.shown['number']}",
        "".join(counter.shown["payment_reference"].split()),
        counter.shown["invoiced"]["amount"].replace(".", ","),
        "31demarzode2026",
        "PagueenlacuentaES9121000418450200051332",
        "TitulardelacuentaYinbaoInsurance",
        "ImpuestosobrelasPrimas",
        "Todavíanohaycontrato",
    ]
    assert [one for one in wanted if one not in says] == []
    file = await stage.http.get(f"/v1/customers/{MARIA}/file", headers=maria)
    assert [one["id"] for one in file.json()["documents"]] == [paper["id"]]


async def test_it_is_made_once_for_each_language_and_for_who_may(
    stage: Stage, counter: Any
) -> None:
    await counter.takes("travel")
    await counter.applies()
    early = await prints(counter, "ana")
    await counter.does("finn", "invoice", {"due_on": "2026-03-31"})
    made = {one: (await prints(counter, "ana", language=one)).json() for one in TITLES}
    await stage.running.alarms.ring_due()
    again = await prints(counter, "maria")
    counter.who["wei"] = wei = stage.as_(Role.CUSTOMER, customer_id=WEI)

    assert (early.status_code, early.json()["code"]) == (409, "nothing-to-document")
    for language, title in TITLES.items():
        _, says = await read(stage, made[language]["id"], counter.who["finn"])
        assert f"{title}{counter.shown['number']}" in says
    assert again.json()["id"] == made["es"]["id"]
    of_the_application = {"application_id": counter.shown["id"]}
    assert len(await papers(stage, counter.who["ana"], **of_the_application)) == len(TITLES)
    assert await papers(stage, wei, **of_the_application) == []
    assert (await prints(counter, "wei")).status_code == 404
    content = f"/v1/documents/{made['en']['id']}/content"
    assert (await stage.http.get(content, headers=wei)).status_code == 404


async def test_who_is_forgotten_leaves_no_invoice_of_a_sale_that_came_to_nothing(
    stage: Stage, counter: Any
) -> None:
    await invoiced(stage, counter)
    maria = counter.who["maria"]
    await counter.does("maria", "withdrawal")

    export = await stage.http.get(
        f"/v1/customers/{MARIA}/export", params={"limit": 100}, headers=maria
    )
    [told] = [one for one in export.json()["items"] if one["kind"] == "documents"]
    erased = await stage.http.put(
        f"/v1/customers/{MARIA}/erasure",
        json={"reason": "Forget me."},
        headers={**maria, "If-Match": '"1"'},
    )

    assert told["data"]["application_id"] == counter.shown["id"]
    assert erased.status_code == 200, erased.text
    assert await papers(stage, counter.who["ana"], customer_id=str(MARIA)) == []
