"""The name of a service is a package, a database, a queue, a path and a word in every event."""

import keyword
import re
import sys
from importlib.util import find_spec
from pathlib import Path
from typing import Final

from chassis.settings import Misconfigured

_NAME: Final = re.compile(r"[a-z][a-z0-9]{2,29}")


def check_name(name: str, root: Path) -> None:
    """Raise Misconfigured, with the reason, unless a service may be called so."""
    if not _NAME.fullmatch(name):
        raise Misconfigured(f"{name!r} is no name: 3 to 30 small letters and digits, as 'claims'")
    if keyword.iskeyword(name) or keyword.issoftkeyword(name) or name in sys.stdlib_module_names:
        raise Misconfigured(f"{name!r} is a word of Python; take another")
    if (root / "services" / name).exists() or (root / name).exists():
        raise Misconfigured(f"there is a {name!r} already")
    if find_spec(name) is not None:
        raise Misconfigured(f"{name!r} is the name of an installed package; take another")
