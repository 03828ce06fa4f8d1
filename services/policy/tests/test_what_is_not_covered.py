"""What is not covered: asked of a whole wording, or found beside what a question asks of."""

from typing import Any

import pytest

from chassis.testing import Stage
from contracts.insured import Language
from policy.domain.explaining.explanation import explain
from policy.storage import Clauses, explainer

HOME = ["HOME-3.1", "HOME-3.2", "HOME-3.3", "HOME-3.4"]
MOTOR = ["MOT-3.1", "MOT-3.2", "MOT-3.3"]
TRAVEL = ["TRV-3.1", "TRV-3.2", "TRV-3.3", "TRV-3.4"]
HEALTH = ["HLT-3.2", "HLT-3.3"]
BUSINESS = ["SME-3.1", "SME-3.2", "SME-3.3", "SME-4.3"]
LIFE = ["LIFE-1.3", "LIFE-3.1", "LIFE-3.2"]


async def ask(stage: Stage, product: str | None, question: str, language: str) -> dict[str, Any]:
    url = "/v1/explanations" if product is None else f"/v1/products/{product}/explanations"
    answer = await stage.http.get(url, params={"question": question, "language": language})
    assert answer.status_code == 200, answer.text
    shown: dict[str, Any] = answer.json()
    return shown


@pytest.mark.parametrize(
    ("product", "question", "language", "clauses"),
    [
        ("home", "what is excluded", "en", HOME),
        ("home", "What don't you pay for?", "en", HOME),
        ("motor", "What is not covered?", "en", MOTOR),
        ("motor", "Which losses isn't my car insured for", "en", MOTOR),
        ("small-business", "what are the exclusions", "en", BUSINESS),
        ("travel", "¿Qué no está cubierto?", "es", TRAVEL),
        ("travel", "¿Qué queda fuera?", "es", TRAVEL),
        ("motor", "¿En qué casos no pagan?", "es", MOTOR),
        ("term-life", "exclusiones", "es", LIFE),
        ("health", "哪些不赔", "zh", HEALTH),
        ("home", "什么情况下你们不赔", "zh", HOME),
        ("small-business", "责任免除有哪些", "zh", BUSINESS),
        (None, "What does home insurance not cover?", "en", HOME),
        (None, "¿Qué no cubre el seguro de coche?", "es", MOTOR),
        (None, "车险哪些不赔", "zh", MOTOR),
    ],
)
async def test_all_that_is_not_covered_is_quoted_in_the_order_of_the_wording(
    stage: Stage, product: str | None, question: str, language: str, clauses: list[str]
) -> None:
    shown = await ask(stage, product, question, language)

    assert shown["answered"] is True
    assert list(dict.fromkeys(one["clause_id"] for one in shown["sentences"])) == clauses
    for clause_id in clauses:
        whole = Clauses().get(clause_id, "1.0").sentences(Language(language))
        said = [one for one in shown["sentences"] if one["clause_id"] == clause_id]
        assert [one["text"] for one in said] == [one.text for one in whole]
        assert {one["version"] for one in said} == {"1.0"}


@pytest.mark.parametrize(
    ("question", "language", "note"),
    [
        ("What is not covered?", "en", "name the product: Health, Home,"),
        ("¿Qué excluyen?", "es", "indique el producto: Salud, Hogar,"),
        ("哪些情况不赔", "zh", "请注明产品后再问一次：健康险、"),
    ],
)
async def test_without_a_product_it_is_asked_of_which(
    stage: Stage, question: str, language: str, note: str
) -> None:
    shown = await ask(stage, None, question, language)

    assert (shown["answered"], shown["sentences"]) == (False, [])
    assert note[:12] in shown["note"]
    assert [one["product"] for one in shown["choose"]] == [
        "health", "home", "motor", "small-business", "term-life", "travel",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("question", "language"),
    [
        ("When do I not pay?", "en"),
        ("What if I do not pay?", "en"),
        ("Is it not covered?", "en"),
        ("What is not covered when my bike is stolen?", "en"),
        ("¿Qué pasa si no pago?", "es"),
        ("没有报警会不赔吗", "zh"),
    ],
)
def test_what_asks_for_something_else_is_not_taken_for_it(question: str, language: str) -> None:
    assert explainer().all_that_is_not(question, Language(language)) is None


@pytest.mark.parametrize(
    ("product", "question", "language", "no", "yes"),
    [
        ("home", "Is theft covered?", "en", "HOME-3.2", "HOME-2.5"),
        ("home", "¿Cubren el robo?", "es", "HOME-3.2", "HOME-2.5"),
        ("home", "被盗了赔吗", "zh", "HOME-3.2", "HOME-2.5"),
        ("motor", "Do you cover a crash?", "en", "MOT-3.1", "MOT-2.2"),
        ("small-business", "Is flood covered?", "en", "SME-3.2", "SME-2.2"),
        ("term-life", "What do you pay if I die?", "en", "LIFE-3.1", "LIFE-1.1"),
    ],
)
def test_what_narrows_a_cover_is_quoted_before_it(
    product: str, question: str, language: str, no: str, yes: str
) -> None:
    found = explain(explainer(), question, Language(language), product=product)

    quoted = [one.clause.id for one in found.quoted]
    assert quoted.index(no) < quoted.index(yes)
    assert min(found.quoted, key=lambda one: one.rank).clause.id == yes


@pytest.mark.parametrize(
    ("text", "language", "clause"),
    [
        (
            "We had to cancel because my father, who'd been ill with cancer for a year, got worse",
            "en",
            "TRV-3.2",
        ),
        ("I want my nose straightened because I don't like it", "en", "HLT-3.2"),
        ("my dog bit the postman, am I liable", "en", "HOME-2.6"),
        ("Mi perro mordió a un vecino y tengo que pagar", "es", "HOME-2.6"),
        ("我的狗咬了邻居，要我赔钱", "zh", "HOME-2.6"),
    ],
)
def test_a_story_finds_the_clause_that_decides_it(text: str, language: str, clause: str) -> None:
    found = explain(explainer(), text, Language(language))

    assert min(found.quoted, key=lambda one: one.rank).clause.id == clause


def test_what_narrows_what_is_exclusions_of_the_same_wording() -> None:
    clauses = {clause.id: clause for clause in explainer().clauses}
    families = {family for words in explainer().words.values() for family in words.families}

    for covering, narrowed in explainer().narrowed.items():
        for one in narrowed:
            assert clauses[one.clause].excludes
            assert clauses[one.clause].product == clauses[covering].product
            assert one.asked <= families


def test_every_product_with_a_wording_has_names_in_every_language() -> None:
    products = {clause.product for clause in explainer().clauses}

    for language in Language:
        assert set(explainer().excluded[language].products.values()) == products


async def test_amounts_are_said_as_a_customer_reads_them(stage: Stage) -> None:
    home = [
        (await ask(stage, "home", question, language))["amounts_in_words"]
        for question, language in [
            ("How much is the deductible?", "en"),
            ("¿Cuánto es la franquicia?", "es"),
            ("免赔额是多少", "zh"),
        ]
    ]
    motor = await ask(stage, "motor", "What is the deductible if I am under 21?", "en")

    en = "Amounts are in euros or pounds, the currency of your contract."
    es = "Los importes están en euros o libras, según la moneda de su contrato."
    assert home == [
        f"{en} In a contract in yuan, each of them is eight times as much.",
        f"{es} En un contrato en yuanes, cada importe se multiplica por ocho.",
        "金额单位为欧元或英镑，以您的合同货币为准。人民币合同中，各项金额均为所列数字的八倍。",
    ]
    assert motor["amounts_in_words"] == en


def test_a_chinese_sentence_keeps_its_second_half() -> None:
    found = explain(explainer(), "择期手术要等多久", Language.CHINESE, product="health")

    [sentence] = next(one for one in found.quoted if one.clause.id == "HLT-3.1").sentences
    assert sentence.text == "择期手术等待期三个月；意外事故无等待期。"
