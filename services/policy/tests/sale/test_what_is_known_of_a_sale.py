"""A sale that came to nothing: its money goes back, and all of it is told and forgotten."""

from typing import Any

from sqlalchemy import text

from chassis.testing import Stage
from contracts.roles import Role
from policy.examples import MARIA
from policy.examples.money import a_bank_file, a_csv, a_line
from policy.storage import metadata

HERS = f"/v1/customers/{MARIA}"


async def invoiced(counter: Any) -> None:
    await counter.takes("home")
    await counter.applies()
    await counter.does("finn", "invoice", {"due_on": "2026-03-31"})


async def bank_says(stage: Stage, counter: Any, amount: str) -> None:
    reference = counter.shown["payment_reference"]
    line = a_line(amount, booked_on="2026-03-02", reference=reference, payer="Tía Remedios")
    brought = await stage.http.post(
        "/v1/bank-statements",
        json=a_bank_file(a_csv(line)),
        headers={**counter.who["finn"], **stage.key()},
    )
    assert brought.status_code == 201, brought.text
    await counter.reads(counter.shown["id"])


async def erased(stage: Stage, counter: Any) -> Any:
    headers = counter.who["maria"]
    file = await stage.http.get(HERS, headers=headers)
    answer = await stage.http.put(
        f"{HERS}/erasure",
        json={"reason": "Forget me."},
        headers={**headers, "If-Match": file.headers["ETag"]},
    )
    assert answer.status_code == 200, answer.text
    return answer.json()


async def told(stage: Stage, counter: Any, kind: str) -> list[Any]:
    answer = await stage.http.get(f"{HERS}/export?limit=100", headers=counter.who["maria"])
    return [one["data"] for one in answer.json()["items"] if one["kind"] == kind]


async def tables_with(stage: Stage, words: str) -> list[str]:
    async with stage.running.works() as work:
        return [
            name
            for name in metadata.tables
            if await work.session.scalar(
                text(f"SELECT EXISTS (SELECT FROM {name} t WHERE t::text LIKE :words)"),  # noqa: S608
                {"words": f"%{words}%"},
            )
        ]


async def test_what_finance_took_down_is_sent_back_before_anybody_is_forgotten(
    stage: Stage, counter: Any
) -> None:
    await invoiced(counter)
    paid = {"amount": counter.shown["invoiced"], "reference": "card 8841"}
    await counter.does("finn", "premium", paid)
    await counter.does("maria", "withdrawal")

    [task] = (await stage.http.get("/v1/tasks", headers=counter.who["finn"])).json()["items"]
    deferred = await erased(stage, counter)
    sent = await stage.http.put(
        f"/v1/tasks/{task['id']}/completion",
        json={"outcome": "Back on the card."},
        headers={**counter.who["finn"], "If-Match": '"1"'},
    )

    number, amount = counter.shown["number"], counter.shown["invoiced"]["amount"]
    assert (task["kind"], task["policy_id"]) == ("premium_to_return", None)
    assert task["application_id"] == counter.shown["id"]
    assert number in task["about"]
    assert amount in task["about"]
    assert "card 8841" in task["about"]
    assert (deferred["status"], deferred["obstacles"]) == (
        "deferred", [{"what": "money", "which": number, "until": None}],
    )  # fmt: skip
    assert sent.status_code == 200, sent.text
    assert (await erased(stage, counter))["status"] == "done"
    assert await tables_with(stage, "card 8841") == []


async def test_a_sale_that_asked_for_nothing_leaves_no_task(stage: Stage, counter: Any) -> None:
    await invoiced(counter)
    await counter.does("maria", "withdrawal")

    assert (await stage.http.get("/v1/tasks", headers=counter.who["finn"])).json()["items"] == []
    assert (await erased(stage, counter))["status"] == "done"


async def test_what_the_bank_brought_is_told_sent_back_and_then_forgotten(
    stage: Stage, counter: Any
) -> None:
    await invoiced(counter)
    await bank_says(stage, counter, counter.shown["invoiced"]["amount"])
    await counter.does("maria", "withdrawal")

    [waits] = await told(stage, counter, "suspense")
    [entry] = await told(stage, counter, "statement_entries")
    deferred = await erased(stage, counter)
    for nth, who in ((3, "finn"), (4, "ben")):
        back = await stage.http.put(
            f"/v1/suspense/{waits['id']}/resolution",
            json={"resolution": "returned", "note": "She withdrew.", "to_account": "YB-AUNT-01"},
            headers={**stage.as_(Role.FINANCE, subject=who), "If-Match": f'"{nth}"'},
        )

    assert (waits["payer"], entry["payer"]) == ("Tía Remedios", "Tía Remedios")
    assert [one["what"] for one in deferred["obstacles"]] == ["money"]
    assert back.status_code == 200, back.text
    assert (await erased(stage, counter))["status"] == "done"
    assert await tables_with(stage, "Remedios") == []


async def test_what_comes_after_the_end_is_theirs_as_well(stage: Stage, counter: Any) -> None:
    await invoiced(counter)
    await counter.does("maria", "withdrawal")

    await bank_says(stage, counter, counter.shown["invoiced"]["amount"])

    [waits] = await told(stage, counter, "suspense")
    assert (waits["status"], waits["application_id"]) == ("open", counter.shown["id"])
    assert (await erased(stage, counter))["status"] == "deferred"


async def test_a_sale_is_told_whole_but_not_who_of_us_worked_on_it(
    stage: Stage, counter: Any
) -> None:
    await invoiced(counter)
    await counter.does("finn", "credit", {"reference": "broker terms"})

    [sale] = await told(stage, counter, "applications")

    assert sale["settled_by"] == "credit"
    assert [one["what"] for one in sale["steps"]][-1] == "settled"
    assert "reviewed_by" not in sale
    assert not [name for one in sale["steps"] for name in one if name == "by"]
    assert "finn" not in str(sale)


async def test_an_officer_reads_the_same(stage: Stage, counter: Any) -> None:
    await invoiced(counter)

    answer = await stage.http.get(f"{HERS}/export", headers=stage.as_(Role.DATA_OFFICER))

    assert answer.status_code == 200
    assert "applications" in {one["kind"] for one in answer.json()["items"]}
