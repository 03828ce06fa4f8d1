"""Papers are handed in whole: what each is, whose it is, and who may read it again."""

from base64 import b64encode
from hashlib import sha256
from typing import Any

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from chassis.testing import Stage
from contracts.roles import Role
from policy.examples import MARIA, WEI
from policy.examples.papers import a_paper, a_sheet

BESIDE = "/v1/customers/{}/{}".format
PNG = b64encode(b"\x89PNG\r\n\x1a\n...").decode()


def papers(*handed: dict[str, Any]) -> dict[str, Any]:
    return {"documents": list(handed)}


async def read(counter: Any, paper: Any, who: dict[str, str]) -> Any:
    url = f"/v1/applications/{counter.shown['id']}/papers/{paper['id']}"
    return await counter.stage.http.get(url, headers=who)


async def kept(stage: Stage) -> int:
    async with stage.running.works() as work:
        counted = await work.session.scalar(text("SELECT count(*) FROM paper_contents"))
    return int(counted or 0)


async def test_a_paper_is_kept_with_its_bytes_and_our_hash_and_shown_in_her_file(
    stage: Stage, counter: Any
) -> None:
    await counter.takes("home")
    await counter.does("maria", "documents", papers(a_paper("identity", name="DNI.pdf")))
    [paper] = counter.shown["papers"]

    whole = await read(counter, paper, counter.who["maria"])

    digest = sha256(a_sheet("identity")).hexdigest()
    assert (paper["kind"], paper["name"], paper["of"]) == ("identity", "DNI.pdf", "holder")
    assert (paper["sha256"], paper["size"]) == (digest, len(a_sheet("identity")))
    assert (whole.status_code, whole.content) == (200, a_sheet("identity"))
    assert (whole.headers["Content-Type"], whole.headers["ETag"]) == (
        "application/pdf", f'"{digest}"',
    )  # fmt: skip
    assert whole.headers["Content-Disposition"].startswith('attachment; filename="A-2026-')
    assert "DNI" not in whole.headers["Content-Disposition"]
    filed = await stage.http.get(BESIDE(MARIA, "file"), headers=counter.who["maria"])
    [shown] = filed.json()["papers"]
    assert (shown["kind"], shown["sha256"]) == ("identity", digest)
    again = await stage.http.get(shown["url"], headers=counter.who["ana"])
    assert again.content == whole.content


async def test_one_sheet_is_not_three_papers(stage: Stage, counter: Any) -> None:
    one = a_paper("identity")
    await counter.takes("home")

    alike = papers(a_paper("claims_history"), one, {**one, "kind": "address_proof"})
    at_once = await counter.does("maria", "documents", alike, status=422)
    nothing = await kept(stage)
    await counter.does("maria", "documents", papers(one))
    later = papers({**one, "kind": "address_proof"})
    afterwards = await counter.does("maria", "documents", later, status=422)

    for refused, pointer in (
        (at_once, "/documents/2/content"),
        (afterwards, "/documents/0/content"),
    ):
        assert (refused["code"], refused["errors"][0]["pointer"]) == ("same-paper", pointer)
        assert "identity" in refused["detail"]
    assert (nothing, await kept(stage)) == (0, 1)


@pytest.mark.parametrize(
    ("changes", "code", "pointer"),
    [
        ({"content": None, "sha256": "a" * 64}, "invalid-body", "content"),
        ({"content": PNG}, "other-content", "content"),
        ({"content_type": "image/jpeg"}, "other-content", "content"),
        ({"content": "JVBERi0"}, "other-content", "content"),
        ({"content": "<svg/>"}, "invalid-body", "content"),
        ({"content_type": "text/html"}, "invalid-body", "content_type"),
        ({"sha256": "f" * 64}, "other-content", "sha256"),
        ({"of": "nobody"}, "invalid-body", "of"),
        ({"kind": "two words"}, "invalid-body", "kind"),
    ],
)
async def test_what_is_no_such_paper_is_refused_with_the_field(
    stage: Stage, counter: Any, changes: dict[str, Any], code: str, pointer: str
) -> None:
    said = {**a_paper("identity"), **changes}
    sent = {name: one for name, one in said.items() if one is not None}
    await counter.takes("home")

    refused = await counter.does("maria", "documents", papers(sent), status=422)

    assert refused["code"] == code
    assert [one["pointer"] for one in refused["errors"]] == [f"/documents/0/{pointer}"]
    assert await kept(stage) == 0


async def test_what_somebody_else_hands_in_of_theirs_is_not_what_was_asked_of_the_holder(
    counter: Any,
) -> None:
    await counter.takes("home")
    await counter.does("maria", "submission")

    await counter.does("maria", "documents", papers(a_paper("identity", of="signer")))

    assert "identity" in counter.shown["next"]["missing_documents"]


async def test_who_may_read_a_paper(stage: Stage, counter: Any) -> None:
    await counter.takes("term-life", {"insured_is_holder": False, "insured_consented": True})
    health = a_paper("health_questionnaire", of="life_insured")
    await counter.does("ana", "documents", papers(a_paper("identity"), health))
    identity, questionnaire = counter.shown["papers"]
    bo = stage.as_(Role.AGENT, subject="bo")
    wei = stage.as_(Role.CUSTOMER, customer_id=WEI)
    people = [*(counter.who[one] for one in ("maria", "ana", "vera", "finn")), bo, wei]

    of_hers = [(await read(counter, identity, one)).status_code for one in people]
    of_health = [(await read(counter, questionnaire, one)).status_code for one in people]
    nothing = await read(counter, {"id": MARIA}, counter.who["maria"])

    assert of_hers == [200, 200, 200, 403, 200, 404]
    assert of_health == [403, 200, 200, 403, 403, 404]
    assert (nothing.status_code, nothing.json()["code"]) == (404, "paper-unknown")


@pytest.mark.parametrize(
    "change", ["UPDATE paper_contents SET id = id", "DELETE FROM paper_contents"]
)
async def test_the_database_lets_nobody_change_a_paper(
    stage: Stage, counter: Any, change: str
) -> None:
    await counter.takes("home")
    await counter.does("maria", "documents", papers(a_paper("identity")))

    with pytest.raises(DBAPIError, match="never changed"):
        async with stage.running.works() as work:
            await work.session.execute(text(change))


async def test_papers_are_told_of_in_an_export_and_go_with_an_application_that_came_to_nothing(
    stage: Stage, counter: Any
) -> None:
    await counter.takes("home")
    await counter.does("maria", "documents", papers(a_paper("identity", name="DNI Santos")))
    url = BESIDE(MARIA, "export")
    told = (await stage.http.get(url, headers=counter.who["maria"])).json()["items"]
    await counter.does("maria", "withdrawal")
    customer = await stage.http.get(f"/v1/customers/{MARIA}", headers=counter.who["maria"])

    gone = await stage.http.put(
        BESIDE(MARIA, "erasure"),
        json={"reason": "Go."},
        headers={**counter.who["maria"], "If-Match": customer.headers["ETag"]},
    )

    [[paper]] = [one["data"]["papers"] for one in told if one["kind"] == "applications"]
    assert (paper["name"], paper["kind"], "by" in paper) == ("DNI Santos", "identity", False)
    assert [one for one in told if one["kind"] == "paper_contents"] == []
    assert gone.json()["status"] == "done", gone.text
    assert await kept(stage) == 0


async def test_papers_of_a_contract_are_kept_as_long_as_it_is(stage: Stage, counter: Any) -> None:
    await counter.takes("home")
    await counter.applies()
    await counter.pays()
    await counter.signs()
    await counter.reviews()
    customer = await stage.http.get(f"/v1/customers/{MARIA}", headers=counter.who["maria"])

    asked = await stage.http.put(
        BESIDE(MARIA, "erasure"),
        json={"reason": "Go."},
        headers={**counter.who["maria"], "If-Match": customer.headers["ETag"]},
    )

    assert asked.json()["status"] == "deferred"
    assert await kept(stage) == 4  # and the report on her signature
