"""Every test of the repository has the chassis's fixtures: stages, databases, brokers."""

from importlib import import_module

from hypothesis import settings

# These packages live in a folder of the same name. Imported before pytest looks, or it takes
# the folder `gateway/` for the package `gateway`.
for _package in ("chassis", "contracts", "statutes", "gateway", "embedded"):
    import_module(_package)

pytest_plugins = ["chassis.testing.plugin", "chassis.testing.brokers"]

settings.register_profile("house", deadline=None)  # no test asserts a duration
settings.load_profile("house")
