"""What we know of somebody, from outside: exported whole, and erased as far as the law lets us."""

from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import text

from chassis.ids import new_id
from chassis.money import Money
from chassis.testing import Stage
from contracts.claims import ClaimFiled, ClaimWithdrawn
from contracts.insured import Peril
from contracts.policy import CustomerErased
from contracts.roles import Role
from policy.domain.erasure import Ended, Rule, retained
from policy.examples import MARIA, POLICY, WEI, a_customer, an_agreement
from policy.examples.money import MARIAS_IBAN
from policy.storage import metadata, retention_rules
from policy.storage.personal import NOTHING_PERSONAL, PERSONAL

HERS = f"/v1/customers/{MARIA}"
ANSWERS: dict[str, Any] = {
    "questionnaire": "household",
    "stage": "family",
    "answers": [{"question": "owns_home", "answer": "yes"}],
}


def maria(stage: Stage) -> dict[str, str]:
    return stage.as_(Role.CUSTOMER, customer_id=MARIA, subject="maria")


async def known(stage: Stage, *, insured: bool = True) -> str | None:
    """María with a beneficiary, a risk profile, an enquiry and, mostly, a contract."""
    await stage.given(a_customer())
    me, agent = maria(stage), stage.as_(Role.AGENT)
    heirs = [{"name": "Lucía Santos", "relation": "daughter", "percent": 100}]
    body = {"beneficiaries": heirs, "reason": "She wishes it."}
    written = await stage.http.put(
        f"{HERS}/file/beneficiaries", json=body, headers={**me, "If-Match": '"1"'}
    )
    assert written.status_code == 200, written.text
    profile = await stage.http.post(
        "/v1/risk-profiles", json=ANSWERS, headers={**me, **stage.key()}
    )
    assert profile.status_code == 201, profile.text
    question = {"question": "Is Lucía Santos covered too?", "language": "en"}
    asked = await stage.http.post("/v1/enquiries", json=question, headers={**me, **stage.key()})
    assert asked.status_code == 201, asked.text
    if not insured:
        return None
    issued = await stage.http.post(
        "/v1/policies", json=an_agreement(), headers={**agent, **stage.key()}
    )
    await stage.running.alarms.ring_due()
    return str(issued.json()["id"])


async def exported(stage: Stage, limit: int = 100) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = []
    after: dict[str, str] = {}
    while True:
        answer = await stage.http.get(
            f"{HERS}/export", params={"limit": limit, **after}, headers=maria(stage)
        )
        assert answer.status_code == 200, answer.text
        found += answer.json()["items"]
        if answer.json()["next"] is None:
            return found
        after = {"after": answer.json()["next"]}


async def erase(stage: Stage, version: int = 2, who: dict[str, str] | None = None) -> Any:
    return await stage.http.put(
        f"{HERS}/erasure",
        json={"reason": "I do not want you to know me."},
        headers={**(who or maria(stage)), "If-Match": f'"{version}"'},
    )


async def nothing_is_owed(stage: Stage, policy: str | None) -> None:
    """The premium is asked for, and finance gives it up."""
    finance = stage.as_(Role.FINANCE)
    await stage.passes(datetime(2026, 3, 20, tzinfo=UTC) - stage.clock.now())
    account = await stage.http.get(f"/v1/policies/{policy}/account", headers=finance)
    for invoice in account.json()["invoices"]:
        url = f"/v1/invoices/{invoice['id']}"
        read = await stage.http.get(url, headers=finance)
        given_up = await stage.http.put(
            f"{url}/write-off",
            json={"reason": "A gift."},
            headers={**finance, "If-Match": read.headers["ETag"]},
        )
        assert given_up.status_code == 200, given_up.text


def every_name(data: Any) -> list[str]:
    """Of a document and of all that is in it."""
    if isinstance(data, list):
        return [name for one in data for name in every_name(one)]
    inside = [every_name(one) for one in data.values()] if isinstance(data, dict) else []
    return [*data, *(name for names in inside for name in names)] if inside else []


async def what_waits_is_sent(stage: Stage) -> None:
    """Credit that nobody paid by a bank goes where finance says."""
    finance = stage.as_(Role.FINANCE)
    await stage.passes(timedelta(minutes=1))
    for refund in (await stage.http.get("/v1/refunds", headers=finance)).json()["items"]:
        sent = await stage.http.put(
            f"/v1/refunds/{refund['id']}/decision",
            json={"decision": "agreed", "to_account": MARIAS_IBAN},
            headers={**finance, "If-Match": '"1"'},
        )
        assert sent.status_code == 200, sent.text


async def everywhere(stage: Stage, words: str) -> list[str]:
    """The tables in which these words stand, the bus's own aside."""
    async with stage.running.works() as work:
        return [
            name
            for name in metadata.tables
            if await work.session.scalar(
                text(f"SELECT EXISTS (SELECT FROM {name} t WHERE t::text LIKE :words)"),  # noqa: S608
                {"words": f"%{words}%"},
            )
        ]


async def test_the_data_officer_reads_in_the_export_what_the_erasure_asks_for(stage: Stage) -> None:
    await known(stage)
    officer = stage.as_(Role.DATA_OFFICER)

    read = await stage.http.get(f"{HERS}/export", headers=officer)
    answer = await stage.http.put(
        f"{HERS}/erasure",
        json={"reason": "She wrote to us."},
        headers={**officer, "If-Match": read.headers["ETag"]},
    )

    assert answer.status_code == 200, answer.text


def test_no_table_is_forgotten() -> None:
    assert {one.table.name for one in PERSONAL} | set(NOTHING_PERSONAL) == set(metadata.tables)


async def test_an_export_is_all_we_know(stage: Stage) -> None:
    policy = await known(stage)

    records = await exported(stage)

    assert sorted({one["kind"] for one in records}) == [
        "accounts",
        "contract_versions",
        "customers",
        "documents",
        "enquiries",
        "file_changes",
        "invoices",
        "journals",
        "policies",
        "postings",
        "risk_profiles",
    ]
    [contract] = [one["data"] for one in records if one["kind"] == "policies"]
    assert (contract["id"], contract["sum_insured_amount"]) == (policy, "100000.00")
    ours = {"by", "issued_by", "made_by", "asked_by", "answered_by", "cleared_by"}
    assert not [name for one in records for name in every_name(one["data"]) if name in ours]


async def test_an_export_page_by_page_is_the_same(stage: Stage) -> None:
    await known(stage)

    whole = await exported(stage)

    assert await exported(stage, limit=2) == whole
    assert len({(one["kind"], one["id"]) for one in whole}) == len(whole)


async def test_who_has_no_contract_is_forgotten_at_once(stage: Stage) -> None:
    await known(stage, insured=False)

    answer = await erase(stage)

    assert answer.status_code == 200, answer.text
    assert (answer.json()["status"], answer.json()["kept"]) == ("done", [])
    [*_, erased] = await stage.said()
    assert erased == CustomerErased(customer_id=MARIA, erased_at=stage.clock.now(), kept_until=None)
    for words in ("Santos", "maria@insured", "555 0100", "Harbour Street"):
        assert (words, await everywhere(stage, words)) == (words, [])
    shown = (await stage.http.get(f"{HERS}/file", headers=maria(stage))).json()
    assert (shown["customer"]["name"], shown["customer"]["email"]) == ("—", None)
    [change, *_] = (await stage.http.get(f"{HERS}/file/changes", headers=maria(stage))).json()[
        "items"
    ]
    assert (change["section"], change["by"], change["before"]) == ("erasure", "maria", None)


async def test_a_running_contract_defers_and_then_only_what_the_law_keeps_is_left(
    stage: Stage,
) -> None:
    policy = await known(stage)
    await nothing_is_owed(stage, policy)

    first = await erase(stage)
    assert first.json()["status"] == "deferred"
    assert first.json()["obstacles"] == [
        {"what": "contract", "which": "P-2026-000001", "until": "2027-04-01T05:00:00Z"}
    ]
    assert (await stage.http.get(HERS, headers=maria(stage))).json()["name"] == "María Santos"

    await stage.passes(datetime(2027, 4, 2, tzinfo=UTC) - stage.clock.now())
    reduced = (await stage.http.get(f"{HERS}/erasure", headers=maria(stage))).json()
    assert reduced["status"] == "reduced"
    assert [(one["number"], one["until"]) for one in reduced["kept"]] == [
        ("P-2026-000001", "2035-01-01T06:00:00Z")
    ]
    assert await everywhere(stage, "maria@insured") == []
    assert await everywhere(stage, "Lucía") == []
    assert await everywhere(stage, "Harbour Street") == ["policies", "contract_versions"]
    papers = await stage.http.get("/v1/documents", headers=maria(stage))
    assert [one["policy_id"] for one in papers.json()["items"]] == [policy]

    await stage.passes(datetime(2035, 1, 2, tzinfo=UTC) - stage.clock.now())
    done = (await stage.http.get(f"{HERS}/erasure", headers=maria(stage))).json()
    assert (done["status"], done["kept"]) == ("done", [])
    assert await everywhere(stage, "Harbour Street") == []
    papers = await stage.http.get("/v1/documents", headers=maria(stage))
    assert papers.json()["items"] == []
    assert await stage.dead_letters() == []


async def test_how_the_end_was_asked_for_and_the_papers_were_sent_is_forgotten_with_the_rest(
    stage: Stage, schedule_of: Any
) -> None:
    policy = await known(stage)
    await nothing_is_owed(stage, policy)
    one, agent = f"/v1/policies/{policy}", stage.as_(Role.AGENT)
    sent = {
        "channel": "letter", "address": "7 Quay Road", "why_address": "she said so",
        "content_sha256": await schedule_of(policy), "proof": "registered",
        "time_zone": "America/Chicago", "at": stage.clock.now().isoformat(),
    }  # fmt: skip
    wish = {"channel": "phone", "received_on": "2026-03-20", "reference": "from 7 Quay Road"}
    end = {"ends_on": "2026-06-01", "reason": "Off to 7 Quay Road.", "wish": wish}
    for method, what, body in (("POST", "dispatch", sent), ("PUT", "cancellation", end)):
        read = await stage.http.get(one, headers=agent)
        done = await stage.http.request(
            method, f"{one}/{what}", json=body,
            headers={**agent, **stage.key(), "If-Match": read.headers["ETag"]},
        )  # fmt: skip
        assert done.is_success, done.text
    await what_waits_is_sent(stage)

    asked = await erase(stage)
    assert asked.status_code == 200, asked.text
    assert "policies" in await everywhere(stage, "Quay Road")
    await stage.passes(datetime(2035, 1, 2, tzinfo=UTC) - stage.clock.now())

    erased = (await stage.http.get(f"{HERS}/erasure", headers=maria(stage))).json()
    assert erased["status"] == "done"
    assert await everywhere(stage, "Quay Road") == []


async def test_an_open_claim_defers_until_it_is_settled(stage: Stage) -> None:
    await known(stage, insured=False)
    filed = ClaimFiled(
        claim_id=new_id(),
        number="C-2026-000001",
        policy_id=POLICY,
        customer_id=MARIA,
        peril=Peril.FIRE,
        occurred_at=stage.clock.now(),
        damage=Money(1000, "USD"),
        filed_at=stage.clock.now(),
    )
    await stage.hears(filed)

    first = await erase(stage)
    withdrawn = ClaimWithdrawn(
        claim_id=filed.claim_id,
        **{
            name: getattr(filed, name)
            for name in ClaimWithdrawn.model_fields
            if name in ClaimFiled.model_fields and name != "claim_id"
        },
        **{name: stage.clock.now() for name in ClaimWithdrawn.model_fields if name.endswith("_at")},
    )
    await stage.hears(withdrawn)
    again = await erase(stage)

    assert [one["what"] for one in first.json()["obstacles"]] == ["claim"]
    assert again.json()["status"] == "done"


async def test_who_was_erased_is_written_about_no_more(stage: Stage) -> None:
    await known(stage, insured=False)
    await erase(stage)
    agent = stage.as_(Role.AGENT)

    written = await stage.http.put(
        f"{HERS}/file/contacts",
        json={"contacts": [], "reason": "None."},
        headers={**agent, "If-Match": '"3"'},
    )
    issued = await stage.http.post(
        "/v1/policies", json=an_agreement(), headers={**agent, **stage.key()}
    )

    assert (written.status_code, written.json()["code"]) == (409, "file-erased")
    assert (issued.status_code, issued.json()["code"]) == (404, "customer-unknown")


async def test_only_the_owner_and_the_data_officer_may(stage: Stage) -> None:
    await known(stage, insured=False)
    wei = stage.as_(Role.CUSTOMER, customer_id=WEI)

    for role in set(Role) - {Role.CUSTOMER, Role.DATA_OFFICER}:
        assert (await erase(stage, who=stage.as_(role))).status_code == 403
        export = await stage.http.get(f"{HERS}/export", headers=stage.as_(role))
        assert export.status_code == 403
    assert (await erase(stage, who=wei)).status_code == 404
    for path in ("export", "erasure"):
        assert (await stage.http.get(f"{HERS}/{path}", headers=wei)).status_code == 404
    assert await stage.said() != []  # the enquiry; nothing of an erasure
    assert (await erase(stage, who=stage.as_(Role.DATA_OFFICER))).status_code == 200


async def test_an_erasure_is_of_the_file_that_was_read(stage: Stage) -> None:
    await known(stage, insured=False)

    assert (await erase(stage, version=1)).status_code == 412
    assert await everywhere(stage, "maria@insured") != []


@pytest.mark.parametrize(
    ("jurisdiction", "ended_on", "until"),
    [
        ("ES", date(2024, 2, 29), date(2030, 3, 1)),
        ("ES", date(2027, 4, 1), date(2033, 4, 1)),
        ("DE", date(2027, 1, 1), date(2038, 1, 1)),
        ("US-NY", date(2026, 12, 31), date(2033, 1, 1)),
        ("US-TX", date(2027, 4, 1), date(2035, 1, 1)),
    ],
)
def test_how_long_the_law_keeps_a_contract(jurisdiction: str, ended_on: date, until: date) -> None:
    ended = Ended(
        policy_id=UUID(int=1),
        number="P-1",
        jurisdiction=jurisdiction,
        ended_on=ended_on,
        time_zone="UTC",
    )
    end = datetime(until.year, until.month, until.day, tzinfo=UTC)

    [kept] = retained([ended], retention_rules(), at=end - timedelta(seconds=1))

    assert kept.until == end
    assert retained([ended], retention_rules(), at=end) == []


def test_the_last_rule_fits_everywhere() -> None:
    *_, last = retention_rules()

    assert isinstance(last, Rule)
    assert last.jurisdictions == ("*",)


async def test_answers_kept_to_be_given_again_are_forgotten_and_their_keys_are_not(
    stage: Stage,
) -> None:
    await known(stage, insured=False)
    key = stage.key()
    question = {"question": "And Lucía's bicycle?", "language": "en"}
    asked = await stage.http.post("/v1/enquiries", json=question, headers={**maria(stage), **key})

    erased = await erase(stage)
    again = await stage.http.post("/v1/enquiries", json=question, headers={**maria(stage), **key})

    assert (asked.status_code, erased.status_code) == (201, 200)
    async with stage.running.works() as work:
        kept = "SELECT count(*) FROM idempotency_keys WHERE convert_from(body, 'UTF8') LIKE :name"
        assert await work.session.scalar(text(kept), {"name": "%Lucía%"}) == 0
    assert (again.status_code, again.json()) == (201, {})
    assert again.headers["Idempotency-Replayed"] == "true"
