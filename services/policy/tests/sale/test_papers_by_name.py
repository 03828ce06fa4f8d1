"""Papers are asked for by the names a customer knows them by, in their language."""

from typing import Any

import pytest

from chassis.testing import Stage
from contracts.insured import Language
from contracts.policy import DocumentsWanted
from policy.storage import Underwriting

LINES = ("home", "motor", "life", "health", "travel", "business")


async def test_what_is_asked_for_has_a_name_in_her_language(stage: Stage, counter: Any) -> None:
    await counter.takes("home")
    await counter.does("maria", "submission")

    [wanted] = [one for one in await stage.said() if isinstance(one, DocumentsWanted)]

    assert wanted.documents == [
        "su documento de identidad o pasaporte",
        "un justificante de su domicilio",
        "su historial de siniestros",
    ]
    assert counter.shown["asked"]["documents"] == ["identity", "address_proof", "claims_history"]


@pytest.mark.parametrize("line", LINES)
def test_every_paper_that_may_be_asked_for_has_its_names(line: str) -> None:
    rules = Underwriting().rules(line)
    kinds = {*rules.always, *(kind for rule in rules.rules for kind in rule.documents)}

    assert {kind for kind in kinds if rules.papers[kind].keys() != set(Language)} == set()
