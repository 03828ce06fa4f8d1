"""Every test of the repository has the chassis's fixtures: stages, databases, brokers."""

from importlib.util import find_spec

_plugins = ["chassis.testing.plugin", "chassis.testing.brokers"]
pytest_plugins = [name for name in _plugins if find_spec(name)]
