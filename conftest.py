"""Every test of the repository has the chassis's fixtures: stages, databases, brokers."""

import gc
import os
from importlib import import_module

from hypothesis import settings

# These packages live in a folder of the same name. Imported before pytest looks, or it takes
# the folder `gateway/` for the package `gateway`.
for _package in ("chassis", "contracts", "statutes", "gateway", "embedded"):
    import_module(_package)

pytest_plugins = ["chassis.testing.plugin", "chassis.testing.brokers"]
if "YINBAO_URL" in os.environ:  # the only company that schemathesis goes to
    pytest_plugins.append("schemathesis.pytest.plugin")

settings.register_profile("house", deadline=None)  # no test asserts a duration
settings.load_profile("house")


def pytest_collection_finish() -> None:
    """What is there now stays to the end: nobody need search it for garbage again and again."""
    gc.freeze()
