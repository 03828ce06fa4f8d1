"""Which service a request goes to, and what it is told on the way."""

import pytest

from chassis.events import Lane
from gateway.routes import ROUTES, Route, RouteTable
from gateway.testing.echo import EchoService
from gateway.testing.house import House


@pytest.mark.parametrize(
    ("path", "service"),
    [
        ("/v1/customers", "policy"),
        ("/v1/products/flood-home", "policy"),
        ("/v1/policies/1/cancellation", "policy"),
        ("/v1/claims/1/decision", "claims"),
        ("/v1/complaints", "complaints"),
        ("/v1/inbox/stream", "notifications"),
        ("/v1/deliveries", "notifications"),
        ("/v1/ops/claims/dead-letters/1/redrive", "claims"),
    ],
)
def test_a_path_leads_to_its_service(path: str, service: str) -> None:
    route = RouteTable().find(path)

    assert route is not None
    assert route.service == service


@pytest.mark.parametrize(
    "path", ["/", "/v1", "/v1/claimsX", "/v1/claim", "/v2/claims", "/v1/ops", "/v1/ops/gateway"]
)
def test_other_paths_lead_nowhere(path: str) -> None:
    assert RouteTable().find(path) is None


def test_the_longest_prefix_wins() -> None:
    table = RouteTable()

    stream, inbox = table.find("/v1/inbox/stream"), table.find("/v1/inbox/1/read")

    assert stream is not None
    assert inbox is not None
    assert (stream.stream, inbox.stream) == (True, False)


def test_a_prefix_leads_to_one_service_only() -> None:
    with pytest.raises(ValueError, match="same prefix"):
        RouteTable([*ROUTES, Route(prefix="/v1/claims", service="policy")])


def test_claims_and_cover_are_never_courtesy() -> None:
    courtesy = {route.prefix for route in ROUTES if route.lane is Lane.COURTESY}

    assert courtesy == {"/v1/announcements", "/v1/deliveries"}


async def test_a_service_is_told_where_the_client_is_and_nothing_the_client_claims_of_itself(
    house: House, service: EchoService
) -> None:
    client = await house.client(await house.front(await house.upstream("uvicorn", service)))

    said = await client.get(
        "/v1/claims/request",
        headers={
            "Host": "evil.example",
            "X-Forwarded-For": "6.6.6.6",
            "X-Forwarded-Host": "evil.example",
            "X-Forwarded-User": "admin",
            "Forwarded": "for=6.6.6.6",
            "X-Real-IP": "6.6.6.6",
            "X-User": "admin",
            "Remote-User": "admin",
            "X_Forwarded_For": "6.6.6.6",
            "X-Original-URL": "/v1/customers",
            "X-HTTP-Method-Override": "DELETE",
            "Connection": "keep-alive, authorization, x-forwarded-for, x-hop",
            "X-Hop": "1",
            "TE": "trailers",
            "X-Kept": "1",
        },
    )

    headers = dict(said.json()["headers"])
    assert headers["x-forwarded-for"] == "127.0.0.1"
    assert headers["x-forwarded-proto"] == "http"
    assert headers["x-forwarded-host"] == "evil.example"
    assert headers["host"].startswith("127.0.0.1:")
    assert headers["authorization"] == "Bearer mira"
    assert headers["x-kept"] == "1"
    assert headers.keys().isdisjoint(
        {"forwarded", "x-real-ip", "x-user", "remote-user", "x_forwarded_for", "te", "x-hop"}
        | {"x-forwarded-user", "x-original-url", "x-http-method-override", "connection"}
    )


async def test_a_trusted_proxy_is_believed_about_the_client(
    house: House, service: EchoService
) -> None:
    upstream = await house.upstream("in process", service)
    port = await house.front(upstream, trusted_proxies=["127.0.0.0/8", "10.0.0.0/8"])
    client = await house.client(port)

    said = await client.get(
        "/v1/claims/request", headers={"X-Forwarded-For": "6.6.6.6, 203.0.113.9, 10.1.2.3"}
    )

    assert ["x-forwarded-for", "203.0.113.9"] in said.json()["headers"]


async def test_ids_of_the_request_travel_on_and_come_back(
    house: House, service: EchoService
) -> None:
    client = await house.client(await house.front(await house.upstream("in process", service)))
    trace = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01"

    answer = await client.get(
        "/v1/claims/request", headers={"traceparent": trace, "X-Request-Id": "my-request-7"}
    )

    assert ["traceparent", trace] in answer.json()["headers"]
    assert ["x-request-id", "my-request-7"] in answer.json()["headers"]
    assert answer.headers["x-request-id"] == "my-request-7"


@pytest.mark.parametrize(
    "trace", ["", "00-0-0-01", "ff-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01", "x" * 500]
)
async def test_ids_that_are_none_are_replaced(
    house: House, service: EchoService, trace: str
) -> None:
    client = await house.client(await house.front(await house.upstream("in process", service)))

    answer = await client.get(
        "/v1/claims/request", headers={"traceparent": trace, "X-Request-Id": "a b"}
    )

    headers = dict(answer.json()["headers"])
    assert headers["traceparent"] != trace
    assert headers["traceparent"][3:35] == headers["x-request-id"] == answer.headers["x-request-id"]


async def test_a_path_without_service_is_not_found(house: House, service: EchoService) -> None:
    client = await house.client(await house.front(await house.upstream("in process", service)))

    answer = await client.get("/v1/nothing")

    assert answer.status_code == 404
    assert answer.headers["content-type"] == "application/problem+json"
    assert answer.json() == {
        "type": "/problems/not-found",
        "title": "There is no such thing.",
        "status": 404,
        "detail": "no service has this path",
        "code": "not-found",
        "trace_id": answer.headers["x-request-id"],
    }


async def test_a_service_that_is_not_there_is_unavailable(
    house: House, service: EchoService
) -> None:
    client = await house.client(await house.front(await house.upstream("in process", service)))

    answer = await client.get("/v1/complaints")

    assert (answer.status_code, answer.json()["code"]) == (503, "unavailable")


async def test_headers_beyond_measure_are_refused(house: House, service: EchoService) -> None:
    client = await house.client(await house.front(await house.upstream("in process", service)))

    large = await client.get("/v1/claims/request", headers={"X-Large": "x" * 40_000})
    many = await client.get("/v1/claims/request", headers={f"X-{n}": "x" for n in range(120)})
    long = await client.get("/v1/claims/request?q=" + "x" * 9_000)

    assert (large.status_code, many.status_code, long.status_code) == (431, 431, 414)
    assert service.seen.calls == 0


async def test_a_body_said_to_be_too_large_is_not_even_read(
    house: House, service: EchoService
) -> None:
    upstream = await house.upstream("in process", service)
    client = await house.client(await house.front(upstream, max_body_bytes=10))

    answer = await client.post("/v1/claims/request", content=b"12345678901")

    assert (answer.status_code, answer.json()["code"]) == (413, "body-too-large")
    assert service.seen.calls == 0
