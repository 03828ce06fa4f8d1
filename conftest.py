"""Every test of the repository has the chassis's fixtures: stages, databases, brokers."""

import gc
import os
from importlib import import_module
from typing import Any

import pytest
from hypothesis import settings
from xdist.scheduler import LoadFileScheduling

from chassis.testing import tries

gc.disable()  # until all is collected: hardly anything of it is ever let go

# These packages live in a folder of the same name. Imported before pytest looks, or it takes
# the folder `gateway/` for the package `gateway`.
for _package in ("chassis", "contracts", "statutes", "gateway", "embedded"):
    import_module(_package)

pytest_plugins = ["chassis.testing.plugin", "chassis.testing.brokers"]
if "YINBAO_URL" in os.environ:  # the only company that schemathesis goes to
    pytest_plugins.append("schemathesis.pytest.plugin")

settings.register_profile("house", deadline=None, max_examples=tries(100))
settings.load_profile("house")  # no test asserts a duration


def pytest_collection_finish() -> None:
    """What is there now stays to the end: nobody need search it for garbage again and again."""
    gc.freeze()
    gc.enable()


class OneCompany(LoadFileScheduling):
    """A file goes to one worker; so do all the tests that ask the company of the session."""

    def _split_scope(self, nodeid: str) -> str:
        company = nodeid.startswith(("tests/bad_input/", "tests/journeys/"))
        return "company" if company else super()._split_scope(nodeid)


def pytest_xdist_make_scheduler(config: pytest.Config, log: Any) -> OneCompany | None:
    """`--dist loadfile`, with one company for all."""
    return OneCompany(config, log) if config.getoption("dist") == "loadfile" else None
