"""The trial issuer works here, and nowhere else."""

import stat
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from chassis.errors import BadToken
from chassis.identity.trial import TrialIssuer, TrialIssuerRefused
from chassis.ids import new_id


async def test_its_tokens_are_good_for_its_own_verifier() -> None:
    issuer = TrialIssuer.for_tests()
    customer = new_id()

    principal = await issuer.verifier().verify(issuer.token("mira", ["customer"], customer))

    assert (principal.subject, principal.customer_id) == ("mira", customer)
    assert principal.roles == {"customer"}


async def test_another_trial_issuers_tokens_are_not() -> None:
    with pytest.raises(BadToken):
        await TrialIssuer.for_tests().verifier().verify(TrialIssuer.for_tests().token("mira"))


async def test_its_tokens_end() -> None:
    issuer = TrialIssuer.for_tests()

    with pytest.raises(BadToken):
        await issuer.verifier().verify(issuer.token("mira", lifetime=timedelta(minutes=-1)))


async def test_a_restart_keeps_the_key_in_a_file_only_its_owner_reads(tmp_path: Path) -> None:
    folder = tmp_path / "data"
    before = TrialIssuer.for_embedded(folder, host="127.0.0.1", oidc_issuer=None)

    after = TrialIssuer.for_embedded(folder, host="127.0.0.1", oidc_issuer=None)

    assert (await after.verifier().verify(before.token("mira"))).subject == "mira"
    [file] = folder.iterdir()
    assert stat.S_IMODE(file.stat().st_mode) == 0o600


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost", "::1", "[::1]", "127.3.2.1"])
def test_loopback_addresses_are_this_machine(host: str, tmp_path: Path) -> None:
    assert TrialIssuer.for_embedded(tmp_path, host=host, oidc_issuer=None)


@pytest.mark.parametrize(
    "place",
    [
        {"host": "0.0.0.0", "oidc_issuer": None},  # noqa: S104 - the very thing it refuses
        {"host": "::", "oidc_issuer": None},
        {"host": "192.168.1.7", "oidc_issuer": None},
        {"host": "yinbao.example", "oidc_issuer": None},
        {"host": "", "oidc_issuer": None},
        {"host": "127.0.0.1", "oidc_issuer": "https://login.example.org"},
    ],
)
def test_it_refuses_to_exist_where_others_could_reach_it(
    place: dict[str, Any], tmp_path: Path
) -> None:
    with pytest.raises(TrialIssuerRefused):
        TrialIssuer.for_embedded(tmp_path, **place)

    assert not list(tmp_path.iterdir())


def test_what_it_publishes_is_public() -> None:
    [published] = TrialIssuer.for_tests().jwks()["keys"]

    assert "d" not in published
