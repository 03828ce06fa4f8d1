"""Documents, from outside: made with the contract, read in three languages, never changed."""

from hashlib import sha256
from io import BytesIO
from typing import Any
from uuid import UUID

import pytest
from pypdf import PdfReader
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from chassis.testing import Stage
from contracts.roles import Role
from policy.domain.document import IssuedDocument
from policy.examples import A_WISH, MARIA, WEI, a_customer, an_agreement

NONE_OF_OURS = "0192d3a0-0000-7000-8000-00000000dead"


def words(content: bytes) -> str:
    """Everything the PDF says, without its line breaks."""
    pages = PdfReader(BytesIO(content)).pages
    return "".join("".join(page.extract_text().split()) for page in pages)


async def issued(stage: Stage, **particulars: Any) -> str:
    """A contract of a customer who is new, and the alarms that its issue sets have rung."""
    await stage.given(a_customer(**particulars))
    answer = await stage.http.post(
        "/v1/policies", json=an_agreement(), headers={**stage.as_(Role.AGENT), **stage.key()}
    )
    assert answer.status_code == 201, answer.text
    await stage.running.alarms.ring_due()
    return str(answer.json()["id"])


async def listed(stage: Stage, **query: str) -> list[dict[str, Any]]:
    answer = await stage.http.get("/v1/documents", params=query, headers=stage.as_(Role.AGENT))
    assert answer.status_code == 200, answer.text
    found: list[dict[str, Any]] = answer.json()["items"]
    return found


async def make(stage: Stage, policy: str, who: dict[str, str], **body: Any) -> Any:
    return await stage.http.post(
        f"/v1/policies/{policy}/documents", json=body, headers={**who, **stage.key()}
    )


async def download(stage: Stage, document: str, who: dict[str, str]) -> Any:
    return await stage.http.get(f"/v1/documents/{document}/content", headers=who)


@pytest.mark.parametrize(
    ("language", "says"),
    [
        ("en", ["Insuranceschedule", "USD100,000.00", "April1,2026", "Floodinsuranceforhomes"]),
        ("es", ["Condicionesparticulares", "100.000,00USD", "1deabrilde2026", "franquicia"]),
        ("zh", ["保险单明细表", "USD100,000.00", "2026年4月1日", "免赔额"]),
    ],
)
async def test_a_contract_comes_with_its_schedule_in_the_customers_language(
    stage: Stage, language: str, says: list[str]
) -> None:
    policy = await issued(stage, language=language, name="朱镕喆 María Ñandú")

    [schedule] = await listed(stage, policy_id=policy)
    answer = await download(stage, schedule["id"], stage.as_(Role.CUSTOMER, customer_id=MARIA))

    assert (schedule["kind"], schedule["language"]) == ("schedule", language)
    assert answer.status_code == 200
    assert answer.headers["Content-Type"] == "application/pdf"
    assert answer.content.startswith(b"%PDF-")
    assert b"pdfaid" in answer.content
    said = words(answer.content)
    assert [one for one in [*says, "P-2026-000001", "朱镕喆MaríaÑandú"] if one not in said] == []


async def test_a_document_comes_with_the_hash_of_its_bytes_and_its_template(stage: Stage) -> None:
    policy = await issued(stage)

    [schedule] = await listed(stage, customer_id=str(MARIA))
    answer = await download(stage, schedule["id"], stage.as_(Role.AGENT))

    digest = sha256(answer.content).hexdigest()
    assert (schedule["policy_id"], schedule["sha256"]) == (policy, digest)
    assert schedule["template"].startswith("schedule@")
    assert answer.headers["ETag"] == f'"{digest}"'
    assert answer.headers["Content-Digest"].startswith("sha-256=:")
    assert answer.headers["Content-Disposition"] == f'attachment; filename="{made_name(schedule)}"'
    assert schedule["size"] == len(answer.content)


def made_name(document: dict[str, Any]) -> str:
    return f"P-2026-000001-schedule-{document['id'].replace('-', '')[-8:]}-es.pdf"


async def test_a_document_is_made_once_for_each_version_and_language(stage: Stage) -> None:
    policy = await issued(stage)
    agent = stage.as_(Role.AGENT)

    again = await make(stage, policy, agent, kind="schedule")
    chinese = await make(stage, policy, agent, kind="schedule", language="zh")

    [newer, first] = await listed(stage, policy_id=policy)
    assert again.json()["id"] == first["id"]
    assert (chinese.status_code, chinese.json()["id"]) == (201, newer["id"])


@pytest.mark.parametrize("table", ["documents", "document_contents"])
@pytest.mark.parametrize("change", ["UPDATE {} SET id = id", "DELETE FROM {}"])
async def test_the_database_lets_nobody_change_a_document(
    stage: Stage, table: str, change: str
) -> None:
    await issued(stage)

    with pytest.raises(DBAPIError, match="never changed"):
        async with stage.running.works() as work:
            await work.session.execute(text(change.format(table)))


async def test_what_customers_write_cannot_become_markup(stage: Stage) -> None:
    name = '#read("/etc/passwd") #panic("x") *a* $x$ \\ @b'

    policy = await issued(stage, name=name, language="en")

    [schedule] = await listed(stage, policy_id=policy)
    answer = await download(stage, schedule["id"], stage.as_(Role.AGENT))
    assert "".join(name.split()) in words(answer.content)
    assert "root:" not in words(answer.content)


async def test_a_sign_that_no_font_has_does_not_stop_a_contract(stage: Stage) -> None:
    policy = await issued(stage, name="María 😀")

    [schedule] = await listed(stage, policy_id=policy)
    answer = await download(stage, schedule["id"], stage.as_(Role.AGENT))
    assert "P-2026-000001" in words(answer.content)
    assert b"pdfaid" not in answer.content


async def test_an_agreed_endorsement_has_its_document(stage: Stage) -> None:
    policy = await issued(stage, language="en")
    agent = stage.as_(Role.AGENT)
    wish = {
        "effective_on": "2026-10-01",
        "change": {
            "covers": [{"id": "flood", "limit": {"amount": "150000.00", "currency": "USD"}}],
        },
        "reason": "Built on.",
    }
    asked = await stage.http.post(
        f"/v1/policies/{policy}/endorsements", json=wish, headers={**agent, **stage.key()}
    )
    change = asked.json()["id"]
    early = await make(stage, policy, agent, kind="endorsement", subject_id=change)
    await stage.http.put(
        f"/v1/policies/{policy}/endorsements/{change}/acceptance",
        headers={**agent, "If-Match": '"1"'},
    )
    await stage.running.alarms.ring_due()

    [made] = await listed(stage, policy_id=policy, kind="endorsement")
    schedule = await make(stage, policy, agent, kind="schedule")

    assert (early.status_code, early.json()["code"]) == (409, "nothing-to-document")
    said = words((await download(stage, made["id"], agent)).content)
    assert "Endorsementno.1" in said
    assert "USD150,000.00" in said
    assert schedule.json()["subject_version"] == 2
    renewed = words((await download(stage, schedule.json()["id"], agent)).content)
    assert "FromOctober1,2026tobeforeApril1,2027" in renewed


async def test_a_contract_that_ended_early_says_so_on_paper(stage: Stage) -> None:
    policy = await issued(stage, language="zh")
    agent = stage.as_(Role.AGENT)
    early = await make(stage, policy, agent, kind="ending")
    ended = await stage.http.put(
        f"/v1/policies/{policy}/cancellation",
        json={"ends_on": "2026-06-01", "reason": "Sold.", "wish": A_WISH},
        headers={**agent, "If-Match": '"1"'},
    )
    assert ended.status_code == 200, ended.text
    await stage.running.alarms.ring_due()

    [made] = await listed(stage, policy_id=policy, kind="ending")

    assert early.status_code == 409
    said = words((await download(stage, made["id"], agent)).content)
    assert [one for one in ("合同解除确认书", "不再提供保障", "Sold.") if one not in said] == []


@pytest.mark.parametrize(
    ("body", "status", "pointer"),
    [
        ({"kind": "poem"}, 422, "/kind"),
        ({"kind": "schedule", "language": "fr"}, 422, "/language"),
        ({"kind": "invoice"}, 422, "/subject_id"),
        ({"kind": "endorsement", "subject_id": NONE_OF_OURS}, 404, "/subject_id"),
        ({"kind": "notice", "subject_id": NONE_OF_OURS}, 404, "/subject_id"),
    ],
)
async def test_a_document_of_nothing_is_refused_by_name(
    stage: Stage, body: dict[str, Any], status: int, pointer: str
) -> None:
    policy = await issued(stage)

    answer = await make(stage, policy, stage.as_(Role.AGENT), **body)

    assert answer.status_code == status, answer.text
    assert [one["pointer"] for one in answer.json()["errors"]] == [pointer]


async def test_a_strangers_document_is_like_a_missing_one(stage: Stage) -> None:
    policy = await issued(stage)
    [schedule] = await listed(stage, policy_id=policy)
    wei = stage.as_(Role.CUSTOMER, customer_id=WEI)

    for path in (schedule["id"], f"{schedule['id']}/content", NONE_OF_OURS):
        answer = await stage.http.get(f"/v1/documents/{path}", headers=wei)
        assert (answer.status_code, answer.json()["code"]) == (404, "not-found")
    made = await make(stage, policy, wei, kind="schedule", language="zh")
    assert made.status_code == 404
    theirs = await stage.http.get("/v1/documents", params={"customer_id": str(MARIA)}, headers=wei)
    assert theirs.json()["items"] == []


async def test_a_book_brought_in_has_no_papers_until_somebody_asks(stage: Stage) -> None:
    await stage.given(a_customer())
    answer = await stage.http.post(
        "/v1/policies", json=an_agreement(), headers={**stage.as_(Role.IMPORTER), **stage.key()}
    )
    await stage.running.alarms.ring_due()
    policy = answer.json()["id"]

    before = await listed(stage, policy_id=policy)
    asked = await make(stage, policy, stage.as_(Role.CUSTOMER, customer_id=MARIA), kind="schedule")

    assert before == []
    assert asked.status_code == 201
    stored = await stage.get(IssuedDocument, UUID(asked.json()["id"]))
    assert stored.made_by == "mira"
