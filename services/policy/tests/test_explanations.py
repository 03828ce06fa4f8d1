"""Explanations, from outside: anybody asks, the wording answers, or a person is offered."""

import pytest

from chassis.testing import Stage


async def ask(stage: Stage, question: str, **more: str) -> dict[str, object]:
    answer = await stage.http.get("/v1/explanations", params={"question": question, **more})
    assert answer.status_code == 200, answer.text
    shown: dict[str, object] = answer.json()
    return shown


async def test_a_question_is_answered_with_the_sentences_and_their_clauses(stage: Stage) -> None:
    shown = await ask(stage, "Is smoke damage paid?")

    assert shown["answered"] is True
    assert shown["enquiry"] is shown["note"] is None
    sentences = shown["sentences"]
    assert isinstance(sentences, list)
    assert sentences[0] == {
        "clause_id": "HOME-2.1",
        "version": "1.0",
        "product": "home",
        "about": "covers",
        "text": "Fire, lightning and explosion are covered, including smoke and the water used "
        "to put out the fire.",
        "not_covered": False,
        "rank": 1,
        "relevance": 1.0,
    }


@pytest.mark.parametrize(
    ("language", "question", "note"),
    [
        ("en", "Is my e-bike covered when I ride it?", "The policy text does not say this."),
        ("es", "¿Cubren a mi perro?", "El texto de la póliza no lo dice."),
        ("zh", "可以用微信付保费吗", "保单条文没有说明这一点。"),
    ],
)
async def test_what_no_wording_says_is_offered_to_a_person(
    stage: Stage, language: str, question: str, note: str
) -> None:
    shown = await ask(stage, question, language=language)

    assert (shown["answered"], shown["sentences"]) == (False, [])
    assert str(shown["note"]).startswith(note)
    assert shown["enquiry"] == {"question": question, "language": language, "product": None}


async def test_one_products_wording_answers_for_itself(stage: Stage) -> None:
    answer = await stage.http.get(
        "/v1/products/small-business/explanations", params={"question": "Is flood covered?"}
    )

    assert {one["product"] for one in answer.json()["sentences"]} == {"small-business"}


async def test_a_product_without_a_wording_says_nothing(stage: Stage) -> None:
    shown = await ask(stage, "Is flood covered?", product="flood-home")

    assert shown["answered"] is False


@pytest.mark.parametrize(
    ("query", "status"),
    [
        ("", 400),
        ("question=", 400),
        (f"question={'x' * 401}", 400),
        ("question=a%00b", 400),
        ("question=fire&language=fr", 400),
        ("question=fire&product=../home", 400),
        ("question=fire&product=moon-home", 404),
        ("question=fire&surprise=1", 400),
    ],
)
async def test_a_bad_question_is_refused(stage: Stage, query: str, status: int) -> None:
    answer = await stage.http.get(f"/v1/explanations?{query}")

    assert answer.status_code == status


async def test_amounts_are_quoted_with_their_currency(stage: Stage) -> None:
    shown = await ask(stage, "¿Cuánto es la franquicia?", language="es", product="home")
    others = await ask(stage, "Is smoke damage paid?")

    assert shown["answered"] is True
    said = "Los importes están en la moneda del contrato: EUR, GBP, CNY (x8)."
    assert shown["amounts"] == said
    assert others["amounts"] is None


async def test_what_another_product_answers_is_named_with_its_clause(stage: Stage) -> None:
    luggage = await ask(stage, "¿Cubren el robo de mi maleta?", language="es", product="home")
    dog = await ask(stage, "¿Cubren a mi perro?", language="es", product="home")
    everywhere = await ask(stage, "¿Cubren el robo de mi maleta?", language="es")

    assert (luggage["answered"], luggage["sentences"]) == (False, [])
    assert luggage["elsewhere"] == {
        "product": "travel", "name": "Viaje", "clause_id": "TRV-2.5", "version": "1.0",
    }  # fmt: skip
    assert str(luggage["note"]).endswith("nuestro producto Viaje, en la cláusula TRV-2.5.")
    assert luggage["enquiry"] is not None
    assert (dog["elsewhere"], everywhere["elsewhere"]) == (None, None)


async def test_a_clause_that_would_not_answer_by_itself_is_not_added(stage: Stage) -> None:
    shown = await ask(stage, "可以退保吗", language="zh")

    sentences = shown["sentences"]
    assert isinstance(sentences, list)
    assert {one["clause_id"] for one in sentences} == {"LIFE-6.1"}
