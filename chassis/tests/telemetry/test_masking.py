"""What is about a person never reaches a log; what is about a claim does."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chassis.telemetry.masking import MASK, mask, mask_text, mask_value

TOKEN = "eyJhbGciOiJFUzI1NiJ9.eyJzdWIiOiJtaXJhIn0.c2lnbmF0dXJl"


@pytest.mark.parametrize(
    "text",
    [
        "mira@example.org",
        "mira.lindqvist+claims@mail.example.co.uk",
        "+34 600 11 22 33",
        "+1 (512) 555-0143",
        "+8613800138000",
        "(512) 555-0143",
        "512-555-0143",
        "13800138000",
        TOKEN,
        f"Bearer {TOKEN}",
        "Basic bWlyYTpzZWNyZXQ=",
        "postgresql://claims:hunter2@db:5432/claims",
        "amqp://guest:guest@broker/",
    ],
)
def test_what_looks_personal_or_secret_is_masked_inside_any_text(text: str) -> None:
    masked = mask_text(f"could not reach {text}, gave up")

    assert text not in masked
    assert MASK in masked
    assert masked.startswith("could not reach ")
    assert masked.endswith(", gave up")
    for secret in ("mira", "hunter2", "guest@", "555", "138", "sub"):
        assert secret not in masked


@pytest.mark.parametrize(
    "text",
    [
        "claim 018f3f4e-1234-7000-8000-000123456789 is approved",
        "C-2026-000123",
        "2026-03-02T09:30:00.123456Z",
        "2026-03-02 09:30:00",
        "USD 17,479,829.00",
        "127.0.0.1:5432",
        "0af7651916cd43dd8448eb211c80319c",
        "took 1234567890 ns",
        "https://login.example.org/keys?x=1",
        "row 414 of 600",
    ],
)
def test_what_tells_of_the_matter_stays(text: str) -> None:
    assert mask_text(text) == text


@pytest.mark.parametrize(
    "key",
    [
        "email", "Email", "customer_email", "phone", "name", "first_name", "fullName", "address",
        "insured_place", "born_on", "date_of_birth", "postal_code", "authorization", "Cookie",
        "access_token", "client_secret", "password", "api_key", "description",
    ],
)  # fmt: skip
def test_a_field_with_a_personal_name_is_masked_whatever_it_holds(key: str) -> None:
    for value in ("anything", 7, ["a"], {"b": "c"}, b"bytes"):
        assert mask_value(key, value) == MASK


@pytest.mark.parametrize(
    "key", ["claim_id", "status", "loop", "queue", "event", "line_number", "rename", "filename"]
)
def test_a_field_with_another_name_is_not(key: str) -> None:
    assert mask_value(key, "approved") == "approved"


def test_masking_goes_inside() -> None:
    said: dict[str, Any] = {
        "event": "a letter to mira@example.org went out",
        "letter": {"to": "Mira", "parts": [{"email": "mira@example.org", "size": 3}]},
        "claim_id": "018f3f4e",
        "nothing": None,
    }

    assert mask(None, "info", said) == {
        "event": f"a letter to {MASK} went out",
        "letter": {"to": MASK, "parts": [{"email": MASK, "size": 3}]},
        "claim_id": "018f3f4e",
        "nothing": None,
    }


def test_what_libraries_repeat_in_their_errors_is_masked() -> None:
    database = (
        'duplicate key value violates unique constraint "uq_customers_email"\n'
        "DETAIL:  Key (email, born)=(Mira Lindqvist, 1980-02-29) already exists.\n"
        "[SQL: INSERT INTO customers VALUES ($1, $2)]\n"
        "[parameters: ('Mira Lindqvist', [1, 2],\n 'Calle Mayor 7')]\n"
        "(Background on this error at: https://sqlalche.me/e/20/gkpj)"
    )
    pydantic = "name\n  too short [type=string_too_short, input_value='Mira', input_type=str]"

    assert "Mira" not in mask_text(database) + mask_text(pydantic)
    assert "Calle" not in mask_text(database)
    assert "uq_customers_email" in mask_text(database)
    assert "gkpj" in mask_text(database)


def test_what_refers_to_itself_does_not_hang() -> None:
    endless: dict[str, Any] = {}
    endless["again"] = endless

    assert MASK in str(mask_value("event", endless))


@given(before=st.text(max_size=20), after=st.text(max_size=20))
def test_an_address_is_found_wherever_it_stands(before: str, after: str) -> None:
    assert "lindqvist@example" not in mask_text(f"{before} mira.lindqvist@example.org {after}")


@given(st.text())
def test_no_text_breaks_masking(text: str) -> None:
    assert isinstance(mask_text(text), str)
