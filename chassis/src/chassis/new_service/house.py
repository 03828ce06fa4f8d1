"""The place of a service in the house: every list of the root `pyproject.toml` that names all."""

import re
import tomllib
from typing import Any, Final

from chassis.settings import Misconfigured

# Each list is edited where it stands, so that its comments and its order stay: what precedes the
# place, and what is put there. The services stand before the gateway, or at the end.
_PLACES: Final = (
    (r'(?m)^(?=    "yinbao-gateway",$)', '    "yinbao-{name}",\n'),
    (r'(?m)^(?=    "gateway",$)', '    "services/{name}",\n'),
    (r"(?m)^(?=yinbao-gateway = )", "yinbao-{name} = {{ workspace = true }}\n"),
    (r'(?m)^mypy_path = "[^"]*(?=")', ":services/{name}/src"),
    (r"(?m)^files = \[[^]]*(?=\])", ', "services/{name}/src"'),
    (r'(?m)^root_packages = \[[^]]*(?="gateway")', '"{name}", '),
    (r'(?m)^layers = \["embedded", "gateway[^"]*(?=")', " | {name}"),
    (r"(?m)^containers = \[[^]]*(?=\])", ', "{name}"'),
    (r'(?m)^source_modules = \[[^]]*(?="contracts"\])', '"{name}.domain", '),
    (r'(?m)^ancestors = \[[^]]*(?="gateway")', '"{name}", '),
)


def with_service(project: str, name: str) -> str:
    """The text of the root `pyproject.toml`, with the service in each of its lists."""
    for place, put in _PLACES:
        project, places = re.subn(place, rf"\g<0>{put.format(name=name)}", project)
        if places != 1:
            raise Misconfigured(f"pyproject.toml has {places} places like {place}, not one")
    _check(tomllib.loads(project), name)
    return project


def _check(project: dict[str, Any], name: str) -> None:
    rules = project["tool"]["importlinter"]
    known = {
        "dependencies": f"yinbao-{name}" in project["project"]["dependencies"],
        "members": f"services/{name}" in project["tool"]["uv"]["workspace"]["members"],
        "sources": f"yinbao-{name}" in project["tool"]["uv"]["sources"],
        "root_packages": name in rules["root_packages"],
        "layers": any(name in str(rule.get("layers")) for rule in rules["contracts"]),
    }
    missing = [where for where, there in known.items() if not there]
    if missing:
        raise Misconfigured(f"pyproject.toml did not take the service into {', '.join(missing)}")
