"""A library of one pack, for what is refused when it is loaded."""

from collections.abc import Callable
from importlib.resources import files
from pathlib import Path

import pytest

from statutes import Library, load

Loader = Callable[..., Library]


@pytest.fixture
def load_with(tmp_path: Path) -> Loader:
    """Loads one pack `xx.toml`, beside the shared files, and a company's."""

    def load_it(pack: str, company: str = "") -> Library:
        for name in ("vocabulary.toml", "calendars.toml"):
            text = files("statutes").joinpath("packs", name).read_text(encoding="utf-8")
            tmp_path.joinpath(name).write_text(text, encoding="utf-8")
        tmp_path.joinpath("xx.toml").write_text(pack, encoding="utf-8")
        if company:
            tmp_path.joinpath("company.toml").write_text(company, encoding="utf-8")
        return load(tmp_path)

    return load_it
