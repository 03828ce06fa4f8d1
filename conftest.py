"""Every test of the repository has the chassis's fixtures: stages, databases, brokers."""

from importlib.util import find_spec

_parts = ["chassis.relay", "chassis.inbox", "chassis.alarms", "chassis.web.app"]
_plugins = ["chassis.testing.databases_plugin", "chassis.testing.brokers"]
if all(find_spec(part) for part in _parts):
    _plugins.append("chassis.testing.plugin")
pytest_plugins = [name for name in _plugins if find_spec(name)]
