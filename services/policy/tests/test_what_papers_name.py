"""Papers name things as people do: covers, perils, taxes, questions and answers."""

import re
from datetime import timedelta
from decimal import Decimal

import pytest
from arranged.homes import a_home, changes
from arranged.papers import says

from chassis.testing import Stage
from contracts.insured import Language, Peril
from contracts.policy import PolicyIssued
from contracts.roles import Role
from policy.examples import MARIA
from policy.letters import Speech

NAMED = {
    "en": ["Waterleak", "Otherlodging:Lossofuse", "Flood:Tidalwater,Riversthatoverflow"],
    "es": ["Fugadeagua", "Otroalojamiento:Pérdidadeuso", "Inundación:Mareas,Desbordamientoderíos"],
    "zh": ["漏水", "临时住所：无法使用", "洪水：潮水、江河漫溢"],
}
LEVIES = {
    "en": ["Insurancepremiumtax", "Consorciosurcharge"],
    "es": ["ImpuestosobrelasPrimasdeSeguros", "RecargodelConsorcio"],
    "zh": ["保险费税", "西班牙保险赔偿联盟特别风险附加费"],
}
ANSWERED = {
    "en": ["EUR45,000.00", "Tobepaidinall"],
    "es": ["45.000,00EUR", "Apagarentotal"],
    "zh": ["EUR45,000.00", "应付合计"],
}
IDS = ("water_leak", "river_overflow", "other_lodging", "contents_sum", "ES-IPS", "ES-CCS")


@pytest.mark.parametrize("language", ["en", "es", "zh"])
async def test_covers_perils_taxes_and_answers_have_names(stage: Stage, language: str) -> None:
    policy = await a_home(stage, language)
    change = await changes(stage, policy, contents_sum="45000.00")

    schedule = await says(stage, policy, "schedule")
    endorsement = await says(stage, policy, "endorsement", change["id"])

    wanted = [*NAMED[language], *LEVIES[language]]
    assert [one for one in wanted if one not in schedule] == []
    wanted = [*ANSWERED[language], *LEVIES[language]]
    assert [one for one in wanted if one not in endorsement] == []
    assert [one for one in IDS if one in schedule + endorsement] == []


async def test_a_schedule_says_what_the_term_costs_with_every_change(stage: Stage) -> None:
    policy = await a_home(stage, "en")
    before = await says(stage, policy, "schedule")
    change = await changes(stage, policy, contents_sum="45000.00")

    after = await says(stage, policy, "schedule")

    account = await stage.http.get(
        f"/v1/policies/{policy}/account", headers=stage.as_(Role.FINANCE)
    )
    year, more = (Decimal(one["amount"]["amount"]) for one in account.json()["invoices"])
    assert f"TotalEUR{year}" in before
    assert f"TotalEUR{year + more}" in after
    assert more == Decimal(change["to_pay"]["amount"])


async def test_every_clause_that_was_said_at_the_sale_is_printed_in_its_version(
    stage: Stage,
) -> None:
    policy = await a_home(stage, "en")
    [issued] = [one for one in await stage.said() if isinstance(one, PolicyIssued)]

    schedule = await says(stage, policy, "schedule")

    printed = [f"{clause.id}({clause.version})" for clause in issued.clauses]
    assert len(printed) > 10
    assert [one for one in printed if one not in schedule] == []
    assert issued.cover_names.keys() >= {one.cover for one in issued.covers}
    assert {frozenset(one) for one in issued.cover_names.values()} == {frozenset(Language)}


def amounts(after: str, upto: str, paper: str) -> list[Decimal]:
    """Every EUR amount between two words of an English paper, the last of each row."""
    part = paper.split(after, 1)[1].split(upto, 1)[0]
    return [Decimal(one.replace(",", "")) for one in re.findall(r"EUR(-?[\d,]+\.\d\d)", part)]


async def test_a_schedule_of_two_stretches_adds_up(stage: Stage) -> None:
    policy = await a_home(stage, "en")
    await changes(stage, policy, contents_sum="20000.00")

    paper = await says(stage, policy, "schedule")

    first, second = (
        amounts("Premiumforthesedays", "Limitsinside", one)
        for one in paper.split("FromOctober1,2026")
    )
    charged = amounts("Whatitcostsfortheterm", "Whateachcover", paper)
    sums = [first[-1], second[-1]]
    assert [sum(each[2:-1:3]) for each in (first, second)] == sums
    net, total = sum(sums), charged[-1]
    assert f"PremiumEUR{net}" in paper
    assert f"8%ofEUR{net}" in paper
    assert "(averagebydays)" in paper
    account = await stage.http.get(
        f"/v1/policies/{policy}/account", headers=stage.as_(Role.FINANCE)
    )
    year, less = (Decimal(one["amount"]["amount"]) for one in account.json()["invoices"])
    assert total == year - less


async def test_what_paying_in_instalments_adds_has_a_row_of_its_own(stage: Stage) -> None:
    policy = await a_home(stage, "en", payment_mode="monthly")

    paper = await says(stage, policy, "schedule")

    covers = amounts("Premiumfortheterm", "Limitsinside", paper)[2::3]
    [net, more, base, *_] = amounts("Whatitcostsfortheterm", "Clauses", paper)
    assert net == sum(covers)
    assert f"ForpayingininstalmentsEUR{more}" in paper
    assert base == net + more


async def test_a_schedule_of_a_contract_that_ended_says_what_is_not_charged_any_more(
    stage: Stage,
) -> None:
    policy = await a_home(stage, "en")
    ended = await stage.http.put(
        f"/v1/policies/{policy}/cancellation",
        json={"ends_on": "2026-10-01", "reason": "Sold."},
        headers={**stage.as_(Role.CUSTOMER, customer_id=MARIA), "If-Match": '"1"'},
    )
    assert ended.status_code == 200, ended.text

    paper = await says(stage, policy, "schedule")

    account = await stage.http.get(
        f"/v1/policies/{policy}/account", headers=stage.as_(Role.FINANCE)
    )
    year, note = account.json()["invoices"]
    less = Decimal(note["lines"][0]["amount"]["amount"])
    left = Decimal(year["amount"]["amount"]) - Decimal(note["amount"]["amount"])
    assert f"PremiumEUR208.32Nolongercharged-EUR{less}" in paper
    assert f"TotalEUR{left}" in paper


WAS = {
    "en": "EUR40,000.00→EUR45,000.00",
    "es": "40.000,00EUR→45.000,00EUR",
    "zh": "EUR40,000.00→EUR45,000.00",
}


@pytest.mark.parametrize("language", ["en", "es", "zh"])
async def test_an_endorsement_says_what_it_was_before(stage: Stage, language: str) -> None:
    policy = await a_home(stage, language)
    await stage.passes(timedelta(minutes=1))
    first = await changes(stage, policy, contents_sum="45000.00")
    await stage.passes(timedelta(minutes=1))
    second = await changes(stage, policy, contents_sum="60000.00")

    papers = [await says(stage, policy, "endorsement", one["id"]) for one in (first, second)]

    again = WAS[language].replace("45", "60").replace("40", "45")
    assert WAS[language] in papers[0]
    assert again in papers[1]


@pytest.mark.parametrize("language", Language)
def test_every_peril_has_a_name(language: Language) -> None:
    speech = Speech(language)

    assert [peril for peril in Peril if not speech.knows(f"peril.{peril}")] == []
