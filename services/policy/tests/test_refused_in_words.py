"""Whoever is not eligible reads why in their language, as the product's file says it."""

import pytest

from chassis.testing import Stage
from contracts.roles import Role
from policy.examples import MARIA, a_customer
from policy.examples.asking import a_wish

SAID = {
    "en": "There must be something to insure.",
    "es": "Debe haber algo que asegurar.",
    "zh": "必须有可保的财产。",
}


@pytest.mark.parametrize("language", ["en", "es", "zh", "fr", "es-MX,en;q=0.5"])
async def test_a_refusal_of_the_product_is_in_the_language_asked_for(
    stage: Stage, language: str
) -> None:
    await stage.given(a_customer())
    maria = stage.as_(Role.CUSTOMER, customer_id=MARIA, subject="maria")
    nothing = a_wish("home", {"building_sum": "0.00", "contents_sum": "0.00"})
    headers = {**maria, **stage.key(), "Accept-Language": language}

    refused = await stage.http.post("/v1/quotes", json=nothing, headers=headers)

    spoken = {"fr": "en"}.get(language, language[:2])
    assert (refused.status_code, refused.json()["code"]) == (422, "not-eligible")
    assert refused.json()["detail"] == SAID[spoken]
    assert refused.json()["errors"] == [
        {"pointer": "/answers/building_sum", "detail": SAID[spoken]}
    ]
    assert refused.headers["Content-Language"] == spoken
