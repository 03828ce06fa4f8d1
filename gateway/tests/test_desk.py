"""What the gateway says of itself: health, metrics, the merged document and the page."""

import json
from typing import Any

import pytest
from openapi_spec_validator import OpenAPIV31SpecValidator, validate

from gateway.openapi import merge
from gateway.testing.echo import EchoService
from gateway.testing.house import House


def document(path: str, **schemas: Any) -> dict[str, Any]:
    """A service's OpenAPI document with one operation that answers with `Thing`."""
    reference = {"$ref": "#/components/schemas/Thing"}
    answer = {"description": "it", "content": {"application/json": {"schema": reference}}}
    return {
        "openapi": "3.1.0",
        "info": {"title": "x", "version": "1"},
        "paths": {
            path: {"get": {"operationId": "getThing", "responses": {"200": answer}}},
            "/healthz": {"get": {"responses": {"200": {"description": "alive"}}}},
        },
        "components": {
            "schemas": {
                "Thing": {"type": "object", "properties": {"cost": {"$ref": MONEY}}},
                "Problem": {"type": "object"},
                **schemas,
            }
        },
    }


MONEY = "#/components/schemas/Money"
STRING: dict[str, Any] = {"type": "string"}
NUMBER: dict[str, Any] = {"type": "number"}


def merged(**documents: Any) -> dict[str, Any]:
    made = merge(documents, away={}, version="1")
    validate(json.loads(json.dumps(made)), cls=OpenAPIV31SpecValidator)
    return made


def test_what_services_agree_about_is_there_once() -> None:
    made = merged(
        claims=document("/v1/claims", Money=STRING), policy=document("/v1/policies", Money=STRING)
    )

    assert list(made["components"]["schemas"]) == ["Money", "Problem", "Thing"]
    assert list(made["paths"]) == ["/v1/claims", "/v1/policies"]


def test_what_services_disagree_about_gets_two_names_and_all_that_refers_to_it_too() -> None:
    made = merged(
        claims=document("/v1/claims", Money=STRING), policy=document("/v1/policies", Money=NUMBER)
    )

    schemas = made["components"]["schemas"]
    assert (schemas["ClaimsMoney"], schemas["PolicyMoney"]) == (STRING, NUMBER)
    assert schemas["ClaimsThing"]["properties"]["cost"]["$ref"].endswith("/ClaimsMoney")
    answer = made["paths"]["/v1/policies"]["get"]["responses"]["200"]
    assert answer["content"]["application/json"]["schema"]["$ref"].endswith("/PolicyThing")
    assert "Thing" not in schemas
    assert "Problem" in schemas


def test_what_only_one_service_has_keeps_its_name() -> None:
    own = {"Cover": {"type": "object", "properties": {"limit": {"$ref": MONEY}}}}

    made = merged(
        claims=document("/v1/claims", Money=STRING, **own),
        policy=document("/v1/policies", Money=NUMBER),
    )

    limit = made["components"]["schemas"]["Cover"]["properties"]["limit"]
    assert limit == {"$ref": "#/components/schemas/ClaimsMoney"}


def test_operation_ids_stay_unique() -> None:
    made = merged(
        claims=document("/v1/claims", Money=STRING), policy=document("/v1/policies", Money=STRING)
    )

    ids = {item["get"]["operationId"] for item in made["paths"].values()}
    assert ids == {"claimsGetThing", "policyGetThing"}


def test_every_operation_says_what_the_gateway_may_answer() -> None:
    made = merged(claims=document("/v1/claims", Money=STRING))

    responses = made["paths"]["/v1/claims"]["get"]["responses"]
    assert {"200", "408", "429", "502", "504"} <= responses.keys()


class Documented:
    """A service that says what it offers, until it is told to fail."""

    def __init__(self, path: str) -> None:
        self.document = json.dumps(document(path, Money=STRING)).encode()
        self.fails = False

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        status = 503 if self.fails else 200
        body = self.document if scope["path"] == "/openapi.json" else b"{}"
        headers = [(b"content-length", b"%d" % len(body))]
        await send({"type": "http.response.start", "status": status, "headers": headers})
        await send({"type": "http.response.body", "body": body})


@pytest.mark.parametrize("kind", ["in process", "uvicorn"])
async def test_the_document_is_collected_from_the_services(house: House, kind: str) -> None:
    upstreams = {
        "claims": await house.upstream(kind, Documented("/v1/claims")),
        "policy": await house.upstream(kind, Documented("/v1/policies")),
    }
    client = await house.client(await house.serves(house.gateway(upstreams)))

    made = (await client.get("/openapi.json")).json()

    assert list(made["paths"]) == ["/v1/claims", "/v1/policies"]
    assert "x-missing-services" not in made


async def test_a_service_that_is_away_is_named_as_missing(house: House) -> None:
    claims = await house.upstream("uvicorn", Documented("/v1/claims"))
    upstreams = {"claims": claims, "policy": house.over_http(1)}
    client = await house.client(await house.serves(house.gateway(upstreams)))

    made = (await client.get("/openapi.json")).json()

    assert list(made["paths"]) == ["/v1/claims"]
    assert made["x-missing-services"] == ["policy"]
    assert "**policy is missing here**" in made["info"]["description"]


async def test_readiness_names_who_does_not_answer_and_fails_only_with_all(house: House) -> None:
    claims = Documented("/v1/claims")
    upstreams = {"claims": await house.upstream("uvicorn", claims), "policy": house.over_http(1)}
    client = await house.client(await house.serves(house.gateway(upstreams)))

    partly = await client.get("/readyz")
    claims.fails = True
    not_at_all = await client.get("/readyz")

    assert partly.status_code == 200
    assert partly.json() == {
        "ready": True,
        "not_ready": {"policy": "nothing answers at its address"},
    }
    assert (not_at_all.status_code, not_at_all.json()["ready"]) == (503, False)


async def test_a_gateway_that_stops_is_alive_and_not_ready(house: House) -> None:
    gateway = house.gateway({"claims": await house.upstream("in process", Documented("/v1/x"))})
    client = await house.client(await house.serves(gateway))

    gateway.retire()

    assert (await client.get("/healthz")).json() == {"alive": True}
    assert (await client.get("/readyz")).status_code == 503


async def test_metrics_count_answers_by_service_and_status(
    house: House, service: EchoService
) -> None:
    client = await house.client(await house.front(await house.upstream("uvicorn", service)))
    await client.get("/v1/claims/status/200")
    await client.get("/v1/claims/status/404")
    await client.get("/v1/nothing")

    text = (await client.get("/metrics")).text

    assert 'gateway_answers_total{service="claims",status="200"} 1.0' in text
    assert 'gateway_answers_total{service="claims",status="404"} 1.0' in text
    assert 'gateway_answers_total{service="gateway",status="404"} 1.0' in text
    assert 'gateway_answer_seconds_count{service="claims"} 2.0' in text
    assert 'gateway_inside{kind="request",service="claims"} 0.0' in text


async def test_the_page_loads_nothing_from_elsewhere(house: House, service: EchoService) -> None:
    client = await house.client(await house.front(await house.upstream("in process", service)))

    page = await client.get("/docs")

    assert "default-src 'none'" in page.headers["content-security-policy"]
    assert "unsafe" not in page.headers["content-security-policy"]
    assert "http" not in page.text.replace("http-equiv", "")
    for name in ("swagger-ui-bundle.js", "swagger-ui.css", "favicon.png", "start.js"):
        assert f"/docs/{name}" in page.text
        asset = await client.get(f"/docs/{name}")
        assert asset.status_code == 200
        again = await client.get(f"/docs/{name}", headers={"If-None-Match": asset.headers["etag"]})
        assert (again.status_code, again.content) == (304, b"")


async def test_swagger_ui_is_of_a_version_that_renders_openapi_3_1(
    house: House, service: EchoService
) -> None:
    client = await house.client(await house.front(await house.upstream("in process", service)))

    bundle = (await client.get("/docs/swagger-ui-bundle.js")).text

    assert "OAS31" in bundle
    assert 'PACKAGE_VERSION:"5.' in bundle


async def test_the_page_has_no_other_files(house: House, service: EchoService) -> None:
    client = await house.client(await house.front(await house.upstream("in process", service)))

    for path in ("/docs/", "/docs/redoc.standalone.js", "/docs/../pyproject.toml"):
        assert (await client.get(path)).status_code in {400, 404}


async def test_the_front_leads_to_the_page(house: House, service: EchoService) -> None:
    client = await house.client(await house.front(await house.upstream("in process", service)))

    assert (await client.get("/")).headers["location"] == "/docs"
